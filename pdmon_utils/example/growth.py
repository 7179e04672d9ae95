"""How the fictional teachers develop: diagnostics, routes, courses, support."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pdmon_utils.example.crew import Member, Season
from pdmon_utils.example.lore import Weights, facts, weights
from pdmon_utils.example.places import YEARS, Entry


@dataclass(frozen=True, slots=True)
class Route:
    """One individual route: whose it is and the report years in which it is in force."""

    id: str
    person_id: str
    years: tuple[int, ...]


def _told(entry: Entry, *results: str) -> Entry:
    """Return the entry, without its results as long as it is not completed."""
    return entry if entry.row["completed"] else entry._replace(row=entry.row | dict.fromkeys(results))


def _diagnosis(season: Season, member: Member, kind: str, direction: str, deficit: float) -> Entry:
    dice, found = season.dice, season.dice.happens(deficit)
    types = {"burnout": 1.0} if kind == "burnout" else weights("rates", "weights", "deficit")
    entry = season.entry(
        "diagnostics",
        member.org.id,
        person_id=member.person.id,
        date=season.day("diagnostics"),
        kind=kind,
        direction=direction,
        subject=member.subject if kind == "deficit" else "",
        provider=dice.pick(weights("rates", "weights", "provider", season.place.home)),
        completed=dice.happens(0.94),
        score=round(dice.around(68, 14, 20, 100), 1),
        result_level=dice.pick(weights("rates", "weights", "result")),
        deficit_found=found,
        deficit_type=dice.pick(types) if found else "",
    )
    return _told(entry, "score", "result_level", "deficit_found", "deficit_type")


def diagnostics(season: Season) -> Iterator[Entry]:
    """Yield diagnostics of deficits and burnout and independent assessments of one year."""
    directions = weights("rates", "weights", "direction")
    for member in season.pedagogues():
        if season.happens("diagnosed", member):
            yield _diagnosis(season, member, "deficit", season.dice.pick(directions), 0.46)
            if season.happens("second_direction", member):
                yield _diagnosis(season, member, "deficit", season.dice.pick(directions), 0.4)
        if season.happens("burnout", member):
            yield _diagnosis(season, member, "burnout", "psy", 0.22)
        if season.happens("nok", member):
            yield _diagnosis(season, member, "nok", "subject", 0.1)


def requests(season: Season) -> Iterator[Entry]:
    """Yield requests for training: of teachers, and one or two of every school's collective."""
    dice, providers = season.dice, weights("rates", "weights", "request_provider")
    asked = [(member.person.id, member.org) for member in season.pedagogues() if season.happens("request", member)]
    together = [("", org) for org in season.place.organisations for _ in range(dice.between(0, 2))]
    for person_id, org in [*asked, *together]:
        yield season.entry(
            "diagnostics",
            org.id,
            person_id=person_id,
            org_id="" if person_id else org.id,
            date=season.day("diagnostics"),
            kind="request",
            direction=dice.pick(weights("rates", "weights", "direction")),
            provider=dice.pick(providers),
            completed=True,
        )


def assessments(season: Season) -> Iterator[Entry]:
    """Yield tests and attestations of heads."""
    for member in season.members:
        if "head" not in member.positions:
            continue
        if season.happens("head_test", member):
            yield _diagnosis(season, member, "head_test", "mgmt", 0.2)
        if season.happens("head_attestation", member):
            due = season.day("diagnostics")
            held = season.dice.happens(0.8)
            yield season.entry(
                "diagnostics",
                member.org.id,
                person_id=member.person.id,
                date=due - timedelta(days=season.dice.between(-6, 40)),
                kind="head_att",
                direction="mgmt",
                completed=held,
                due_date=due,
            )


