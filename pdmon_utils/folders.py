"""Files and folders that appear whole or not at all: made beside their place and moved there at the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from pdmon_utils.errors import WorkspaceError


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a neighbour of `path` to write to, which replaces it when all went well, and vanishes when not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def replacing(target: Path, mode: int = 0o750) -> Iterator[Path]:
    """Give an empty folder beside `target` that replaces it when all went well, and vanishes when not.

    `mode` are its rights: mkdtemp closes it to everybody else. Raises WorkspaceError when the earlier folder cannot be
    moved, which then stays as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield folder
        folder.chmod(mode)
        _swap(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(new: Path, target: Path) -> None:
    old = new.with_name(f"{new.name}-old")
    try:
        if target.exists():
            target.rename(old)
        new.rename(target)
    except OSError as error:
        if old.exists():
            old.rename(target)
        raise WorkspaceError(f"{target}: папка занята. Закройте открытые в ней файлы и повторите.") from error
    shutil.rmtree(old, ignore_errors=True)
