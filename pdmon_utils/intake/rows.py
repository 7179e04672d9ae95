"""One sheet → its readable rows, column by column, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pdmon_utils.intake.body import Body, body_of, empty_rows
from pdmon_utils.intake.cells import Value
from pdmon_utils.intake.findings import Finding, Place, letters
from pdmon_utils.intake.headers import header_findings, header_of
from pdmon_utils.intake.screening import screen
from pdmon_utils.schema import Table


@dataclass(frozen=True, slots=True)
class Part:
    """Readable rows of one sheet: values by column, Excel row numbers, and in which Excel column each stands."""

    place: Place
    columns: Mapping[str, Sequence[Value | None]]
    rows: Sequence[int]
    letters: Mapping[str, str]


def read_sheet(table: Table, rows: Sequence[Sequence[object]], place: Place) -> tuple[Part | None, list[Finding]]:
    """Return the readable rows of a sheet (None if there are none) and its findings."""
    header = header_of(table, rows)
    if header is None:
        return None, []
    body = body_of(table, header, rows, place)
    empty = empty_rows(body)
    if len(empty) == body.size:
        return None, []
    lost, said = screen(body, empty)
    return _part(body, lost | empty), [*header_findings(table, header, place, body.size - len(empty)), *said]


def _part(body: Body, drop: frozenset[int]) -> Part | None:
    keep = [at for at in range(body.size) if at not in drop]
    if not keep:
        return None
    columns = {name: [column[at] for at in keep] if drop else column for name, column in body.values.items()}
    places = {name: letters(at) for name, at in body.header.columns.items()}
    return Part(body.place, columns, [body.row(at) for at in keep], places)
