"""Indicators of the regulation tyumen: heads, reserve, conditions and teachers of municipal schools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answers import Answer, by, count, indicator, share, split, total, who
from .indicators_tyumen_ped import papers
from .indicators_vilyuysk import contests
from .indicators_zato import training
from .rules import reserve_in_force

if TYPE_CHECKING:
    from collections.abc import Callable

    from .rules import Row
    from .unit import Unit


@indicator("tmn.l.1", "share", "calendar", "m")
def l1(u: Unit) -> list[Answer]:
    heads = u.people("heads")
    groups: dict[str, set[str]] = {}
    for row in u.rows("heads"):
        groups.setdefault(u.organisation(row["org_id"])["org_type"], set()).add(row["person_id"])
    hits = who(training(u))
    return share(hits, heads, by("org_type", ["school", "kindergarten", "extra"], groups, hits, heads))


def latest_is_high(rows: list[Row]) -> bool:
    """Return whether one of the tests of the latest day is high."""
    last = max((row["date"] for row in rows), default=None)
    return any(row["result_level"] == "high" for row in rows if row["date"] == last)


@indicator("tmn.l.2", "share", "stock_calendar", "m")
def l2(u: Unit) -> list[Answer]:
    tests: dict[str, list[Row]] = {person: [] for person in u.people("heads")}
    for row in u.season.pool.tables["diagnostics"]:
        done = row["kind"] == "head_test" and row["completed"] and row["result_level"] is not None
        if done and row["date"] <= u.season.day and row["person_id"] in tests:
            tests[row["person_id"]].append(row)
    return share({person for person, rows in tests.items() if latest_is_high(rows)}, set(tests))


@indicator("tmn.l.3", "share", "calendar", "m")
def l3(u: Unit) -> list[Answer]:
    rows = u.season.pool.tables["diagnostics"]
    due = [row for row in rows if row["kind"] == "head_att" and u.season.has(row["due_date"])]
    passed = [row for row in due if row["completed"] and row["date"] <= row["due_date"]]
    return share(who(passed), who(due) & u.people("heads"))


@indicator("tmn.l.4", "share", "calendar", "m")
def l4(u: Unit) -> list[Answer]:
    return contests(u, "heads")


def outcome(u: Unit, measure: str) -> list[Answer]:
    """Return the share of heads all of whose organisations reached everything."""
    rows: dict[str, list[Row]] = {}
    for row in u.season.pool.of_year("student_outcomes", u.season.year):
        if row["measure"] == measure and row["total"] > 0:
            rows.setdefault(row["org_id"], []).append(row)
    results: dict[str, list[bool]] = {}
    for head in u.rows("heads"):
        done = [row["achieved"] == row["total"] for row in rows.get(head["org_id"], [])]
        results.setdefault(head["person_id"], []).extend(done)
    known = {person: done for person, done in results.items() if done}
    return share({person for person, done in known.items() if all(done)}, set(known))


def _outcome_of(measure: str) -> Callable[[Unit], list[Answer]]:
    return lambda u: outcome(u, measure)


for _number, _measure in enumerate(("g4", "g59", "g1011", "cert9", "cert11", "ovz"), start=5):
    indicator(f"tmn.l.{_number}", "share", "calendar", "m")(_outcome_of(_measure))


def reserve(u: Unit) -> list[Row]:
    """Return the rows of the reserve of heads in force on D."""
    rows = u.season.pool.tables["reserve"]
    return [row for row in rows if row["kind"] == "mgmt" and reserve_in_force(row, u.season.day)]


@indicator("tmn.l.11a", "count", "stock_calendar", "m")
def l11a(u: Unit) -> list[Answer]:
    return count(who(reserve(u)))


@indicator("tmn.l.11b", "count", "stock_calendar", "m")
def l11b(u: Unit) -> list[Answer]:
    return count(who(row for row in reserve(u) if row["has_plan"]))


@indicator("tmn.l.11c", "count", "stock_calendar", "m")
def l11c(u: Unit) -> list[Answer]:
    planned = [row for row in reserve(u) if row["has_plan"] and row["plan_done_pct"] is not None]
    return count(who(row for row in planned if row["plan_done_pct"] >= 100))


@indicator("tmn.l.12", "count", "calendar", "m")
def l12(u: Unit) -> list[Answer]:
    rows = [row for row in u.season.pool.tables["reserve"] if row["kind"] == "mgmt"]
    return count(who(row for row in rows if u.season.has(row["enrolled_date"])))


@indicator("tmn.l.13", "presence", "stock_calendar", "m")
def l13(u: Unit) -> list[Answer]:
    return [total(len(papers(u, "reserve_criteria")))]


@indicator("tmn.l.14", "presence", "stock_calendar", "m")
def l14(u: Unit) -> list[Answer]:
    return [total(len(papers(u, "head_evaluation")))]


@indicator("tmn.l.15", "share", "stock_calendar", "m")
def l15(u: Unit) -> list[Answer]:
    schools = [row for row in u.organisations if row["org_type"] == "school" and row["is_municipal"]]
    return [total(len([row for row in schools if row["modern_conditions"]]), len(schools))]


TEACHERS = "teachers_school"


@indicator("tmn.l.16", "share", "stock_calendar", "mo")
def l16(u: Unit) -> list[Answer]:
    people = u.people(TEACHERS)
    groups = {code: u.with_attribute(TEACHERS, "category", code) for code in ("top", "first")}
    return share(groups["top"] | groups["first"], people, split("category", ["top", "first"], groups, people, people))


@indicator("tmn.l.17", "share", "stock_calendar", "mo")
def l17(u: Unit) -> list[Answer]:
    return share(u.younger(TEACHERS, 35), u.people(TEACHERS))


@indicator("tmn.l.18", "share", "stock_calendar", "mo")
def l18(u: Unit) -> list[Answer]:
    return share(u.experienced(TEACHERS, 0, 3), u.people(TEACHERS))


@indicator("tmn.l.19", "share", "stock_calendar", "mo")
def l19(u: Unit) -> list[Answer]:
    return share(u.with_attribute(TEACHERS, "education", "hi_ped", "hi"), u.people(TEACHERS))
