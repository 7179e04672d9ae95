"""The report's indicators beside a table that a person has counted by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from pdmon_utils.batch.jobs import Job
from pdmon_utils.catalogue import SHARES, Ask
from pdmon_utils.store import Workspace
from pdmon_utils.verify.layout import Number, Row
from pdmon_utils.verify.protocol import Line
from pdmon_utils.words import amount, is_missing, number

_NEAR = 3  # names offered for one that is not known
_HAIR = Fraction(1, 10**9)  # a workbook keeps fifteen digits
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Backtest:
    """Rows that were compared or not found, and the report's indicators that no row names."""

    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    percents: bool

    @property
    def fits(self) -> bool:
        """True when every row was found and agrees."""
        return all(line.agrees for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Known:
    """The indicators of a report and their totals by id: numerator, denominator, value."""

    asks: Mapping[str, Ask]
    totals: Mapping[str, Sequence[Any]]
    percents: bool


def backtest(workspace: Workspace, job: Job, rows: Sequence[Row]) -> Backtest:
    """Return how the rows of a hand-made table agree with the report's indicators, in their own rounding."""
    asks = asked(workspace, job)
    totals = _totals(workspace, job)
    matched = [_matched(row, asks) for row in rows]
    shares = [row.value for row, ask in zip(rows, matched, strict=True) if isinstance(ask, Ask) and ask.kind in SHARES]
    percents = any(value.value > 1 for value in shares if value and not value.percent)
    known = _Known(asks, totals, percents)
    lines = tuple(_line(row, found, known) for row, found in zip(rows, matched, strict=True))
    seen = {found.id for found in matched if isinstance(found, Ask)}
    return Backtest(lines, tuple(f"{ask.id} — {ask.title}" for ask in asks.values() if ask.id not in seen), percents)


def asked(workspace: Workspace, job: Job) -> dict[str, Ask]:
    """Return the indicators of a report by id: of its criterion, else all of the regulation."""
    town = workspace.has(job.place)
    cards = [card for card in workspace.municipalities.values() if job.place in (card.slug, card.region_code)]
    held = workspace.catalogue.regulation(cards[0].regulation)
    asks = held.of(job.code) if job.code in workspace.catalogue.criteria else held.asks.values()
    return {ask.id: ask for ask in asks if ("municipality" if town else "region") in ask.scopes}


def _totals(workspace: Workspace, job: Job) -> dict[str, Sequence[Any]]:
    town = workspace.has(job.place)
    rows = workspace.figures([job.place if town else ""])
    scope = "municipality" if town else "region"
    mine = rows[(rows["year"] == job.year) & (rows["scope"] == scope) & (rows["breakdown"] == "")]
    mine = mine if town else mine[mine["unit"] == job.place]
    parts = mine[["numerator", "denominator", "value"]].itertuples(index=False, name=None)
    return dict(zip(mine["indicator"].astype(str), parts, strict=True))


def _matched(row: Row, asks: Mapping[str, Ask]) -> Ask | tuple[str, ...]:
    """Return the indicator that a row names by id, else by clause, else by title; the nearest names if it is none."""
    if row.id:
        folded = {_folded(name): ask for name, ask in asks.items()}
        return folded.get(_folded(row.id)) or _near(row.id, asks)
    by_clause = [ask for ask in asks.values() if row.clause and _clause(ask.clause) == _clause(row.clause)]
    by_title = [
        ask for ask in asks.values() if row.title and _folded(row.title) in (_folded(ask.title), _folded(ask.wording))
    ]
    both = [ask for ask in by_clause if ask in by_title] or by_clause or by_title
    if len(both) == 1:
        return both[0]
    return tuple(f"{ask.id} — {ask.title}" for ask in both) or _near(row.title or row.clause, asks)


def _near(said: str, asks: Mapping[str, Ask]) -> tuple[str, ...]:
    words = {word.casefold(): ask for ask in asks.values() for word in (ask.id, ask.title, ask.clause)}
    close = get_close_matches(said.casefold(), words, n=_NEAR, cutoff=0.5)
    return tuple(dict.fromkeys(f"{words[word].id} — {words[word].title}" for word in close))


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split()).strip(" .,;:")


def _clause(text: str) -> str:
    """Return a clause as it is compared: «п. 1.2, 3)» and «пункт 1.2,3» are one."""
    return re.sub(r"[\s.,;:()]+", " ", re.sub(r"^\s*(?:пункт|пп?)\b\.?", "", text.casefold())).strip()


def _line(row: Row, found: Ask | tuple[str, ...], known: _Known) -> Line:
    name = row.id or " ".join(filter(None, (row.clause, row.title)))
    if not isinstance(found, Ask):
        offered = f"; может быть: {'; '.join(found)}" if found else ""
        return Line(f"{name} ({row.where})", None, (f"показатель не найден{offered}",))
    what = f"{found.id} — {found.title} ({row.where})"
    if row.unread:
        return Line(what, None, (f"не число: {', '.join(row.unread)}",))
    if found.id not in known.totals or is_missing(known.totals[found.id][0]):
        return Line(what, None, ("в отчёте нет данных",))
    wrong = tuple(_wrong(row, found, known.totals[found.id], percents=known.percents))
    return Line(what, not wrong, wrong)


def _wrong(row: Row, ask: Ask, total: Sequence[Any], *, percents: bool) -> Iterator[str]:
    """Yield what differs: the parts of the fraction, the value in the rounding of the table."""
    numerator, denominator, value = (None if is_missing(x) else Fraction(str(x)) for x in total)
    for said, kept, word in ((row.numerator, numerator, "числитель"), (row.denominator, denominator, "знаменатель")):
        if said is not None and (kept is None or abs(said.value - kept) > _HAIR):
            yield f"{word}: в таблице {amount(said.value)}, в отчёте {amount(kept)}"
    if row.value is None:
        return
    exact = numerator / denominator if ask.kind in SHARES and numerator is not None and denominator else value
    scale = _WHOLE if ask.kind in SHARES and (row.value.percent or percents) else 1
    if exact is None or not _agrees(row.value, exact * scale):
        told = number(exact * scale, 4) if exact is not None else "нет значения"
        yield f"значение: в таблице {_written(row.value)}, в отчёте {told}{' %' if scale > 1 else ''}"


def _agrees(said: Number, exact: Fraction) -> bool:
    return abs(said.value - exact) <= said.half + _HAIR


def _written(said: Number) -> str:
    return f"{float(said.value):.10g}".replace(".", ",") + (" %" if said.percent else "")
