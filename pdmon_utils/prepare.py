"""Raw files → clean tables, findings and figures of a workspace: what `pdmon prepare` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from pdmon_utils.catalogue import Regulation
from pdmon_utils.collect import collect
from pdmon_utils.fallback import fallback_figures
from pdmon_utils.figures import COLUMNS, Place, compute_sourced, sources_of
from pdmon_utils.intake import empty_table
from pdmon_utils.rules import RULES
from pdmon_utils.schema import SCHEMA
from pdmon_utils.slices import slices_of
from pdmon_utils.store import Workspace

_FILE_AND_SHEET = ("source_file", "source_sheet")
Count = Callable[[Mapping[str, pd.DataFrame], list[Place], Mapping[str, Regulation]], pd.DataFrame]


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

    @property
    def losses(self) -> int:
        """Number of errors because of which a value, a row or a file was not counted."""
        wrong = self.findings.loc[self.findings["severity"] == "error", "rule"]
        return sum(RULES[rule].loses for rule in wrong)


def prepare(
    workspace: Workspace,
    slugs: Iterable[str] = (),
    tell: Callable[[str], None] = lambda _: None,
    count: Count = compute_sourced,
) -> Prepared:
    """Read the named municipalities (all if none), keep the others as they were, and compute all figures anew.

    `tell` hears the slug of each municipality before it is read; `count` counts, here or elsewhere. Raises
    WorkspaceError when there is nothing to read.
    """
    everywhere = places_of(workspace)
    collected = list(collect(workspace, slugs, tell))
    findings = pd.concat([each.intake.findings for each in collected], ignore_index=True)
    read = [each for each in collected if not each.broken_lock]
    if not read:
        return Prepared((), findings, 0)
    wanted = tuple(each.slug for each in read)
    others = _others(workspace, wanted)
    tables = {name: _table(name, [each.intake.tables[name] for each in read], others.get(name)) for name in SCHEMA}
    places = [place for place in everywhere if place.slug in wanted] + _places_kept(workspace, others)
    regulations = workspace.catalogue.regulations
    counted = count(tables, places, regulations)
    figures = fallback_figures(tables, counted[list(COLUMNS)], places, regulations)
    kept_findings = _joined([each.intake.findings for each in read], others.get("findings"))
    delivered = _joined([each.intake.deliveries for each in read], others.get("deliveries"))
    made_of = _joined([each.intake.inputs for each in read], others.get("inputs"))
    workspace.write(tables, kept_findings, figures, delivered, made_of)
    workspace.write_sources(sources_of(counted, figures))
    workspace.write_names({each.slug: each.intake.names for each in read})
    slices_of(workspace)  # kept beside the files: no later command has to read them to know what changed
    return Prepared(wanted, findings, len(figures))


def places_of(workspace: Workspace) -> list[Place]:
    """Return the municipalities as figures need them; raises CatalogueError for an unknown regulation."""
    cards = workspace.municipalities.values()
    return [Place(c.slug, workspace.catalogue.regulation(c.regulation).code, c.region_code, c.years) for c in cards]


def _others(workspace: Workspace, wanted: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Return what is already prepared for the municipalities that are not read now."""
    kept = [slug for slug in workspace.municipalities if slug not in wanted]
    if not kept or not (workspace.processed / "figures.parquet").exists():
        return {}
    more = {"deliveries": workspace.deliveries(kept), "inputs": workspace.inputs(kept)}
    return {**workspace.tables(kept), "findings": workspace.findings(kept), "figures": workspace.figures(kept), **more}


def _places_kept(workspace: Workspace, others: Mapping[str, pd.DataFrame]) -> list[Place]:
    """Return the municipalities not read now, with the years that were read: a year not read yet is no zero."""
    rows = [frame[["municipality", "year"]].drop_duplicates() for frame in others.values()]
    read = {(str(slug), int(year)) for frame in rows for slug, year in frame.itertuples(index=False)}
    places = [replace(p, years=tuple(y for y in p.years if (p.slug, y) in read)) for p in places_of(workspace)]
    return [place for place in places if place.years]


def _table(name: str, read: list[pd.DataFrame], kept: pd.DataFrame | None) -> pd.DataFrame:
    """Return the clean table with its dtypes; those of `kept` may differ, since parquet forgets words without rows."""
    dtypes = {c: dtype for c, dtype in empty_table(name).dtypes.items() if c not in _FILE_AND_SHEET}
    rows = _joined([frame.astype(dtypes) for frame in read], None if kept is None else kept.astype(dtypes))
    return rows.assign(**{c: rows[c].astype(str).astype("category") for c in _FILE_AND_SHEET})


def _joined(read: list[pd.DataFrame], kept: pd.DataFrame | None) -> pd.DataFrame:
    """Return all rows, municipalities in order, so that the same input gives the same bytes."""
    frames = read if kept is None else [*read, kept]
    rows = pd.concat([f.astype({"municipality": str}) for f in frames], ignore_index=True)
    return rows.sort_values("municipality", kind="stable", ignore_index=True)
