"""The version of a workbook to fill in: it changes when, and only when, what may be written into it changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from pdmon_utils.schema import SCHEMA, Column

_LETTERS = 8


def template_version(tables: Iterable[str] = tuple(SCHEMA)) -> str:
    """Return eight letters of a hash over these tables: titles, headers, types, dictionaries and limits.

    The order of the names does not matter, and neither do notes: a better explanation makes no new version.
    """
    wanted = {*tables}
    said = [[name, table.title, _columns(table.columns.values())] for name, table in SCHEMA.items() if name in wanted]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:_LETTERS]


def _columns(columns: Iterable[Column]) -> list[list[Any]]:
    return [[c.name, c.header, c.type, c.required, list(c.values.items()), c.min, c.max] for c in columns]
