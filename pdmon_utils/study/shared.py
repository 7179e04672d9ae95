"""What is worked out once of a municipality's data and serves every study and check of this process.

A stamp of the files belongs to the key, so a study that is opened after `pdmon prepare` sees the new data. In a batch
the process of a municipality works it out (`ahead`); those of its reports and notebooks, forked from it, have it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

import pandas as pd

from pdmon_utils.store import Workspace

T = TypeVar("T")
_MOST: Final = 4  # places and audiences that one process keeps
_held: OrderedDict[tuple[object, ...], Shared] = OrderedDict()


@dataclass(eq=False)
class Shared:
    """Tables by name, assessments by year, and what pages work out of them; nobody writes to any of it."""

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    frames: dict[int, pd.DataFrame] = field(default_factory=dict)
    kept: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def keep(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return what was made under a key, made once."""
        if key not in self.kept:
            self.kept[key] = make()
        found: T = self.kept[key]
        return found


class kept(Generic[T]):  # noqa: N801  beside cached_property
    """A property that is worked out once for all studies of a municipality, year and audience; owners have `data`."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        """Take what works it out: it rests on nothing of its owner but what such studies have in common."""
        self._make, self.__doc__ = make, make.__doc__

    def __get__(self, whose: Any, owner: type | None = None) -> T:  # noqa: ANN401  any class that has `data`
        """Return the value."""
        found: T = whose.data.keep((self._make.__qualname__,), lambda: self._make(whose))
        return found


def shared(workspace: Workspace, municipality: str, audience: str) -> Shared:
    """Return what this process knows of a municipality for an audience, as its files lie now."""
    key = (workspace.home, municipality, audience, _stamp(workspace, municipality))
    held = _held.setdefault(key, Shared())
    _held.move_to_end(key)
    while len(_held) > _MOST:
        _held.popitem(last=False)
    return held


def _stamp(workspace: Workspace, municipality: str) -> tuple[object, ...]:
    """Return a stamp of what a municipality's figures rest on, other whenever one of these files is."""
    flat = (workspace.processed, workspace.processed / "tables", workspace.raw / municipality, workspace.regulations)
    deep = (workspace.journals / municipality, workspace.journals / "_region")  # where what was published lies, too
    found = [path for folder in flat for path in folder.glob("*")] + [path for one in deep for path in one.rglob("*")]
    told = ((str(path), path.stat()) for path in sorted(found) if path.is_file())
    return tuple((name, said.st_mtime_ns, said.st_size, said.st_ino) for name, said in told)
