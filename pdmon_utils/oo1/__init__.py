"""The state form ОО-1 as data: `editions/*.yml` say what stands where and what has to agree; nothing else knows it."""

from pdmon_utils.oo1.answers import Answer, Compared
from pdmon_utils.oo1.controls import Breach, breaches
from pdmon_utils.oo1.editions import Edition, edition_of, editions, use_editions
from pdmon_utils.oo1.sections import STAFF, Line, Section, section_code
from pdmon_utils.oo1.sums import Cells, Term, total

__all__ = [
    "STAFF",
    "Answer",
    "Breach",
    "Cells",
    "Compared",
    "Edition",
    "Line",
    "Section",
    "Term",
    "breaches",
    "edition_of",
    "editions",
    "section_code",
    "total",
    "use_editions",
]
