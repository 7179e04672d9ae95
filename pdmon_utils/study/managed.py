"""What the pages of the management cycle share: sections, measures, documents, assessments of several years."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from pdmon_utils.catalogue import Direction
from pdmon_utils.conclusions import Names
from pdmon_utils.conclusions.written import Row as Said
from pdmon_utils.roadmap import place, sections
from pdmon_utils.roadmap.rows import Row, records
from pdmon_utils.study.assessed import assessed
from pdmon_utils.study.data import Data
from pdmon_utils.study.values import fed

OTHER_DIRECTION = "Направление не из перечня положения"


@dataclass(eq=False)
class Managed:
    """A study's data as the pages of the cycle read them; assessments are made once a year."""

    data: Data
    _frames: dict[int, pd.DataFrame] = field(default_factory=dict)

    @cached_property
    def held(self) -> dict[str, Direction]:
        """The directions of the regulation, or its criteria."""
        return sections(self.data.regulation, self.data.workspace.catalogue.criteria)

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Clean rows of `measures` of all years up to the report year; nothing about single organisations in public."""
        rows = self.data.rows("measures")
        rows = rows[rows["year"] <= self.data.year]
        return rows[rows["org_id"].isna() & ~self._naming(rows["text"])] if self.data.public else rows

    @cached_property
    def documents(self) -> pd.DataFrame:
        """Documents signed by the end of the report year; in public those of the municipality and the region."""
        rows = self.data.rows("documents")
        rows = rows[rows["date"] <= self.end]
        return rows[(rows["scope"] != "org") & ~self._naming(rows["title"])] if self.data.public else rows

    @property
    def in_force(self) -> pd.DataFrame:
        """Documents in force in the report year; without a last day a document stays in force (rule 13)."""
        rows = self.documents
        return rows[rows["valid_to"].isna() | (rows["valid_to"] >= pd.Timestamp(self.data.span.start))]

    @property
    def of_year(self) -> pd.DataFrame:
        """Documents that speak of the report year: signed in it, or with a last day that is not over."""
        rows = self.documents
        return rows[(rows["date"] >= pd.Timestamp(self.data.span.start)) | (rows["valid_to"] >= self.end)]

    @cached_property
    def events(self) -> pd.DataFrame:
        """Events of all years; in public those whose titles name no organisation."""
        rows = self.data.rows("events")
        return rows[~self._naming(rows["title"])] if self.data.public else rows

    def _naming(self, texts: pd.Series[str]) -> pd.Series[bool]:
        """Return where a text that somebody wrote names an organisation of any year."""
        return texts.map(self.data.names_one).astype(bool)

    @cached_property
    def end(self) -> pd.Timestamp:
        """The last day of the report year."""
        return pd.Timestamp(self.data.span.end)

    @cached_property
    def names(self) -> Names:
        """What indicators and organisations are called."""
        return Names(self.data.regulation.asks, self.data.municipality)

    def title(self, code: str) -> str:
        """Return what a section is called."""
        return self.held[code].said if code in self.held else OTHER_DIRECTION

    def place(self, rows: pd.DataFrame) -> pd.Series[str]:
        """Return the code of the section of each row of `measures`."""
        law, held = self.data.regulation, self.held
        found = [place(law, held, *pair) for pair in zip(rows["direction"], rows["criterion"], strict=True)]
        return pd.Series(found, index=rows.index, dtype=object)

    def frame(self, year: int) -> pd.DataFrame:
        """Return the assessment frame of a year with `year`: only what was handed in, protected for a public page."""
        if year not in self._frames:
            self._frames[year] = assessed(replace(self.data, year=year)).assign(year=year)
        return self._frames[year]

    def totals(self, year: int) -> dict[str, Row]:
        """Return indicator → its row of the assessment frame, totals of the municipality."""
        if year not in self.data.card.years:
            return {}
        frame = self.frame(year)
        rows = frame[(frame["scope"] == "municipality") & (frame["breakdown"] == "")]
        return {str(row["indicator"]): row for row in records(rows)}

    def fed_years(self, indicator: str) -> list[int]:
        """Return the years up to the report year for which the data of an indicator were handed in."""
        ask = self.data.regulation.asks[indicator]
        return [year for year in self.data.card.years if year <= self.data.year and fed(self.data, ask, year)]

    def said(self, row: Row) -> Said:
        """Return a row of the assessment frame as sentences take it."""
        return Said(row, self.names)
