"""Parts of sheets → one clean typed table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from pdmon_utils.errors import PdmonError
from pdmon_utils.reading.cells import parse_column
from pdmon_utils.reading.rows import Part
from pdmon_utils.reading.values import Values
from pdmon_utils.schema import SCHEMA, Column, Table

_DAY_ZERO = dt.date(1970, 1, 1).toordinal()
_NO_DAY = np.iinfo("int64").min  # NaT
SOURCE_COLUMNS = ("source_file", "source_sheet", "source_row")


class UntypedError(PdmonError):
    """A frame given to `typed` holds a value or column that the schema does not know."""


def columns_of(name: str) -> tuple[str, ...]:
    """Return the columns of a clean table in order: municipality, year, the schema's others, where the row is from."""
    return ("municipality", "year", *(c for c in SCHEMA[name].columns if c != "year"), *SOURCE_COLUMNS)


@cache
def dtypes_of(name: str) -> dict[str, Any]:
    """Return the dtype of each column of a clean table."""
    own = {column.name: _dtype(column) for column in SCHEMA[name].columns.values()}
    words = pd.CategoricalDtype(pd.Index([], dtype="str"))
    source = {"source_file": words, "source_sheet": words, "source_row": pd.Int64Dtype()}
    return {"municipality": pd.StringDtype(na_value=np.nan), **own, "year": np.dtype("int64"), **source}


def _dtype(column: Column) -> Any:  # noqa: ANN401  dtypes of pandas and numpy have no common class
    match column.type:
        case "enum":
            return pd.CategoricalDtype(pd.Index(sorted(column.values), dtype="str"))
        case "date":
            return np.dtype("datetime64[s]")
        case "dec":
            return np.dtype("float64")
        case "int":
            return pd.Int64Dtype()
        case "bool":
            return pd.BooleanDtype()
    return pd.StringDtype(na_value=np.nan)


def empty_table(name: str) -> pd.DataFrame:
    """Return the clean table without rows: right columns and dtypes."""
    return _empty(name).copy()


@cache
def _empty(name: str) -> pd.DataFrame:
    return typed(name, pd.DataFrame())


def typed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame in the columns and dtypes of the clean table; absent columns are unknown.

    Cells may be codes or Russian words, Python values or text. A fact table without `year` gets 0 (no folder).
    Raises UntypedError for a column or value that the schema does not know.
    """
    table, size = SCHEMA[name], len(frame)
    if alien := sorted(set(frame.columns) - set(columns_of(name))):
        raise UntypedError(f"{name}: в схеме нет столбцов {', '.join(alien)}.")
    columns = {
        c: _typed_column(table, c, frame[c]) if c in frame else _unknown(table, c, size) for c in columns_of(name)
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(size))


def _unknown(table: Table, name: str, size: int) -> Any:  # noqa: ANN401  array of any dtype
    if name == "year":
        if table.yearly and size:
            raise UntypedError(f"{table.name}: таблице нужен столбец year.")
        return np.zeros(size, dtype="int64")
    return pd.array([None] * size, dtype=dtypes_of(table.name)[name])


def _typed_column(table: Table, name: str, given: pd.Series[Any]) -> Any:  # noqa: ANN401  array of any dtype
    dtype = dtypes_of(table.name)[name]
    if given.dtype == dtype:
        return given.array
    if name in SOURCE_COLUMNS[:2]:
        return pd.Categorical(given)
    column = table.columns.get(name) or Column(name, name, "int" if name in {"year", "source_row"} else "str")
    plain = given.astype("object")
    values, faults = parse_column(column, plain.where(plain.notna(), None).tolist())
    if faults:
        at, fault = next(iter(faults.items()))
        raise UntypedError(f"{table.name}.{name}, строка {at}: {fault.message(column.header, str(plain.iloc[at]))}")
    return _pooled([values], dtype)


def assemble(municipality: str, table: Table, parts: Iterable[Part]) -> pd.DataFrame:
    """Return the clean table of all parts in their order, duplicates included."""
    found = list(parts)
    if not found:
        return empty_table(table.name)
    dtypes, size = dtypes_of(table.name), sum(len(part.rows) for part in found)
    columns = {
        "municipality": pd.array([municipality] * size, dtype=dtypes["municipality"]),
        "year": _pooled([_years(part) for part in found], dtypes["year"]),
        **{
            name: _pooled([_column(part, name) for part in found], dtypes[name])
            for name in table.columns
            if name != "year"
        },
        "source_file": _category(found, [part.place.file for part in found]),
        "source_sheet": _category(found, [part.place.sheet for part in found]),
        "source_row": pd.array(list(chain.from_iterable(part.rows for part in found)), dtype="Int64"),
    }
    return pd.DataFrame({name: columns[name] for name in columns_of(table.name)})


def _pooled(columns: Sequence[Values], dtype: Any) -> Any:  # noqa: ANN401  array of any dtype
    """Return the columns one below the other; only what is different is given its type."""
    sizes = [len(column.different) for column in columns]
    starts = np.repeat(np.cumsum([0, *sizes[:-1]]), [len(column) for column in columns])
    places = np.frombuffer(b"".join(column.places for column in columns), dtype=np.uint32)
    return _array(list(chain.from_iterable(column.different for column in columns)), dtype).take(places + starts)


def _column(part: Part, name: str) -> Values:
    return part.columns.get(name) or Values.empty(len(part.rows))


def _years(part: Part) -> Values:
    return _column(part, "year").each(lambda year: part.place.year if year is None else year)


def _category(parts: Sequence[Part], words: Sequence[str]) -> pd.Categorical:
    known = sorted(set(words))
    place = {word: at for at, word in enumerate(known)}
    codes = np.repeat([place[word] for word in words], [len(part.rows) for part in parts])
    return pd.Categorical.from_codes(codes, categories=pd.Index(known, dtype="str"))


def _array(values: Sequence[Any], dtype: Any) -> Any:  # noqa: ANN401  array of any dtype
    if dtype == np.dtype("datetime64[s]"):
        return _days(values)
    if isinstance(dtype, pd.CategoricalDtype):
        return pd.Categorical(values, dtype=dtype)
    return np.array(values, dtype=dtype) if isinstance(dtype, np.dtype) else pd.array(values, dtype=dtype)


def _days(values: Sequence[dt.date | None]) -> Any:  # noqa: ANN401  array of datetime64[s]
    days = [_NO_DAY if value is None else value.toordinal() - _DAY_ZERO for value in values]
    return np.array(days, dtype="int64").view("datetime64[D]").astype("datetime64[s]")
