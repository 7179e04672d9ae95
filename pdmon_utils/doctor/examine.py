"""All checks, one after another."""

from __future__ import annotations

from collections.abc import Iterator

from pdmon_utils.doctor import machine, place
from pdmon_utils.doctor.finding import Finding
from pdmon_utils.store import Workspace


def examine(workspace: Workspace, *, kernel: bool = True) -> Iterator[Finding]:
    """Yield what every check says; `kernel=False` leaves out the slow one."""
    yield from machine.python()
    yield from machine.packages()
    if kernel:
        yield from machine.kernel()
    yield from machine.encoding()
    yield from machine.fonts()
    yield from machine.memory()
    yield from machine.office()
    yield from place.path(workspace.home)
    yield from place.rights(workspace.home)
    if workspace.home.is_dir():
        yield from machine.disk(workspace.home)
        yield from place.locks(workspace)
        yield from place.names(workspace)
        yield from place.state(workspace)
        yield from place.notebooks(workspace)
