"""The catalogue as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pdmon_utils.measures import Cut, Measure
from pdmon_utils.populations import Population

KINDS = {"share": "share", "count": "count", "mean": "mean", "listing": "list", "presence": "presence"}


@dataclass(frozen=True, slots=True)
class Indicator:
    """How a thing is measured, once for all regulations; `numerator` and `denominator` are words for people."""

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
    direction: str = "higher"
    disclosure: str = "open"
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
    """An indicator as a regulation asks for it, with the words of the law."""

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

    @property
    def kind(self) -> str:
        """share, count, mean, presence, list or distribution."""
        return self.indicator.kind or KINDS[self.measure.verb]


@dataclass(frozen=True, slots=True)
class Regulation:
    """A regulation: its act, aims and asks, and the populations it means."""

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

    def of(self, criterion: str) -> tuple[Ask, ...]:
        """Return the asks whose indicator belongs to a unified criterion, in the order of the regulation."""
        return tuple(ask for ask in self.asks.values() if ask.indicator.criterion == criterion)
