"""The only module that knows where things lie: the workspace's folders, parquet files, reports."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from secrets import token_hex

import pandas as pd

from pdmon_utils.catalogue import Catalogue, load_catalogue
from pdmon_utils.deadlines import Calendar, load_calendar
from pdmon_utils.errors import WorkspaceError, nearest
from pdmon_utils.filenames import same_files
from pdmon_utils.journal import Journal
from pdmon_utils.municipality import Municipality, is_slug, read_card
from pdmon_utils.parquet import read_parquet, write_parquet
from pdmon_utils.schema import SCHEMA

HOME_VARIABLE = "PDMON_HOME"
KEY, OWN = "pdmon.key", "own"
AUDIENCES = ("internal", "public")
PUBLISHED_KEYS = ["municipality", "year", "indicator", "scope", "unit", "breakdown", "group"]
PUBLISHED_COLUMNS = [*PUBLISHED_KEYS, "numerator", "denominator", "withheld", "version", "published"]
_REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Workspace:
    """A folder with `data/raw`, `data/processed` and `reports`."""

    home: Path

    @classmethod
    def find(cls, home: str | Path | None = None) -> Workspace:
        """Return the workspace in `home`, else in PDMON_HOME, else the repository's own."""
        return cls(Path(home or os.environ.get(HOME_VARIABLE) or _REPOSITORY).resolve())

    @classmethod
    def usual(cls) -> Workspace:
        """Return the workspace that is found when nobody names one."""
        return cls(_REPOSITORY)

    @property
    def raw(self) -> Path:
        """What schools handed in; never written but by `pdmon demo` and `pdmon template`."""
        return self.home / "data" / "raw"

    @property
    def processed(self) -> Path:
        """Clean tables, findings and figures."""
        return self.home / "data" / "processed"

    @property
    def journals(self) -> Path:
        """What people decided, a folder a municipality."""
        return self.home / "data" / "journal"

    @property
    def reports(self) -> Path:
        """Executed notebooks and their HTML."""
        return self.home / "reports"

    def secret(self) -> bytes:
        """Return the key by which names become pseudonyms; made once, kept beside `data`, never inside it."""
        path = self.home / KEY
        new = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with suppress(FileExistsError), os.fdopen(os.open(path, new, mode=0o600), "wb") as file:
            file.write(token_hex(32).encode())
        return bytes.fromhex(path.read_text(encoding="ascii").strip())

    @property
    def notebooks(self) -> Path:
        """The workspace's notebooks, else the repository's: a folder with nothing but `own` in it has none."""
        kept = self.home / "notebooks"
        named = {path.name for path in kept.glob("[!.]*")}
        return kept if kept.is_dir() and named != {OWN} else _REPOSITORY / "notebooks"

    @property
    def own_notebooks(self) -> Path:
        """The analyst's own editions, which win over notebooks of the same name; need not be there."""
        return self.home / "notebooks" / OWN

    @property
    def books(self) -> dict[str, Path]:
        """What `pdmon run` executes, own editions first; raises WorkspaceError for names that are one on Windows."""
        folders = (self.notebooks, self.own_notebooks)
        found = {path.stem: path for folder in folders for path in sorted(folder.glob("*.ipynb"))}
        if twins := same_files(found):
            raise WorkspaceError(f"Тетради «{'» и «'.join(twins)}» — одно имя: переименуйте одну.")
        return dict(sorted(found.items()))

    @property
    def templates(self) -> Path:
        """The office's own templates of papers; need not be there."""
        return self.home / "templates"

    @property
    def regulations(self) -> Path:
        """The workspace's own regulations, their `calendars/` and own `indicators/`; need not be there."""
        return self.home / "regulations"

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue, with the regulations that lie in the workspace's `regulations/` folder."""
        return load_catalogue(self.regulations if self.regulations.is_dir() else None)

    @cached_property
    def municipalities(self) -> dict[str, Municipality]:
        """Cards of all municipalities by slug; raises WorkspaceError for a wrong card."""
        found = self.raw.iterdir() if self.raw.is_dir() else ()
        folders = sorted(p for p in found if p.is_dir() and not p.name.startswith("."))
        return {folder.name: self._card(folder.name) for folder in folders}

    @cached_property
    def _cards(self) -> dict[str, Municipality]:
        """The cards that were read so far."""
        return {}

    def _card(self, slug: str) -> Municipality:
        if slug not in self._cards:
            self._cards[slug] = read_card(self.raw / slug)
        return self._cards[slug]

    def some(self) -> tuple[str, ...]:
        """Return the slugs of all municipalities; raises WorkspaceError when there is none, saying how to begin."""
        if not self.municipalities:
            raise WorkspaceError(f"В {self.raw} нет муниципалитетов. Выполните pdmon demo или положите свои файлы.")
        return tuple(self.municipalities)

    def has(self, slug: str) -> bool:
        """Return whether it is a municipality's; no card is read."""
        return is_slug(slug) and (self.raw / slug).is_dir()

    def municipality(self, slug: str) -> Municipality:
        """Return the card of a municipality, no other is read; raises WorkspaceError naming the nearest one."""
        if not self.has(slug):
            known = ", ".join(self.municipalities) or "пока ни одного: выполните pdmon demo или заполните data/raw"
            raise WorkspaceError(f"Нет муниципалитета «{slug}»{nearest(slug, self.municipalities)} Есть: {known}.")
        return self._card(slug)

    def table(self, name: str, municipalities: Iterable[str] | None = None) -> pd.DataFrame:
        """Return a clean table, of the named municipalities or of all; raises WorkspaceError before `pdmon prepare`."""
        return read_parquet(self.processed / "tables" / f"{name}.parquet", municipalities)

    def tables(self, municipalities: Iterable[str] | None = None) -> dict[str, pd.DataFrame]:
        """Return all clean tables by name."""
        wanted = None if municipalities is None else list(municipalities)
        return {name: self.table(name, wanted) for name in SCHEMA}

    def figures(self, municipalities: Iterable[str] | None = None) -> pd.DataFrame:
        """Return the figures (contract's columns), of the named municipalities ('' for a region's) or all."""
        return read_parquet(self.processed / "figures.parquet", municipalities)

    def sources(self, municipalities: Iterable[str] | None = None) -> pd.DataFrame:
        """Return how many organisations stand behind figures (`blocks.KEY`, SOURCES); what is not known has no row."""
        return read_parquet(self.processed / "sources.parquet", municipalities)

    def findings(self, municipalities: Iterable[str] | None = None) -> pd.DataFrame:
        """Return the findings of intake."""
        return read_parquet(self.processed / "findings.parquet", municipalities)

    def write(
        self,
        tables: Mapping[str, pd.DataFrame],
        findings: pd.DataFrame,
        figures: pd.DataFrame,
        deliveries: pd.DataFrame,
        inputs: pd.DataFrame,
    ) -> None:
        """Write clean tables, findings, figures, deliveries and inputs; each file appears whole or not at all."""
        told = findings.drop(columns="code", errors="ignore")
        beside = {"findings": told, "figures": figures, "deliveries": deliveries, "inputs": inputs}
        for name, frame in {**{f"tables/{name}": frame for name, frame in tables.items()}, **beside}.items():
            write_parquet(self.processed / f"{name}.parquet", frame)

    def write_sources(self, sources: pd.DataFrame) -> None:
        """Keep how many organisations stand behind figures, see `sources`."""
        write_parquet(self.processed / "sources.parquet", sources)

    def write_names(self, signs: Mapping[str, Iterable[str]]) -> None:
        """Keep the keyed signs of surnames (slug → signs), a file a municipality, for the owner only."""
        for slug, kept in signs.items():
            path = self.processed / "names" / f"{slug}.parquet"
            write_parquet(path, pd.DataFrame({"sign": pd.Series(sorted(kept), dtype="str")}), mode=0o600)

    def has_names(self, municipality: str) -> bool:
        """Return True when the surnames of a municipality were kept: it was prepared by this version."""
        return (self.processed / "names" / f"{municipality}.parquet").exists()

    def names(self, municipalities: Iterable[str]) -> frozenset[str]:
        """Return the keyed signs of surnames; raises WorkspaceError for a municipality that was not prepared anew."""
        paths = [self.processed / "names" / f"{slug}.parquet" for slug in municipalities]
        return frozenset(str(sign) for path in paths for sign in read_parquet(path, None)["sign"])

    def deliveries(self, municipalities: Iterable[str] | None = None) -> pd.DataFrame:
        """Return who handed in which sheet: `receipts.DELIVERY_COLUMNS`."""
        return read_parquet(self.processed / "deliveries.parquet", municipalities)

    def inputs(self, municipalities: Iterable[str] | None = None) -> pd.DataFrame:
        """Return the bytes that the clean tables were made of: `intake.INPUT_COLUMNS`."""
        return read_parquet(self.processed / "inputs.parquet", municipalities)

    @property
    def tells_inputs(self) -> bool:
        """False before `pdmon prepare` and for what an earlier version prepared: nobody wrote down the inputs."""
        return (self.processed / "inputs.parquet").exists()

    def journal(self, municipality: str) -> Journal:
        """Return what people decided about a municipality's data; files need not be there yet."""
        return Journal(self.journals / municipality)

    def published(self, municipalities: Iterable[str]) -> pd.DataFrame:
        """Return what was published of municipalities ('' for a region's rows): PUBLISHED_COLUMNS."""
        paths = [path for slug in municipalities if (path := self._published(slug)).exists()]
        empty = pd.DataFrame(columns=PUBLISHED_COLUMNS)
        return pd.concat(map(pd.read_parquet, paths), ignore_index=True) if paths else empty

    def publish_figures(self, figures: pd.DataFrame) -> None:
        """Remember figures as they were published (`disclosure.to_publish`), beside those of earlier versions."""
        for slug, rows in figures.groupby("municipality"):
            path = self._published(str(slug))
            known = [pd.read_parquet(path)] if path.exists() else []
            order = [*PUBLISHED_KEYS, "version", "published"]
            once = pd.concat([*known, rows]).drop_duplicates()  # what anybody has seen stays, whatever replaced it
            write_parquet(path, once.sort_values(order, kind="stable", ignore_index=True))

    def _published(self, slug: str) -> Path:
        return self.journals / (slug or "_region") / "published.parquet"

    def calendar(self, regulation: str) -> Calendar:
        """Return the calendar of a regulation, a further one from the workspace's `regulations/calendars/`."""
        return load_calendar(regulation, self.regulations / "calendars")

    def text(self, municipality: str, year: int, name: str) -> str:
        """Return the analyst's own text for a criterion or an indicator, empty where none was written."""
        path = self.texts(municipality, year) / f"{name}.md"
        return path.read_text(encoding="utf-8-sig") if path.exists() else ""

    def texts(self, municipality: str, year: int) -> Path:
        """Return the folder of the analyst's own words of a year; the program never writes there."""
        return self.raw / municipality / str(year) / "texts"

    def report(self, place: str, year: int, audience: str, notebook: str) -> Path:
        """Return the path of a report's executed notebook; its HTML and manifest lie beside it."""
        return self.reports / place / str(year) / audience / f"{notebook}.ipynb"
