"""Codes that point to nothing: orphans stay in the tables (rule A4) and are asked about."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from pdmon_utils.intake.frames import Letters, Lost
from pdmon_utils.reading.findings import Finding, Place
from pdmon_utils.reading.folding import fold
from pdmon_utils.schema import SCHEMA, Column, Table

_CODES = MappingProxyType(
    {
        "documents": "doc_id",
        "events": "event_id",
        "organisations": "org_id",
        "programmes": "programme_id",
        "routes": "route_id",
        "staff": "person_id",
    },
)

_SOURCE = ["source_file", "source_sheet", "source_row"]


def reference_findings(tables: Mapping[str, pd.DataFrame], letters: Letters, lost: Lost) -> list[Finding]:
    """Return one query for each value that is not found in the table it refers to.

    `letters`: Excel letters of the columns by file, sheet and table; `lost`: codes of rows that could not be counted.
    """
    pointing = ((table, column) for table in SCHEMA.values() for column in table.columns.values() if column.refers)
    filled = ((table, column) for table, column in pointing if len(tables[table.name]))
    return [found for table, column in filled for found in _orphans(table, column, tables, letters, lost)]


def year_findings(tables: Mapping[str, pd.DataFrame], years: Collection[int], letters: Letters) -> list[Finding]:
    """Return one query for each year of a year table that has no folder: its rows enter no report."""
    read_by_year = [table for table in SCHEMA.values() if table.yearly and table.name != "programmes"]  # rule 16
    return [found for table in read_by_year for found in _lost_years(table, tables[table.name], years, letters)]


def _orphans(
    table: Table, column: Column, tables: Mapping[str, pd.DataFrame], letters: Letters, lost: Lost
) -> Iterator[Finding]:
    target, frame = SCHEMA[column.refers], tables[table.name]
    code = _CODES[target.name]
    known = _different(tables[target.name][code])
    unknown = _different(frame[column.name]) - known - lost.get(target.name, {}).get(code, set())
    twins = {fold(code): code for code in sorted(known, reverse=True)} if unknown else {}
    for row, count in _first(frame[frame[column.name].isin(unknown)], column.name) if unknown else ():
        twin = twins.get(fold(str(row[column.name])))
        guess = f"; есть «{twin}», набранный другими буквами или с пробелами." if twin else "."
        rule = f"ref.{target.name}"
        yield _query(rule, table, column, row, letters, title=target.title, times=count, guess=guess)


def _different(codes: pd.Series[Any]) -> set[str]:
    return set(codes.dropna().drop_duplicates().tolist())


def _lost_years(table: Table, frame: pd.DataFrame, years: Collection[int], letters: Letters) -> Iterator[Finding]:
    for row, count in _first(frame[~frame["year"].isin(list(years))], "year"):
        yield _query("ref.year", table, table.columns["year"], row, letters, times=count)


def _first(frame: pd.DataFrame, name: str) -> Iterator[tuple[dict[Hashable, Any], int]]:
    """Yield the first row of each value of a column and the number of its rows."""
    counts = frame[name].value_counts()
    for row in frame.drop_duplicates(name)[[name, *_SOURCE]].to_dict("records"):
        yield row, int(counts[row[name]])


def _query(
    rule: str, table: Table, column: Column, row: Mapping[Hashable, Any], letters: Letters, **slots: Any
) -> Finding:
    file, sheet = row["source_file"], row["source_sheet"]
    cell = f"{letters[file, sheet, table.name][column.name]}{row['source_row']}"
    place = Place(int(file.partition("/")[0]), file, sheet, table.name)
    value = str(row[column.name])
    return place.finding(rule, cell=cell, column=column.name, value=value, about=value, **slots)
