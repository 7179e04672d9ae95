"""Names of sheets in an exported state form."""

from __future__ import annotations

from pdmon_utils.oo1 import section_code
from pdmon_utils.reading.folding import fold

_TITLE = frozenset(map(fold, ("Титул", "Титульный лист", "Титульная страница")))


def is_section(name: str) -> bool:
    """Return True for a sheet that is a section of the form ОО-1 («Раздел 3.1», «3.1», «Р.3.1»)."""
    return bool(section_code(name))


def is_title(name: str) -> bool:
    """Return True for the title page of a state form."""
    return fold(name) in _TITLE
