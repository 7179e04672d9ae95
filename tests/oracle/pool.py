"""One municipality (or one pooled region): its rows without duplicates, its persons, what happened in a window."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from .rules import KEYS, Row, Value, full_years, in_force, window, without_duplicates

TAKING_PART = ("part", "speaker", "applicant")

COLUMNS = {
    "staff": (
        "org_id", "person_id", "staff_group", "position", "subject", "level", "birth_date", "education", "category",
        "ped_start_date", "ped_experience", "hire_date", "dismiss_date", "graduate_entry", "is_external", "rate",
        "load_hours", "self_topic_ict",
    ),
    "organisations": ("org_id", "org_type", "is_municipal", "cluster", "mentoring_model", "modern_conditions"),
    "programmes": (
        "programme_id", "provider", "kind", "form", "topic", "ped_profile", "e_learning", "developed_in_region",
        "based_on_diagnostics",
    ),
    "courses": ("person_id", "programme_id", "end_date", "completed", "form", "by_diagnostics", "route_id"),
    "routes": (
        "route_id", "person_id", "start_date", "end_date", "based_on_diagnostics", "status", "items_total",
        "items_done",
    ),
    "mentoring": (
        "mentee_id", "mentor_id", "level", "mentor_role", "start_date", "end_date", "programme_approved_date",
    ),
    "events": (
        "event_id", "series", "project", "kind", "level", "date", "purpose", "is_network", "body", "body_kind",
        "org_id", "planned_participants",
    ),
    "participation": ("event_id", "person_id", "role", "route_id", "product_ict", "feedback"),
    "memberships": (
        "person_id", "body", "body_kind", "role", "is_network", "start_date", "end_date", "trained_date",
    ),
    "vacancies": ("org_id", "date", "position", "subject", "rate_vacant"),
    "practices": ("practice_id", "person_id", "org_id", "date", "kind", "level", "in_bank"),
    "documents": ("doc_id", "scope", "org_id", "kind", "body_kind", "date", "valid_to"),
    "reserve": ("person_id", "kind", "applied_date", "enrolled_date", "left_date", "has_plan", "plan_done_pct"),
    "student_outcomes": ("org_id", "measure", "total", "achieved"),
    "diagnostics": KEYS["diagnostics"],
    "support": KEYS["support"],
}  # fmt: skip


class Pool:
    """The rows of one or several municipalities, read and freed of duplicates."""

    def __init__(self, raw: dict[str, dict[str, list[Row]]]) -> None:
        """Read the municipalities in the order of their slugs (rule 24)."""
        self.tables: dict[str, list[Row]] = {table: [] for table in KEYS}
        for mun in sorted(raw):
            for table in KEYS:
                self.tables[table] += [completed(table, mun, row) for row in raw[mun].get(table, [])]
        for table in KEYS:
            self.tables[table] = without_duplicates(table, self.tables[table])
        self._seasons: dict[tuple[int, str], Season] = {}
        self._persons: dict[int, dict[str, list[Row]]] = {}

    def of_year(self, table: str, year: int) -> list[Row]:
        """Return the rows of a year table that belong to the report year (rule 3)."""
        return [row for row in self.tables[table] if row["year"] == year]

    def season(self, year: int, name: str) -> Season:
        """Return the season of this year and window, computed once."""
        if (year, name) not in self._seasons:
            self._seasons[year, name] = Season(self, year, name)
        return self._seasons[year, name]

    def attribute(self, year: int, person: str, name: str) -> Value:
        """Return the one value of a person attribute in the year: the first that is not empty (rule 8)."""
        if year not in self._persons:
            self._persons[year] = staff_of_persons(self.of_year("staff", year))
        known = [row[name] for row in self._persons[year].get(person, []) if row[name] is not None]
        return known[0] if known else None


def completed(table: str, mun: str, row: Row) -> Row:
    """Return the row with its municipality and with every column the oracle reads (absent = empty)."""
    return {**dict.fromkeys(COLUMNS[table]), **row, "mun": mun}


def staff_of_persons(staff: list[Row]) -> dict[str, list[Row]]:
    """Return the staff rows of each person in the order of rule 8."""
    persons: dict[str, list[Row]] = {}
    for row in sorted(staff, key=precedence):
        persons.setdefault(row["person_id"], []).append(row)
    return persons


def precedence(row: Row) -> tuple[Any, ...]:
    """Return the sort key of rule 8: external last, higher rate, earlier hire, then the codes as text."""
    text = tuple(row[column] or "" for column in ("org_id", "position", "subject"))
    return (bool(row["is_external"]), -row["rate"], row["hire_date"], *text)


class Season:
    """One pool in one window of one report year: the facts that count there, whoever they belong to."""

    def __init__(self, pool: Pool, year: int, name: str) -> None:
        """Remember the window; D is its last day."""
        self.pool = pool
        self.year = year
        self.stock = name.startswith("stock_")
        self.window = window(name, year)
        self.day = self.window[1]
        self.organisations = {row["org_id"]: row for row in pool.of_year("organisations", year)}

    def has(self, day: Value) -> bool:
        """Return whether the date is known and lies in the window."""
        return day is not None and self.window[0] <= day <= self.window[1]

    def _dated(self, table: str, column: str) -> list[Row]:
        return [row for row in self.pool.tables[table] if self.has(row[column])]

    def _lasting(self, table: str, start: str, end: str) -> list[Row]:
        rows = self.pool.tables[table]
        return [row for row in rows if in_force(row[start], row[end], self.window, stock=self.stock)]

    @cached_property
    def diagnoses(self) -> list[Row]:
        """Return diagnostics with their date in the window."""
        return self._dated("diagnostics", "date")

    @cached_property
    def support(self) -> list[Row]:
        """Return support rows that began in the window."""
        return self._dated("support", "start_date")

    @cached_property
    def events(self) -> list[Row]:
        """Return events of the window."""
        return self._dated("events", "date")

    @cached_property
    def routes(self) -> list[Row]:
        """Return routes in force."""
        return self._lasting("routes", "start_date", "end_date")

    @cached_property
    def mentoring(self) -> list[Row]:
        """Return mentoring rows in force."""
        return self._lasting("mentoring", "start_date", "end_date")

    @cached_property
    def memberships(self) -> list[Row]:
        """Return memberships in force."""
        return self._lasting("memberships", "start_date", "end_date")

    @cached_property
    def documents(self) -> list[Row]:
        """Return documents in force."""
        return self._lasting("documents", "date", "valid_to")

    @cached_property
    def mentored(self) -> list[Row]:
        """Return mentoring rows in force seen from the mentee."""
        return [{**row, "person_id": row["mentee_id"], "side": "mentee"} for row in self.mentoring]

    @cached_property
    def mentors(self) -> list[Row]:
        """Return mentoring rows in force seen from the mentor."""
        return [{**row, "person_id": row["mentor_id"], "side": "mentor"} for row in self.mentoring]

    @cached_property
    def taken(self) -> list[Row]:
        """Return participation that counts as taking part in a known event of the window, with the event (rule 15)."""
        events = {(row["mun"], row["event_id"]): row for row in self.events}
        return [
            {**row, "event": events[row["mun"], row["event_id"]]}
            for row in self.pool.tables["participation"]
            if row["role"] in TAKING_PART and (row["mun"], row["event_id"]) in events
        ]

    @cached_property
    def ended(self) -> list[Row]:
        """Return courses that ended in the window, completed or not, with the programme or None (rule 16)."""
        return [{**row, "programme": self.programme(row["programme_id"])} for row in self._dated("courses", "end_date")]

    @cached_property
    def courses(self) -> list[Row]:
        """Return courses completed in the window."""
        return [row for row in self.ended if row["completed"]]

    @cached_property
    def taught(self) -> list[Row]:
        """Return courses completed in the window whose programme is known."""
        return [row for row in self.courses if row["programme"] is not None]

    def programme(self, code: str) -> Row | None:
        """Return the row of the greatest year not after Y, else of the smallest year (rule 16)."""
        rows = [row for row in self.pool.tables["programmes"] if row["programme_id"] == code]
        past = [row for row in rows if row["year"] <= self.year]
        if past:
            return max(past, key=lambda row: row["year"])
        return min(rows, key=lambda row: row["year"], default=None)

    def experience(self, person: str) -> int | None:
        """Return full years of experience on D (rule 11)."""
        start = self.pool.attribute(self.year, person, "ped_start_date")
        if start is None:
            return self.pool.attribute(self.year, person, "ped_experience")  # type: ignore[no-any-return]
        return max(0, full_years(start, self.day))

    def age(self, person: str) -> int | None:
        """Return full years of age on D (rule 10)."""
        birth = self.pool.attribute(self.year, person, "birth_date")
        return None if birth is None else full_years(birth, self.day)
