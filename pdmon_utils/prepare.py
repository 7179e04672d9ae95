"""Raw files → clean tables, findings and figures of a workspace: what `pdmon prepare` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from pdmon_utils.errors import WorkspaceError
from pdmon_utils.figures import Place, compute_figures
from pdmon_utils.intake import read_municipality
from pdmon_utils.schema import SCHEMA
from pdmon_utils.store import Workspace


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a preparation found: findings of the municipalities read, and the number of figures written."""

    municipalities: tuple[str, ...]
    findings: pd.DataFrame
    figures: int

    @property
    def errors(self) -> int:
        """Number of findings that a school must mend."""
        return int((self.findings["severity"] == "error").sum())


def prepare(
    workspace: Workspace, slugs: Iterable[str] = (), tell: Callable[[str], None] = lambda _: None
) -> Prepared:
    """Read the named municipalities (all if none), keep the others as they were, and compute all figures anew.

    `tell` hears the slug of each municipality before it is read. Raises WorkspaceError when there is nothing to read.
    """
    wanted = tuple(slugs) or tuple(workspace.municipalities)
    if not wanted:
        raise WorkspaceError(f"В {workspace.raw} нет муниципалитетов. Выполните pdmon demo или положите свои файлы.")
    read = []
    for slug in wanted:
        tell(slug)
        read.append(read_municipality(workspace.municipality(slug)))
    others = _others(workspace, wanted)
    tables = {name: _joined([t[name] for t, _ in read], others.get(name)) for name in SCHEMA}
    findings = pd.concat([found for _, found in read], ignore_index=True)
    figures = compute_figures(tables, places_of(workspace), workspace.catalogue.regulations)
    workspace.write(tables, _joined([findings], others.get("findings")), figures)
    return Prepared(wanted, findings, len(figures))


def places_of(workspace: Workspace) -> list[Place]:
    """Return the municipalities of a workspace as figures need them; raises CatalogueError for an unknown regulation."""
    cards = workspace.municipalities.values()
    return [Place(c.slug, workspace.catalogue.regulation(c.regulation).code, c.region_code, c.years) for c in cards]


def _others(workspace: Workspace, wanted: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Return what is already prepared for the municipalities that are not read now."""
    kept = [slug for slug in workspace.municipalities if slug not in wanted]
    if not kept or not (workspace.processed / "figures.parquet").exists():
        return {}
    return {**workspace.tables(kept), "findings": workspace.findings(kept)}


def _joined(read: list[pd.DataFrame], kept: pd.DataFrame | None) -> pd.DataFrame:
    """Return all rows, municipalities in order, so that the same input gives the same bytes."""
    frames = read if kept is None else [*read, kept]
    rows = pd.concat([f.astype({"municipality": str}) for f in frames], ignore_index=True)
    return rows.sort_values("municipality", kind="stable", ignore_index=True)


def check_files(workspace: Workspace, slugs: Iterable[str] = ()) -> pd.DataFrame:
    """Return the findings of the named municipalities (all if none) without writing anything."""
    wanted = tuple(slugs) or tuple(workspace.municipalities)
    if not wanted:
        raise WorkspaceError(f"В {workspace.raw} нет муниципалитетов. Выполните pdmon demo или положите свои файлы.")
    found = [read_municipality(workspace.municipality(slug))[1] for slug in wanted]
    return pd.concat(found, ignore_index=True)
