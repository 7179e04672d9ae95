"""Who works where and when: posts, the people who hold them one after another, part-timers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from pdmon_utils.example.dice import Dice
from pdmon_utils.example.lore import facts, numbers, weights
from pdmon_utils.example.people import Person, beginner, ids, veteran
from pdmon_utils.example.places import YEARS, District, Organisation, own_dice

_LAST = date(YEARS[-1], 12, 31)


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of the staff register without the person: what, at which rate and load."""

    group: str
    position: str
    subject: str
    level: str
    rate: float
    load: float | None


@dataclass(frozen=True, slots=True)
class Stint:
    """One person's work in one organisation from hire to dismissal."""

    person: Person
    org: Organisation
    duties: tuple[Duty, ...]
    hire: date
    dismiss: date | None = None
    reason: str = ""
    external: bool = False

    def works(self, on: date) -> bool:
        """Return True if employed on the day."""
        return self.hire <= on and (self.dismiss is None or self.dismiss > on)


def _duty(group: str, position: str, subject: str, rate: float, dice: Dice) -> Duty:
    level = "prim" if subject == "начальные классы" else str(facts("staffing")["levels"].get(position, ""))
    if subject in facts("staffing")["upper"] and dice.happens(0.5):
        level = "upper"
    load = (
        None if group in ("head", "other", "deputy") else round(weights("staffing", "hours")[position] * rate * 2) / 2
    )
    return Duty(group, position, subject, level, rate, load)


def _subject(org: Organisation, dice: Dice) -> str:
    if org.name.startswith("НОШ"):
        return "начальные классы"
    return dice.pick(weights("staffing", "subjects"))


def _teacher(org: Organisation, dice: Dice) -> tuple[Duty, ...]:
    subject = _subject(org, dice)
    first = _duty("ped", "teacher", subject, float(dice.pick(weights("staffing", "rates"))), dice)
    second = facts("staffing")["second"].get(subject)
    if second is None or not dice.happens(0.45 if org.rural else 0.14):
        return (first,)
    rate = min(float(dice.pick(weights("staffing", "second_rates"))), max(0.25, 1.5 - first.rate))
    return first, _duty("ped", "teacher", second, rate, dice)


def _special(said: Mapping[str, str], org: Organisation, dice: Dice) -> tuple[Duty, ...]:
    main = _duty(said["group"], said["position"], "", 1.0, dice)
    if not dice.happens(float(said.get("teaches", "0"))):
        return (main,)
    return main, _duty("ped", "teacher", _subject(org, dice), float(dice.pick({"0.25": 2, "0.5": 1})), dice)


