"""The recommendations of a study: the draft by the rules, after the analyst's edits, as its audience may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from pdmon_utils.conclusions import Names, foreign_numerals
from pdmon_utils.journal import Amendment
from pdmon_utils.recommendations import (
    ADDRESSEES,
    PRACTICE,
    Edited,
    Matched,
    Practice,
    Recommendation,
    Specifics,
    bank,
    edited,
    match,
    read_amendments,
    recommend,
    sizes,
    specifics,
)
from pdmon_utils.study.data import PLAIN, Data
from pdmon_utils.study.said import Conclusions, conclusions_of
from pdmon_utils.study.shared import kept
from pdmon_utils.words import Quote, Sentence

WHOLE = "report"  # a page about all criteria


@dataclass(eq=False)
class Advised:
    """The recommendations of one municipality and year; a page about one criterion shows its own ones."""

    data: Data

    @cached_property
    def _whole(self) -> Conclusions:
        plain = self.data.criterion in PLAIN
        return conclusions_of(self.data if plain else replace(self.data, criterion=WHOLE))

    @property
    def names(self) -> Names:
        """What indicators and organisations are called."""
        return self._whole.names

    @kept
    def frame(self) -> pd.DataFrame:
        """The assessment frame; where the regulation forbids rankings, organisations stand on no side."""
        frame = self._whole.frame
        unranked = (frame["scope"] == "organisation") & bool(self.data.regulation.no_ranking)
        return frame.assign(side=frame["side"].mask(unranked))

    @kept
    def known(self) -> Specifics:
        """Clusters, subjects with deficits: from rows of persons, so a public page knows none of them."""
        if self.data.public:
            return Specifics()
        tables = (self.data.organisations(), self.data.rows("staff"), self.data.rows("diagnostics"))
        return specifics(*tables, self.data.span)

    @kept
    def sizes(self) -> dict[str, Quote]:
        """How many teachers an organisation has, by org_id."""
        return sizes(self.frame, self.names, self.data.year)

    @cached_property
    def drafted(self) -> list[Recommendation]:
        """What the rules say of all criteria, before the analyst's edits."""
        return recommend(self.frame, self.names, self.data.year, self.data.regulation, known=self.known)

    @cached_property
    def amendments(self) -> tuple[Amendment, ...]:
        """The analyst's decisions (`texts/recommendations.csv` of the year)."""
        return read_amendments(self.data.workspace.texts(self.data.municipality, self.data.year))

    @kept
    def bank(self) -> dict[str, list[Practice]]:
        """Criterion → practices; in public those of single organisations and those that name one are left out."""
        rows = self.data.rows("practices")
        if self.data.public:
            named = rows["title"].astype(str).map(self.data.names_one).astype(bool)
            rows = rows[~named & (rows["level"] != "org")]
        sources: Mapping[str, str] = {} if self.data.public else self.names.organisations
        return bank(rows, pd.Timestamp(self.data.span.end), sources)

    @cached_property
    def matched(self) -> Matched:
        """What the bank offers for weak indicators, before the analyst's edits."""
        return match(self.frame, self.names, self.data.year, self.data.regulation, self.bank)

    @property
    def _edited(self) -> Edited:
        return self.data.keep(("edited", self.data.written()), self._edit)

    def _edit(self) -> Edited:
        titles = {code: c.title for code, c in self.data.workspace.catalogue.criteria.items()}
        return edited([*self.drafted, *self.matched.recommendations], self.amendments, titles)

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """The addressed recommendations of the study after the edits."""
        return tuple(r for r in self._all if r.theme != PRACTICE)

    @property
    def practised(self) -> tuple[Recommendation, ...]:
        """The recommendations on successful practices after the edits."""
        return tuple(r for r in self._all if r.theme == PRACTICE)

    @cached_property
    def _all(self) -> tuple[Recommendation, ...]:
        """Both, of the study's criterion; in public nothing that names an organisation."""
        plain = self.data.criterion in PLAIN
        mine = [r for r in self._edited.recommendations if plain or r.criterion == self.data.criterion]
        return tuple(shown for r in mine if (shown := self._shown(r)) is not None)

    def _shown(self, said: Recommendation) -> Recommendation | None:
        """Return what the audience may see: in public a wording that is not fit for all gives way to the sentence."""
        if not self.data.public or (not said.org_id and (not said.wording or self.fit_for_all(said))):
            return said
        return None if said.org_id or not said.sentence.parts else replace(said, edit=None)

    def fit_for_all(self, said: Recommendation) -> bool:
        """Return True when the wording names no organisation and no number that the recommendation does not rest on."""
        whole = Sentence(tuple(part for text in (said.sentence, *said.because) for part in text.parts))
        return not foreign_numerals(said.wording, whole) and not self.data.names_one(said.wording)

    @property
    def stale(self) -> tuple[Amendment, ...]:
        """Edits whose key no recommendation has any more; told to the analyst only."""
        return () if self.data.public else self._edited.stale

    @property
    def strange(self) -> tuple[Amendment, ...]:
        """Edits whose wording has numbers that are nowhere among the figures; told to the analyst only."""
        mine = [r for r in self._edited.recommendations if r.edit and r.wording]
        return () if self.data.public else tuple(r.edit for r in mine if r.edit and not self._supported(r))

    def _supported(self, said: Recommendation) -> bool:
        whole = Sentence(tuple(part for text in (said.sentence, *said.because) for part in text.parts))
        return not foreign_numerals(said.wording, whole)

    def addressee(self, code: str) -> str:
        """Return the regulation's own words for an addressee."""
        words = self.data.regulation.audiences.get(code, ADDRESSEES.get(code, code))
        return words[:1].upper() + words[1:]

    def direction(self, code: str) -> str:
        """Return the title of a direction of measures; a dash where the regulation has none."""
        held = self.data.regulation.directions
        return held[code].said if code in held else ""

    @property
    def last(self) -> Advised | None:
        """The recommendations of the year before; None where that year was not held."""
        year = self.data.year - 1
        return Advised(replace(self.data, year=year)) if year in self.data.card.years else None
