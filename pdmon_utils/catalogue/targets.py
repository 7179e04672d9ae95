"""What a regulation or a plan wants of a value: «≥20 %», «рост к прошлому году», «не более 1,5»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pdmon_utils.catalogue.model import SHARES
from pdmon_utils.errors import CatalogueError

LEVEL, GROWTH = "level", "growth"
_NUMBER = r"(\d+(?:[.,]\d+)?)\s*(%?)"
_LEVEL = re.compile(rf"(≥|>=|не менее|≤|<=|не более)?\s*{_NUMBER}")
_TOWARDS = {"рост к прошлому году": True, "снижение к прошлому году": False}
_INSIDE = re.compile(rf"порог\s.*\d.*|{_NUMBER}\s+\S.*")  # a threshold inside the indicator, no target of its value
_AT_MOST = ("≤", "<=", "не более")


@dataclass(frozen=True, slots=True)
class Target:
    """A level (`value`: a number, of a share a fraction 0..1) or growth; `upper`: no more than that, downwards.

    `upper` is None where the words do not say: then the direction of the indicator decides.
    """

    kind: str
    value: float | None = None
    upper: bool | None = None


@lru_cache(maxsize=256)
def parse_target(text: str, where: str, kind: str) -> Target | None:
    """Return the target that the words name; None where there are none or they tell of a threshold inside.

    Raises CatalogueError for words that cannot be read or do not fit an ask of this kind.
    """
    said = " ".join(text.split()).lower()
    if said in _TOWARDS:
        return Target(GROWTH, upper=not _TOWARDS[said])
    if level := _LEVEL.fullmatch(said):
        sign, number, percent = level.groups()
        value = float(number.replace(",", ".")) / (100 if percent else 1)
        _fit(value, bool(percent), kind, f"{where}: цель «{text}»")
        return Target(LEVEL, value, sign in _AT_MOST if sign else None)
    if not said or _INSIDE.fullmatch(said):
        return None
    raise CatalogueError(
        f"{where}: цель «{text}» не читается. Напишите, например: «≥20 %», «не более 5», «рост к прошлому году», "
        "«снижение к прошлому году» или порог внутри показателя: «100 % плана», «порог нагрузки > 1,5 ставки»."
    )


def _fit(value: float, percent: bool, kind: str, said: str) -> None:  # noqa: FBT001  two facts about one number
    share = kind in SHARES
    if percent and not share:
        raise CatalogueError(f"{said}: показатель не доля. Напишите число без знака процента.")
    if share and value > 1:
        raise CatalogueError(f"{said}: доля больше 100 %. Напишите, например, «20 %» или «0,2».")
