"""Conclusions: a published list of numbered rules as data, and what they say of the figures of a year."""

from pdmon_utils.conclusions.conclude import Told, conclude, counted
from pdmon_utils.conclusions.conclusion import CRITERION, Conclusion
from pdmon_utils.conclusions.edits import Edits, foreign_numerals, read_edits
from pdmon_utils.conclusions.known import COLUMNS, FACETS, LEVELS, OF_CRITERIA, OF_ROWS, SEVERITIES
from pdmon_utils.conclusions.names import JOINED_WORDS, Names, post_words
from pdmon_utils.conclusions.rules import Rule, load_rules, read_rules
from pdmon_utils.conclusions.seen import criteria, seen
from pdmon_utils.conclusions.slots import TELLING, Slots, slots

__all__ = [
    "COLUMNS",
    "CRITERION",
    "FACETS",
    "JOINED_WORDS",
    "LEVELS",
    "OF_CRITERIA",
    "OF_ROWS",
    "SEVERITIES",
    "TELLING",
    "Conclusion",
    "Edits",
    "Names",
    "Rule",
    "Slots",
    "Told",
    "conclude",
    "counted",
    "criteria",
    "foreign_numerals",
    "load_rules",
    "post_words",
    "read_edits",
    "read_rules",
    "seen",
    "slots",
]
