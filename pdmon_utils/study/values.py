"""What an ask came to, in words, or why there is nothing to say; which years were handed in."""

from __future__ import annotations

from collections.abc import Mapping

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare import by_unit, slice_of
from pdmon_utils.measures import PERSONS
from pdmon_utils.registry import source_of
from pdmon_utils.study.data import Data
from pdmon_utils.words import NOT_HANDED_IN, Figure, figure_text, is_missing

WITHHELD = "значение не публикуется: за ним стоит слишком мало людей"
NOT_COMPARED = "не сравнивается"
STRUCTURE = "структура"  # the unit of an ask whose total is the whole: only its groups tell something


def value_text(ask: Ask, figure: Figure | None) -> str:
    """Return the value of an ask with both parts of its fraction, or why there is none."""
    if figure is None:
        return NOT_HANDED_IN
    if is_missing(figure.numerator):
        return WITHHELD
    if ask.indicator.unit == STRUCTURE:
        return f"всего {figure.numerator:.0f}"
    return figure_text(ask.kind, ask.indicator.unit, figure.numerator, figure.denominator, figure.value)


def sources(ask: Ask) -> set[str]:
    """Return the tables whose absence would make the value a false zero."""
    parts = ask.measure.parts
    tables = {piece.table for part in parts for piece in (part.having.evidence if part.having else ())}
    tables |= {"staff" if part.each == PERSONS else source_of(part.each) for part in parts}
    own = {source_of(table) for table in tables}
    return own - {"staff"} or own


def fed(data: Data, ask: Ask, year: int | None = None) -> bool:
    """Return True when the register and a table that the numerator reads are there for the year (missing is no zero).

    A table may also have come with a later year's folder: then the figure itself counts something.
    """
    when = year or data.year
    return data.keep(("fed", ask.id, when), lambda: _fed(data, ask, when))


def _fed(data: Data, ask: Ask, when: int) -> bool:
    register = any(part.each in (PERSONS, "staff") for part in ask.measure.parts)
    if register and not data.handed_in("staff", when):
        return _stood_in(data, ask, when)
    return any(data.handed_in(name, when) for name in sources(ask)) or _counts(data, ask, when)


def _stood_in(data: Data, ask: Ask, year: int) -> bool:
    """Return True when a year without a register has the figure from handed-in counts or from the form ОО-1."""
    told = data.rows("aggregates")
    if bool(((told["year"] == year) & (told["indicator_id"] == ask.id)).any()):
        return True
    rows = slice_of(data.all_figures, ask.id, "municipality")
    rows = rows[rows["year"] == year]
    return bool((rows[["numerator", "denominator"]] > 0).to_numpy().any() or rows["withheld"].any())


def _counts(data: Data, ask: Ask, year: int) -> bool:
    rows = slice_of(data.all_figures, ask.id, "municipality")
    rows = rows[rows["year"] == year]
    return bool((rows["numerator"] > 0).any() or rows["withheld"].any())  # what may not be shown is there


def totals(data: Data, ask: Ask) -> dict[int, Figure]:
    """Return the municipality's figures by year, only of years whose data were handed in."""
    held = by_year(data, ask, "municipality", data.municipality)
    return {year: figure for year, figure in held.items() if fed(data, ask, year)}


def by_year(data: Data, ask: Ask, scope: str, unit: str) -> Mapping[int, Figure]:
    """Return the totals of one unit by year, ascending, whether their data were handed in or not."""
    units = data.keep(("by unit",), lambda: by_unit(data.all_figures))
    return units.get((ask.id, scope, unit), {})


def withheld_years(data: Data, ask: Ask) -> bool:
    """Return True when some year's total may not be published."""
    return bool(slice_of(data.all_figures, ask.id, "municipality")["withheld"].any())