def _route_rows(season: Season, member: Member, route_id: str, *, diagnosed: bool) -> Iterator[Entry]:
    """Yield the route as it stands at last; a few were handed in before while still active."""
    dice, start, total = season.dice, max(season.day("routes"), member.main.hire), season.dice.between(5, 12)
    end = start + timedelta(days=dice.between(240, 420)) if dice.happens(0.85) else None
    over = end is not None and end <= season.place.closing(YEARS[-1])
    status = dice.pick({"done" if over else "active": 80, "draft": 14, "stopped": 6})
    row: dict[str, object] = {
        "route_id": route_id,
        "person_id": member.person.id,
        "start_date": start,
        "end_date": end,
        "based_on_diagnostics": diagnosed and dice.happens(0.93),
        "status": status,
        "items_total": total,
        "items_done": total - int(dice.pick({"0": 70, "1": 30})) if status == "done" else dice.between(0, total // 2),
    }
    later = status == "done" and season.year + 1 in YEARS and dice.happens(0.06)
    yield season.entry("routes", member.org.id, **row | ({"status": "active", "items_done": 1} if later else {}))
    if later:
        yield Entry(season.year + 1, "routes", member.org.id, row)


def routes(season: Season, busy: Collection[str], diagnosed: Collection[str]) -> Iterator[Entry]:
    """Yield the routes begun in this year by those without one (`busy` have one)."""
    number = 0
    for member in season.pedagogues():
        known = member.person.id in diagnosed
        if member.person.id in busy:
            continue
        if season.happens("route_after_diagnostics" if known else "route_otherwise", member):
            number += 1
            yield from _route_rows(season, member, f"ИОМ-{season.year % 100}-{number:03d}", diagnosed=known)


def programmes_on_offer(year: int, *, retraining: bool) -> Weights:
    """Return programme → weight among those running in the year."""
    return {
        said["id"]: float(said["weight"])
        for said in facts("programmes")["programmes"]
        if (said["kind"] == "pp") is retraining and str(year) in said.get("years", map(str, YEARS))
    }


def _wanted(season: Season, member: Member) -> set[str]:
    """Return the programmes the member attends this year."""
    dice, chosen = season.dice, set()
    if season.happens("course", member) or ("head" in member.positions and dice.happens(0.3)):
        chosen.add(dice.pick(programmes_on_offer(season.year, retraining=False)))
    if season.happens("second_course", member):
        chosen.add(dice.pick(programmes_on_offer(season.year, retraining=False)))
    if season.happens("retraining", member):
        chosen.add(dice.pick(programmes_on_offer(season.year, retraining=True)))
    return chosen


def courses(season: Season, route_of: dict[str, str], diagnosed: Collection[str]) -> Iterator[Entry]:
    """Yield training of one year; some of it follows the diagnostics or belongs to a route."""
    dice = season.dice
    for member in season.members:
        for programme in sorted(_wanted(season, member)):
            route = route_of.get(member.person.id, "")
            entry = season.entry(
                "courses",
                member.org.id,
                person_id=member.person.id,
                programme_id=programme,
                end_date=season.day("courses"),
                completed=dice.happens(0.94),
                form=dice.pick({"full": 40, "dist": 35, "mixed": 25}),
                by_diagnostics=member.person.id in diagnosed and dice.happens(0.66),
                route_id=route if route and dice.happens(0.5) else "",
                document_no=f"{dice.between(100000, 999999)}",
            )
            yield _told(entry, "document_no")


def _support(season: Season, member: Member, aim: str, supporter: str) -> Entry:
    dice = season.dice
    kind = "support_educator" if "educator" in member.positions else "support_teacher"
    return season.entry(
        "support",
        member.org.id,
        person_id=member.person.id,
        start_date=max(season.day("support"), member.main.hire),
        level=dice.pick(weights("rates", "weights", "support_level")),
        direction=dice.pick(weights("rates", "weights", kind)),
        supporter=supporter,
        form=dice.pick(weights("rates", "weights", "support_form")),
        aim=aim,
    )


def support(season: Season, burnt: Collection[str]) -> Iterator[Entry]:
    """Yield support of one year; whoever was tested for burnout often gets both kinds."""
    supporters = weights("rates", "weights", "supporter")
    for member in season.pedagogues():
        for _ in range(1 + season.dice.happens(0.3)):
            if season.happens("support", member):
                yield _support(season, member, "method", season.dice.pick(supporters))
        if member.person.id in burnt and season.happens("support_after_burnout", member):
            yield _support(season, member, "psych", "psych")
            if season.dice.happens(0.7):
                yield _support(season, member, "method", "methodist")


def known_from(entries: Collection[Entry], kind: str) -> set[str]:
    """Return the persons with a completed diagnosis of this kind among the entries."""
    return {
        str(entry.row["person_id"])
        for entry in entries
        if entry.row["kind"] == kind and entry.row.get("completed") is True
    }


def last_day(row: dict[str, object]) -> date | None:
    """Return the end of a route or membership, None when it is open."""
    end = row.get("end_date")
    return end if isinstance(end, date) else None
