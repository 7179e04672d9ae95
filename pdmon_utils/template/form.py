"""One organisation's workbook as data, and the words that it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pdmon_utils.municipality import Municipality
from pdmon_utils.reading.special import OKTMO, ORGANISATION, VERSION, YEAR
from pdmon_utils.schema import SCHEMA, Column, Table
from pdmon_utils.schema.version import template_version
from pdmon_utils.template.known import Row
from pdmon_utils.yamls import read_yaml

LONG = 1000  # letters of one text that reading keeps


@dataclass(frozen=True, eq=False)
class Form:
    """What one workbook asks: the tables in order, by when each is due (None: no day is set), rows already known."""

    card: Municipality
    year: int
    org_id: str
    organisation: str
    due: Mapping[str, date | None]
    rows: Mapping[str, Sequence[Row]]
    kind: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables that the regulation needs of organisations of this type: they are the ones that may be due."""
        return tuple(table for name, table in SCHEMA.items() if name in self.due and table.asked_of(self.kind))

    @property
    def about(self) -> dict[str, str]:
        """What the sheet «О файле» says; reading looks for these labels."""
        return {
            ORGANISATION: self.org_id,
            "Организация": self.organisation,
            YEAR: str(self.year),
            OKTMO: self.card.oktmo,
            "Муниципалитет": self.card.name,
            "Регламент": self.card.regulation,
            VERSION: template_version(self.due),
        }

    def refers(self, column: Column) -> Table | None:
        """Return the table of this workbook whose codes the column holds."""
        return SCHEMA[column.refers] if column.refers in self.due else None


@cache
def texts() -> Mapping[str, Any]:
    """Return the words of `texts.yml`."""
    return read_yaml(Path(__file__).parent / "texts.yml")


def bounds(column: Column) -> str:
    """Return « от 0 до 80», « не меньше 0» or nothing; whole numbers are counts and never below zero."""
    low = 0.0 if column.min is None and column.type == "int" else column.min
    if low is None or column.max is None:
        return "" if low is None else f" не меньше {low:g}"
    return f" от {low:g} до {column.max:g}"


def kind(column: Column, form: Form) -> str:
    """Return how the cells of a column are written: a key of `kinds` in `texts.yml`."""
    if form.refers(column):
        return "refers"
    if column.name == "year":
        return "year"
    return "code" if column.type == "str" and column.name.endswith(("_id", "_code")) else column.type


def told(column: Column, form: Form) -> str:
    """Return the help to a column: whether it is needed, how its cells are written, the schema's note."""
    table = form.refers(column)
    said = texts()["kinds"][kind(column, form)]
    written = said.format(bounds=bounds(column), long=LONG, year=form.year, title=table.title if table else "")
    note = f"{column.note[0].upper()}{column.note[1:]}." if column.note else ""
    return "\n".join(filter(None, (texts()["needed" if column.required else "free"], written, note)))
