"""Words above columns and names of sheets → columns and tables of the schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from pdmon_utils.errors import nearest
from pdmon_utils.reading.folding import fold
from pdmon_utils.schema import SCHEMA, Table
from pdmon_utils.schema.synonyms import synonyms

_POINTS = str.maketrans("", "", ",.:;()\"'-")  # the hyphen too: narrow columns have «внеш-» over «ний»


def table_named(name: str) -> Table | None:
    """Return the table whose title or code is the name of this sheet, else None."""
    return _tables().get(fold(name))


def nearest_table(name: str) -> str:
    """Return « — может быть, «Реестр работников»?» for the nearest title of a table, else «.»."""
    return nearest(name.strip(), [table.title for table in SCHEMA.values()])


def column_named(table: str, word: str) -> str:
    """Return the column whose header or code is the word, points left out; an empty string for any other word."""
    return _headers(table).get(_key(word), "")


def column_meant(table: str, word: str) -> str:
    """Return the column that is meant by a synonym of its header, an empty string for any other word."""
    return _synonyms(table).get(_key(word), "")


def longest_named(table: str, words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the column that the words name, all of them or only the last ones, and the words that do."""
    for known in (column_named, column_meant):
        for at in range(len(words)):
            if name := known(table, " ".join(words[at:])):
                return name, words[at:]
    return "", ()


def _key(word: str) -> str:
    return fold(word).translate(_POINTS)


@cache
def _tables() -> Mapping[str, Table]:
    return MappingProxyType({fold(word): table for table in SCHEMA.values() for word in (table.title, table.name)})


@cache
def _headers(table: str) -> Mapping[str, str]:
    columns = SCHEMA[table].columns.values()
    return MappingProxyType({_key(word): column.name for column in columns for word in (column.header, column.name)})


@cache
def _synonyms(table: str) -> Mapping[str, str]:
    return MappingProxyType({_key(word): name for word, name in synonyms().get(table, {}).items()})
