"""All rows that one fictional district hands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pdmon_utils.example import growth
from pdmon_utils.example.careers import Stint, careers
from pdmon_utils.example.circles import memberships, mentoring, reserve
from pdmon_utils.example.crew import Member, Season, crew, register
from pdmon_utils.example.flaws import with_flaws
from pdmon_utils.example.gatherings import gatherings
from pdmon_utils.example.papers import documents, measures, outcomes, practices, programmes, vacancies
from pdmon_utils.example.places import YEARS, District, Entry, district, organisations, own_dice


def stints_of(place: District, seed: int) -> tuple[Stint, ...]:
    """Return who works where in the district, with guests from its neighbour."""
    neighbours = stints_of(district(place.guests_from, seed), seed) if place.guests_from else ()
    return careers(place, seed, neighbours)


def _in_force(entries: Iterable[Entry], opening: date) -> dict[str, str]:
    """Return person → route still running on the first day of the year."""
    return {
        str(entry.row["person_id"]): str(entry.row["route_id"])
        for entry in entries
        if (end := growth.last_day(entry.row)) is None or end >= opening
    }


def _development(seasons: Sequence[Season]) -> Iterator[Entry]:
    """Yield diagnostics, routes, training, support and events year after year."""
    plans: list[Entry] = []
    for season in seasons:
        found = [*growth.diagnostics(season), *growth.requests(season), *growth.assessments(season)]
        diagnosed = growth.known_from(found, "deficit")
        running = _in_force(plans, season.place.opening(season.year))
        begun = list(growth.routes(season, running, diagnosed))
        plans.extend(begun)
        route_of = running | _in_force(begun, season.place.opening(season.year))
        yield from found
        yield from begun
        yield from growth.courses(season, route_of, diagnosed)
        yield from growth.support(season, growth.known_from(found, "burnout"))
        yield from gatherings(season, route_of)


def _mentoring(seasons: Sequence[Season]) -> Iterator[Entry]:
    paired: dict[tuple[str, str], Entry] = {}
    for season in seasons:
        begun = list(mentoring(season, paired))
        paired.update({(str(entry.row["mentee_id"]), str(entry.row["level"])): entry for entry in begun})
        yield from begun


def _papers(place: District, seasons: Sequence[Season], seed: int) -> Iterator[Entry]:
    for season in seasons:
        yield from [*vacancies(season), *outcomes(season), *practices(season), *reserve(season)]
    signed = list(documents(place, seed))
    yield from signed
    orders = {entry.year: str(entry.row["doc_id"]) for entry in signed if entry.row["kind"] == "order"}
    yield from measures(place, seed, orders)


def entries_of(slug: str, seed: int) -> list[Entry]:
    """Return all rows of one district over the report years, flaws included; the same seed gives the same rows."""
    place = district(slug, seed)
    stints = stints_of(place, seed)

    def seasons(what: str) -> list[Season]:
        dice = own_dice(slug, seed, what)
        return [Season(place, year, crews[year], dice) for year in YEARS]

    crews = {year: crew(place, stints, year) for year in YEARS}
    first_seen: dict[str, Member] = {}
    for year in YEARS:
        first_seen = {member.person.id: member for member in crews[year]} | first_seen
    rows = [
        *organisations(place),
        *programmes(place),
        *register(place, stints),
        *_development(seasons("development")),
        *_mentoring(seasons("mentoring")),
        *memberships(place, tuple(first_seen.values()), seed),
        *_papers(place, seasons("papers"), seed),
    ]
    return with_flaws(rows, place, own_dice(slug, seed, "flaws"))
