"""What the rules say of a study: its assessment, the names of its units, the analyst's edits, the conclusions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare.sides import sides
from pdmon_utils.conclusions import (
    Conclusion,
    Edits,
    Names,
    Rule,
    Told,
    conclude,
    counted,
    foreign_numerals,
    load_rules,
    read_edits,
)
from pdmon_utils.journal import Edit
from pdmon_utils.measures import PERSONS
from pdmon_utils.receipts import MISSING
from pdmon_utils.study.assessed import assessed, breaks_of
from pdmon_utils.study.data import PLAIN, Data
from pdmon_utils.study.values import sources
from pdmon_utils.words import Number

EMPTIED = ["numerator", "denominator", "value", "change", "moved", "became", "side", "against"]


@dataclass(eq=False)
class Conclusions:
    """The conclusions of one study, after the analyst's edits; of one `organisation` alone where it is given."""

    data: Data
    organisation: str = ""

    @cached_property
    def names(self) -> Names:
        """What indicators and units of the study are called."""
        held = self.data.organisations().drop_duplicates("org_id")
        shown = held["org_short"].fillna(held["org_name"]).astype(str)
        organisations = dict(zip(held["org_id"].astype(str), shown, strict=True))
        breaks = {ask.id: breaks_of(self.data, ask) for ask in self.data.asks}
        return Names({ask.id: ask for ask in self.data.asks}, self.data.municipality, organisations, breaks)

    @cached_property
    def rules(self) -> dict[int, Rule]:
        """The master list with the workspace's own rules (`rules/conclusions.yml`); of one organisation those on it."""
        own = self.data.workspace.home / "rules" / "conclusions.yml"
        rules = load_rules(own if own.exists() else None)
        return {n: rule for n, rule in rules.items() if not self.organisation or "organisation" in rule.levels}

    @cached_property
    def titles(self) -> dict[str, str]:
        """Code → title of the criteria that the study speaks of, in their order."""
        asked = {ask.indicator.criterion for ask in self.data.asks}
        return {code: c.title for code, c in self.data.workspace.catalogue.criteria.items() if code in asked}

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The assessment of the study's indicators; an organisation that handed in nothing is absent, not zero."""
        whole = self.data.keep(("standing",), lambda: _standing(self.data))
        return whole[whole["indicator"].isin(list(self.names.asks))].reset_index(drop=True)

    @cached_property
    def edits(self) -> Edits:
        """The analyst's edits (`texts/conclusions.csv` of the year)."""
        return read_edits(self.data.workspace.texts(self.data.municipality, self.data.year))

    @cached_property
    def told(self) -> Told:
        """All conclusions; on a public page the analyst's wording stands only where `fit_for_all`."""
        ranked = not self.data.regulation.no_ranking
        year, titles = self.data.year, {} if self.organisation else self.titles
        told = conclude(self._rows, self.rules, self.names, year, titles=titles, edits=self.edits, ranked=ranked)
        chosen = [c for c in told.conclusions if not self.organisation or c.level == "organisation"]
        return Told(tuple(map(self._shown, chosen)), () if self.data.public else told.unmet)

    @property
    def _rows(self) -> pd.DataFrame:
        own = (self.frame["scope"] == "organisation") & (self.frame["unit"] == self.organisation)
        return self.frame[own] if self.organisation else self.frame

    def _shown(self, said: Conclusion) -> Conclusion:
        return said.plain if self.data.public and said.wording and not self.fit_for_all(said) else said

    def fit_for_all(self, said: Conclusion) -> bool:
        """Return True when the analyst's wording names no organisation and no number that the conclusion has not."""
        return not foreign_numerals(said.wording, said.sentence) and not self.data.names_one(said.wording)

    @cached_property
    def strange(self) -> tuple[tuple[Edit, tuple[str, ...]], ...]:
        """Edits whose wording has numbers that are nowhere among the figures of their conclusion."""
        found = ((c.edit, foreign_numerals(c.wording, c.sentence)) for c in self.told.conclusions if c.edit)
        return tuple((edit, numbers) for edit, numbers in found if numbers)


def conclusions_of(data: Data, organisation: str = "") -> Conclusions:
    """Return the conclusions of a study, shared by its pages until the analyst writes something."""
    of = "" if data.criterion in PLAIN else data.criterion  # pages about all criteria say the same
    key = ("conclusions", of, organisation, data.written())
    return data.keep(key, lambda: Conclusions(data, organisation))


def _standing(data: Data) -> pd.DataFrame:
    """Return the assessment of the whole regulation with sides; what an organisation did not hand in is absent."""
    frame = assessed(data)
    if "side" not in frame:
        own = data.organisations().drop_duplicates("org_id").set_index("org_id")["cluster"]
        frame = sides(frame, own.astype(object).dropna())
    absent = absences(data, frame)
    emptied = {name: frame[name].mask(absent) for name in EMPTIED}
    return frame.assign(**emptied, state=frame["state"].mask(absent, "absent"))


def facts(data: Data) -> dict[str, Number]:
    """Return the numbers of conclusions that are counts of indicators or units, by address, for a checker."""
    said = conclusions_of(data)
    units: dict[str, Number] = {c.count_fact: len(c.units) for c in said.told.conclusions if c.units}
    return units | counted(said.frame, said.titles, said.names, data.year)


def absences(data: Data, frame: pd.DataFrame) -> pd.Series[bool]:
    """Return the rows of organisations that handed in nothing of what the indicator is counted from."""
    units = frame["scope"] == "organisation"
    if not units.any():
        return units
    found = data.receipts
    missing: dict[str, set[str]] = defaultdict(set)
    for org, table in found.loc[found["status"] == MISSING, ["org_id", "table"]].itertuples(index=False, name=None):
        missing[org].add(table)
    needed = {code: (sources(ask), _of_register(ask)) for code, ask in data.regulation.asks.items()}
    pairs = zip(frame["indicator"], frame["unit"], strict=True)
    lacking = [needed[i][0] <= missing[org] or (needed[i][1] and "staff" in missing[org]) for i, org in pairs]
    return units & pd.Series(lacking, index=frame.index, dtype=bool)


def _of_register(ask: Ask) -> bool:
    """Return True when the indicator cannot be known without the organisation's register of workers."""
    return any(part.each in (PERSONS, "staff") for part in ask.measure.parts)
