"""Small nasty random districts in the raw form, the same for the same seed."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from .random_specs import COLUMNS, PRESETS, ROWS
from .random_values import Place, edge, maybe
from .rules import KEYS, Row, Value

if TYPE_CHECKING:
    from .engine import Raw, Regulations

SLUGS = ("m2", "m10", "a-b", "z", "m1")  # as text: a-b, m1, m10, m2, z
REGION = "r"
PERSONAL = (
    "birth_date", "ped_start_date", "ped_experience", "education", "category", "graduate_entry", "self_topic_ict",
)  # fmt: skip


def first_year(seed: int) -> int:
    """Return the first of the two report years of the seed."""
    return 2019 + seed % 6


def regulations_for(seed: int, regulation: str, municipalities: int = 2) -> Regulations:
    """Return the regulations argument that goes with `random_raw` of the same arguments."""
    years = (first_year(seed), first_year(seed) + 1)
    return dict.fromkeys(SLUGS[:municipalities], (regulation, REGION, years))


def random_raw(seed: int, regulation: str, municipalities: int = 2) -> Raw:
    """Return the raw rows of a few municipalities that share persons, programmes and some codes."""
    dice = Random(f"{seed}/{regulation}/{municipalities}")  # noqa: S311  nothing secret
    shared = [f"p{number:02}" for number in range(1, dice.randint(4, 9))]
    raw: Raw = {}
    for number, slug in enumerate(SLUGS[:municipalities]):
        own = [f"{number}{code}" for code in ("1", "01", "001")]  # leading zeros tell persons apart
        own += [f"q{number}-{code}" for code in range(dice.randint(12, 26))]
        orgs = ["S1", *dice.sample([f"{number}", f"0{number}", f"O{number}A", f"O{number}B"], dice.randint(1, 4))]
        place = Place(dice, first_year(seed), shared + own, orgs)
        raw[slug] = district(place, next(reversed(raw.values()), {}))
    return raw


def district(place: Place, neighbour: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Return all tables of one municipality in reading order; some keys are those of the neighbour's rows."""
    tables = {
        "organisations": organisations(place),
        "staff": [row for person in place.people for row in staff_of(place, person)],
        "programmes": programmes(place),
    }
    for table, most in ROWS.items():
        number = 0 if place.dice.random() < 0.04 else place.dice.randint(most // 5, most)
        tables[table] = [made(place, table) for _ in range(number)]
    for table in ROWS:
        known = [row for row in neighbour.get(table, []) if place.dice.random() < 0.08]
        tables[table] += [repeated(place, table, row) for row in known]
    return {table: ordered(place, table, rows) for table, rows in tables.items()}


def made(place: Place, table: str, **fixed: Value) -> Row:
    """Return a random row: a cell for each column, sometimes a preset, then what is fixed."""
    row = {"year": place.dice.choice(place.years), **{name: cell(place) for name, cell in COLUMNS[table].items()}}
    if table in PRESETS and place.dice.random() < 0.6:
        row.update(place.dice.choice(PRESETS[table]))
    row.update(fixed)
    if "due_date" in row and place.dice.random() < 0.15:
        row["due_date"] = row["date"]
    return sensible(table, row)


def sensible(table: str, row: Row) -> Row:
    """Return the row without what the intake would send back."""
    if table == "student_outcomes":
        row["achieved"] = min(row["achieved"], row["total"])
    if table == "routes" and row["items_done"] is not None:
        row["items_done"] = min(row["items_done"], row["items_total"] or 0)
    if table == "mentoring" and row["mentor_id"] == row["mentee_id"]:
        row["mentor_id"] = "X3"
    if table == "diagnostics" and row["person_id"] is None:
        row.update(kind="request", org_id=row["org_id"] or "S1")
    return row


def organisations(place: Place) -> list[Row]:
    """Return the organisations; each may be missing in one of the years."""
    known = [(org, year) for org in place.orgs for year in place.years if place.dice.random() < 0.92]
    return [made(place, "organisations", org_id=org, year=year) for org, year in known]


def staff_of(place: Place, person: str) -> list[Row]:
    """Return the staff rows of a person in both years, his own attributes mostly the same in all of them."""
    self = {name: COLUMNS["staff"][name](place) for name in (*PERSONAL, "hire_date", "rate")}
    if place.dice.random() < 0.2:  # who came and left in the same year
        self.update(ped_start_date=maybe(0.7, edge)(place), ped_experience=0, dismiss_date=edge(place))
    rows: list[Row] = []
    for year in place.years:
        for fixed in posts(place):
            kept = {name: value for name, value in self.items() if place.dice.random() < 0.7}
            org = place.dice.choice((*place.orgs, *place.orgs, *place.orgs, "N9"))
            rows.append(made(place, "staff", **{"person_id": person, "year": year, "org_id": org, **kept, **fixed}))
    return rows


def posts(place: Place) -> list[Row]:
    """Return what is fixed in each row of a person in a year: mostly nothing; a head of two; too many rates."""
    chance = place.dice.random()
    if chance < 0.12:
        return [{"staff_group": "head", "position": "head", "org_id": place.dice.choice(place.orgs)} for _ in range(2)]
    if chance < 0.25:  # 1.1 + 0.1 + 0.3 is more than 1.5 unless it is rounded
        rates = place.dice.choice(((1.1, 0.1, 0.3), (0.8, 0.7), (1, 0.51), (1.1, 0.4, 0)))
        org = place.dice.choice(place.orgs)
        return [{"org_id": org, "rate": rate, "staff_group": "ped", "is_external": False} for rate in rates]
    return [{}] * place.dice.choice((0, 1, 1, 1, 2, 2, 3))


def programmes(place: Place) -> list[Row]:
    """Return programmes P1…P8 in several years; P9 and P10 stay unknown."""
    years = range(place.first_year - 1, place.first_year + 3)
    known = [(f"P{number}", year) for number in range(1, 9) for year in years if place.dice.random() < 0.5]
    return [made(place, "programmes", programme_id=code, year=year) for code, year in known]


def ordered(place: Place, table: str, rows: list[Row]) -> list[Row]:
    """Return the rows with duplicates, shuffled, then by year folder."""
    again = [repeated(place, table, row) for row in rows if place.dice.random() < 0.12]
    mixed = rows + again
    place.dice.shuffle(mixed)
    return sorted(mixed, key=lambda row: row["year"])


def repeated(place: Place, table: str, row: Row) -> Row:
    """Return the row handed in again: the same key, other values; of a table without a key the same row."""
    year = row["year"] if "year" in KEYS[table] else place.dice.choice(place.years)
    if table in ("diagnostics", "support"):
        return {**row, "year": year}
    key = {name: row[name] for name in KEYS[table]}
    again = made(place, table, **{**key, "year": year})
    return {**again, "end_date": edge(place)} if row.get("end_date") is None and "end_date" in again else again
