"""Small districts said as rows, and their figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.figures import Place, compute_figures
from pdmon_utils.intake import drop_duplicates, empty_table, typed
from pdmon_utils.schema import SCHEMA

Rows = Mapping[str, list[dict[str, Any]]]


def clean_tables(districts: Mapping[str, Rows]) -> dict[str, pd.DataFrame]:
    """Return the clean tables of districts said as table → rows of codes."""
    return {name: _table(name, districts) for name in SCHEMA}


def _table(name: str, districts: Mapping[str, Rows]) -> pd.DataFrame:
    rows = [{"municipality": slug, **row} for slug, tables in sorted(districts.items()) for row in tables.get(name, [])]
    return drop_duplicates(name, typed(name, pd.DataFrame(rows))) if rows else empty_table(name)


def figures_of(districts: Mapping[str, Rows], places: list[Place]) -> pd.DataFrame:
    """Return the figures of districts."""
    return compute_figures(clean_tables(districts), places, load_catalogue().regulations)
