"""What is known of an organisation before it hands in: its register row, its staff of last year, programmes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

import pandas as pd

from pdmon_utils.errors import WorkspaceError
from pdmon_utils.intake import read_municipality
from pdmon_utils.municipality import Municipality
from pdmon_utils.reading.cache import Cache
from pdmon_utils.reading.readers import readers
from pdmon_utils.schema import SCHEMA, Column
from pdmon_utils.store import Workspace

Value: TypeAlias = str | int | float | date | None
Row: TypeAlias = Mapping[str, Value]
YES_NO = MappingProxyType({True: "да", False: "нет"})
_WANTED = ("organisations", "staff", "programmes")
_ANEW: Mapping[str, frozenset[str]] = MappingProxyType(  # true of one year only, so never carried over
    {"staff": frozenset({"ped_experience", "self_topic", "self_topic_ict"})},
)


@dataclass(frozen=True, eq=False)
class Known:
    """The last register up to a year, the staff in it that was not dismissed, the last list of programmes."""

    year: int
    organisations: pd.DataFrame
    staff: pd.DataFrame
    programmes: pd.DataFrame

    @property
    def names(self) -> dict[str, str]:
        """Code → short name, else the full one, of the organisations, by code."""
        listed = self.organisations.sort_values("org_id")
        names = listed["org_short"].fillna(listed["org_name"])
        return dict(zip(listed["org_id"].astype(str), names.astype(str), strict=True))

    @property
    def types(self) -> dict[str, str]:
        """Code → code of the type of the organisations."""
        return dict(
            zip(self.organisations["org_id"].astype(str), self.organisations["org_type"].astype(str), strict=True)
        )

    def rows(self, org_id: str) -> dict[str, list[Row]]:
        """Return what the organisation's workbook is filled with by table: Russian words, nothing about others."""
        own = {"organisations": _of(self.organisations, org_id), "staff": _last_of(_of(self.staff, org_id), self.year)}
        return {
            name: list(_rows(name, rows, self.year)) for name, rows in {**own, "programmes": self.programmes}.items()
        }


def known(workspace: Workspace, card: Municipality, year: int) -> Known:
    """Return what the clean tables say, or the raw files where they hold a later register that is not prepared.

    Raises WorkspaceError where no year up to this one has a register of organisations.
    """
    tables = _tables(workspace, card, year)
    register = _last_of(tables["organisations"], year)
    if register.empty:
        title = SCHEMA["organisations"].title
        raise WorkspaceError(
            f"{card.name}: нет перечня организаций за {year} год и раньше. Положите в {card.folder / str(year)} книгу "
            f"с листом «{title}» или файл «{title}.csv» и повторите."
        )
    staff = tables["staff"]
    return Known(year, register, staff[staff["dismiss_date"].isna()], _last_of(tables["programmes"], year))


def _tables(workspace: Workspace, card: Municipality, year: int) -> Mapping[str, pd.DataFrame]:
    prepared = _prepared(workspace, card.slug)
    handed_in = max((y for y in card.years if y <= year), default=None)
    if prepared and (handed_in is None or handed_in in set(prepared["organisations"]["year"])):
        return prepared
    with readers(workspace.secret()) as read:
        return read_municipality(card, read, Cache(workspace.processed / "read" / card.slug)).tables


def _prepared(workspace: Workspace, slug: str) -> Mapping[str, pd.DataFrame]:
    """Return the clean tables, none where the municipality is not prepared."""
    try:
        tables = {name: workspace.table(name, [slug]) for name in _WANTED}
    except WorkspaceError:
        return {}
    return {} if tables["organisations"].empty else tables


def _of(frame: pd.DataFrame, org_id: str) -> pd.DataFrame:
    return frame.loc[frame["org_id"] == org_id]


def _last_of(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the rows of the latest year that is not after `year`."""
    past: pd.DataFrame = frame.loc[frame["year"] <= year]
    last: pd.DataFrame = past.loc[past["year"] == past["year"].max()]
    return last


def _rows(name: str, frame: pd.DataFrame, year: int) -> Iterator[Row]:
    columns = [column for column in SCHEMA[name].columns.values() if column.name not in _ANEW.get(name, ())]
    for row in frame.sort_values(_order(name, frame.columns), kind="stable").to_dict("records"):
        yield {**{column.name: _word(column, row[column.name]) for column in columns}, "year": year}


def _order(name: str, held: Collection[str]) -> Sequence[str]:
    return [key for key in SCHEMA[name].key if key in held]


def _word(column: Column, value: object) -> Value:
    if pd.isna(value):  # type: ignore[call-overload]  # one cell, never a list
        return None
    match column.type:
        case "bool":
            return YES_NO[bool(value)]
        case "enum":
            return column.values[str(value)]
        case "date":
            return pd.Timestamp(value).date()  # type: ignore[arg-type]  # a column of dates holds dates
        case "int" | "dec":
            number = float(value)  # type: ignore[arg-type]  # a column of numbers holds numbers
            return int(number) if number.is_integer() else number
    return str(value)
