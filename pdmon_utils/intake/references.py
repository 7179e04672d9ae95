"""Codes that point to nothing: orphans stay in the tables (rule A4) and are asked about."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from pdmon_utils.intake.findings import Finding
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

Letters = Mapping[tuple[str, str, str], Mapping[str, str]]
_SOURCE = ["source_file", "source_sheet", "source_row"]


def reference_findings(tables: Mapping[str, pd.DataFrame], letters: Letters) -> list[Finding]:
    """Return one query for each value that is not found in the table it refers to.

    `letters`: Excel letters of the columns by file, sheet and table.
    """
    pointing = ((table, column) for table in SCHEMA.values() for column in table.columns.values() if column.refers)
    filled = ((table, column) for table, column in pointing if len(tables[table.name]))
    return [found for table, column in filled for found in _orphans(table, column, tables, letters)]


def year_findings(tables: Mapping[str, pd.DataFrame], years: Collection[int], letters: Letters) -> list[Finding]:
    """Return one query for each year of a year table that has no folder: its rows enter no report."""
    read_by_year = [table for table in SCHEMA.values() if table.yearly and table.name != "programmes"]  # rule 16
    return [found for table in read_by_year for found in _lost_years(table, tables[table.name], years, letters)]


def _orphans(table: Table, column: Column, tables: Mapping[str, pd.DataFrame], letters: Letters) -> Iterator[Finding]:
    target, frame = SCHEMA[column.refers], tables[table.name]
    unknown = {*frame[column.name].dropna().unique()} - {*tables[target.name][_CODES[target.name]].unique()}
    for row, count in _first(frame[frame[column.name].isin(unknown)], column.name) if unknown else ():
        said = (
            f"{column.header}: кода «{row[column.name]}» нет в таблице «{target.title}» (строк: {count}). "
            "Исправьте код или добавьте его в эту таблицу; пока его там нет, такие строки могут не войти в показатели."
        )
        yield replace(_query(table, column, row, letters), rule=f"ref.{target.name}", message=said)


def _lost_years(table: Table, frame: pd.DataFrame, years: Collection[int], letters: Letters) -> Iterator[Finding]:
    for row, count in _first(frame[~frame["year"].isin(list(years))], "year"):
        said = (
            f"Год {row['year']}: папки такого года у муниципалитета нет, строки не войдут ни в один отчёт "
            f"(строк: {count}). Проверьте столбец «Год»."
        )
        yield replace(_query(table, table.columns["year"], row, letters), rule="ref.year", message=said)


def _first(frame: pd.DataFrame, name: str) -> Iterator[tuple[dict[Hashable, Any], int]]:
    """Yield the first row of each value of a column and the number of its rows."""
    counts = frame[name].value_counts()
    for row in frame.drop_duplicates(name)[[name, *_SOURCE]].to_dict("records"):
        yield row, int(counts[row[name]])


def _query(table: Table, column: Column, row: Mapping[Hashable, Any], letters: Letters) -> Finding:
    file, sheet = row["source_file"], row["source_sheet"]
    cell = f"{letters[file, sheet, table.name][column.name]}{row['source_row']}"
    year = int(file.partition("/")[0])
    return Finding("", "query", "", year, file, sheet, cell, table.name, column.name, str(row[column.name]))
