"""The catalogue as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pdmon_utils.catalogue.cycle import Analysis, Decision, Direction, Goal, Use
from pdmon_utils.measures import Cut, Measure
from pdmon_utils.populations import Population

_TELLING = 20  # letters from which the beginning of a title tells it from others
KINDS = {"share": "share", "count": "count", "mean": "mean", "listing": "list", "presence": "presence"}
SHARES = ("share", "distribution")  # kinds whose value is a part of a whole


@dataclass(frozen=True, slots=True)
class Indicator:
    """How a thing is measured, once for all regulations; `numerator` and `denominator` are words for people.

    `facet` is organisation, conditions or results (`facets.yml`); `disclosure` says how careful a public page has to
    be: open, internal or sensitive (`disclosure.classes`).
    """

    code: str
    criterion: str
    title: str
    unit: str
    topic: str
    measure: Measure
    numerator: str
    denominator: str = ""
    kind: str = ""
    stock: bool = False
    facet: str = ""
    direction: str = "higher"
    disclosure: str = "internal"
    note: str = ""
    cuts: Mapping[str, Cut] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One unified criterion: its notebook has the same name; `topics` in the order of the file."""

    code: str
    title: str
    question: str
    indicators: Mapping[str, Indicator]

    @property
    def topics(self) -> tuple[str, ...]:
        """Topics in the order in which the file names them."""
        return tuple(dict.fromkeys(i.topic for i in self.indicators.values()))


@dataclass(frozen=True, slots=True)
class AskedCut:
    """A cut as a regulation asks for it; `groups` is code → its words, empty for «as found in the data»."""

    cut: Cut
    by: bool
    groups: Mapping[str, str]

    @property
    def open(self) -> bool:
        """True when the groups are those found in the data."""
        return not self.groups


@dataclass(frozen=True, slots=True)
class Ask:
    """An indicator as a regulation asks for it, with the words of the law.

    `breaks`: year → why values of this year and later do not compare with those before (another definition).
    """

    id: str
    indicator: Indicator
    measure: Measure
    population: Population | None
    clause: str
    criterion: str
    wording: str
    title: str
    window: str
    scopes: tuple[str, ...]
    clean: str = ""
    origin: str = "indicator_cell"
    system: str = "pd"
    target: str = ""
    direction: str = "higher"
    period: str = ""
    source: str = ""
    collect: str = ""
    process: str = ""
    cuts: tuple[AskedCut, ...] = ()
    breaks: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """share, count, mean, presence, list or distribution."""
        return self.indicator.kind or KINDS[self.measure.verb]


@dataclass(frozen=True, slots=True)
class Regulation:
    """A regulation: its act, aims and asks, the populations it means, and what it says about the management cycle.

    `years` are first and last year of its horizon; measures of `effect_years` years are judged (0: it does not say).
    `audiences`: code of the schema's dictionary → how the act names that group. `uses` and `analyses` by code.
    `beyond`: asks for what the act names and gives no indicator for; they are no indicators of the regulation.
    """

    code: str
    title: str
    short: str
    act: str
    window: str
    asks: Mapping[str, Ask]
    populations: Mapping[str, Population]
    aim: str = ""
    basis: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    document: str = ""
    no_ranking: str = ""
    directions: Mapping[str, Direction] = field(default_factory=dict)
    audiences: Mapping[str, str] = field(default_factory=dict)
    goals: Mapping[str, Goal] = field(default_factory=dict)
    uses: Mapping[str, Use] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    analyses: Mapping[str, Analysis] = field(default_factory=dict)
    beyond: Mapping[str, Ask] = field(default_factory=dict)
    years: tuple[int, int] | None = None
    effect_years: int = 0

    def serving(self, criterion: str) -> tuple[Direction, ...]:
        """Return the directions of measures that serve a unified criterion, in the order of the act."""
        return tuple(direction for direction in self.directions.values() if criterion in direction.criteria)

    def direction(self, words: str) -> Direction | None:
        """Return the direction that a cell names by its code, its title or the beginning of it; None: none of them."""
        said = _folded(words)
        exact = (d for d in self.directions.values() if said in (d.code, _folded(d.title), _folded(d.said)))
        begun = (d for d in self.directions.values() if len(said) >= _TELLING and _folded(d.title).startswith(said))
        return next(exact, None) or next(begun, None)

    def used(self, criterion: str) -> tuple[Use, ...]:
        """Return how results of a unified criterion are used: what is said of it, then what is said of all."""
        own = [use for use in self.uses.values() if criterion in use.criteria]
        return (*own, *(use for use in self.uses.values() if not use.criteria))

    def analysed(self, criterion: str) -> tuple[Analysis, ...]:
        """Return the analyses that the act wants of a unified criterion."""
        return tuple(analysis for analysis in self.analyses.values() if criterion in analysis.criteria)

    def wants_words(self, criterion: str) -> bool:
        """Return True when the act wants a qualitative analysis beside the numbers of a unified criterion."""
        return any(analysis.qualitative for analysis in self.analysed(criterion))

    def of(self, criterion: str) -> tuple[Ask, ...]:
        """Return the asks whose indicator belongs to a unified criterion, in the order of the regulation."""
        return tuple(ask for ask in self.asks.values() if ask.indicator.criterion == criterion)


def _folded(text: str) -> str:
    """Return a text as it is compared: case, ё, spaces and the last mark do not matter."""
    return " ".join(text.lower().replace("ё", "е").split()).strip(" .,;:")
