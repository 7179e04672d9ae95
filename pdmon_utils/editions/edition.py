"""One notebook of a workspace: whose it is, which of our versions an edition was made of, how it gets our news."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import nbformat

from pdmon_utils.editions.cells import Cell, Change, changes, merged
from pdmon_utils.errors import WorkspaceError, nearest
from pdmon_utils.filenames import file_name
from pdmon_utils.folders import whole
from pdmon_utils.store import Workspace

BASE, BEFORE = ".base", ".before"  # folders in `own`: what an edition was made of, what it was before an update


class State(StrEnum):
    """Whose a notebook is."""

    OURS = "наша"
    OWN = "своя: в программе такой нет"
    SAME = "своя: сделана из текущей нашей"
    OLDER = "своя: сделана из прежней нашей, у нас есть изменения"
    UNKNOWN = "своя: из какой нашей версии, не записано"


@dataclass(frozen=True)
class Edition:
    """A notebook by name; a path is None where there is no such file."""

    name: str
    own: Path | None
    ours: Path | None
    base: Path | None

    @property
    def state(self) -> State:
        """Whose it is."""
        if self.own is None:
            return State.OURS
        if self.ours is None:
            return State.OWN
        if self.base is None:
            return State.UNKNOWN
        return State.OLDER if changes(cells_of(self.base), cells_of(self.ours)) else State.SAME

    @property
    def path(self) -> Path | None:
        """The file that is run."""
        return self.own or self.ours

    @property
    def edits(self) -> list[Change]:
        """What the analyst changed, against the version his copy was made of, else against ours."""
        return _between(self.base or self.ours, self.own)

    @property
    def news(self) -> list[Change]:
        """What we changed since the copy was made."""
        return _between(self.base, self.ours)


def editions(workspace: Workspace) -> dict[str, Edition]:
    """Return all notebooks of the workspace by name."""
    return {name: edition(workspace, name) for name in workspace.books}


def older(workspace: Workspace) -> list[str]:
    """Return the names of the analyst's editions that were made of an earlier version of ours."""
    return [name for name, each in editions(workspace).items() if each.state == State.OLDER]


def edition(workspace: Workspace, name: str) -> Edition:
    """Return one notebook; raises WorkspaceError naming the nearest one."""
    if name not in workspace.books:
        known = ", ".join(workspace.books)
        raise WorkspaceError(f"Нет тетради «{name}»{nearest(name, workspace.books)} Есть: {known}.")
    own, file = workspace.own_notebooks, f"{name}.ipynb"
    return Edition(name, _there(own / file), _there(workspace.notebooks / file), _there(own / BASE / file))


def copy_notebook(workspace: Workspace, name: str, new: str = "") -> Path:
    """Return the analyst's own edition after making it; a copy of another name is a notebook of its own.

    Raises WorkspaceError where such a file is already there: nothing of the analyst is ever written over.
    """
    source = edition(workspace, name)
    if new and file_name(new) != new:
        raise WorkspaceError(f"Имя «{new}» не подходит для файла. Возьмите буквы, цифры и дефис.")
    target = workspace.own_notebooks / f"{new or name}.ipynb"
    if target.exists():
        raise WorkspaceError(f"{target}: файл уже есть и не тронут. Своя тетрадь под другим именем: --name ИМЯ.")
    if not source.path:
        raise WorkspaceError(f"Тетрадь «{name}» исчезла. Повторите.")
    _write(target, source.path.read_bytes())
    if not new:
        _write(workspace.own_notebooks / BASE / target.name, source.path.read_bytes())
    return target


def update(workspace: Workspace, name: str) -> list[str]:
    """Bring our changes into the analyst's edition; returns the cells that both changed, in which his stays.

    What the file was is kept in `own/.before`. Raises WorkspaceError where there is nothing to compare with.
    """
    found = edition(workspace, name)
    if not (found.own and found.ours and found.base):
        raise WorkspaceError(f"Тетрадь «{name}» — {found.state}: обновлять нечего.")
    book = _read(found.own)
    cells, clash = merged(cells_of(found.base), book.cells, cells_of(found.ours))
    _write(workspace.own_notebooks / BEFORE / found.own.name, found.own.read_bytes())
    book.cells = cells
    _write(found.own, f"{nbformat.writes(book)}\n".encode())  # type: ignore[no-untyped-call]
    _write(found.base, found.ours.read_bytes())
    return clash


def cells_of(path: Path) -> list[Cell]:
    """Return the cells of a notebook; raises WorkspaceError for a file that is none."""
    return list(_read(path).cells)


def _read(path: Path) -> Any:  # noqa: ANN401  nbformat's node
    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (ValueError, nbformat.ValidationError) as error:
        raise WorkspaceError(f"{path}: файл не читается как тетрадь Jupyter.") from error


def _between(old: Path | None, new: Path | None) -> list[Change]:
    return changes(cells_of(old), cells_of(new)) if old and new else []


def _there(path: Path) -> Path | None:
    return path if path.exists() else None


def _write(path: Path, content: bytes) -> None:
    with whole(path) as part:
        part.write_bytes(content)
