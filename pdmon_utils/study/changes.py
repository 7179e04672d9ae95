"""What became of an ask since the nearest comparable year: here pages say «выросла» and «снизилась»."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pdmon_utils.catalogue import SHARES, Ask
from pdmon_utils.conclusions import Names, Slots, slots
from pdmon_utils.conclusions.slots import BROKEN as COUNTED_ANEW
from pdmon_utils.study.assessed import breaks_of, totals_of
from pdmon_utils.study.data import Data
from pdmon_utils.study.values import STRUCTURE, WITHHELD
from pdmon_utils.words import (
    MOVED_SHARE,
    NO_DENOMINATOR,
    NOT_HANDED_IN,
    Name,
    Sentence,
    Year,
    is_missing,
    say,
    sentence,
)

Cells = Mapping[str, Any]  # a row of the assessment with its report `year`
NOTHING = sentence()
FEW_NOTE = "; доли не сопоставляются: знаменатель меньше десяти"
BROKEN = f"не сопоставляется: {COUNTED_ANEW}"


def told(data: Data, ask: Ask) -> Sentence:
    """Return what the ask came to this year, and what became of it since the nearest comparable year."""
    cells = totals_of(data).get(ask.id)
    said, since = sentence(Name(ask.title), ": ", valued(ask, cells, data.municipality)), change(data, ask)
    if cells is None or since == NOTHING:
        return sentence(said, ".")
    before = cells["before_year"]
    when = "; " if is_missing(before) else sentence("; к ", Year(int(before)), " году: ")
    return sentence(said, when, since, ".")


def change(data: Data, ask: Ask) -> Sentence:
    """Return what became of the municipality's total; empty where there is nothing to compare."""
    cells = totals_of(data).get(ask.id)
    return NOTHING if cells is None else changed(ask, cells, data.municipality, breaks_of(data, ask))


def valued(ask: Ask, cells: Cells | None, place: str) -> Sentence:
    """Return the value with both parts of its fraction, or why there is none."""
    if cells is None:
        return sentence(NOT_HANDED_IN)
    if cells["state"] != "known":
        return sentence(WITHHELD if cells["state"] == "withheld" else Name(NO_DENOMINATOR))
    return sentence(_slots(ask, cells, place)["value"])


def changed(ask: Ask, cells: Cells, place: str, breaks: Mapping[int, str]) -> Sentence:
    """Return what became of one row of the assessment; why not across a break; empty for lists and missing values."""
    if ask.kind == "list" or cells["state"] != "known":
        return NOTHING
    if cells["broken"] and breaks:
        year, why = max(breaks.items())
        return say(BROKEN, {"year": Year(year), "why": Name(why)})
    return NOTHING if is_missing(cells["before_year"]) else say(_template(ask, cells), _slots(ask, cells, place))


def _template(ask: Ask, cells: Cells) -> str:
    if ask.kind == "presence" and cells["value"] == cells["before_value"]:
        return "без изменений"
    if ask.kind == "presence" or ask.indicator.unit == STRUCTURE:
        return "было: {before_value}, стало: {value}"
    if ask.kind not in SHARES:
        return "было {before}, стало {share} ({change_signed})"
    if cells["summed"]:
        return "было {before}, стало {share} ({change_signed})"
    if is_missing(cells["moved"]):
        return "было {before}, стало {share}" + FEW_NOTE
    by = "" if cells["moved"] == "same" else " на {change}"
    return f"доля {MOVED_SHARE[cells['moved']]}{by} ({{before}} → {{share}})"


def _slots(ask: Ask, cells: Cells, place: str) -> Slots:
    return slots(cells, Names({ask.id: ask}, place))
