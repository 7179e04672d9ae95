"""Other words that people write above the columns of a table. The facts are in `synonyms.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.schema import SCHEMA
from pdmon_utils.yamls import read_yaml

_FILE = Path(__file__).with_name("synonyms.yml")


@cache
def synonyms(file: Path = _FILE) -> Mapping[str, Mapping[str, str]]:
    """Return other headers by table: what people write → column; raises CatalogueError for an unknown column."""
    known = {}
    for table, columns in read_yaml(file).items():
        _refuse("таблица", table, SCHEMA)
        for name in columns:
            _refuse(f"{table}: столбец", name, SCHEMA[table].columns)
        known[table] = MappingProxyType({word: name for name, words in columns.items() for word in words})
    return MappingProxyType(known)


def _refuse(what: str, name: str, known: Mapping[str, object]) -> None:
    if name not in known:
        raise CatalogueError(f"schema/synonyms.yml: {what} «{name}» неизвестен(на){nearest(name, known)}")
