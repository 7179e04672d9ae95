"""A folder that is rebuilt as a whole and takes the place of the earlier one in one move."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pdmon_utils.errors import WorkspaceError


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
