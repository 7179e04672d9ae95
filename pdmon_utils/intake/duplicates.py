"""Rule A2: of rows with an equal key the last one counts; what was replaced is said."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pandas as pd

from pdmon_utils.reading.findings import Finding, Place
from pdmon_utils.schema import SCHEMA

DISTRICT = frozenset({"organisations", "programmes", "measures"})  # tables that the district itself keeps
_PLAIN = {"file": "str", "sheet": "str", "row": "int64"}
_VERSION = ["file", "sheet", "by_file"]
_SEVERAL = 3  # rows; fewer are corrections
_BY = {f"by_{name}": dtype for name, dtype in _PLAIN.items()}


def drop_duplicates(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame (rows in the order of rule A2) with the last of the rows that are one and the same."""
    return frame[~frame.duplicated(_identity(name), keep="last")].reset_index(drop=True)


def duplicate_findings(name: str, frame: pd.DataFrame) -> list[Finding]:
    """Return a note on each row that another one replaced, and one a sheet on rows that say nothing new.

    A sheet most of whose rows another file replaced is an earlier version: a question, once.
    """
    if not frame.duplicated(_identity(name)).any():
        return []
    pairs = _pairs(name, frame)
    if name in DISTRICT:  # every template carries rows of these tables
        return [_replaced(name, pair) for pair in pairs[~pairs["same"]].to_dict("records")]
    earlier = _earlier(pairs, frame)
    single = pairs[~pd.MultiIndex.from_frame(pairs[_VERSION]).isin(earlier.index)]
    same, other = (single[single["same"] == equal].to_dict("records") for equal in (True, False))
    return [*_versions(name, earlier), *_repeated(name, same), *(_replaced(name, pair) for pair in other)]


def _earlier(pairs: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the sheets that were handed in again: file, sheet and later file → `times` rows replaced of `rows`."""
    again = pairs[pairs["file"] != pairs["by_file"]]
    counts = again.groupby(_VERSION, sort=True).size().rename("times").reset_index("by_file")
    sizes = frame.groupby(["source_file", "source_sheet"], observed=True).size()
    counts["rows"] = sizes.reindex(counts.index).to_numpy()
    most = counts[(counts["times"] * 2 >= counts["rows"]) & (counts["times"] >= _SEVERAL)]
    return most.set_index("by_file", append=True)


def _versions(name: str, earlier: pd.DataFrame) -> Iterator[Finding]:
    for (file, sheet, other), times, rows in zip(earlier.index, earlier["times"], earlier["rows"], strict=True):
        place = Place(int(file.partition("/")[0]), file, sheet, name)
        yield place.finding("sheet.versions", about=f"{name}·{other}", other=other, times=times, rows=rows)


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
        yield _note("row.repeated", name, first, times=len(others) + 1)


def _replaced(name: str, pair: dict[Any, Any]) -> Finding:
    return _note("row.replaced", name, pair)


def _where(pair: dict[Any, Any]) -> str:
    return f"строка {pair['row']}, учтена из «{pair['by_file']}», лист «{pair['by_sheet']}», строка {pair['by_row']}"


def _note(rule: str, table: str, pair: dict[Any, Any], **slots: Any) -> Finding:
    place = Place(int(pair["file"].partition("/")[0]), pair["file"], pair["sheet"], table)
    return place.finding(rule, cell=f"A{pair['row']}", where=_where(pair), **slots)
