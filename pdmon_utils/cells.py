"""A column as conditions look at it."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Mask = npt.NDArray[np.bool_]
SHORT = 2000  # rows up to which Python compares texts sooner than Arrow gets ready to
OPERATORS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@dataclass(eq=False)
class Column:
    """A column as conditions look at it: numbers and short columns of texts as arrays, which answer soonest."""

    held: pd.Series

    @cached_property
    def filled(self) -> Mask:
        """Return which cells hold something."""
        return self.held.notna().to_numpy()

    @cached_property
    def truth(self) -> Mask:
        """Return which cells say «yes», or hold something where the column is none of yes and no."""
        if pd.api.types.is_bool_dtype(self.held.dtype):
            return self.held.to_numpy(dtype=bool, na_value=False)
        return self.filled

    @cached_property
    def numbers(self) -> npt.NDArray[Any] | None:
        """The cells of a column of numbers, an empty one as NaN; None of any other column."""
        dtype = self.held.dtype
        return self.held.to_numpy() if isinstance(dtype, np.dtype) and dtype.kind in "iuf" else None

    @cached_property
    def texts(self) -> npt.NDArray[np.object_] | None:
        """The cells of a short column of texts; None of any other column."""
        short = isinstance(self.held.dtype, pd.StringDtype) and len(self.held) <= SHORT
        return self.held.to_numpy(dtype=object) if short else None

    def among(self, values: Iterable[Any]) -> Mask:
        """Return which cells hold one of the values."""
        if self.texts is None:
            return self.held.isin(list(values)).to_numpy(dtype=bool)
        found = np.zeros(len(self.texts), dtype=bool)
        for value in values:
            found |= np.asarray(self.texts == value, dtype=bool)
        return found

    def compared(self, sign: type[ast.cmpop], other: Any) -> Mask:  # noqa: ANN401  a scalar or a column
        """Return how the cells compare with a value or with those of another column; of empty ones nothing is said."""
        work, theirs = OPERATORS[sign], other.numbers if isinstance(other, Column) else other
        if self.numbers is not None and isinstance(theirs, int | float | np.ndarray):
            return np.asarray(work(self.numbers, theirs))
        if self.texts is not None and sign in (ast.Eq, ast.NotEq) and isinstance(other, str):
            return np.asarray(work(self.texts, other), dtype=bool)
        result = work(self.held, other.held if isinstance(other, Column) else other)
        return pd.Series(result).to_numpy(dtype=bool, na_value=False)
