"""Raw workbooks and csv files of a municipality → clean typed tables and findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from pdmon_utils.intake.duplicates import drop_duplicates, duplicate_findings
from pdmon_utils.intake.files import Source, sources_of
from pdmon_utils.intake.findings import (
    FINDING_COLUMNS,
    Finding,
    Place,
    RefusedFileError,
    findings_frame,
    once_per_sheet,
)
from pdmon_utils.intake.headers import nearest_table, table_named
from pdmon_utils.intake.references import reference_findings, year_findings
from pdmon_utils.intake.rows import Part, read_sheet
from pdmon_utils.intake.tables import assemble, empty_table, typed
from pdmon_utils.intake.workbooks import Sheet, open_workbook
from pdmon_utils.municipality import Municipality
from pdmon_utils.schema import SCHEMA

__all__ = ["FINDING_COLUMNS", "drop_duplicates", "empty_table", "read_municipality", "typed"]


def read_municipality(municipality: Municipality) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Return the clean tables by code name (every table of SCHEMA, empty ones too) and the findings."""
    sources, said = sources_of(municipality)
    parts: dict[str, list[Part]] = defaultdict(list)
    for source in sources:
        read, found = _read_source(source)
        said += found
        for part in read:
            parts[part.place.table].append(part)
    tables = {name: assemble(municipality.slug, SCHEMA[name], found) for name, found in parts.items()}
    said += [found for name, frame in tables.items() for found in duplicate_findings(name, frame)]
    clean = {name: drop_duplicates(name, tables[name]) if name in tables else empty_table(name) for name in SCHEMA}
    said += _connections(municipality, clean, parts)
    return clean, findings_frame(municipality.slug, once_per_sheet(said, "sheet.unknown"))


def _read_source(source: Source) -> tuple[list[Part], list[Finding]]:
    try:
        sheets = open_workbook(source.path)
    except RefusedFileError as refusal:
        return [], [source.finding(refusal.rule, str(refusal))]
    read = [_read_sheet(source, sheet) for sheet in sheets]
    return [part for part, _ in read if part], [found for _, said in read for found in said]


def _read_sheet(source: Source, sheet: Sheet) -> tuple[Part | None, list[Finding]]:
    place, table = Place(source.year, source.file, sheet.name), table_named(sheet.name)
    if table is None:
        said = f"Лист «{sheet.name}» не относится к мониторингу и не прочитан{nearest_table(sheet.name) or '.'}"
        return None, [place.finding("sheet.unknown", "note", said)]
    place = Place(source.year, source.file, sheet.name, table.name)
    part, found = read_sheet(table, sheet.rows, place)
    if sheet.hidden and part:
        said = f"Лист «{sheet.name}» скрыт, но прочитан. Если его данные лишние, удалите лист, иначе покажите его."
        found = [place.finding("sheet.hidden", "query", said), *found]
    return part, found


def _connections(
    municipality: Municipality, tables: Mapping[str, pd.DataFrame], parts: Mapping[str, Sequence[Part]]
) -> list[Finding]:
    read = [part for pooled in parts.values() for part in pooled]
    letters = {(part.place.file, part.place.sheet, part.place.table): part.letters for part in read}
    return [*reference_findings(tables, letters), *year_findings(tables, municipality.years, letters)]
