"""Which files of a municipality are read, in which order, and which are passed over."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from pdmon_utils.municipality import Municipality
from pdmon_utils.reading.findings import Finding
from pdmon_utils.reading.sources import Source
from pdmon_utils.reading.workbooks import DELIMITED

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_TEXTS = "texts"  # the analyst's own words lie beside the data of the year
_NAME = 80  # so many letters of a strange name are quoted
# line breaks and other control signs, signs that turn the direction of writing, bytes that are no letters
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def sources_of(municipality: Municipality) -> tuple[list[Source], list[Finding]]:
    """Return the files to read, by year and then by path (code points), and findings on all others."""
    sources, said = [], []
    for year in municipality.years:
        for source, mode in _files(municipality.folder, year):
            passed = _passed_over(source, mode)
            sources += [] if passed else [source]
            said += [passed] if passed else []
    return sources, said


def _files(folder: Path, year: int) -> list[tuple[Source, int]]:
    top = folder / str(year)
    found = [
        (Source(path, year, _shown(path.relative_to(folder).as_posix())), mode)
        for path, mode in _walk(top)
        if path.relative_to(top).parts[:1] != (_TEXTS,)
    ]
    return sorted(found, key=lambda pair: pair[0].file)


def _walk(top: Path) -> Iterator[tuple[Path, int]]:
    """Yield what lies under a folder with its mode; a link is never followed, a folder only if it cannot be opened."""
    left = [(top, _mode(top))]
    while left:
        path, mode = left.pop()
        inside = _inside(path) if stat.S_ISDIR(mode) and not path.name.startswith(".") else None
        if inside is None:
            yield path, mode
        else:
            left += [(child, _mode(child)) for child in inside]


def _inside(folder: Path) -> list[Path] | None:
    try:
        return [folder / name for name in os.listdir(folder)]  # noqa: PTH208  its list is whole before the first is used
    except OSError:
        return None


def _mode(path: Path) -> int:
    try:
        return path.lstat().st_mode
    except OSError:
        return 0


def _shown(name: str) -> str:
    return _UNSHOWN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", name)


def _passed_over(source: Source, mode: int) -> Finding | None:
    rule = _reason(source, mode)
    return source.finding(rule, name=_shown(source.path.name)[:_NAME]) if rule else None


def _reason(source: Source, mode: int) -> str:  # noqa: PLR0911  one line a reason
    name = source.path.name
    if stat.S_ISLNK(mode):
        return "file.link"
    if not source.path.as_posix().endswith(source.file):
        return "file.name"
    if name.startswith("~$"):
        return "file.lock"
    if name.startswith(".") or name.casefold() in _SYSTEM:
        return "file.hidden"
    if stat.S_ISDIR(mode):
        return "file.folder"
    if source.path.suffix.casefold() not in {*WORKBOOKS, DELIMITED}:
        return "file.kind"
    if not mode:
        return "file.changed"
    return "" if stat.S_ISREG(mode) else "file.special"
