"""A file with data: where it is and how findings name it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pdmon_utils.reading.findings import Finding, Place, RefusedFileError

LARGEST = 50 * 2**20  # bytes of a file that is read at all


@dataclass(frozen=True, slots=True)
class Source:
    """One file with data: where it is, its year folder, its path relative to the municipality's folder."""

    path: Path
    year: int
    file: str

    def finding(self, rule: str, **slots: Any) -> Finding:
        """Return a finding about the file as a whole."""
        return Place(self.year, self.file).finding(rule, **slots)


def refuse_large(path: Path) -> None:
    """Raise RefusedFileError for a file that is too large to be read."""
    if path.stat().st_size > LARGEST:
        raise RefusedFileError("file.large", limit=LARGEST // 2**20)
