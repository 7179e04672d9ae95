"""The facts of the example as data: districts, staffing, chances, titles, texts and deliberate faults."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from pdmon_utils.yamls import read_yaml

Weights: TypeAlias = dict[str, float]


@cache
def facts(name: str) -> MappingProxyType[str, Any]:
    """Return the mapping in `<name>.yml` of this folder, all scalars as text."""
    return MappingProxyType(read_yaml(Path(__file__).parent / f"{name}.yml"))


def numbers(said: dict[str, str]) -> Weights:
    """Return the same mapping with numbers as values."""
    return {key: float(value) for key, value in said.items()}


@cache
def weights(*path: str) -> Weights:
    """Return the weights under `path` (file name first, then keys)."""
    said: Any = facts(path[0])
    for key in path[1:]:
        said = said[key]
    return numbers(said)
