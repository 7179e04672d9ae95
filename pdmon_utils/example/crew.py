"""Who is on the register in a report year, and how likely each of them is to do something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pdmon_utils.example.careers import Duty, Stint
from pdmon_utils.example.dice import Dice
from pdmon_utils.example.lore import facts
from pdmon_utils.example.people import Person
from pdmon_utils.example.places import YEARS, District, Entry, Organisation

_YOUNG = 5
_AUDIENCES = {
    "teacher": "teachers",
    "educator": "educators",
    "head": "heads",
    "methodist": "methodists",
    "psychologist": "others",
    "social": "others",
    "speech": "others",
    "defect": "others",
    "tutor": "others",
}


@dataclass(frozen=True, slots=True)
class Member:
    """One person employed at the end of a report year; `groups` are the audiences that include the person."""

    person: Person
    main: Stint
    experience: int
    positions: frozenset[str]
    subjects: tuple[str, ...]
    groups: frozenset[str]

    @property
    def org(self) -> Organisation:
        """The organisation of the main work."""
        return self.main.org

    @property
    def subject(self) -> str:
        """The first subject taught, empty without one."""
        return self.subjects[0] if self.subjects else ""

    @property
    def teaches(self) -> bool:
        """True for a member of the teaching staff."""
        return "all" in self.groups

    @property
    def is_young(self) -> bool:
        """True with up to five full years of teaching."""
        return "young" in self.groups


@dataclass(frozen=True, slots=True)
class Season:
    """One report year of one district: who works there, and the dice of one subject matter."""

    place: District
    year: int
    members: tuple[Member, ...]
    dice: Dice

    def chance(self, name: str, member: Member) -> float:
        """Return the chance of rates.yml for this year, the higher the more active the person and the organisation."""
        base = float(facts("rates")["chances"][name][YEARS.index(self.year)])
        return base * self.place.pace * member.org.zeal * member.person.drive

    def happens(self, name: str, member: Member) -> bool:
        """Return whether the member does it."""
        return self.dice.happens(min(self.chance(name, member), 0.97))

    def day(self, occasion: str) -> date:
        """Return a day of the report year by the months of the occasion."""
        return self.place.day(self.dice, self.year, occasion)

    def entry(self, table: str, org: str, **row: object) -> Entry:
        """Return a row handed in for this year."""
        return Entry(self.year, table, org, row)

    def pedagogues(self) -> list[Member]:
        """Return the teaching staff."""
        return [member for member in self.members if member.teaches]


def crew(place: District, stints: Sequence[Stint], year: int) -> tuple[Member, ...]:
    """Return everybody employed (not as an external part-timer) at the end of the report year."""
    closing = place.closing(year)
    held: dict[str, list[Stint]] = defaultdict(list)
    for stint in stints:
        if stint.works(closing) and not stint.external:
            held[stint.person.id].append(stint)
    return tuple(_member(own, closing) for own in held.values())


def _audiences(duties: Sequence[Duty], experience: int) -> Iterator[str]:
    """Yield the audiences of events and bodies to which a person with these duties belongs."""
    positions = {duty.position for duty in duties}
    yield from (name for position, name in _AUDIENCES.items() if position in positions)
    yield from (duty.subject for duty in duties)
    if any(duty.group == "ped" for duty in duties):
        yield "all"
        if experience <= _YOUNG:
            yield "young"


def _member(own: Sequence[Stint], closing: date) -> Member:
    main = own[0]
    duties = [duty for stint in own for duty in stint.duties]
    experience = main.person.experience(closing)
    return Member(
        person=main.person,
        main=main,
        experience=experience,
        positions=frozenset(duty.position for duty in duties),
        subjects=tuple(duty.subject for duty in duties if duty.subject),
        groups=frozenset(_audiences(duties, experience)),
    )


def _staff_row(stint: Stint, duty: Duty, year: int, closing: date) -> dict[str, object]:
    return {
        "year": year,
        "org_id": stint.org.id,
        "person_id": stint.person.id,
        "staff_group": duty.group,
        "position": duty.position,
        "subject": duty.subject,
        "level": duty.level,
        **_person_cells(stint.person, duty, year, closing),
        **_stint_cells(stint, closing),
        "rate": duty.rate,
        "load_hours": duty.load,
    }


def _person_cells(person: Person, duty: Duty, year: int, closing: date) -> dict[str, object]:
    teaching, pedagogic = duty.group == "ped", duty.group != "other"
    return {
        "sex": person.sex,
        "birth_date": person.birth,
        "education": person.education,
        "category": person.category(closing) if teaching else "",
        "ped_start_date": person.start if pedagogic and person.told == "date" else None,
        "ped_experience": person.experience(closing) if pedagogic and person.told == "years" else None,
        "graduate_entry": person.graduate,
        "self_topic": person.topic if teaching else "",
        "self_topic_ict": year >= person.topic_ict_since if teaching and person.topic else None,
    }


def _stint_cells(stint: Stint, closing: date) -> dict[str, object]:
    dismissed = stint.dismiss if stint.dismiss and stint.dismiss <= closing else None
    return {
        "hire_date": stint.hire,
        "dismiss_date": dismissed,
        "dismiss_reason": stint.reason if dismissed else "",
        "is_external": stint.external,
    }


def register(place: District, stints: Sequence[Stint]) -> Iterator[Entry]:
    """Yield the rows of «Реестр работников» of every report year, with those dismissed in it."""
    for year in YEARS:
        opening, closing = place.opening(year), place.closing(year)
        for stint in stints:
            if stint.hire <= closing and (stint.dismiss is None or stint.dismiss >= opening):
                for duty in stint.duties:
                    yield Entry(year, "staff", stint.org.id, _staff_row(stint, duty, year, closing))
