"""Where random cells come from: dates at the edges of windows, persons, codes, and rows that suit the indicators."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from .rules import Value

    Cell = Callable[["Place"], Value]

EDGES = ((1, 1), (12, 31), (6, 30), (7, 1), (8, 31), (9, 1), (2, 28), (3, 1))
REPORTING_DAYS = ((12, 31), (6, 30), (8, 31))
AGES = (22, 24, 25, 26, 29, 30, 31, 34, 35, 36, 50)
TENURES = (0, 0, 1, 1, 2, 3, 3, 4, 5, 6, 10, 15, 20, 21)
NO_SUBJECT = "без предмета"
SUBJECTS = ("физика", "математика", "химия", "история, экономика, право, обществознание")
POSITIONS = (
    "teacher", "teacher", "teacher", "teacher", "methodist", "methodist", "educator", "psychologist", "speech",
    "defect", "social", "extra", "tutor", "head", "deputy", "other",
)  # fmt: skip
BODY_KINDS = (
    "smo", "rmo", "mo", "rumo", "mumo", "net", "prob", "creat", "team", "pair", "young", "tutor", "aktiv", "cnppm",
    "gia", "dpo", "jury",
)  # fmt: skip
LEVELS = ("org", "mun", "reg", "fed", "int")


class Place:
    """One municipality in the making: its dice, years, persons and organisations."""

    def __init__(self, dice: Random, first_year: int, people: list[str], orgs: list[str]) -> None:
        """Keep what cells are drawn from."""
        self.dice = dice
        self.first_year = first_year
        self.years = (first_year, first_year + 1)
        self.people = people
        self.orgs = orgs

    def edge(self) -> date:
        """Return a day on the edge of a window of the report years or beside it."""
        year = self.dice.choice((self.first_year - 1, self.first_year, self.first_year, self.first_year + 1))
        if self.dice.random() < 0.05:
            return date(year // 4 * 4, 2, 29)
        return date(year, *self.dice.choice(EDGES)) + timedelta(days=self.dice.choice((-1, 0, 0, 0, 1)))

    def years_before(self, choices: tuple[int, ...]) -> date:
        """Return a day such that the full years to a reporting date turn there."""
        day = date(self.dice.choice(self.years) - self.dice.choice(choices), *self.dice.choice(EDGES + REPORTING_DAYS))
        if self.dice.random() < 0.1:
            return date(day.year // 4 * 4, 2, 29)
        return day + timedelta(days=self.dice.choice((-1, 0, 0, 1)))


def one(*values: Value) -> Cell:
    """Return a cell with one of the values."""
    return lambda place: place.dice.choice(values)


def maybe(chance: float, cell: Cell) -> Cell:
    """Return a cell filled with this chance, else empty."""
    return lambda place: cell(place) if place.dice.random() < chance else None


def edge(place: Place) -> Value:
    """Return a day at an edge."""
    return place.edge()


def reporting(place: Place) -> Value:
    """Return a day on which many organisations report at once, or an edge."""
    if place.dice.random() < 0.2:
        return place.edge()
    return date(place.dice.choice(place.years), *place.dice.choice(REPORTING_DAYS))


def person(place: Place) -> Value:
    """Return a person, rarely one whom no register knows."""
    return place.dice.choice(place.people) if place.dice.random() < 0.95 else place.dice.choice(("X1", "X2"))


def org(place: Place) -> Value:
    """Return an organisation, rarely one that does not exist."""
    return place.dice.choice(place.orgs) if place.dice.random() < 0.94 else "N9"


def code(letter: str, most: int) -> Cell:
    """Return a cell with a code out of a few, so that codes meet each other."""
    return lambda place: f"{letter}{place.dice.randint(1, most)}"


def born(place: Place) -> Value:
    """Return a birth date about which an age band turns."""
    return place.years_before(AGES)


def began(place: Place) -> Value:
    """Return a beginning of work about which an experience band turns."""
    return place.years_before(TENURES)


def hired(place: Place) -> Value:
    """Return a date of hiring: mostly long ago or three years ago, else at an edge."""
    return place.edge() if place.dice.random() < 0.3 else place.years_before((2, 3, 3, 4, 8, 12))


flag = one(*(True, True, False))
yes = one(*(True, True, True, True, False))
text = one("т", "Текст", "ещё текст")
subject = maybe(0.8, one(*SUBJECTS, *SUBJECTS, NO_SUBJECT))
