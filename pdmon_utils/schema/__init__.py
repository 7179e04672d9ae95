"""What a clean table is: key, columns, types, values, Russian headers. The facts are in `tables/*.yml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.yamls import read_yaml

TYPES = ("str", "int", "dec", "date", "bool", "enum")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Column:
    """One column: code name, Russian header, type, and for an enum its values as code → Russian word."""

    name: str
    header: str
    type: str
    required: bool = False
    key: bool = False
    values: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    refers: str = ""
    min: float | None = None
    max: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: code name, Russian title (the sheet's name) and its columns in order."""

    name: str
    title: str
    order: int
    columns: MappingProxyType[str, Column]
    optional: bool = False
    only: str = ""  # the type of organisations that hand it in; empty: all

    def asked_of(self, kind: str) -> bool:
        """Return True for organisations of this type (code of `org_type`; empty: unknown) that hand the table in."""
        return kind in {self.only, ""} or not self.only

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the key columns; empty for a table whose rows are told apart by all columns."""
        return tuple(c.name for c in self.columns.values() if c.key)

    @property
    def yearly(self) -> bool:
        """True for a table that is read for one year only (it has its own year column)."""
        return "year" in self.columns


def _column(table: str, name: str, said: dict[str, Any], shared: dict[str, Any]) -> Column:
    unknown = set(said) - {"header", "type", "required", "key", "values", "refers", "min", "max", "note"}
    if unknown or said["type"] not in TYPES:
        raise CatalogueError(f"schema/tables/{table}.yml, «{name}»: не понимаю {sorted(unknown) or said['type']}.")
    values = said.get("values", {})
    if isinstance(values, str):
        if values not in shared:
            raise CatalogueError(f"{table}.{name}: нет словаря «{values}»{nearest(values, shared)}")
        values = shared[values]
    return Column(
        name=name,
        header=said["header"],
        type=said["type"],
        required=said.get("required") == "yes",
        key=said.get("key") == "yes",
        values=MappingProxyType(dict(values)),
        refers=said.get("refers", ""),
        min=float(said["min"]) if "min" in said else None,
        max=float(said["max"]) if "max" in said else None,
        note=said.get("note", ""),
    )


def _table(path: Path, shared: dict[str, Any]) -> Table:
    said = read_yaml(path)
    columns = {name: _column(path.stem, name, column, shared) for name, column in said["columns"].items()}
    order, optional, only = int(said["order"]), said.get("optional") == "yes", said.get("only", "")
    return Table(path.stem, said["title"], order, MappingProxyType(columns), optional, only)


def load_schema() -> MappingProxyType[str, Table]:
    """Return all tables by code name, in the order in which a workbook shows them."""
    shared = read_yaml(_HERE / "dictionaries.yml")
    tables = sorted((_table(path, shared) for path in (_HERE / "tables").glob("*.yml")), key=lambda t: t.order)
    return MappingProxyType({table.name: table for table in tables})


SCHEMA = load_schema()