def posts(org: Organisation, dice: Dice) -> Iterator[tuple[Duty, ...]]:
    """Yield the posts of one organisation, `size` of them."""
    left = org.size
    for said in facts("staffing")["posts"][org.type]:
        for _ in range(max(int(said["least"]), org.size // int(said["per"]))):
            left -= 1
            yield _special(said, org, dice)
    position = facts("staffing")["rest"][org.type]
    for _ in range(left):
        if position == "teacher":
            yield _teacher(org, dice)
        else:
            yield (_duty("ped", position, "", float(dice.pick({"1.0": 80, "1.25": 12, "0.5": 8})), dice),)


def _leaves(stint: Stint, year: int, place: District, dice: Dice) -> date | None:
    age = stint.person.age(date(year, 6, 30))
    kind = "young" if age < 30 else "old" if age > 61 else "middle"  # noqa: PLR2004  from 62 on people retire
    if not dice.happens(weights("rates", "leaving")[kind]):
        return None
    month = int(dice.pick(weights("rates", "months", "leaving")))
    day = dice.day(*place.month(year, month))
    return day if day > stint.hire + timedelta(days=60) else None


def _successor(stint: Stint, left: date, new_ids: Iterator[str], dice: Dice) -> Stint | None:
    hire = max(left + timedelta(days=dice.between(4, 40)), date(left.year, 8, dice.between(20, 31)))
    if hire > _LAST or not dice.happens(0.93):
        return None
    main = stint.duties[0]
    novice = main.group == "ped" and dice.happens(0.55 if main.position in ("teacher", "educator", "extra") else 0.2)
    come = beginner if novice else veteran
    return Stint(come(next(new_ids), main.position, hire, dice), stint.org, stint.duties, hire)


def _line(first: Stint, place: District, new_ids: Iterator[str], dice: Dice) -> Iterator[Stint]:
    """Yield the holders of one post, one after another, over the report years."""
    holder: Stint | None = first
    for year in YEARS:
        if holder is None:
            return
        left = _leaves(holder, year, place, dice)
        if left is not None:
            yield replace(holder, dismiss=left, reason="own" if dice.happens(0.75) else "other")
            holder = _successor(holder, left, new_ids, dice)
    if holder is not None:
        yield holder


def _first_holder(org: Organisation, duties: tuple[Duty, ...], new_ids: Iterator[str], dice: Dice) -> Stint:
    opened = date(YEARS[0] - 1, 8, 25)
    if duties[0].group == "ped" and dice.happens(0.115):
        hire = date(YEARS[0] - dice.between(1, 6), 8, dice.between(20, 31))
        return Stint(beginner(next(new_ids), duties[0].position, hire, dice), org, duties, hire)
    person = veteran(next(new_ids), duties[0].position, opened, dice)
    since = person.start + (opened - person.start) * float(dice.rng.random()) ** 0.8
    return Stint(person, org, duties, since)


def _also_works(stints: Sequence[Stint], place: District, dice: Dice) -> Iterator[Stint]:
    """Yield part-time work of some teachers in a second school, as external part-timers or (a few) not."""
    schools = [org for org in place.organisations if org.type == "school"]
    for stint in stints:
        main = stint.duties[0]
        if main.position in ("teacher", "psychologist", "speech") and stint.dismiss is None and dice.happens(0.06):
            org = dice.one([school for school in schools if school != stint.org])
            rate = float(dice.pick(numbers({"0.25": "1", "0.5": "1"})))
            duty = _duty("ped", main.position, main.subject, rate, dice)
            yield Stint(stint.person, org, (duty,), stint.hire, external=dice.happens(0.6))


def _outsiders(place: District, new_ids: Iterator[str], dice: Dice) -> Iterator[Stint]:
    """Yield external part-timers whose main work is outside the district."""
    for org in place.organisations:
        if org.type in ("school", "extra") and dice.happens(0.6):
            hire = date(YEARS[0] - dice.between(1, 5), 9, 1)
            position = "teacher" if org.type == "school" else "extra"
            subject = _subject(org, dice) if org.type == "school" else ""
            person = veteran(next(new_ids), position, hire, dice)
            yield Stint(person, org, (_duty("ped", position, subject, 0.5, dice),), hire, external=True)


def _guests(place: District, neighbours: Sequence[Stint]) -> Iterator[Stint]:
    """Yield work of a few people of the neighbouring district in this one (they keep their code)."""
    teachers = [s for s in neighbours if s.dismiss is None and s.duties[0].position == "teacher" and not s.external]
    for n, stint in enumerate(teachers[:: len(teachers) // 6 or 1][:6]):
        duty = replace(stint.duties[0], rate=0.5, load=9.0)
        yield Stint(
            stint.person, place.organisations[n % 4], (duty,), max(stint.hire, date(2021, 9, 1)), external=n % 3 == 0
        )


def careers(place: District, seed: int, neighbours: Sequence[Stint] = ()) -> tuple[Stint, ...]:
    """Return all stints of a district over the report years; `neighbours` lend it a few people."""
    dice = own_dice(place.slug, seed, "careers")
    new_ids = ids(place.band, dice)
    firsts = [_first_holder(org, duties, new_ids, dice) for org in place.organisations for duties in posts(org, dice)]
    lines = list(chain.from_iterable(_line(first, place, new_ids, dice) for first in firsts))
    part_time = [*_also_works(lines, place, dice), *_outsiders(place, new_ids, dice)]
    return (*lines, *part_time, *_guests(place, neighbours))
