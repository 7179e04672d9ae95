"""The complex of measures (дорожная карта), its Excel round trip, the registers of decisions and discussions."""

from pdmon_utils.roadmap.decisions import decisions
from pdmon_utils.roadmap.directions import OTHER, place, sections
from pdmon_utils.roadmap.discussions import discussions
from pdmon_utils.roadmap.drafts import Advice, drafts
from pdmon_utils.roadmap.plan import CARRIED, DRAFT, HANDED, plan
from pdmon_utils.roadmap.terms import Term, term
from pdmon_utils.roadmap.writing import NAME, workbook, write

__all__ = [
    "CARRIED",
    "DRAFT",
    "HANDED",
    "NAME",
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
    "workbook",
    "write",
]
