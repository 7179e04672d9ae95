"""Codes that people gave, as names of files: every system accepts them, none leaves its folder, no two are the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from hashlib import sha256
from typing import Final

LONGEST: Final = 60  # letters of a file name
BYTES: Final = 120  # of it: a system takes 255, endings and hashes come on top
DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³")}
)  # Windows takes them for devices, also with an ending
_STRANGE: Final = re.compile(r"[^\w.-]")


def file_names(codes: Collection[str]) -> dict[str, str]:
    """Return code → file name; those that differ only in capitals get a hash: some systems take them for one."""
    twins = Counter(code.casefold() for code in codes)
    return {code: file_name(code, alone=twins[code.casefold()] == 1) for code in codes}


def file_name(code: str, *, alone: bool = True) -> str:
    """Return the code as a file name without ending; one that had to be changed (or is not `alone`) gets a hash."""
    plain = _short(_STRANGE.sub("_", code).strip(".")[:LONGEST])
    if alone and plain == code and not is_device(plain):
        return plain
    return f"{plain.replace('.', '_')}-{sha256(code.encode(errors='surrogatepass')).hexdigest()[:8]}"


def same_files(names: Collection[str]) -> list[str]:
    """Return the names that differ from another one only in capitals, sorted."""
    twins = Counter(name.casefold() for name in names)
    return sorted(name for name in names if twins[name.casefold()] > 1)


def is_device(name: str) -> bool:
    """Return True for a name that Windows keeps for a device."""
    return name.casefold().partition(".")[0] in DEVICES


def _short(text: str) -> str:
    """Return as many of the letters as fit into BYTES."""
    return text.encode(errors="replace")[:BYTES].decode(errors="ignore")
