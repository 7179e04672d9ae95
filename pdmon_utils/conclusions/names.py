"""What indicators, organisations, clusters and groups of cuts are called in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare import reasons
from pdmon_utils.disclosure import JOINED, counts_people
from pdmon_utils.schema import SCHEMA

JOINED_WORDS = "Прочие группы вместе"


@dataclass(frozen=True)
class Names:
    """The asks by id and the short names of organisations by org_id; `place` is the slug of the municipality.

    `breaks`: indicator → report year → why it is counted in another way from then on; without it those of the act.
    """

    asks: Mapping[str, Ask]
    place: str
    organisations: Mapping[str, str] = field(default_factory=dict)
    breaks: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def title(self, indicator: str) -> str:
        """Return the title of an indicator."""
        return self.asks[indicator].title

    def unit(self, scope: str, unit: str) -> str:
        """Return what an organisation or a cluster is called; the code itself where nobody has named it."""
        if scope == "cluster":
            return SCHEMA["organisations"].columns["cluster"].values.get(unit, unit)
        return self.organisations.get(unit, unit)

    def cut(self, indicator: str, breakdown: str) -> str:
        """Return the title of a cut: «предмет»."""
        return next((asked.cut.title for asked in self.asks[indicator].cuts if asked.cut.name == breakdown), breakdown)

    def group(self, indicator: str, breakdown: str, group: str) -> str:
        """Return the words of a group: as the act says them, open ones by `post_words`, hidden ones together."""
        if group == JOINED:
            return JOINED_WORDS
        groups = next((asked.groups for asked in self.asks[indicator].cuts if asked.cut.name == breakdown), {})
        return groups.get(group) or post_words(group)

    def population(self, indicator: str) -> str:
        """Return what the denominator counts; empty where nothing is divided."""
        ask = self.asks[indicator]
        return ask.indicator.denominator or (ask.population.title if ask.population else "")

    def broken(self, indicator: str, year: int) -> tuple[int, str] | None:
        """Return the last break of an indicator's series up to a year: since when and why; None where none is told."""
        held = self.breaks.get(indicator) or reasons(self.asks[indicator], {}, year)
        return max(((since, why) for since, why in held.items() if since <= year), default=None)

    def of_people(self, indicator: str) -> bool:
        """Return True when the numerator counts persons."""
        return counts_people(self.asks[indicator])


def post_words(code: str) -> str:
    """Return an open group's words: «teacher/физика» → «учитель, физика», any other text as it is."""
    position, slash, subject = code.partition("/")
    title = SCHEMA["staff"].columns["position"].values.get(position)
    return code if title is None else f"{title}{', ' if slash else ''}{subject}"
