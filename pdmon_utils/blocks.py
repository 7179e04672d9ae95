"""The long table, made of blocks: the figures of one ask, scope and cut, whose texts are numbers till the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.registry import Codes
from pdmon_utils.tally import Numbers

KEY = ("municipality", "year", "indicator", "scope", "unit", "breakdown", "group")
COLUMNS = (*KEY, "numerator", "denominator", "value")
SOURCES = "sources"  # organisations behind a figure of a municipality or region; nan: not known
_NUMBERS = ("numerator", "denominator", "value", SOURCES)
_DTYPES = {"year": "int64", **dict.fromkeys(_NUMBERS, "float64")}  # all others: words


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of the table of figures as numbers, in the order in which they came."""

    known: dict[str, int] = field(default_factory=dict)

    def of(self, texts: Iterable[str]) -> Codes:
        """Return the number of each text."""
        return np.array([self.known.setdefault(text, len(self.known)) for text in texts], dtype=np.int64)

    def ranked(self) -> tuple[Codes, pd.api.extensions.ExtensionArray]:
        """Return the rank of each number in the order of the texts, and the texts in this order."""
        texts = sorted(self.known)
        return np.argsort([self.known[text] for text in texts]), pd.array(texts, dtype="str")


@dataclass(frozen=True, slots=True)
class Block:
    """Figures of one ask, scope and cut: columns of the table, or one number for all of them; texts as words."""

    municipality: Codes
    year: int
    indicator: int
    scope: int
    unit: Codes
    breakdown: int
    group: Codes
    numerator: Numbers
    denominator: Numbers
    value: Numbers
    sources: Numbers


def table(blocks: list[Block], words: Words) -> pd.DataFrame:
    """Return the blocks as one table of COLUMNS and SOURCES, sorted."""
    columns = {name: _column(blocks, name) for name in (*COLUMNS, SOURCES)}
    rank, texts = words.ranked()
    written = [name for name in COLUMNS if name not in _DTYPES]
    columns |= {name: rank[columns[name]] for name in written}
    order = np.lexsort([columns[name] for name in reversed(KEY)])
    columns = {name: column[order] for name, column in columns.items()}
    return pd.DataFrame({n: texts.take(c) if n in written else c for n, c in columns.items()})


def _column(blocks: list[Block], name: str) -> npt.NDArray[Any]:
    parts = [np.broadcast_to(getattr(block, name), len(block.value)) for block in blocks]
    return np.concatenate([np.empty(0), *parts], dtype=_DTYPES.get(name, "int32"), casting="unsafe")
