"""Who the fictional people are: birth, start of teaching, education, category."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pdmon_utils.example.dice import Dice
from pdmon_utils.example.lore import facts, weights

_NEVER = 99.0
_ATTESTED_FROM = 2  # full years: the post is confirmed not earlier
_IDLE = 0.6  # with less drive than this a person puts the attestation off


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person; `told` says how the experience is handed in: date, years or not at all."""

    id: str
    sex: str
    birth: date
    start: date
    told: str
    education: str
    first_after: float
    top_after: float
    graduate: bool
    drive: float
    topic: str
    topic_ict_since: int

    def age(self, on: date) -> int:
        """Return full years of age."""
        return full_years(self.birth, on)

    def experience(self, on: date) -> int:
        """Return full years of teaching."""
        return max(full_years(self.start, on), 0)

    def category(self, on: date) -> str:
        """Return the category held: it comes with the years and is never lost."""
        years = self.experience(on)
        if years >= self.top_after:
            return "top"
        if years >= self.first_after:
            return "first"
        return "sfz" if years >= _ATTESTED_FROM and self.drive >= _IDLE else "none"


def full_years(start: date, end: date) -> int:
    """Return full years from `start` to `end`; the day itself completes the year."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def ids(band: str, dice: Dice) -> Iterator[str]:
    """Yield pseudonyms of six digits without repetition, the first digit being the district's."""
    return (f"{band}{n:05d}" for n in dice.rng.permutation(90_000))


def _person(person_id: str, position: str, dates: tuple[date, date], dice: Dice, *, graduate: bool) -> Person:
    """Return a person with the given days of birth and start of teaching."""
    women = weights("staffing", "women")
    schooling = facts("staffing")["education"]
    first = dice.around(6, 3, 2, 20) if dice.happens(0.72) else _NEVER
    ict = dice.happens(0.35)
    return Person(
        id=person_id,
        sex="f" if dice.happens(women.get(position, 0.85)) else "m",
        birth=dates[0],
        start=dates[1],
        told=dice.pick({"date": 82, "years": 14, "nothing": 4}),
        education=dice.pick(weights("staffing", "education", position if position in schooling else "teacher")),
        first_after=first,
        top_after=first + dice.around(6, 3, 3, 20) if dice.happens(0.55) else _NEVER,
        graduate=graduate,
        drive=dice.around(1.0, 0.35, 0.3, 1.9),
        topic=dice.one(facts("staffing")["topics_ict" if ict else "topics"]) if dice.happens(0.7) else "",
        topic_ict_since=dice.between(2020, 2025) if ict else 9999,
    )


def beginner(person_id: str, position: str, hire: date, dice: Dice) -> Person:
    """Return a person who comes to this post straight from university or college."""
    birth = date(hire.year - dice.between(21, 24), dice.between(1, 12), dice.between(1, 28))
    return _person(person_id, position, (birth, hire), dice, graduate=True)


def veteran(person_id: str, position: str, on: date, dice: Dice) -> Person:
    """Return a person who has been teaching for some years on the given day."""
    age = dice.around(51, 9, 32, 70) if position in ("head", "deputy") else dice.around(46, 11, 24, 72)
    began = dice.around(22.5, 1.5, 20, 26) if dice.happens(0.75) else dice.around(31, 7, 22, 50)
    birth = date(on.year - int(age), dice.between(1, 12), dice.between(1, 28))
    start = date(birth.year + int(min(began, age - 0.5)), 9, dice.between(1, 15))
    return _person(person_id, position, (birth, min(start, on)), dice, graduate=dice.happens(0.5))
