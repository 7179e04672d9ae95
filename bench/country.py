"""A made-up country of any size: clean tables as intake gives them, and its municipalities.

Cells are drawn at random by the schema, so the figures mean nothing; what is true to life is how many rows there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.figures import Place
from pdmon_utils.intake import drop_duplicates, empty_table
from pdmon_utils.intake.tables import columns_of, dtypes_of
from pdmon_utils.schema import SCHEMA, Column

Whole = npt.NDArray[np.int64]
Ids = Mapping[str, tuple[str, Whole]]  # column → letter and numbers; a column that the table lacks is left out
FIRST_YEAR = 2022
REGULATIONS = ("kbr", "tyumen", "ust-labinsk", "vilyuysk", "zato")
TEACHERS_IN_AN_ORGANISATION = 32.5
SECOND_SUBJECT, EXTERNAL, STAYING = 0.15, 0.03, 0.95
EMPTY = 0.1  # of optional cells
_NEVER = np.datetime64("NaT", "s")
FACTS = {  # rows for a person and year
    "diagnostics": 0.5,
    "courses": 0.5,
    "participation": 1.0,
    "support": 0.5,
    "memberships": 0.4,
    "routes": 0.15,
    "mentoring": 0.1,
    "practices": 0.02,
    "reserve": 0.01,
}
OF_ORGANISATIONS = {"events": 2, "vacancies": 2, "documents": 2, "student_outcomes": 3}  # for one and a year


@dataclass(frozen=True, slots=True)
class Size:
    """How big a country is; `years` is their number."""

    teachers: int
    municipalities: int
    years: int


@dataclass(frozen=True, slots=True)
class Country:
    """Clean tables by name, and the municipalities as figures need them."""

    tables: dict[str, pd.DataFrame]
    places: list[Place]

    def district(self, place: Place) -> dict[str, pd.DataFrame]:
        """Return the rows of one municipality."""
        return {
            name: frame[frame["municipality"] == place.slug].reset_index(drop=True)
            for name, frame in self.tables.items()
        }


def make_country(size: Size, seed: int = 2022) -> Country:
    """Return a country of this size, the same for the same seed."""
    land = _settle(size, np.random.default_rng(seed))
    tables = {
        "organisations": _organisations(land),
        "staff": _staff(land),
        "programmes": _programmes(land),
        **{name: _facts(land, name, rate) for name, rate in FACTS.items()},
        **{name: _of_organisations(land, name, rate) for name, rate in OF_ORGANISATIONS.items()},
    }
    return Country({name: tables.get(name, empty_table(name)) for name in SCHEMA}, _places(size))


def _slug(number: int) -> str:
    return f"m{number:04}"


def _places(size: Size) -> list[Place]:
    """Return municipalities in as many regions as the real country has, or fewer; a region has one regulation."""
    regions = max(len(REGULATIONS), size.municipalities // 28)
    years = tuple(range(FIRST_YEAR, FIRST_YEAR + size.years))
    return [
        Place(_slug(number), REGULATIONS[number % regions % len(REGULATIONS)], f"r{number % regions:02}", years)
        for number in range(size.municipalities)
    ]


@dataclass(frozen=True, slots=True)
class _Land:
    """Who lives where: municipality of each organisation, organisation of each person, who works in which year.

    Organisations stand by municipality, and the first persons are their heads, one for each.
    """

    dice: np.random.Generator
    size: Size
    home: Whole
    workplace: Whole
    person: Whole
    year: Whole

    def rows(self, rate: float) -> Whole:
        """Return places in `person` and `year` drawn for facts."""
        return np.sort(self.dice.integers(0, len(self.person), int(len(self.person) * rate)))

    def yearly(self, number: int, times: int = 1) -> tuple[Whole, Whole]:
        """Return each of a number of things and each year together, so many times."""
        years = np.arange(FIRST_YEAR, FIRST_YEAR + self.size.years)
        return np.tile(np.arange(number), len(years)).repeat(times), years.repeat(number * times)

    def nearby(self, home: Whole) -> Whole:
        """Return for each municipality one of its organisations."""
        first = np.searchsorted(self.home, np.arange(self.size.municipalities + 1))
        return self.dice.integers(first[home], first[home + 1])


def _settle(size: Size, dice: np.random.Generator) -> _Land:
    number = max(size.municipalities, round(size.teachers / TEACHERS_IN_AN_ORGANISATION))
    more = dice.choice(size.municipalities, number - size.municipalities, p=_uneven(dice, size.municipalities))
    home = np.sort(np.concatenate([np.arange(size.municipalities), more]))
    teachers = dice.choice(number, size.teachers, p=_uneven(dice, number))
    workplace = np.concatenate([np.arange(number), np.sort(teachers)])
    present = [np.flatnonzero(dice.random(len(workplace)) < STAYING) for _ in range(size.years)]
    years = np.repeat(np.arange(FIRST_YEAR, FIRST_YEAR + size.years), [len(rows) for rows in present])
    return _Land(dice, size, home, workplace, np.concatenate(present), years)


def _uneven(dice: np.random.Generator, number: int) -> npt.NDArray[np.float64]:
    weight = dice.lognormal(sigma=0.8, size=number)
    return np.asarray(weight / weight.sum())


def _organisations(land: _Land) -> pd.DataFrame:
    organisation, year = land.yearly(len(land.home))
    return _made(land, "organisations", land.home[organisation], year, {"org_id": ("o", organisation)})


def _staff(land: _Land) -> pd.DataFrame:
    """Return the main rows, a second row for some subjects, and external rows in the organisation next door."""
    dice, lines = land.dice, np.arange(len(land.person))
    second, external = lines[dice.random(len(lines)) < SECOND_SUBJECT], lines[dice.random(len(lines)) < EXTERNAL]
    line = np.concatenate([lines, second, external])
    outside = np.arange(len(line)) >= len(line) - len(external)
    person, year = land.person[line], land.year[line]
    organisation = (land.workplace[person] + outside) % len(land.home)
    taught = dice.choice(["teacher", "educator"], len(line))
    heads, left = (person < len(land.home)) & ~outside, dice.random(len(line)) > STAYING
    ids = {"org_id": ("o", organisation), "person_id": ("p", person)}
    own = {
        "staff_group": np.where(heads, "head", "ped"),
        "position": np.where(heads, "head", taught),
        "birth_date": _days(dice, 1950, 52, len(land.workplace))[person],
        "ped_start_date": _days(dice, 1975, 48, len(land.workplace))[person],
        "hire_date": _days(dice, 1990, 32, len(line)),
        "dismiss_date": np.where(left, _days(dice, year, 1, len(line)), _NEVER),
        "is_external": outside,
        "rate": np.where(outside, 0.5, 1.0),
    }
    return _made(land, "staff", land.home[organisation], year, ids, **own)


def _programmes(land: _Land) -> pd.DataFrame:
    """Return twenty programmes for each municipality and year, of a thousand that the country knows."""
    listed, year = land.yearly(land.size.municipalities * 20)
    return _made(land, "programmes", listed // 20, year, {"programme_id": ("c", _programme(listed))})


def _programme(listed: Whole) -> Whole:
    return (listed // 20 * 7 + listed % 20) % 1000


def _facts(land: _Land, name: str, rate: float) -> pd.DataFrame:
    """Return facts of persons, handed in where they work."""
    dice, rows = land.dice, land.rows(rate)
    person, year = land.person[rows], land.year[rows]
    home = land.home[land.workplace[person]]
    ids = {
        "person_id": ("p", person),
        "mentee_id": ("p", person),
        "mentor_id": ("p", np.roll(person, 1)),
        "event_id": ("e", _event(land, land.nearby(home), year, dice.integers(0, 2, len(rows)))),
        "programme_id": ("c", _programme(home * 20 + dice.integers(0, 20, len(rows)))),
        "route_id": ("t", np.arange(len(rows))),
        "practice_id": ("q", np.arange(len(rows))),
        "body": ("b", dice.integers(0, 12, len(rows))),
    }
    return _made(land, name, home, year, ids)


def _event(land: _Land, organisation: Whole, year: Whole, which: Whole) -> Whole:
    return ((year - FIRST_YEAR) * len(land.home) + organisation) * 2 + which


def _of_organisations(land: _Land, name: str, times: int) -> pd.DataFrame:
    """Return facts of organisations; two events of each in a year."""
    organisation, year = land.yearly(len(land.home), times)
    number = np.arange(len(organisation))
    ids = {
        "org_id": ("o", organisation),
        "event_id": ("e", _event(land, organisation, year, number % times)),
        "doc_id": ("d", number),
        "body": ("b", number % 12),
    }
    return _made(land, name, land.home[organisation], year, ids)


def _made(land: _Land, name: str, home: Whole, year: Whole, ids: Ids, **own: Any) -> pd.DataFrame:
    """Return a clean table: ids and own columns as given, the others drawn, texts and sources left empty."""
    columns, dtypes, rows = SCHEMA[name].columns, dtypes_of(name), pd.RangeIndex(len(year))
    slugs = pd.array([_slug(n) for n in range(land.size.municipalities)], dtype="str")
    own |= {"municipality": slugs.take(home), "year": year}
    own |= {column: _ids(*said) for column, said in ids.items() if column in columns}
    own |= {name: _drawn(land.dice, column, year) for name, column in columns.items() if name not in own}
    return drop_duplicates(name, pd.DataFrame({c: pd.Series(own.get(c), rows, dtypes[c]) for c in columns_of(name)}))


def _drawn(dice: np.random.Generator, column: Column, year: Whole) -> Any:  # noqa: ANN401  array of any dtype
    size = len(year)
    filled = np.ones(size, dtype=bool) if column.required else dice.random(size) > EMPTY
    match column.type:
        case "enum":
            codes = np.where(filled, dice.integers(0, len(column.values), size), -1)
            return pd.Categorical.from_codes(codes, pd.Index(sorted(column.values), dtype="str"))
        case "date":
            return np.where(filled, _days(dice, year, 1, size), _NEVER)
        case "bool":
            return pd.arrays.BooleanArray(dice.integers(0, 2, size) > 0, ~filled)
        case "int":
            return pd.arrays.IntegerArray(dice.integers(1, 30, size), ~filled)
        case "dec":
            return np.where(filled, dice.integers(1, 30, size).astype(float), np.nan)
    return None


def _days(dice: np.random.Generator, first: int | Whole, years: int, size: int) -> npt.NDArray[np.datetime64]:
    """Return days drawn from so many years, beginning with the first."""
    start = (np.asarray(first) - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    return (start + dice.integers(0, 365 * years, size)).astype("datetime64[s]")


def _ids(letter: str, number: Whole) -> pd.api.extensions.ExtensionArray:
    known, place = np.unique(number, return_inverse=True)
    return pd.array([f"{letter}{n:07}" for n in known.tolist()], dtype="str").take(place)
