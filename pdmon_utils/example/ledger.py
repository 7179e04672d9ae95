"""The journal of a fictional district: most in time, one late, one returned, a year locked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from pdmon_utils.days import parse_day
from pdmon_utils.example.flaws import CORRECTION
from pdmon_utils.example.lore import facts
from pdmon_utils.example.places import YEARS, District
from pdmon_utils.journal import Approval, Decision, Journal, Receipt


def write_journal(folder: Path, place: District, files: Mapping[str, bytes]) -> None:
    """Write the journal of a district; `files` is path (it begins with the year) → content of what was handed in."""
    journal = Journal(folder)
    for year in YEARS:
        of_year = {path: content for path, content in files.items() if path.startswith(f"{year}/")}
        came = [Receipt(path, sha256(of_year[path]).hexdigest(), _came(place, year, path)) for path in of_year]
        journal.add(year, *sorted(came, key=lambda receipt: (receipt.received, receipt.file)))
        journal.decide(year, *_decisions(place, year, {Path(path).stem for path in of_year}))
    for year in [int(said) for slug, said in facts("journal")["locked"].items() if slug == place.slug]:
        journal.lock(
            year, facts("journal")["by"], _due(place, year) + timedelta(days=60), facts("journal")["lock_reason"]
        )
    for year in YEARS:
        if facts("journal")["approvals"]["drafts"].get(place.slug) != str(year):
            journal.add(year, _approval("orders", place.slug, year, _due(place, year)))


def write_region(folder: Path, region: str) -> None:
    """Write the orders that approved a region's summaries."""
    for year in YEARS:
        Journal(folder).add(year, _approval("regions", region, year, date(year + 1, 5, 1)))


def _approval(kind: str, place: str, year: int, due: date) -> Approval:
    said = facts("journal")["approvals"]
    return Approval("", said[kind][place].format(year=year), due + timedelta(days=int(said["days"])), said["by"])


def _due(place: District, year: int) -> date:
    said = place.card["deadlines"].get(str(year), {})
    days = [day for text in said.values() if (day := parse_day(text))]
    return days[0] if days else place.closing(year) + timedelta(days=int(facts("journal")["without_deadline"]))


def _came(place: District, year: int, path: str) -> date:
    """Return the day on which a file came: organisations one after another, the common files near the end."""
    said, name = facts("journal"), Path(path).stem
    orgs = [org.id for org in place.organisations]
    own = name.removesuffix(CORRECTION)
    if own not in orgs:
        return _due(place, year) + timedelta(days=int(said["common"]))
    number = orgs.index(own) + 1
    if year == YEARS[-1] and number == int(said["late"]["number"]):
        return _due(place, year) + timedelta(days=int(said["late"]["days"]))
    days = min(int(said["first"]) + number, int(said["common"]))
    return _due(place, year) + timedelta(days=days + (int(said["correction"]) if own != name else 0))


def _decisions(place: District, year: int, handed_in: set[str]) -> Iterator[Decision]:
    """Yield a decision on every organisation that handed in; in the last year one is returned, one still waits."""
    said = facts("journal")
    late, back = said["late"], said["returned"]
    for number, org in enumerate(place.organisations, start=1):
        if year == YEARS[-1] and number == int(back["number"]):
            day = _due(place, year) + timedelta(days=int(back["days"]))
            yield Decision(org.id, "returned", said["by"], day, back["note"])
        elif org.id in handed_in and not (year == YEARS[-1] and number == int(late["number"])):
            yield Decision(org.id, "accepted", said["by"], _due(place, year) + timedelta(days=int(said["accepted"])))
