"""Organisations of one report year side by side: values, traits, declared groups (internal pages only)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare.clusters import declared
from pdmon_utils.compare.traits import opened, traits
from pdmon_utils.conditions import Period
from pdmon_utils.figures import window
from pdmon_utils.populations import Members
from pdmon_utils.schema import SCHEMA
from pdmon_utils.study.data import Data
from pdmon_utils.study.shared import kept
from pdmon_utils.words import join_ru

INTERNAL_ONLY = "Сопоставление организаций и их групп приведено в служебном отчёте."
SCOPES = ("organisation", "cluster")
COMPARED = ("share", "mean")  # kinds whose values of organisations may stand beside each other
GROUPINGS = {
    "cluster": "Кластер",
    "org_type": "Тип организации",
    "rural": "Местность",
    "size": "Число педагогов",
}
WORDS = {
    "cluster": {**SCHEMA["organisations"].columns["cluster"].values, "none": "вне кластеров"},
    "org_type": dict(SCHEMA["organisations"].columns["org_type"].values),
    "rural": {"yes": "сельская", "no": "городская или не указана"},
    "size": {"lt15": "до 15", "15_30": "15–29", "30_50": "30–49", "50p": "50 и более"},
    "age": {"lt35": "моложе 35 лет", "35_55": "35–54 года", "55p": "55 лет и старше", "unknown": "не указан"},
}


@dataclass(eq=False)
class Schools:
    """What internal pages know of the organisations of one municipality and year."""

    data: Data

    def members(self, name: str, year: int) -> Members:
        """Return the populations of the municipality in a window of a year."""
        return self.data.keep(("members", name, year), lambda: self._opened(window(name, year)))

    def _opened(self, period: Period) -> Members:
        tables = {table: self.data.rows(table) for table in SCHEMA}
        return opened(tables, self.data.municipality, self.data.regulation.populations, period)

    @kept
    def rows(self) -> pd.DataFrame:
        """The organisations of the year by org_id."""
        return self.data.organisations().drop_duplicates("org_id").set_index("org_id", drop=False)

    @kept
    def names(self) -> pd.Series[str]:
        """Short names by org_id."""
        return self.rows["org_short"].fillna(self.rows["org_name"]).astype(str)

    @kept
    def traits(self) -> pd.DataFrame:
        """The traits of the organisations by org_id (`compare.traits`) on the regulation's reporting date."""
        found = traits(self.members(self.data.regulation.window, self.data.year))
        return found.reindex(self.rows.index)

    @kept
    def declared(self) -> pd.DataFrame:
        """The declared groups by org_id; only divisions that have at least two groups, or one and the rest."""
        found = declared(self.rows.reset_index(drop=True), self.traits["teachers"])
        return found[[name for name in found if len(found[name].drop_duplicates()) > 1]]

    @kept
    def _totals(self) -> dict[tuple[str, str], pd.DataFrame]:
        rows = self.data.all_figures
        rows = rows[(rows["year"] == self.data.year) & (rows["breakdown"] == "") & rows["scope"].isin(SCOPES)]
        rows = rows[(rows["scope"] != "organisation") | ~rows["unit"].isin(self.data.silent())]
        return {(str(code), str(scope)): held for (code, scope), held in rows.groupby(["indicator", "scope"])}

    def figures(self, ask: Ask, scope: str = "organisation") -> pd.DataFrame:
        """Return the totals of the organisations that handed in (or of the clusters), report year only."""
        return self._totals.get((ask.id, scope), self.data.all_figures.iloc[:0])

    def values(self, ask: Ask) -> pd.Series[float]:
        """Return the ask's value by org_id; only organisations that have one."""
        held: pd.Series[float] = self.figures(ask).set_index("unit")["value"].astype(float).dropna()
        return held

    def named(self, units: pd.Index) -> str:
        """Return the names of organisations by alphabet."""
        return join_ru(sorted(self.names.reindex(units).dropna()))
