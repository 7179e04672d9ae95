"""What is said of a measure's contribution: the estimate with its p and placebo, or why there is none."""

from __future__ import annotations

from collections.abc import Callable

from pdmon_utils.effects.contribution import REASONS, Contribution
from pdmon_utils.roadmap.rows import Row
from pdmon_utils.stats.did import FEWEST, Did
from pdmon_utils.study.managed import Managed
from pdmon_utils.words import Quote, Sentence, Slot, address, number, say, signed

REGRESSION = (
    "Есть меры для организаций, у которых показатель за год до меры был хуже, чем у остальных. Самые низкие значения в "
    "следующем году обычно растут сами (возврат к среднему), поэтому рост в таких организациях без сравнения с "
    "остальными ничего не говорит о мере."
)
_UNKNOWN = "не может быть оценён: {why}"  # stands under «Вклад меры»
_TOLD = (
    "организации меры ({inside}) против остальных ({outside}): {effect}, p = {p}; за год без меры: {placebo}, "
    "p = {placebo_p}; {word}"
)
FOUND = "вклад меры подтверждается"
CHANCE = "вклад меры не отличим от случайного"
PARTED = "группы расходились и до меры, вклад не может быть оценён"
_POINTS = 100


def attributed(managed: Managed, line: Row) -> Sentence:
    """Return the sentence on the contribution of one judged measure."""
    found: Contribution = line["contribution"]
    if found.did is None:
        why = REASONS[found.reason].format(fewest="четырёх" if FEWEST == 4 else FEWEST)  # noqa: PLR2004  a word for it
        return say(_UNKNOWN, {"why": why})
    word = FOUND if found.found else CHANCE if found.trusted else PARTED
    return say(_TOLD, {**_numerals(managed, line, found.did), "word": word})


def where(managed: Managed, line: Row, column: str) -> str:
    """Return the address of a number of the estimate: indicator, municipality, measure, year of its term, column."""
    keys = (line["indicator_id"], "municipality", managed.data.municipality, "measure", line["measure_id"])
    return address(*keys, int(line["term"]), column)


def estimated(did: Did) -> dict[str, float]:
    """Return the numbers of the estimate by name."""
    return {
        "inside": did.treated,
        "outside": did.others,
        "effect": did.effect,
        "p": did.p,
        "placebo": did.placebo,
        "placebo_p": did.placebo_p,
    }


def _numerals(managed: Managed, line: Row, did: Did) -> dict[str, Slot]:
    write: dict[str, Callable[[float], str]] = {
        "effect": _points,
        "placebo": _points,
        "inside": number,
        "outside": number,
    }
    return {
        name: Quote(write.get(name, _level)(value), value, where(managed, line, name))
        for name, value in estimated(did).items()
    }


def _level(p: float) -> str:
    return number(p, 3)


def _points(share: float) -> str:
    return f"{signed(share * _POINTS, 1)}\u00a0п.\u00a0п."
