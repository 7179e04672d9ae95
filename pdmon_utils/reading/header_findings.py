"""What is wrong with the header of a sheet, and what was understood though it was written otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from pdmon_utils.errors import nearest
from pdmon_utils.reading.findings import Finding, Place, letters
from pdmon_utils.reading.headers import DEPTH, Header
from pdmon_utils.schema import Table


def header_findings(table: Table, header: Header, place: Place, rows: int) -> list[Finding]:
    """Return what is wrong with the header of a sheet with this number of filled rows."""
    if not header.known:
        return [place.finding("header.none", cell=f"A{header.row + 1}", depth=DEPTH, rows=rows)]
    lost = [name for name in header.missing(table) if name not in header.doubled]
    return [
        *_unknown(table, header, place),
        *_doubled(table, header, place),
        *(place.finding("header.missing", column=name, rows=rows, guess=_guess(table, header, name)) for name in lost),
        *_understood(header, place),
    ]


def _guess(table: Table, header: Header, name: str) -> str:
    """Return the unknown header that comes nearest to a missing one, else a full stop."""
    return nearest(table.columns[name].header, header.unknown.values())


def _unknown(table: Table, header: Header, place: Place) -> list[Finding]:
    free = [column.header for column in table.columns.values() if column.name not in header.columns]
    return [
        place.finding("header.unknown", cell=f"{letters(at)}{header.row + 1}", word=word, guess=nearest(word, free))
        for at, word in header.unknown.items()
    ]


def _doubled(table: Table, header: Header, place: Place) -> list[Finding]:
    return [
        place.finding(
            "header.double",
            cell=f"{letters(at[1])}{header.row + 1}",
            column=name,
            places=", ".join(map(letters, at)),
            loss=_loss(table, name),
        )
        for name, at in header.doubled.items()
    ]


def _loss(table: Table, name: str) -> str:
    if table.columns[name].required or name == "year":
        return "Строки листа не учтены."
    return "Ни один не прочитан, значения считаются неизвестными."


def _understood(header: Header, place: Place) -> Iterator[Finding]:
    for name, word in header.meant.items():
        yield place.finding("norm.synonym", cell=_cell(header, name), column=name, value=word)
    if header.joined:
        name, word = next(iter(header.joined.items()))
        lines = f"{header.top + 1}–{header.row + 1}"
        times = len(header.joined)
        yield place.finding("norm.lines", cell=_cell(header, name), column=name, value=word, lines=lines, times=times)


def _cell(header: Header, name: str) -> str:
    return f"{letters(header.columns[name])}{header.row + 1}"
