"""Where the fictional teachers meet: events, contests, participation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pdmon_utils.example.crew import Member, Season
from pdmon_utils.example.dice import Dice
from pdmon_utils.example.lore import facts
from pdmon_utils.example.places import Entry, Organisation

_HOST = "methodical"


def _hosts(season: Season, said: Mapping[str, str]) -> list[Organisation]:
    """Return the organisations that hold the event: some of all, or the methodical service."""
    orgs = season.place.organisations
    if "hosts" not in said:
        return [org for org in orgs if org.type == _HOST]
    hits = season.dice.hits([float(said["hosts"])] * len(orgs))
    return [org for org, hit in zip(orgs, hits, strict=True) if hit and org.type != _HOST]


def _came(season: Season, said: Mapping[str, str], host: Organisation) -> list[Member]:
    """Return the participants: of the audience, of the host's own staff for its own event."""
    inside = "hosts" in said
    fit = [m for m in season.members if (not inside or m.org.id == host.id) and said["audience"] in m.groups]
    hits = season.dice.hits([min(float(said["share"]) * season.chance("turnout", m), 0.95) for m in fit])
    return [member for member, hit in zip(fit, hits, strict=True) if hit]


def _role(said: Mapping[str, str], dice: Dice) -> str:
    if dice.happens(0.03):
        return "jury" if said["kind"] == "contest" else "org"
    if said["kind"] == "contest":
        return "applicant" if dice.happens(0.25) else "part"
    return "speaker" if dice.happens(float(said["speakers"])) else "part"


def _result(said: Mapping[str, str], role: str, dice: Dice) -> str:
    if said["kind"] != "contest" or role not in ("part", "applicant"):
        return ""
    return dice.pick({"win": 8, "prize": 20, "part": 72})


def _participation(season: Season, said: Mapping[str, str], event_id: str, member: Member, route: str) -> Entry:
    dice, role = season.dice, _role(said, season.dice)
    shows = route != "" and said.get("route") == "yes" and season.happens("result_of_route", member)
    return season.entry(
        "participation",
        "",
        event_id=event_id,
        person_id=member.person.id,
        role=role,
        result=_result(said, role, dice),
        route_id=route if shows else "",
        product_ict=dice.happens(0.35) if shows else None,
        feedback=int(dice.pick({"5": 48, "4": 34, "3": 13, "2": 4, "1": 1})),
    )


def _event(season: Season, said: Mapping[str, str], event_id: str, host: Organisation, came: Sequence[Member]) -> Entry:
    inside = "hosts" in said
    return season.entry(
        "events",
        "",
        event_id=event_id,
        title=f"{said['title']} ({host.name})" if inside else said["title"],
        series=said.get("series", ""),
        project=said.get("project", ""),
        kind=said["kind"],
        level=said["level"],
        date=season.dice.day(*season.place.month(season.year, int(said["month"]))),
        purpose=said["purpose"],
        is_network=said.get("network") == "yes",
        body=said.get("body", ""),
        body_kind=said.get("body_kind", ""),
        org_id=host.id if said["level"] in ("org", "mun") else "",
        planned_participants=max(round(len(came) * float(said["planned"])), 1),
    )


def gatherings(season: Season, route_of: Mapping[str, str]) -> Iterator[Entry]:
    """Yield the events of one year and who took part; `route_of`: person → route in force."""
    number = 0
    for said in facts("events")["events"]:
        for host in _hosts(season, said):
            number += 1
            event_id = f"М-{season.year % 100}-{number:03d}"
            came = _came(season, said, host)
            yield _event(season, said, event_id, host, came)
            for member in came:
                yield _participation(season, said, event_id, member, route_of.get(member.person.id, ""))
