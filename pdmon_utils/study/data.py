"""What a study reads: the regulation's asks, figures, tables and findings of one place and year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

import pandas as pd

from pdmon_utils.catalogue import Ask, Regulation
from pdmon_utils.catalogue.checks import SCOPES
from pdmon_utils.conditions import Period
from pdmon_utils.disclosure import Beside, Protected, for_all, for_public, joined
from pdmon_utils.errors import StudyError, nearest
from pdmon_utils.figures import window
from pdmon_utils.municipality import Municipality
from pdmon_utils.receipts import receipts_of
from pdmon_utils.schema import SCHEMA
from pdmon_utils.store import AUDIENCES, Workspace
from pdmon_utils.study.shared import Shared, shared
from pdmon_utils.study.spoken import asked_year

T = TypeVar("T")
LASTING = ("routes", "mentoring", "memberships", "documents", "practices", "reserve")
MANAGED = ("recommendations", "practices", "roadmap", "effectiveness", "cycle", "brief", "letter")
PLAIN = ("intake", "note", "report", "organisation", *MANAGED)


@dataclass(eq=False)
class Data:
    """Everything known of one municipality and report year, as an audience may see it."""

    criterion: str
    municipality: str
    year: int
    audience: str = "internal"
    workspace: Workspace = field(default_factory=Workspace.find)

    def __post_init__(self) -> None:
        """Raise StudyError for a criterion, year or audience that is not there, naming the nearest one."""
        known = (*self.workspace.catalogue.criteria, *PLAIN)
        known_name(self.criterion, known, "критерия или раздела")
        known_name(self.audience, AUDIENCES, "аудитории")
        years = [str(year) for year in self.card.years]
        self.year = int(known_name(asked_year(self.year), years, f"данных муниципалитета «{self.municipality}» за год"))

    @cached_property
    def shared(self) -> Shared:
        """What other studies of the municipality know already."""
        return shared(self.workspace, self.municipality, self.audience)

    @cached_property
    def card(self) -> Municipality:
        """The municipality's card."""
        return self.workspace.municipality(self.municipality)

    @property
    def public(self) -> bool:
        """True when the page is for everybody."""
        return self.audience == "public"

    @cached_property
    def regulation(self) -> Regulation:
        """The regulation the municipality works by."""
        return self.workspace.catalogue.regulation(self.card.regulation)

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """The asks of this criterion; all of the regulation for a page that is not about one criterion."""
        if self.criterion in PLAIN:
            return tuple(self.regulation.asks.values())
        return self.regulation.of(self.criterion)

    @cached_property
    def all_figures(self) -> Protected:
        """Figures of all the municipality's years up to the report year, protected for a public page.

        Raises StudyError when the regulation asks for something that was not there at the last `pdmon prepare`.
        """
        return self.keep(("figures",), lambda: self.shown(self._true()))

    @property
    def joined(self) -> Protected:
        """What hidden groups of a public page are together (`disclosure.joined`), a row a cut; never compared."""
        return self.keep(("joined",), self._joined)

    def _joined(self) -> Protected:
        beside = beside_of(self.workspace, [self.card])
        return joined(self._true(), self.regulation.asks, self.all_figures, beside)

    def _true(self) -> pd.DataFrame:
        figures = self.workspace.figures([self.municipality])
        self._refuse_earlier_law(set(figures["indicator"]))
        return figures[figures["year"] <= self.year].reset_index(drop=True)

    def _refuse_earlier_law(self, counted: set[object]) -> None:
        new = [a.id for a in self.regulation.asks.values() if "municipality" in a.scopes and a.id not in counted]
        if counted and new:
            named = f"показатели не посчитаны: {', '.join(new[:3])}{' и другие' * (len(new) > 3)}"  # noqa: PLR2004  a few
            raise StudyError(f"Положение «{self.regulation.code}» изменилось, {named}. Выполните pdmon prepare.")

    def shown(self, figures: pd.DataFrame, sources: pd.DataFrame | None = None) -> Protected:
        """Return figures of the municipality as the audience may see them; `sources` of what was not prepared."""
        if not self.public:
            return for_all(figures)
        beside = beside_of(self.workspace, [self.card])
        known = beside if sources is None else replace(beside, sources=sources)
        return for_public(figures, self.regulation.asks, known)

    def figures(self, indicator: str | None = None, scope: str | None = None) -> pd.DataFrame:
        """Return figures (contract's columns and `withheld`) of the asks, of one of them, or of one scope."""
        wanted = [ask.id for ask in self.asks]
        if indicator is not None:
            wanted = [known_name(indicator, self.regulation.asks, "показателя")]
        chosen = self.all_figures["indicator"].isin(wanted)
        if scope is not None:
            chosen &= self.all_figures["scope"] == known_name(scope, SCOPES, "уровня")
        return self.all_figures[chosen].reset_index(drop=True)

    def table(self, name: str) -> pd.DataFrame:
        """Return a clean table of the municipality, all years; refused on a public page."""
        if self.public:
            raise StudyError('Таблицы с данными о людях в публичном отчёте недоступны. Укажите audience = "internal".')
        return self.rows(known_name(name, SCHEMA, "таблицы")).copy()

    def rows(self, name: str) -> pd.DataFrame:
        """Return a clean table of the municipality for what the pages themselves count; read once."""
        held = self.shared.tables
        if name not in held:
            held[name] = self.workspace.table(name, [self.municipality])
        return held[name]

    def handed_in(self, name: str, year: int) -> bool:
        """Return True when a table has rows for the year; for what lasts (`LASTING`), for any year up to it."""
        years = self.shared.keep(("years", name), lambda: frozenset(self.rows(name)["year"].dropna().astype(int)))
        return min(years, default=year + 1) <= year if name in LASTING else year in years

    @cached_property
    def _named(self) -> frozenset[str]:
        rows = self.rows("organisations")
        return frozenset(str(n).casefold() for column in ("org_short", "org_name") for n in rows[column].dropna())

    def names_one(self, text: object) -> bool:
        """Return True when a text that somebody wrote names an organisation of any year.

        An addressee in the act's own words («отдел МКУ …») is none, though an organisation may bear its name.
        """
        said = str(text).casefold()
        for addressee in self.regulation.audiences.values():
            said = said.replace(addressee.casefold(), "")
        return any(name in said for name in self._named)

    def keep(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return what was made of the year under a key, made once; `key` names all that it rests on beside the data."""
        return self.shared.keep((self.year, *key), make)

    def written(self) -> tuple[object, ...]:
        """Return a stamp of what analysts have written for the year, other after every edit: texts, own rules."""
        folders = (self.workspace.texts(self.municipality, self.year), self.workspace.home / "rules")
        found = (path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir()))
        return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in found)

    def silent(self) -> list[str]:
        """Return org_id of the organisations that are registered for the year but handed in no register."""
        staff = self.rows("staff")
        reported = set(staff.loc[staff["year"] == self.year, "org_id"])
        return [org for org in self.organisations()["org_id"] if org not in reported]

    @property
    def receipts(self) -> pd.DataFrame:
        """What came in for the year (`receipts.RECEIPT_COLUMNS`), a row an organisation and table."""
        return self.keep(("receipts",), lambda: receipts_of(self.workspace, self.municipality, self.year))

    def findings(self) -> pd.DataFrame:
        """Return the findings of intake of the municipality and year."""
        found = self.workspace.findings([self.municipality])
        return found[found["year"] == self.year].reset_index(drop=True)

    def organisations(self) -> pd.DataFrame:
        """Return the organisations of the year: a row each, columns of the schema; nobody writes to it."""
        return self.keep(("organisations",), self._of_year)

    def _of_year(self) -> pd.DataFrame:
        frame = self.rows("organisations")
        return frame[frame["year"] == self.year].sort_values("org_id", ignore_index=True)

    @property
    def span(self) -> Period:
        """The report year by the regulation's own window."""
        return window(self.regulation.window, self.year)

    def period(self, ask: Ask) -> Period:
        """Return the window of an ask in the report year."""
        return window(ask.window, self.year)

    def text(self, name: str = "") -> str:
        """Return the analyst's own text of the year: of the criterion, or of an indicator (its id)."""
        return self.workspace.text(self.municipality, self.year, name or self.criterion)

    def text_path(self, name: str) -> str:
        """Return where the analyst's text of this name has its place, as the analyst sees it."""
        return f"data/raw/{self.municipality}/{self.year}/texts/{name}"


def beside_of(workspace: Workspace, cards: Sequence[Municipality], region: Sequence[str] = ()) -> Beside:
    """Return what protects the figures of these municipalities and, with [''], of their region."""
    slugs = [*region, *(card.slug for card in cards)]
    return Beside(workspace.sources(slugs), workspace.published(slugs), confirming(cards))


def confirming(cards: Iterable[Municipality]) -> list[str]:
    """Return the municipalities that show facts which schools publish themselves without a threshold."""
    return [card.slug for card in cards if card.open_facts]


def known_name(value: str, known: Iterable[str], what: str) -> str:
    """Return the name if it is known; raises StudyError naming the nearest one."""
    words = list(known)
    if value not in words:
        raise StudyError(f"Нет {what} «{value}»{nearest(value, words)} Есть: {', '.join(words)}.")
    return value
