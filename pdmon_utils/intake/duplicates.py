"""Rule A2: of rows with an equal key the last one counts; what was replaced is said."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pandas as pd

from pdmon_utils.intake.findings import Finding
from pdmon_utils.schema import SCHEMA

_PLAIN = {"file": "str", "sheet": "str", "row": "int64"}
_BY = {f"by_{name}": dtype for name, dtype in _PLAIN.items()}


def drop_duplicates(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame (rows in the order of rule A2) with the last of the rows that are one and the same."""
    return frame[~frame.duplicated(_identity(name), keep="last")].reset_index(drop=True)


def duplicate_findings(name: str, frame: pd.DataFrame) -> list[Finding]:
    """Return a note on each row that another one replaced, and one a sheet on rows that say nothing new."""
    if not frame.duplicated(_identity(name)).any():
        return []
    pairs = _pairs(name, frame)
    same = pairs[pairs["same"]].to_dict("records")
    other = pairs[~pairs["same"]].to_dict("records")
    return [*_repeated(name, same), *(_replaced(name, pair) for pair in other)]


def _identity(name: str) -> list[str]:
    return ["municipality", *(SCHEMA[name].key or SCHEMA[name].columns)]


def _pairs(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the replaced rows: where they stood, where the row that counts stands, whether both say the same."""
    twins = frame[frame.duplicated(_identity(name), keep=False)].reset_index(drop=True)
    group = twins.groupby(_identity(name), dropna=False, observed=True, sort=False).ngroup()
    last = pd.Series(twins.index, index=twins.index).groupby(group).transform("max")
    everything = ["municipality", *SCHEMA[name].columns]
    whole = twins.groupby(everything, dropna=False, observed=True, sort=False).ngroup()
    old = pd.DataFrame({"file": twins["source_file"], "sheet": twins["source_sheet"], "row": twins["source_row"]})
    new = old.loc[last].reset_index(drop=True).add_prefix("by_")
    same = whole == whole.loc[last].to_numpy()
    return pd.concat([old.astype(_PLAIN), new.astype(_BY), same.rename("same")], axis=1)[last != twins.index]


def _repeated(name: str, pairs: list[dict[Any, Any]]) -> Iterator[Finding]:
    for _, rows in groupby(pairs, key=lambda pair: (pair["file"], pair["sheet"])):
        first, *others = rows
        said = f"Дословно повторённых дальше строк: {len(others) + 1}; каждая учтена один раз. Первая: {_where(first)}."
        yield _note("row.repeated", said, name, first)


def _replaced(name: str, pair: dict[Any, Any]) -> Finding:
    said = f"Строка заменена более поздней с тем же ключом: {_where(pair)}. Если это разные записи, исправьте ключ."
    return _note("row.replaced", said, name, pair)


def _where(pair: dict[Any, Any]) -> str:
    return f"строка {pair['row']}, учтена из «{pair['by_file']}», лист «{pair['by_sheet']}», строка {pair['by_row']}"


def _note(rule: str, said: str, table: str, pair: dict[Any, Any]) -> Finding:
    year = int(pair["file"].partition("/")[0])
    return Finding(rule, "note", said, year, pair["file"], pair["sheet"], f"A{pair['row']}", table)
