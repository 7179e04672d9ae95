"""The complex of measures (дорожная карта), registers of decisions and discussions; `writing` makes the workbook."""

from pdmon_utils.roadmap.decisions import decisions
from pdmon_utils.roadmap.directions import OTHER, place, sections
from pdmon_utils.roadmap.discussions import discussions
from pdmon_utils.roadmap.drafts import Advice, drafts
from pdmon_utils.roadmap.plan import CARRIED, DRAFT, HANDED, plan
from pdmon_utils.roadmap.terms import Term, term

__all__ = [
    "CARRIED",
    "DRAFT",
    "HANDED",
    "OTHER",
    "Advice",
    "Term",
    "decisions",
    "discussions",
    "drafts",
    "place",
    "plan",
    "sections",
    "term",
]
