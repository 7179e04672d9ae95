"""What the reports of one municipality or region are made of, as an archive: its rows, card, texts, journal, rules.

These are the parts of a report's key (`batch.keys`); neither raw files nor `pdmon.key` are among them. A worker
compares the key before it makes anything, so a part that is missing is found.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pdmon_utils.batch.keys import members_of
from pdmon_utils.slices import copy_slices
from pdmon_utils.store import Workspace

_RULES: Final = ("regulations", "rules", "tags.yml")
_MARK: Final = "notebooks"  # a workspace with notebooks of its own says so, see `batch.keys`


def pack(workspace: Workspace, place: str) -> bytes:
    """Return the archive of what a municipality's or region's reports are made of; raises WorkspaceError, OSError."""
    out, members = io.BytesIO(), members_of(workspace, place)
    with TemporaryDirectory(prefix="pdmon-") as folder, _archive(out) as file:
        rows = Workspace(Path(folder))
        copy_slices(workspace, (place, *members), rows)
        for home, path in (*_below(rows, rows.home), *_written(workspace, place, members)):
            file.write(path, path.relative_to(home.home))
    return out.getvalue()


def _archive(out: io.BytesIO) -> zipfile.ZipFile:
    return zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1, strict_timestamps=False)


def unpack(parcel: bytes, home: Path) -> None:
    """Lay a workspace of what was packed."""
    with zipfile.ZipFile(io.BytesIO(parcel)) as file:
        file.extractall(home)


def link(shared: Path, home: Path) -> None:
    """Lay a workspace of links to one that this machine sees; nothing is written there: `reports` is its own."""
    for path in shared.iterdir() if shared.is_dir() else ():
        if path.name != "reports":
            (home / path.name).symlink_to(path, target_is_directory=path.is_dir())


Found = Iterator[tuple[Workspace, Path]]


def _written(workspace: Workspace, place: str, members: tuple[str, ...]) -> Found:
    """Yield what people wrote: of the members, and of all."""
    for slug in members:
        yield workspace, workspace.raw / slug / "municipality.yaml"
        for year in workspace.municipality(slug).years:
            yield workspace, workspace.raw / slug / str(year)
            yield from _below(workspace, workspace.texts(slug, year))
    for name in ("_region", *members):
        yield from _below(workspace, workspace.journals / name)
    for name in _RULES:
        yield from _below(workspace, workspace.home / name)
    yield from _papers(workspace, place)


def _papers(workspace: Workspace, place: str) -> Found:
    """Yield the office's templates, the map, and the mark of own notebooks."""
    yield from ((workspace, path) for path in sorted(workspace.templates.glob("*")) if path.is_file())
    yield from _below(workspace, workspace.templates / place)
    for path in (workspace.home / "maps" / f"{place}.geojson", workspace.home / _MARK):
        if path.exists():
            yield workspace, path


def _below(workspace: Workspace, path: Path) -> Found:
    """Yield a file, or all files below a folder."""
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    yield from ((workspace, one) for one in found if one.is_file())
