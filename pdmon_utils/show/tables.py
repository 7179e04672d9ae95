"""Tables with a caption, headed rows and columns, and Russian numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from pdmon_utils.show.markup import Bundled, Node, anchor, clean, element, escape, inline, written
from pdmon_utils.words import NOT_HANDED_IN, Sentence, is_missing, number, short_day

MISSING, HIDDEN = "—", "…"
LEGEND = {MISSING: NOT_HANDED_IN, HIDDEN: "скрыто для защиты персональных данных"}


@dataclass(frozen=True, eq=False, repr=False)
class Table(Bundled):
    """A frame as a table: its columns are the headers, its first column heads the rows.

    Columns of numbers stand to the right; `numeric` names further columns (of written figures) that should. `aside`
    names columns that only the analyst needs: they stand on the page, not on paper.
    """

    frame: pd.DataFrame
    caption: str
    note: str = ""
    numeric: Sequence[str] = ()
    aside: Sequence[str] = ()

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The headers as shown."""
        return tuple(clean(name) for name in self.frame.columns)

    @cached_property
    def right(self) -> tuple[bool, ...]:
        """For each column: True if it stands to the right; the first one, a heading, only if `numeric` names it."""
        kinds = [i > 0 and _is_number(kind) for i, kind in enumerate(self.frame.dtypes)]
        return tuple(kind or name in self.numeric for name, kind in zip(self.frame, kinds, strict=True))

    @cached_property
    def rows(self) -> tuple[tuple[str | Sentence, ...], ...]:
        """The cells as shown, row by row."""
        return tuple(zip(*(_written(column) for _, column in self.frame.items()), strict=True))

    @cached_property
    def legend(self) -> str:
        """The note and the meaning of every mark that the table really uses."""
        used = {cell for row in self.rows for cell in row}
        marks = "; ".join(f"«{mark}» — {meaning}" for mark, meaning in LEGEND.items() if mark in used)
        return " ".join(part for part in (self.note, f"{marks}." if marks else "") if part)

    def _repr_html_(self) -> str:
        name = anchor(self.caption, *self.header, *(str(cell) for row in self.rows for cell in row))
        parts = (
            element("caption", escape(self.caption), id=name),
            element("thead", element("tr", self._head())),
            element("tbody", "".join(self._row(row) for row in self.rows) or self._nothing()),
        )
        table = element("table", "".join(parts))
        note = element("figcaption", escape(self.legend)) if self.legend else ""
        return element("figure", table + note, class_="pdmon-table", tabindex="0", role="group", aria_labelledby=name)

    def _head(self) -> str:
        return "".join(
            element("th", escape(name), scope="col", **_side(right=right))
            for name, right in zip(self.header, self.right, strict=True)
        )

    def _row(self, row: tuple[str | Sentence, ...]) -> str:
        first, *rest = zip(row, self.right, strict=True)
        head = element("th", inline(first[0]), scope="row", **_side(right=first[1]))
        return element("tr", head + "".join(element("td", inline(cell), **_side(right=right)) for cell, right in rest))

    def _nothing(self) -> str:
        return element(
            "tr", element("td", NOT_HANDED_IN, colspan=str(max(1, len(self.header))), class_="pdmon-nothing")
        )

    def node(self) -> Node:
        """Return caption, legend, headers, sides and cells; a cell of a number keeps the number."""
        paper = [at for at, name in enumerate(self.frame) if name not in self.aside]
        raw = zip(*(column.tolist() for _, column in self.frame.items()), strict=True)
        rows = [[_kept(line[at], text[at]) for at in paper] for line, text in zip(raw, self.rows, strict=True)]
        words = {"caption": clean(self.caption), "note": clean(self.legend)}
        header, right = ([side[at] for at in paper] for side in (self.header, self.right))
        return {"kind": "table", **words, "header": header, "right": right, "rows": rows}

    def __repr__(self) -> str:
        """Return the table as plain text, one line a row."""
        lines = [self.caption, *(" | ".join(map(str, cells)) for cells in (self.header, *self.rows)), self.legend]
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, repr=False)
class Passport(Bundled):
    """How one indicator is measured: pairs of a name and what stands under it."""

    rows: Sequence[tuple[str, str]]
    title: str

    def _repr_html_(self) -> str:
        name = anchor(self.title, *(text for row in self.rows for text in row))
        body = "".join(
            element("tr", element("th", escape(key), scope="row") + element("td", _lines(text)))
            for key, text in self.rows
        )
        table = element("table", element("caption", escape(self.title), id=name) + element("tbody", body))
        return element(
            "figure", table, class_="pdmon-table pdmon-passport", tabindex="0", role="group", aria_labelledby=name
        )

    def node(self) -> Node:
        """Return the title and the pairs."""
        return {"kind": "passport", "title": clean(self.title), "rows": [[clean(k), clean(v)] for k, v in self.rows]}

    def __repr__(self) -> str:
        """Return the passport as plain text, one line a row."""
        return "\n".join([self.title, *(f"{key}: {text or MISSING}" for key, text in self.rows)])


@dataclass(frozen=True, repr=False)
class Requisites(Passport):
    """Whose a report is: shown as a passport is, on paper a part of its head without a number."""

    def node(self) -> Node:
        """Return the title and the pairs."""
        return {**super().node(), "kind": "requisites"}


def _is_number(dtype: object) -> bool:
    return pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)  # type: ignore[arg-type]


def _side(*, right: bool) -> dict[str, str]:
    return {"class_": "n"} if right else {}


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in str(text).splitlines()) or MISSING


def _written(column: pd.Series) -> list[str | Sentence]:
    cells = column.tolist()
    digits = _digits(cells)
    return [_cell(cell, digits) for cell in cells]


def _kept(cell: object, text: str | Sentence) -> str | Node:
    """Return a written cell for a tree, with its number where it is one."""
    if isinstance(cell, bool) or not isinstance(cell, int | float) or is_missing(cell):
        return written(text)
    return {"text": str(text), "value": cell}


def _digits(cells: Sequence[object]) -> int:
    """One number of decimals for the whole column, so that its commas stand under each other."""
    parts = [number(cell, 2).partition(",")[2].rstrip("0") for cell in cells if isinstance(cell, float)]
    return max((len(part) for part in parts), default=0)


def _cell(cell: object, digits: int) -> str | Sentence:
    if isinstance(cell, Sentence):
        return cell
    if is_missing(cell) or str(cell).strip() == "":
        return MISSING
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, int | float):
        return number(cell, digits)
    return short_day(cell) if isinstance(cell, date) else clean(cell).strip()
