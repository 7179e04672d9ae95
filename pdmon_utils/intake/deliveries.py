"""Which organisation handed in which sheet, from the rows themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from pdmon_utils.intake.duplicates import DISTRICT
from pdmon_utils.reading.special import ORGANISATION
from pdmon_utils.schema import SCHEMA

REGISTER = "staff"
PERSONS = MappingProxyType(
    {"courses": "person_id", "diagnostics": "person_id", "memberships": "person_id", "mentoring": "mentee_id"}
    | dict.fromkeys(("participation", "reserve", "routes", "support"), "person_id"),
)
_PERSON = ["year", "person_id"]
_SHEET = ["year", "file", "sheet", "table", "rows"]
DELIVERY_COLUMNS = ("municipality", "year", "file", "sheet", "table", "org_id", "rows")


def deliveries(
    municipality: str,
    tables: Mapping[str, pd.DataFrame],
    seen: pd.DataFrame,
    abouts: Mapping[str, Mapping[str, str]],
) -> pd.DataFrame:
    """Return who handed in which sheet: DELIVERY_COLUMNS, a line per sheet, table and organisation ('': the district).

    `tables`: the clean tables of the municipality; `seen`: year, file, sheet, table, rows; `abouts`: file → what its
    sheet «О файле» says. A file is its organisation's: the one it names, else the only one of its
    register. Otherwise a sheet is of the organisations whose rows it holds, an empty one of the only organisation of
    the file's other sheets.
    """
    persons = _employers(tables[REGISTER])
    held = {name: _held(name, tables[name], persons) for name in SCHEMA if name not in DISTRICT}
    own = _registered(held[REGISTER], tables["organisations"]) | {
        file: said[ORGANISATION] for file, said in abouts.items() if said.get(ORGANISATION)
    }
    lines: list[tuple[Any, ...]] = []
    for year, file, sheet, table, rows in seen[_SHEET].itertuples(index=False, name=None):
        shares = {own[file]: rows} if file in own else held.get(table, {}).get((file, sheet), {})
        where = (municipality, year, file, sheet, table)
        lines += [(*where, org, size) for org, size in sorted((shares or {_only(held, file): rows}).items())]
    words = dict.fromkeys(DELIVERY_COLUMNS, "str") | {"year": "int64", "rows": "int64"}
    return pd.DataFrame(lines, columns=list(DELIVERY_COLUMNS)).astype(words)


Shares = dict[tuple[str, str], dict[str, int]]


def _employers(staff: pd.DataFrame) -> pd.DataFrame:
    """Return year, person_id and org_id: the first organisation of the person's register rows."""
    return staff[[*_PERSON, "org_id"]].dropna().drop_duplicates(_PERSON)


def _held(name: str, frame: pd.DataFrame, persons: pd.DataFrame) -> Shares:
    """Return (file, sheet) → organisation → number of rows."""
    if frame.empty:
        return {}
    if name in PERSONS:
        named = frame[["year", PERSONS[name]]].set_axis(_PERSON, axis=1)
        owners = named.merge(persons, on=_PERSON, how="left")["org_id"]
    else:
        owners = frame["org_id"]
    where = [frame["source_file"], frame["source_sheet"], owners.fillna("").set_axis(frame.index)]
    sizes = frame.groupby(where, observed=True).size()
    shares: Shares = defaultdict(dict)
    for (file, sheet, org), rows in zip(sizes.index.tolist(), sizes.tolist(), strict=True):
        shares[file, sheet][org] = rows
    return dict(shares)


def _registered(register: Shares, organisations: pd.DataFrame) -> dict[str, str]:
    """Return file → the organisation whose register alone is in it, but for files that list several organisations."""
    listed = organisations.groupby(organisations["source_file"].astype(str))["org_id"].nunique()
    common = set(listed.index[listed > 1])  # the district's own workbook, with the register of its methodical office
    found: dict[str, set[str]] = defaultdict(set)
    for (file, _), shares in register.items():
        found[file] |= set(shares)
    return {file: next(iter(orgs)) for file, orgs in found.items() if len(orgs) == 1 and file not in common}


def _only(held: Mapping[str, Shares], file: str) -> str:
    found = {org for shares in held.values() for (where, _), said in shares.items() if where == file for org in said}
    return next(iter(found)) if len(found) == 1 else ""
