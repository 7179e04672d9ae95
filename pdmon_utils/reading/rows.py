"""One sheet → its readable rows, column by column, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pdmon_utils.reading.asides import asides
from pdmon_utils.reading.body import Body, body_of, empty_rows
from pdmon_utils.reading.findings import Finding, Place, letters
from pdmon_utils.reading.header_findings import header_findings
from pdmon_utils.reading.headers import Header, header_of
from pdmon_utils.reading.named import surname_signs
from pdmon_utils.reading.normalised import normalised
from pdmon_utils.reading.people import (
    SNILS,
    Traits,
    Veil,
    doubtful_snils,
    personal_columns,
    veil,
    veiled_header,
)
from pdmon_utils.reading.screening import screen
from pdmon_utils.reading.values import Values
from pdmon_utils.schema import Table


@dataclass(frozen=True, slots=True)
class Part:
    """Readable rows of one sheet: values by column, Excel row numbers, and in which Excel column each stands.

    `traits` are the signs of named persons, `veiled` the columns they stand in; `lost` are the codes (by column) of
    rows that could not be counted, `names` the keyed signs of all surnames of the sheet.
    """

    place: Place
    columns: Mapping[str, Values]
    rows: Sequence[int]
    letters: Mapping[str, str]
    traits: Sequence[Traits] = ()
    veiled: Sequence[str] = ()
    lost: Mapping[str, Sequence[str]] = field(default_factory=dict)
    names: Sequence[str] = ()


def read_sheet(
    table: Table, rows: Sequence[Sequence[object]], place: Place, cover: Veil
) -> tuple[Part | None, list[Finding], int]:
    """Return the readable rows of a sheet (None for a sheet without rows), its findings, the number of filled rows."""
    written = header_of(table, rows)
    if written is None:
        return None, [], 0
    personal, header = personal_columns(written), veiled_header(table, written)
    body, traits = veil(body_of(table, header, rows, place), personal, cover)
    aside = asides(body, rows[header.top : header.row + 1])
    body = body.without({row.at for row in aside})
    empty = empty_rows(body)
    size = body.size - len(empty)
    if not size:
        return None, [*_empty(table, header, place), *(row.finding(body) for row in aside)], 0
    lost, said = screen(body, empty)
    said += [_doubtful(body, personal[SNILS], at) for at in doubtful_snils(body, personal)]
    said += [*normalised(body), *(row.finding(body) for row in aside)]
    part = replace(_part(body, traits, lost, empty), names=surname_signs(body, personal, cover))
    return part, [*header_findings(table, header, place, size), *said], size


def _empty(table: Table, header: Header, place: Place) -> list[Finding]:
    """Return that the sheet was handed in empty; without a header it is not known to be this table."""
    return [place.finding("sheet.empty")] if header.known else header_findings(table, header, place, 0)


def _doubtful(body: Body, column: int, at: int) -> Finding:
    cell = f"{letters(column)}{body.row(at)}"
    return body.place.finding("cell.snils", cell=cell, about=body.about(at), header="СНИЛС")


def _part(body: Body, traits: Sequence[Traits], lost: frozenset[int], empty: frozenset[int]) -> Part:
    drop = lost | empty
    keep = [at for at in range(body.size) if at not in drop]
    return Part(
        body.place,
        {name: column.only(keep) if drop else column for name, column in body.values.items()},
        [body.row(at) for at in keep],
        {name: letters(at) for name, at in body.header.columns.items()},
        [traits[at] for at in keep] if traits else (),
        sorted(body.veiled),
        {name: sorted({str(body.values[name][at]) for at in lost} - {"None"}) for name in _codes(body)} if lost else {},
    )


def _codes(body: Body) -> list[str]:
    """Return the columns that name things: keys in text and what refers to other tables."""
    columns = body.table.columns.values()
    return [c.name for c in columns if c.name in body.values and c.type == "str" and (c.key or c.refers)]
