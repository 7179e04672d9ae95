"""Notes on what was put in order while a sheet was read: before, after, where first and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from pdmon_utils.reading.body import Body
from pdmon_utils.reading.cells import Mended
from pdmon_utils.reading.findings import Finding
from pdmon_utils.reading.words import LIMIT
from pdmon_utils.rules import RULES

_HIDDEN = "…"


def normalised(body: Body) -> list[Finding]:
    """Return one note per column and kind of change; what asks for an answer is said for each row."""
    return [found for name, mended in body.mended.items() for found in _column(body, name, mended)]


def _column(body: Body, name: str, mended: Mapping[int, Mended]) -> Iterator[Finding]:
    told = {at: said for at, said in mended.items() if not (said.plain and body.delimited)}
    times = Counter(said.rule for said in told.values())
    for at, said in told.items():
        asks = RULES[said.rule].severity == "query"
        if many := 1 if asks else times.pop(said.rule, 0):
            yield _note(body, name, at, said, many)


def _note(body: Body, name: str, at: int, said: Mended, times: int) -> Finding:
    after = _HIDDEN if name in body.veiled else said.after
    about = body.about(at) if RULES[said.rule].severity == "query" else ""
    return body.place.finding(
        said.rule,
        cell=body.cell(name, at),
        column=name,
        value=body.raw(name, at),
        about=about,
        after=after,
        times=times,
        limit=LIMIT,
    )
