"""Where the example plays: fictional districts and their organisations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple
from zlib import crc32

from pdmon_utils.example.dice import Dice
from pdmon_utils.example.lore import facts, weights

YEARS = (2022, 2023, 2024)
_SEPTEMBER = 9
_FULL_NAMES = {
    "school": "Общеобразовательное учреждение «{name}» (вымышленное)",
    "kindergarten": "Дошкольное образовательное учреждение «{name}» (вымышленное)",
    "extra": "Учреждение дополнительного образования «{name}» (вымышленное)",
    "methodical": "Муниципальная методическая служба «{name}» (вымышленная)",
}


class Entry(NamedTuple):
    """One row of one table as handed in: for which year, by whom (`org`, empty for the district itself)."""

    year: int
    table: str
    org: str
    row: dict[str, object]


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation; `zeal` is how active it is compared with the district, `silent` a year without a report."""

    id: str
    type: str
    name: str
    size: int
    cluster: str
    rural: bool
    municipal: bool
    silent: int
    zeal: float
    model_since: int
    modern_since: int


@dataclass(frozen=True, slots=True)
class District:
    """One district; `window` is the kind of its report year, `csv` the tables it hands in as csv."""

    slug: str
    card: Mapping[str, Any]
    window: str
    pace: float
    band: str
    home: str
    guests_from: str
    analyst: int
    csv: tuple[str, ...]
    organisations: tuple[Organisation, ...]

    def closing(self, year: int) -> date:
        """Return the last day of the report year."""
        return date(year, 8, 31) if self.window == "academic" else date(year, 12, 31)

    def opening(self, year: int) -> date:
        """Return the first day of the report year."""
        return self.closing(year - 1) + timedelta(days=1)

    def report_year(self, day: date) -> int:
        """Return the report year in which a fact of this day was handed in (the first one for older facts)."""
        return max(YEARS[0], day.year + (day > self.closing(day.year)))

    def month(self, year: int, month: int) -> tuple[date, date]:
        """Return the first day and the 28th of a month of the report year."""
        shown = year - 1 if self.window == "academic" and month >= _SEPTEMBER else year
        return date(shown, month, 1), date(shown, month, 28)

    def day(self, dice: Dice, year: int, occasion: str) -> date:
        """Return a day of the report year by the months of `occasion` (rates.yml)."""
        return dice.day(*self.month(year, int(dice.pick(weights("rates", "months", occasion)))))


def own_dice(slug: str, seed: int, what: str) -> Dice:
    """Return the dice of one district for one purpose, so that a change in one leaves the others as they were."""
    return Dice.of(seed, crc32(slug.encode()), crc32(what.encode()))


def _organisation(said: Mapping[str, str], org_id: str, dice: Dice) -> Organisation:
    return Organisation(
        id=org_id,
        type=said["type"],
        name=said["name"],
        size=int(said["size"]),
        cluster=said.get("cluster", ""),
        rural=said.get("rural") == "yes",
        municipal=said.get("municipal", "yes") == "yes",
        silent=int(said.get("silent", "0")),
        zeal=dice.around(1.0, 0.22, 0.55, 1.5),
        model_since=dice.between(YEARS[0], YEARS[-1] + 1),
        modern_since=dice.between(YEARS[0] - 2, YEARS[-1] + 2),
    )


@cache
def district(slug: str, seed: int) -> District:
    """Return one district of districts.yml with its organisations."""
    said = facts("districts")[slug]
    dice = own_dice(slug, seed, "places")
    listed = enumerate(said["organisations"], start=1)
    return District(
        slug=slug,
        card=said["card"],
        window=said["window"],
        pace=float(said["pace"]),
        band=said["band"],
        home=said["home"],
        guests_from=said.get("guests_from", ""),
        analyst=int(said.get("analyst", "0")),
        csv=tuple(said.get("csv", ())),
        organisations=tuple(_organisation(one, f"{said['code']}{n:02d}", dice) for n, one in listed),
    )


def organisations(place: District) -> Iterator[Entry]:
    """Yield the rows of «Организации», handed in by the district every year."""
    for year in YEARS:
        for org in place.organisations:
            row = {
                "year": year,
                "mun_code": place.card["oktmo"],
                "org_id": org.id,
                "org_name": _FULL_NAMES[org.type].format(name=org.name),
                "org_short": org.name,
                "org_type": org.type,
                "is_municipal": org.municipal,
                "cluster": org.cluster,
                "rural": org.rural,
                "mentoring_model": org.type == "school" and year >= org.model_since,
                "modern_conditions": year >= org.modern_since,
                "site_url": f"https://org{org.id}.example",
            }
            yield Entry(year, "organisations", "", row)
