"""The words of an act without slips of the pen (`slips.yml`), for where the program retells it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pdmon_utils.yamls import read_yaml

SLIPS: Mapping[str, str] = MappingProxyType(dict(read_yaml(Path(__file__).parent / "slips.yml")["slips"]))


def mended(text: str) -> str:
    """Return the text with every known slip mended."""
    for slip, word in SLIPS.items():
        text = text.replace(slip, word)
    return text
