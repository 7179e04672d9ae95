"""A disk whose N-th write, fsync, replace or link fails: once, or from then on."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CALLS = ("open", "write", "fsync", "replace", "link", "unlink")


class Killed(BaseException):
    """The process ends here: nothing after it runs."""


@dataclass
class Disk:
    """Counts what is asked of the disk; the N-th and, if `for_good`, all after it raise `error`."""

    number: int
    for_good: bool = False
    error: Callable[[], BaseException] = lambda: OSError(errno.ENOSPC, "No space left on device")
    asked: int = 0
    failed: bool = False
    real: dict[str, Callable[..., Any]] = field(default_factory=dict)

    def does(self, name: str) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> object:
            if name == "open" and not given[1] & (os.O_WRONLY | os.O_RDWR):
                return self.real[name](*given, **named)
            self.asked += 1
            if self.asked == self.number or (self.for_good and self.asked > self.number):
                self.failed = True
                raise self.error()
            return self.real[name](*given, **named)

        return call


@contextmanager
def failing(disk: Disk) -> Iterator[Disk]:
    """Let the disk fail while the block runs."""
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            disk.real[name] = getattr(os, name)
            patch.setattr(os, name, disk.does(name))
        yield disk


def contents(folder: Path) -> dict[str, bytes]:
    """Return name → content of what lies there."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
