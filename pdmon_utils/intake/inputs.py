"""Which bytes the clean tables were made of: every file with its hash, its sheets, rows read and rows counted."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

INPUT_COLUMNS = ("municipality", "year", "file", "sha256", "sheet", "table", "rows", "used")
_SHEET = ["file", "sheet", "table"]


def inputs_of(
    municipality: str, files: Mapping[str, str], seen: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return INPUT_COLUMNS, a line a sheet, and one without sheet for a file that has none of our tables.

    `files`: sha256 by file; `seen`: year, file, sheet, table, rows filled in; `used` are the rows of the sheet that
    stand in the clean tables, so what was refused, doubled or belongs to nobody is the difference.
    """
    known = pd.DataFrame({"file": list(files), "sha256": list(files.values())}, dtype="str")
    rows = known.merge(seen.drop(columns="year"), on="file", how="left").merge(_used(tables), on=_SHEET, how="left")
    years = [int(file.partition("/")[0]) for file in rows["file"]]
    whole = rows.assign(municipality=municipality, year=years).fillna({"sheet": "", "table": "", "rows": 0, "used": 0})
    kinds = dict.fromkeys(INPUT_COLUMNS, "str") | dict.fromkeys(("year", "rows", "used"), "int64")
    return whole[list(INPUT_COLUMNS)].astype(kinds).sort_values(["year", *_SHEET], ignore_index=True)


def _used(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return file, sheet, table, used of every sheet that left a row in a clean table."""
    where = [frame[["source_file", "source_sheet"]].astype(str).assign(table=name) for name, frame in tables.items()]
    rows = pd.concat(where, ignore_index=True).set_axis(_SHEET, axis=1)
    return rows.groupby(_SHEET, as_index=False).size().rename(columns={"size": "used"})
