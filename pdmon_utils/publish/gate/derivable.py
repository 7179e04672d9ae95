"""Hidden numbers that a reader could work out of everything shown of a place and year: the attacker's word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.refusal import Refusal

_WHAT: Final = "скрытое число можно вычислить по показанным: {}"
_REMEDY: Final = (
    "Выполните pdmon prepare и pdmon run заново; если не поможет, сообщите разработчикам: это ошибка защиты"
)


def derivable(folder: Path, known: Known) -> Iterator[Refusal]:
    """Yield a refusal for each hidden number of the bundle's places and years that can be worked out."""
    for year in sorted(path for path in folder.glob("*/*") if path.is_dir() and path.name.isdecimal()):
        for said in known.worked_out(year.parent.name, int(year.name)):
            page = year.relative_to(folder).as_posix()
            yield Refusal(page, "показатели за год", _WHAT.format(said), _REMEDY)
