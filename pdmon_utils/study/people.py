"""Lists of people for the internal audience: who needs what, whom to commend; pseudonyms as in the tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pdmon_utils.conditions import Period
from pdmon_utils.receipts import MISSING
from pdmon_utils.recommendations import PersonList, listed_people, person_lists, population
from pdmon_utils.recommendations.people import COLUMNS, DUE, ENCOURAGED
from pdmon_utils.recommendations.specifics import CLUSTERS
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Bullets, Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.data import Data
from pdmon_utils.words import NOT_HANDED_IN, join_ru

INTERNAL = "Списки педагогов составляются только для служебного отчёта."
NOBODY = "Таких педагогов по представленным данным нет."
ANONYMOUS = "Педагоги названы кодами реестра; соответствие кодов и фамилий хранится в организации."
_WITHOUT = "вне кластеров"


@dataclass(eq=False)
class People:
    """The lists of one kind of a municipality and year, or of one organisation alone."""

    data: Data
    kind: str
    organisation: str = ""

    @cached_property
    def lists(self) -> tuple[PersonList, ...]:
        """The lists that the data bear: their table was handed in, for as many years as they look back."""
        return tuple(one for one in person_lists()[self.kind] if self._borne(one))

    @property
    def silent(self) -> list[str]:
        """Titles of the lists for which the data were not handed in."""
        return [one.title for one in person_lists()[self.kind] if one not in self.lists]

    def _borne(self, one: PersonList) -> bool:
        years = range(self.data.year - one.years + 1, self.data.year + 1)
        held = self.data.card.years
        return all(year in held and self.data.handed_in(one.table, year) for year in years)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Who is on which list (`people.COLUMNS`); organisations that handed in nothing are left out."""
        found = self.data.keep(("people", self.kind), self._whole)
        return found[found["org_id"] == self.organisation] if self.organisation else found

    def _whole(self) -> pd.DataFrame:
        frames = [self._of(one) for one in self.lists]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)

    def _of(self, one: PersonList) -> pd.DataFrame:
        data = self.data
        tables = {name: data.rows(name).reset_index(drop=True) for name in SCHEMA}
        rows = listed_people(tables, data.municipality, self._period(one), data.regulation, one)
        return rows[~rows["org_id"].isin(self._missing.get(one.table, ()))]

    def _period(self, one: PersonList) -> Period:
        """Return the window of the indicator that a list is like, else the regulation's own."""
        asks = (ask for ask in self.data.regulation.asks.values() if ask.indicator.code in one.like)
        ask = next(asks, None)
        return self.data.period(ask) if ask else self.data.span

    @cached_property
    def _missing(self) -> dict[str, set[str]]:
        """Table → organisations that did not hand it in: of them nobody can be said to lack anything."""
        found = self.data.receipts
        lacking = found[found["status"] == MISSING]
        return {str(table): set(rows["org_id"]) for table, rows in lacking.groupby("table")}

    @property
    def persons(self) -> pd.DataFrame:
        """A line for each person and organisation: what the lists say, in their order."""
        titles = {one.code: one.title for one in self.lists}
        said = self.rows.assign(said=self.rows["list"].map(titles))
        keys = ["org_id", "person_id"]
        lines = said.groupby(keys, sort=True).agg({"position": "first", "subject": "first", "said": "; ".join})
        return lines.reset_index()


def people_due(data: Data, organisation: str = "") -> Stack:
    """Return who needs diagnostics, a route, training or a mentor, by organisation and cluster (internal)."""
    if data.public:
        return Stack([Notice(INTERNAL)])
    people = People(data, DUE, organisation)
    parts = [*_about(people), *([] if organisation else _by_cluster(people)), *_tables(people, "Что нужно")]
    return Stack(parts)


def encouraged(data: Data, organisation: str = "") -> Stack:
    """Return tutors, mentors, leaders of associations and experts whom one may commend (internal)."""
    if data.public:
        return Stack([Notice(INTERNAL)])
    people = People(data, ENCOURAGED, organisation)
    return Stack([*_about(people), *_tables(people, "За что")])


def _about(people: People) -> list[Shown]:
    """Return what each list means, and which lists the data do not bear."""
    said = [f"{one.title} — {one.why} ({_of_whom(people, one)})" for one in people.lists]
    parts: list[Shown] = [Bullets(said), Paragraph(ANONYMOUS)] if said else []
    missing = f"Не составлены списки: {join_ru(people.silent)} — {NOT_HANDED_IN}."
    return [*parts, *([Notice(missing, "missing")] if people.silent else [])]


def _of_whom(people: People, one: PersonList) -> str:
    law = people.data.regulation
    return law.populations[population(law, one.selection.of)].title


def _by_cluster(people: People) -> list[Shown]:
    """Return how many people of each cluster are on each list; nothing where there are no clusters."""
    held = people.data.organisations().drop_duplicates("org_id").set_index("org_id")["cluster"]
    if held.isna().all() or people.rows.empty:
        return []
    words = people.rows["org_id"].map(held.astype(object).map(CLUSTERS).fillna(_WITHOUT))
    titles = {one.code: one.title for one in people.lists}
    wide = pd.crosstab(words.rename("Кластер"), [people.rows["list"].map(titles)])
    wide = wide.reindex(columns=list(titles.values()), fill_value=0)  # nobody may be on a list
    return [Table(wide.reset_index(), f"Нуждаются в поддержке по кластерам, {people.data.year} год, чел.")]


def _tables(people: People, what: str) -> list[Shown]:
    """Return a table for each organisation, by name."""
    lines = people.persons
    if lines.empty:
        return [Notice(NOBODY)] if people.lists else []
    held = people.data.organisations().drop_duplicates("org_id").set_index("org_id")
    names = held["org_short"].fillna(held["org_name"]).astype(str)
    parts: list[Shown] = []
    for org_id in sorted(lines["org_id"].unique(), key=lambda code: (names.get(code, code), code)):
        name = names.get(org_id, org_id)
        heading = [] if people.organisation else [Heading(4, name)]
        parts += [*heading, Table(_frame(lines[lines["org_id"] == org_id], what), f"{what}: {name}")]
    return parts


def _frame(lines: pd.DataFrame, what: str) -> pd.DataFrame:
    staff = SCHEMA["staff"].columns
    return pd.DataFrame(
        {
            "Педагог": lines["person_id"].astype(str),
            "Должность": lines["position"].map(staff["position"].values),
            "Предмет": lines["subject"].fillna("без предмета"),
            what: lines["said"],
        }
    )
