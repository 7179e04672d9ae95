"""Two versions of a notebook cell by cell: what changed, and how a change of ours meets one of the analyst."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import ndiff
from typing import Any

Cell = Any  # nbformat's NotebookNode: what a cell says is `source`, its name `id`
_KINDS = {"code": "код", "markdown": "текст", "raw": "вставка"}


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs: `what` is «изменена», «добавлена» or «удалена», `lines` begin with - and +."""

    what: str
    cell: str
    number: int
    kind: str
    lines: tuple[str, ...]

    @property
    def title(self) -> str:
        """The change in one line."""
        return f"{self.what.capitalize()} ячейка {self.number} ({self.kind})"


def changes(old: Sequence[Cell], new: Sequence[Cell]) -> list[Change]:
    """Return what differs, in the order of the new cells, removed ones last; numbers are those a person counts."""
    before, after = _named(old), _named(new)
    numbers = {name: number for number, name in enumerate(after, 1)}
    told = [_change(name, before, cell, numbers[name]) for name, cell in after.items()]
    gone = [
        Change("удалена", name, number, _kind(cell), _signed("-", cell))
        for number, (name, cell) in enumerate(before.items(), 1)
        if name not in after
    ]
    return [change for change in told if change] + gone


def merged(base: Sequence[Cell], own: Sequence[Cell], ours: Sequence[Cell]) -> tuple[list[Cell], list[str]]:
    """Return the analyst's cells with our changes where he changed nothing, and the cells that both changed.

    Where both changed a cell (or one changed what the other removed) the analyst's stays.
    """
    old, his, new = _named(base), _named(own), _named(ours)
    touched = {change.cell for change in changes(base, own)}
    told = {change.cell for change in changes(base, ours)}
    kept = [(name, _chosen(name, cell, old, new, touched)) for name, cell in his.items()]
    result = [(name, cell) for name, cell in kept if cell is not None]
    for name in new:
        if name not in old and name not in his:
            result.insert(_place(name, list(new), [known for known, _ in result]), (name, new[name]))
    clash = [name for name in old if name in touched & told and _said(his.get(name)) != _said(new.get(name))]
    return [cell for _, cell in result], clash


def _chosen(name: str, cell: Cell, old: Mapping[str, Cell], new: Mapping[str, Cell], touched: set[str]) -> Cell | None:
    return cell if name not in old or name in touched else new.get(name)


def _place(name: str, order: list[str], present: list[str]) -> int:
    """Return where a new cell goes: behind the nearest cell that stands before it in our notebook."""
    before = [known for known in order[: order.index(name)] if known in present]
    return present.index(before[-1]) + 1 if before else 0


def _change(name: str, before: Mapping[str, Cell], cell: Cell, number: int) -> Change | None:
    if name not in before:
        return Change("добавлена", name, number, _kind(cell), _signed("+", cell))
    if _said(before[name]) == _said(cell):
        return None
    compared = ndiff(before[name].source.splitlines(), cell.source.splitlines())
    lines = tuple(line for line in compared if not line.startswith("?"))
    return Change("изменена", name, number, _kind(cell), lines)


def _named(cells: Sequence[Cell]) -> dict[str, Cell]:
    """Return the cells by their lasting name; those without one (an old notebook) by kind and words."""
    return dict(_pairs(cells))


def _pairs(cells: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
    seen: dict[str, int] = {}
    for cell in cells:
        name = str(cell.get("id") or f"{cell.cell_type}:{cell.source}")
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}#{seen[name]}", cell


def _said(cell: Cell | None) -> tuple[str, str, tuple[str, ...]]:
    """Return what makes two cells the same: kind, words without blank ends, tags."""
    if cell is None:
        return "", "", ()
    return cell.cell_type, cell.source.strip(), tuple(cell.metadata.get("tags", ()))


def _kind(cell: Cell) -> str:
    return _KINDS[cell.cell_type]


def _signed(sign: str, cell: Cell) -> tuple[str, ...]:
    return tuple(f"{sign} {line}" for line in cell.source.splitlines())
