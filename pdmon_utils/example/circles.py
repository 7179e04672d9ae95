"""Whom the fictional teachers work with: mentors, bodies, the reserve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from pdmon_utils.example.careers import Stint
from pdmon_utils.example.crew import Member, Season
from pdmon_utils.example.dice import Dice
from pdmon_utils.example.lore import facts, numbers
from pdmon_utils.example.places import YEARS, District, Entry, own_dice

_SEASONED = 8
_LEVELS = {"org": "mentor_org", "mun": "mentor_mun", "reg": "mentor_reg"}
_SINCE = {"2019": 20.0, "2020": 12.0, "2021": 22.0, "2022": 18.0, "2023": 16.0, "2024": 12.0}


def _mentor(season: Season, mentee: Member, level: str) -> Member | None:
    """Return an experienced colleague: of the same organisation for a school mentor, else of another one."""
    able = [
        member
        for member in season.pedagogues()
        if member.experience >= _SEASONED
        and (member.org.id == mentee.org.id) is (level == "org")
        and member.person.id != mentee.person.id
    ]
    return season.dice.one(able) if able else None


def _pair(season: Season, mentee: Member, mentor: Member, level: str) -> Entry:
    dice = season.dice
    start = max(season.day("mentoring"), mentee.main.hire + timedelta(days=3))
    return season.entry(
        "mentoring",
        mentee.org.id,
        mentee_id=mentee.person.id,
        mentor_id=mentor.person.id,
        level=level,
        mentor_role="reg_methodist" if level == "reg" and dice.happens(0.8) else "mentor",
        start_date=start,
        end_date=start + timedelta(days=365 * dice.between(1, 2)) if dice.happens(0.75) else None,
        programme_approved_date=start + timedelta(days=dice.between(5, 40)) if dice.happens(0.7) else None,
    )


def mentoring(season: Season, paired: Mapping[tuple[str, str], object]) -> Iterator[Entry]:
    """Yield the pairs begun in this year; `paired` holds (mentee, level) of earlier years."""
    for mentee in season.pedagogues():
        eager = 1.0 if mentee.experience < 3 else 0.35 if mentee.is_young else 0.012  # noqa: PLR2004
        for level, name in _LEVELS.items():
            if (mentee.person.id, level) in paired or not season.dice.happens(eager * season.chance(name, mentee)):
                continue
            mentor = _mentor(season, mentee, level)
            if mentor is not None:
                yield _pair(season, mentee, mentor, level)


def _body(said: Mapping[str, str], member: Member) -> str:
    """Return the name of the body as it concerns this member."""
    return said["name"].format(org=member.org.name, subject=member.subject or "разные предметы")


def _spans(said: Mapping[str, str], stint: Stint, dice: Dice) -> Iterator[tuple[date, date | None]]:
    """Yield start and end of the memberships: one that lasts, or one for every year."""
    if said.get("yearly") == "yes":
        for year in YEARS:
            if stint.works(date(year, 2, 1)) and dice.happens(0.7):
                yield date(year, 2, 1), date(year, 7, 31)
        return
    year = int(dice.pick(_SINCE))
    start = max(stint.hire, dice.day(date(year, 1, 15), date(year, 10, 15)))
    end = start + timedelta(days=dice.between(300, 1200)) if dice.happens(0.12) else stint.dismiss
    if start <= date(YEARS[-1], 10, 31) and (end is None or end > start):
        yield start, end


def _joining(said: Mapping[str, str], members: Sequence[Member], pace: float, dice: Dice) -> list[Member]:
    """Return those of the body's audience who join it."""
    fit = [member for member in members if said["audience"] in member.groups]
    share = float(said["share"]) * pace
    hits = dice.hits([min(share * member.org.zeal * member.person.drive, 0.95) for member in fit])
    return [member for member, hit in zip(fit, hits, strict=True) if hit]


def _membership(
    said: Mapping[str, str], member: Member, role: str, span: tuple[date, date | None], dice: Dice
) -> dict[str, object]:
    start, end = span
    return {
        "person_id": member.person.id,
        "body": _body(said, member),
        "body_kind": said["kind"],
        "role": role,
        "level": said["level"],
        "is_network": said.get("network") == "yes",
        "start_date": start,
        "end_date": end,
        "trained_date": start + timedelta(days=dice.between(0, 50)) if said["kind"] == "gia" else None,
        "basis_document": f"приказ № {dice.between(11, 480)}" if dice.happens(0.6) else "",
    }


def memberships(place: District, members: Sequence[Member], seed: int) -> Iterator[Entry]:
    """Yield memberships of everybody who ever worked in the district (`members`: each as first seen)."""
    dice = own_dice(place.slug, seed, "memberships")
    led: set[str] = set()
    for said in facts("bodies")["bodies"]:
        for member in _joining(said, members, place.pace, dice):
            body = _body(said, member)
            leads = said.get("lead") == "yes" and member.experience >= _SEASONED and body not in led
            role = "lead" if leads else dice.pick(numbers(said["roles"]))
            led.update({body} if leads else ())
            for start, end in _spans(said, member.main, dice):
                row = _membership(said, member, role, (start, end), dice)
                yield Entry(min(place.report_year(start), YEARS[-1]), "memberships", member.org.id, row)


def _application(season: Season, member: Member, kind: str) -> dict[str, object]:
    dice = season.dice
    applied = dice.day(season.place.opening(season.year), season.place.closing(season.year) - timedelta(days=70))
    enrolled = applied + timedelta(days=dice.between(20, 60)) if dice.happens(0.82) else None
    planned = dice.happens(0.8)
    return {
        "person_id": member.person.id,
        "kind": kind,
        "applied_date": applied,
        "enrolled_date": enrolled,
        "left_date": enrolled + timedelta(days=dice.between(150, 700)) if enrolled and dice.happens(0.15) else None,
        "has_plan": planned,
        "plan_done_pct": float(dice.pick({"0": 15, "25": 20, "50": 25, "80": 20, "100": 20})) if planned else None,
    }


def reserve(season: Season) -> Iterator[Entry]:
    """Yield applications of the year for the reserve of managers and of leading teachers."""
    for member in season.members:
        if member.experience < _SEASONED // 2 or "head" in member.positions:
            continue
        eager = 6.0 if "deputy" in member.positions else 1.0
        if season.dice.happens(eager * season.chance("reserve_mgmt", member)):
            yield season.entry("reserve", "", **_application(season, member, "mgmt"))
        if member.teaches and season.happens("reserve_lead", member):
            yield season.entry("reserve", "", **_application(season, member, "lead"))
