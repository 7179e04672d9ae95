"""Which reports there are: notebook × municipality × year × audience, as the regulation asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pdmon_utils.errors import WorkspaceError, nearest
from pdmon_utils.filenames import file_names
from pdmon_utils.municipality import Municipality
from pdmon_utils.store import AUDIENCES, Workspace

INTERNAL_ONLY = ("intake", "organisation")
PARAMETERS: Mapping[str, type] = MappingProxyType(
    {"municipality": str, "region": str, "year": int, "audience": str, "organisation": str}
)  # papermill writes names into the notebook's code as they are, so no other name ever reaches it
Parameters = dict[str, str | int]
Sheets = Callable[[], Mapping[tuple[str, int], list[str]]]  # municipality and year → org_id of those who get a sheet


@dataclass(frozen=True, slots=True)
class Job:
    """One report: the notebook to run, its parameters, and where the result goes (the path of the .ipynb)."""

    home: Path
    notebook: Path
    place: str
    place_name: str
    region: str
    year: int
    audience: str
    output: Path
    parameters: Parameters = field(hash=False)
    key: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)  # see `keys`; kept in the manifest

    def __post_init__(self) -> None:
        """Raise WorkspaceError for a parameter that is not of PARAMETERS, or whose value is of another type."""
        for name, value in self.parameters.items():
            if PARAMETERS.get(name) is not type(value):
                known = ", ".join(PARAMETERS)
                raise WorkspaceError(f"Параметр {name!r} = {value!r} тетради не передаётся. Есть: {known}.")

    @property
    def code(self) -> str:
        """The notebook's name."""
        return self.notebook.stem

    @property
    def label(self) -> str:
        """Who, when, what, for whom: as a person says it."""
        inner = f"/{self.output.stem}" if self.code == "organisation" else ""
        return f"{self.place} · {self.year} · {self.code}{inner} · {self.audience}"

    @property
    def heading(self) -> str:
        """The first heading of the notebook."""
        import nbformat  # noqa: PLC0415  a list of reports needs none of their words

        cells = nbformat.read(self.notebook, as_version=4).cells  # type: ignore[no-untyped-call]
        first = next((cell.source for cell in cells if cell.cell_type == "markdown"), self.code)
        return str(first).splitlines()[0].lstrip("# ").strip()

    @property
    def title(self) -> str:
        """The page's title: the notebook's heading, the place and the year."""
        return f"{self.heading} — {self.place_name}, {self.year} год"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to run; an empty choice means all."""

    municipalities: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    notebooks: tuple[str, ...] = ()
    audiences: tuple[str, ...] = AUDIENCES


def plan(workspace: Workspace, wanted: Wanted | None = None) -> list[Job]:
    """Return the jobs by municipality, year, audience, notebook; raises WorkspaceError for unknown names and no job."""
    chosen = wanted or Wanted()
    books = workspace.books
    cards = [workspace.municipalities[slug] for slug in workspace.some()]
    _refuse_unknown(chosen.notebooks, books, "тетради")
    _refuse_unknown(chosen.municipalities, workspace.municipalities, "муниципалитета")
    _refuse_unknown(chosen.years, sorted({year for card in cards for year in card.years}), "данных за год")
    jobs = [*_local(workspace, chosen, books), *_regional(workspace, chosen, books)]
    if not jobs:
        raise WorkspaceError(
            "По этому выбору нет ни одного отчёта: положение таких не требует или за эти годы нет данных."
        )
    return sorted(jobs, key=lambda job: job.output.as_posix())


def _refuse_unknown(names: Iterable[object], known: Iterable[object], what: str) -> None:
    words = [str(word) for word in known]
    for name in map(str, names):
        if name not in words:
            raise WorkspaceError(f"Нет {what} «{name}»{nearest(name, words)} Есть: {', '.join(words) or 'ничего'}.")


def _local(workspace: Workspace, wanted: Wanted, books: dict[str, Path]) -> Iterator[Job]:
    chosen = wanted.municipalities or tuple(workspace.municipalities)
    sheets = cache(lambda: _organisations(workspace, chosen))  # read once, and only for those who have sheets
    for slug, card in workspace.municipalities.items():
        if slug not in chosen:
            continue
        for year in (y for y in card.years if not wanted.years or y in wanted.years):
            for audience in wanted.audiences:
                for code in _notebooks_of(workspace, card, audience, wanted, books):
                    yield from _jobs(workspace, card, year, audience, books[code], sheets)


def _notebooks_of(
    workspace: Workspace, card: Municipality, audience: str, wanted: Wanted, books: dict[str, Path]
) -> list[str]:
    """Return the notebooks that the municipality's regulation has something for; the workspace's own ones always."""
    regulation, criteria = workspace.catalogue.regulation(card.regulation), workspace.catalogue.criteria
    asked = [c for c in books if (regulation.of(c) if c in criteria else c != "region")]
    if audience == "public":
        asked = [code for code in asked if code not in INTERNAL_ONLY]
    return [code for code in asked if not wanted.notebooks or code in wanted.notebooks]


def _organisations(workspace: Workspace, slugs: Iterable[str]) -> dict[tuple[str, int], list[str]]:
    """Return org_id of the organisations by municipality and year."""
    found: dict[tuple[str, int], list[str]] = {}
    rows = workspace.table("organisations", slugs)[["municipality", "year", "org_id"]]
    for slug, year, organisation in rows.sort_values("org_id").itertuples(index=False, name=None):
        found.setdefault((str(slug), int(year)), []).append(str(organisation))
    return found


def _jobs(  # noqa: PLR0913, PLR0917  what a report is of
    workspace: Workspace, card: Municipality, year: int, audience: str, notebook: Path, sheets: Sheets
) -> Iterator[Job]:
    common: Parameters = {"municipality": card.slug, "year": year}
    whose = (workspace.home, notebook, card.slug, card.name, card.region, year, audience)
    if notebook.stem != "organisation":
        output = workspace.report(card.slug, year, audience, notebook.stem)
        yield Job(*whose, output, {**common, "audience": audience})
        return
    for organisation, name in file_names(sheets().get((card.slug, year), [])).items():
        output = workspace.report(card.slug, year, audience, f"organisations/{name}")
        yield Job(*whose, output, {**common, "organisation": organisation})


def _regional(workspace: Workspace, wanted: Wanted, books: dict[str, Path]) -> Iterator[Job]:
    if "region" not in books or (wanted.notebooks and "region" not in wanted.notebooks):
        return
    for code, cards in sorted(_regions(workspace).items()):
        if wanted.municipalities and not {card.slug for card in cards} & set(wanted.municipalities):
            continue
        for year in sorted({y for card in cards for y in card.years if not wanted.years or y in wanted.years}):
            for audience in wanted.audiences:
                output = workspace.report(code, year, audience, "region")
                given: Parameters = {"region": code, "year": year, "audience": audience}
                region = cards[0].region
                yield Job(workspace.home, books["region"], code, region, region, year, audience, output, given)


def _regions(workspace: Workspace) -> dict[str, list[Municipality]]:
    """Return the municipalities by region, of those whose regulation asks for regional figures."""
    regions: dict[str, list[Municipality]] = {}
    for card in workspace.municipalities.values():
        asks = workspace.catalogue.regulation(card.regulation).asks.values()
        if any("region" in ask.scopes for ask in asks):
            regions.setdefault(card.region_code, []).append(card)
    return regions
