"""The few things that a batch does to a disk, each on its own: written through, replaced at once, kept for a way back.

All go through `os`, so that a test can let the N-th of them fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def write(path: Path, content: bytes) -> None:
    """Write a file and let the disk have it; raises OSError, and then the file may be half there."""
    said = os.open(path, _FLAGS, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(said, rest) :]
        os.fsync(said)
    finally:
        os.close(said)


def replace(part: Path, target: Path) -> None:
    """Put `part` in the place of `target`, which is one or the other at any moment."""
    os.replace(part, target)  # noqa: PTH105  the seam where tests let it fail


def keep(path: Path, under: Path) -> None:
    """Let a file be found under a second name too, without copying it where the disk can."""
    under.unlink(missing_ok=True)
    try:
        os.link(path, under)
    except OSError:
        shutil.copyfile(path, under)


def sync(folder: Path) -> None:
    """Let the disk have the names in a folder; where a folder cannot be opened (Windows) the system sees to it."""
    if os.name != "posix":
        return
    said = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(said)
    finally:
        os.close(said)


def remove(paths: Iterable[Path]) -> None:
    """Remove files that may be there; one that cannot be removed stays for the next start."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)
