"""Rows of a frame as mappings by column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

import pandas as pd

Row: TypeAlias = Mapping[str, Any]


def records(frame: pd.DataFrame) -> list[Row]:
    """Return the rows; every column has a name, which pandas does not promise to the type checker."""
    return cast("list[Row]", frame.to_dict("records"))
