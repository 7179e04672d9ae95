"""Numbers that a page counts itself and that are no figures: its sentences quote them by name and address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pdmon_utils.study.data import Data
from pdmon_utils.words import Number, Quote, Sentence, Slot, address, amount, say


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of one page by name; `noun` says of what (tags, feedback, survey_request)."""

    noun: str
    place: str
    year: int
    values: Mapping[str, Number]

    def say(self, template: str, **slots: Slot) -> Sentence:
        """Return the template with its slots: words as given, any other name as the number of that name."""
        return say(template, {**{name: self.quote(name, amount(n)) for name, n in self.values.items()}, **slots})

    def quote(self, name: str, text: str) -> Quote:
        """Return the number of this name as written."""
        return Quote(text, self.values[name], self.address(name))

    def address(self, name: str) -> str:
        """Return where the number comes from, in the form of a figure's address."""
        return address(self.noun, "municipality", self.place, "", "", self.year, name)

    @property
    def facts(self) -> dict[str, Number]:
        """All numbers by address, for whoever checks the page."""
        return {self.address(name): value for name, value in self.values.items()}


def counts(data: Data, noun: str, values: Mapping[str, Number]) -> Counts:
    """Return the numbers of a page of this study."""
    return Counts(noun, data.municipality, data.year, values)
