"""Events by feedback and attendance, and registration lists: persons are counted once, silence is no bad mark."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from districts import clean_tables
from pdmon_utils.conditions import Period
from pdmon_utils.opinions import Limits, event_feedback, limits, registered, supported

YEAR = Period(2024, date(2024, 1, 1), date(2024, 12, 31))
EVENT = {"title": "Семинар", "kind": "seminar", "level": "mun", "date": "2024-03-01", "purpose": "skill"}
BOUNDS = Limits(feedback=4.0, attendance=0.7, answers=3)


def tables(events: list[dict[str, Any]], came: list[tuple[Any, ...]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return clean events and participation; a row that came is event, person, role, mark."""
    rows = [dict(zip(("event_id", "person_id", "role", "feedback"), row, strict=True)) for row in came]
    clean = clean_tables({"primer": {"events": [EVENT | event for event in events], "participation": rows}})
    return clean["events"], clean["participation"]


def judged(events: list[dict[str, Any]], came: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Return the events by id."""
    return event_feedback(*tables(events, came), YEAR, BOUNDS).set_index("event_id")


def test_an_event_has_those_who_came_of_the_planned_and_the_mean_of_those_who_answered() -> None:
    came = [("e1", "p1", "part", 5), ("e1", "p2", "speaker", 4), ("e1", "p3", "part", None), ("e1", "p4", "org", 1)]

    event = judged([{"event_id": "e1", "planned_participants": 4}], came).loc["e1"]

    assert (event["came"], event["attendance"], event["answered"], event["feedback"]) == (3, 0.75, 2, 4.5)
    assert not event["low_feedback"]
    assert not event["low_attendance"]


def test_a_person_in_two_roles_comes_and_answers_once() -> None:
    came = [("e1", "p1", "part", 5), ("e1", "p1", "speaker", 3), ("e1", "p2", "part", 2)]

    event = judged([{"event_id": "e1"}], came).loc["e1"]

    assert (event["came"], event["answered"], event["feedback"]) == (2, 2, 3.0)


def test_events_below_a_limit_are_marked_but_few_answers_tell_nothing() -> None:
    low = [("bad", f"p{n}", "part", 3) for n in range(3)]
    few = [("few", f"p{n}", "part", 1) for n in range(2)]
    empty = [("empty", "p1", "part", None)]
    events = [
        {"event_id": code, "planned_participants": plan} for code, plan in (("bad", 3), ("few", 2), ("empty", 10))
    ]

    rows = judged(events, [*low, *few, *empty])

    assert rows["low_feedback"].to_dict() == {"bad": True, "few": False, "empty": False}
    assert rows["low_attendance"].to_dict() == {"bad": False, "few": False, "empty": True}


def test_a_limit_itself_is_not_below_it() -> None:
    came = [("e1", f"p{n}", "part", 4) for n in range(7)]

    event = judged([{"event_id": "e1", "planned_participants": 10}], came).loc["e1"]

    assert (event["feedback"], event["attendance"]) == (4.0, 0.7)
    assert not event["low_feedback"]
    assert not event["low_attendance"]


@pytest.mark.parametrize("planned", [None, 0])
def test_without_a_plan_or_a_list_there_is_no_attendance(planned: int | None) -> None:
    rows = judged([{"event_id": "e1", "planned_participants": planned}, {"event_id": "e2"}], [("e1", "p1", "part", 5)])

    assert rows["attendance"].isna().all()
    assert not rows["low_attendance"].any()
    assert pd.isna(rows.loc["e2", "came"])


def test_only_events_of_the_period_are_judged() -> None:
    events = [{"event_id": "now"}, {"event_id": "then", "date": "2023-12-31"}]

    assert list(judged(events, [("then", "p1", "part", 1)]).index) == ["now"]


def test_the_limits_of_the_package_can_be_reached() -> None:
    bounds = limits()

    assert 1 < bounds.feedback < 5
    assert 0 < bounds.attendance < 1
    assert bounds.answers >= 5


# --- registration lists


def test_registration_lists_count_events_visits_and_teachers() -> None:
    events = [
        {"event_id": "c1", "kind": "cons"},
        {"event_id": "c2", "kind": "cons"},
        {"event_id": "m1", "kind": "meeting", "body_kind": "rmo"},
        {"event_id": "s1", "kind": "seminar"},
    ]
    came = [("c1", "p1", "part", None), ("c2", "p1", "part", None), ("c2", "p2", "part", None)]
    came += [("m1", "p1", "speaker", None), ("m1", "p1", "part", None), ("m1", "stranger", "part", None)]
    came += [("s1", "p1", "part", None)]

    rows = registered(*tables(events, came), frozenset({"p1", "p2"}), YEAR)

    assert rows.to_numpy().tolist() == [["cons", "", 2, 3, 2], ["meeting", "rmo", 1, 1, 1]]


def test_support_is_counted_by_direction_and_form() -> None:
    same = {"start_date": "2024-02-01", "level": "mun", "supporter": "methodist", "aim": "method"}
    rows = [
        {"person_id": "p1", "direction": "subj", "form": "cons"},
        {"person_id": "p1", "direction": "subj", "form": "lesson"},
        {"person_id": "p2", "direction": "subj"},
        {"person_id": "p2", "direction": "it", "form": "rmo"},
        {"person_id": "stranger", "direction": "it", "form": "rmo"},
    ]
    table = clean_tables({"primer": {"support": [same | row for row in rows]}})["support"]

    counted = supported(table, frozenset({"p1", "p2"}), YEAR).set_index("direction")

    assert counted.loc["subj"].to_dict() == {"rows": 3, "persons": 2, "cons": 1, "lesson": 1, "rmo": 0, "other": 0}
    assert counted.loc["it", ["rows", "persons", "rmo"]].tolist() == [1, 1, 1]


def test_nothing_handed_in_is_an_empty_list() -> None:
    clean = clean_tables({"primer": {}})

    assert registered(clean["events"], clean["participation"], frozenset(), YEAR).empty
    assert supported(clean["support"], frozenset(), YEAR).empty
    assert event_feedback(clean["events"], clean["participation"], YEAR, BOUNDS).empty
