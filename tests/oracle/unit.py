"""One unit (municipality, organisation, cluster, region) in one season: who is in which population (rules 6, 7, 12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .rules import employed, full_years

if TYPE_CHECKING:
    from collections.abc import Callable

    from .pool import Season
    from .rules import Row, Value

NO_SUBJECT = "без предмета"


class Unit:
    """The staff rows and the objects of one unit."""

    def __init__(self, season: Season, scope: str, code: str) -> None:
        """Take the staff rows of the unit (rule 23)."""
        self.season = season
        self.scope = scope
        self.code = code
        self.staff = [row for row in season.pool.of_year("staff", season.year) if self.owns(row["org_id"])]
        self._rows: dict[str, list[Row]] = {}

    def owns(self, org_id: str | None) -> bool:
        """Return whether a row with this org_id belongs to the unit (rule 23)."""
        if self.scope == "organisation":
            return org_id == self.code
        if self.scope == "cluster":
            return self.organisation(org_id).get("cluster") == self.code
        return True

    def organisation(self, org_id: str | None) -> Row:
        """Return the organisation of year Y, or an empty row when the register of organisations lacks it."""
        return self.season.organisations.get(org_id, {})

    @property
    def organisations(self) -> list[Row]:
        """Return the organisations of year Y that belong to the unit."""
        return [row for row in self.season.organisations.values() if self.owns(row["org_id"])]

    def rows(self, population: str) -> list[Row]:
        """Return the staff rows of the unit that qualify for the population (rule 7)."""
        if population not in self._rows:
            qualifies = QUALIFIES[population]
            rows = [row for row in self.staff if not row["is_external"] and qualifies(self, row)]
            self._rows[population] = rows
        return self._rows[population]

    def people(self, population: str) -> set[str]:
        """Return the persons of the population, each once."""
        return {row["person_id"] for row in self.rows(population)}

    def attribute(self, person: str, name: str) -> Value:
        """Return the person attribute of rule 8."""
        return self.season.pool.attribute(self.season.year, person, name)

    def with_attribute(self, population: str, name: str, *values: Value) -> set[str]:
        """Return the persons of the population whose attribute is one of the values."""
        return {person for person in self.people(population) if self.attribute(person, name) in values}

    def marked(self, population: str, name: str) -> set[str]:
        """Return the persons of the population whose attribute is «да»."""
        return {person for person in self.people(population) if self.attribute(person, name)}

    def younger(self, population: str, limit: int) -> set[str]:
        """Return the persons of the population with a known age below the limit."""
        ages = {person: self.season.age(person) for person in self.people(population)}
        return {person for person, age in ages.items() if age is not None and age < limit}

    def experienced(self, population: str, low: int, high: float) -> set[str]:
        """Return the persons of the population with known experience, low <= experience < high."""
        years = {person: self.season.experience(person) for person in self.people(population)}
        return {person for person, known in years.items() if known is not None and low <= known < high}

    def held(self, population: str, column: str) -> dict[str, set[str]]:
        """Return who holds each filled value of the column in a qualifying row."""
        groups: dict[str, set[str]] = {}
        for row in self.rows(population):
            if row[column] is not None:
                groups.setdefault(row[column], set()).add(row["person_id"])
        return groups

    def subjects(self, population: str) -> dict[str, set[str]]:
        """Return who teaches each subject; «без предмета» are those who teach none (rule 12)."""
        groups = self.held(population, "subject")
        groups.pop(NO_SUBJECT, None)
        groups[NO_SUBJECT] = self.people(population) - set().union(*groups.values())
        return groups

    def vacancies(self) -> list[Row]:
        """Return the vacancy rows of the latest date in the window of each organisation (rule 14)."""
        rows = [row for row in self.season.pool.tables["vacancies"] if self.season.has(row["date"])]
        latest: dict[str, Value] = {}
        for row in rows:
            latest[row["org_id"]] = max(row["date"], latest.get(row["org_id"], row["date"]))
        return [row for row in rows if row["date"] == latest[row["org_id"]] and self.owns(row["org_id"])]


def _ped(unit: Unit, row: Row) -> bool:
    return row["staff_group"] == "ped" and employed(row, unit.season.day)


def _ped_school(unit: Unit, row: Row) -> bool:
    return _ped(unit, row) and unit.organisation(row["org_id"]).get("org_type") == "school"


def _ped_municipal(unit: Unit, row: Row) -> bool:
    return _ped(unit, row) and bool(unit.organisation(row["org_id"]).get("is_municipal"))


def _teachers_school(unit: Unit, row: Row) -> bool:
    return row["position"] == "teacher" and _ped_school(unit, row) and _ped_municipal(unit, row)


def _experience(unit: Unit, row: Row, most: int) -> bool:
    years = unit.season.experience(row["person_id"])
    return years is not None and 0 <= years <= most


def _young_lt3(unit: Unit, row: Row) -> bool:
    return _ped(unit, row) and _experience(unit, row, 2)


def _young_0_5(unit: Unit, row: Row) -> bool:
    return _ped(unit, row) and _experience(unit, row, 5)


def _young_0_5_window(unit: Unit, row: Row) -> bool:
    first, last = unit.season.window
    there = row["hire_date"] <= last and (row["dismiss_date"] is None or row["dismiss_date"] >= first)
    return row["staff_group"] == "ped" and there and _experience(unit, row, 5)


def _methodists(unit: Unit, row: Row) -> bool:
    return row["position"] == "methodist" and employed(row, unit.season.day)


def _heads(unit: Unit, row: Row) -> bool:
    organisation = unit.organisation(row["org_id"])
    place = organisation.get("org_type") in ("school", "kindergarten", "extra") and organisation["is_municipal"]
    return row["staff_group"] == "head" and employed(row, unit.season.day) and bool(place)


def _staff_all(unit: Unit, row: Row) -> bool:
    return employed(row, unit.season.day)


QUALIFIES: dict[str, Callable[[Unit, Row], bool]] = {
    "ped": _ped,
    "ped_school": _ped_school,
    "ped_municipal": _ped_municipal,
    "teachers_school": _teachers_school,
    "young_lt3": _young_lt3,
    "young_0_5": _young_0_5,
    "young_0_5_window": _young_0_5_window,
    "methodists": _methodists,
    "heads": _heads,
    "staff_all": _staff_all,
}


def tenure(unit: Unit, row: Row) -> int:
    """Return full years from the row's hire_date to D."""
    return full_years(row["hire_date"], unit.season.day)
