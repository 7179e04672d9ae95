"""Nodes of a paper → the sheets of its workbook: a table a sheet, all passports on one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pdmon_utils.documents.markdown import nodes_of
from pdmon_utils.documents.numerals import Numeral, numeral, parted
from pdmon_utils.documents.words import said
from pdmon_utils.show import Node

PASSPORTS = "Паспорта показателей"
NUMERATOR, DENOMINATOR = "числитель", "знаменатель"
Cell = str | Numeral


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a workbook: its caption, the heading under which it stands, headers, rows, the note below it."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    section: str = ""


def sheets_of(nodes: Iterable[Node]) -> tuple[Sheet, ...]:
    """Return the sheets of the nodes in order; the passports of indicators stand on the last one."""
    tables, passports = list[Sheet](), list[Node]()
    section = ""
    for node in _flat(nodes):
        match node["kind"]:
            case "heading":
                section = said(node["text"])
            case "table":
                tables.append(_sheet(node, section))
            case "passport":
                passports.append(node)
    return (*tables, *_passports(passports))


def _flat(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield headings, tables and passports, also those inside others and of the analyst's own Markdown."""
    for node in nodes:
        if node["kind"] in ("stack", "fold"):
            yield from _flat(node["items"])
        elif node["kind"] == "text":
            yield from nodes_of(node["source"], below=2)
        else:
            yield node


def _passports(nodes: Sequence[Node]) -> list[Sheet]:
    rows = [[node["title"], key, text] for node in nodes for key, text in node["rows"]]
    return [Sheet(PASSPORTS, ("Показатель", "Что о нём", "Содержание"), rows)] if rows else []


def _sheet(node: Node, section: str) -> Sheet:
    columns = list(zip(node["header"], node["right"], *node["rows"], strict=True))
    split = [column for name, right, *cells in columns for column in _columns(name, cells, right=right)]
    header = [name for name, _ in split]
    rows = list(zip(*(cells for _, cells in split), strict=True)) if split else []
    return Sheet(node["caption"] or section or "Таблица", header, rows, node["note"], section)


def _columns(name: str, cells: Sequence[str | Node], *, right: bool) -> Iterator[tuple[str, list[Cell]]]:
    """Yield a column of cells; a column of shares with both their parts becomes three columns of numbers."""
    parts = [parted(cell) for cell in cells] if right else []
    if not any(parts):
        yield name, [_cell(cell, right=right) for cell in cells]
        return
    yield name, [_cell(told[0] if told else cell, right=True) for told, cell in zip(parts, cells, strict=True)]
    for at, part in enumerate((NUMERATOR, DENOMINATOR), 1):
        yield f"{name}: {part}", [_cell(told[at] if told else "", right=True) for told in parts]


def _cell(cell: str | Node, *, right: bool) -> Cell:
    """Return a number where the cell is one: in a column of figures as written, elsewhere only one that was given."""
    is_given = not isinstance(cell, str) and "value" in cell
    return (numeral(cell) if right or is_given else None) or said(cell)
