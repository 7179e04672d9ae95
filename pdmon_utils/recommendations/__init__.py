"""Recommendations: numbered rules as data, who has to do what and on which figures it rests; the analyst's edits."""

from pdmon_utils.recommendations.edits import ACCEPTED, DONE, GOING, Edited, edited, read_amendments
from pdmon_utils.recommendations.known import ADDRESSEES, COLUMNS, LEVELS, SIGNS
from pdmon_utils.recommendations.people import PersonList, listed_people, person_lists, population
from pdmon_utils.recommendations.practices import PRACTICE, Matched, Practice, bank, match
from pdmon_utils.recommendations.recommend import recommend
from pdmon_utils.recommendations.recommendation import Recommendation, key_of
from pdmon_utils.recommendations.rules import Master, Rule, load_rules, read_grounds, read_rules
from pdmon_utils.recommendations.signs import signed
from pdmon_utils.recommendations.specifics import Specifics, portrait, sizes, specifics

__all__ = [
    "ACCEPTED",
    "ADDRESSEES",
    "COLUMNS",
    "DONE",
    "GOING",
    "LEVELS",
    "PRACTICE",
    "SIGNS",
    "Edited",
    "Master",
    "Matched",
    "PersonList",
    "Practice",
    "Recommendation",
    "Rule",
    "Specifics",
    "bank",
    "edited",
    "key_of",
    "listed_people",
    "load_rules",
    "match",
    "person_lists",
    "population",
    "portrait",
    "read_amendments",
    "read_grounds",
    "read_rules",
    "recommend",
    "signed",
    "sizes",
    "specifics",
]
