"""Ways on which deficits were removed: only repeated diagnoses tell, and only what lies between them counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from conftest import YEAR
from districts import clean_tables
from pdmon_utils import Study
from pdmon_utils.store import Workspace
from pdmon_utils.study.paths import _few, by_way, repeated

BEFORE, BETWEEN, AFTER = "2024-01-10", "2024-03-01", "2024-06-01"
WAYS = ("courses", "routes", "mentoring", "support")


def diagnosed(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Return clean diagnostics: person, direction, date, found; further columns as a dict."""
    said = [dict(zip(("person_id", "direction", "date", "deficit_found"), row, strict=False)) for row in rows]
    same = {"kind": "deficit", "completed": True}
    given = [same | row | (rows[at][4] if len(rows[at]) > 4 else {}) for at, row in enumerate(said)]
    return clean_tables({"primer": {"diagnostics": [{"year": 2024, **row} for row in given]}})["diagnostics"]


def ways(**rows: list[Mapping[str, Any]]) -> dict[str, pd.DataFrame]:
    """Return the four tables with these rows."""
    tables = clean_tables({"primer": {name: [dict(row) for row in said] for name, said in rows.items()}})
    return {name: tables[name] for name in WAYS}


def test_a_deficit_that_the_latest_diagnosis_does_not_find_is_removed() -> None:
    rows = diagnosed(
        *(("p1", "ict", BEFORE, True), ("p1", "ict", BETWEEN, True), ("p1", "ict", AFTER, False)),
        *(("p2", "ict", BEFORE, True), ("p2", "ict", AFTER, True)),
    )

    pairs = repeated(rows, 2024).set_index("person_id")

    assert pairs["removed"].to_dict() == {"p1": True, "p2": False}
    assert pairs.loc["p1", "first"] == pd.Timestamp(BEFORE)


@pytest.mark.parametrize(
    "rows",
    [
        [("p1", "ict", BEFORE, True)],
        [("p1", "ict", BEFORE, False), ("p1", "ict", AFTER, False)],
        [("p1", "ict", BEFORE, False), ("p1", "ict", AFTER, True)],
        [("p1", "ict", BEFORE, True), ("p1", "psy", AFTER, False)],
        [("p1", "ict", BEFORE, True), ("p2", "ict", AFTER, False)],
        [("p1", "ict", BEFORE, True), ("p1", "ict", AFTER, False, {"completed": False})],
        [("p1", "ict", BEFORE, True), ("p1", "ict", AFTER, None)],
        [("p1", None, BEFORE, True), ("p1", None, AFTER, False)],
        [("p1", "ict", BEFORE, True), ("p1", "ict", AFTER, False, {"kind": "burnout"})],
        [("p1", "ict", BEFORE, True), ("p1", "ict", AFTER, False, {"year": 2025})],
    ],
)
def test_nothing_else_is_a_repeated_diagnosis(rows: list[tuple[Any, ...]]) -> None:
    assert repeated(diagnosed(*rows), 2024).empty


PAIRS = [("p1", "ict", BEFORE, True), ("p1", "ict", AFTER, False)]
COURSE = {"person_id": "p1", "programme_id": "П", "completed": True}
ROUTE = {"route_id": "М", "person_id": "p1", "based_on_diagnostics": True, "status": "active"}
MENTOR = {"mentee_id": "p1", "mentor_id": "p9", "level": "org"}
HELP = {"person_id": "p1", "level": "mun", "direction": "subj", "supporter": "methodist"}


@pytest.mark.parametrize(
    ("table", "row", "way"),
    [
        ("courses", COURSE | {"end_date": BETWEEN}, "courses"),
        ("courses", COURSE | {"end_date": AFTER}, "courses"),
        ("courses", COURSE | {"end_date": BEFORE}, "none"),
        ("courses", COURSE | {"end_date": BETWEEN, "completed": False}, "none"),
        ("courses", COURSE | {"end_date": BETWEEN, "person_id": "p2"}, "none"),
        ("routes", ROUTE | {"start_date": "2023-09-01"}, "routes"),
        ("routes", ROUTE | {"start_date": "2023-09-01", "end_date": BEFORE}, "none"),
        ("routes", ROUTE | {"start_date": "2024-06-02"}, "none"),
        ("mentoring", MENTOR | {"start_date": BETWEEN}, "mentoring"),
        ("mentoring", MENTOR | {"start_date": BETWEEN, "mentee_id": "p9", "mentor_id": "p1"}, "none"),
        ("support", HELP | {"start_date": BETWEEN}, "support"),
        ("support", HELP | {"start_date": BEFORE}, "none"),
    ],
)
def test_a_way_counts_if_it_lies_between_the_two_diagnoses(table: str, row: dict[str, Any], way: str) -> None:
    told = by_way(repeated(diagnosed(*PAIRS), 2024), ways(**{table: [row]}))

    assert told.loc[told["pairs"] > 0, ["way", "removed"]].to_numpy().tolist() == [[way, 1]]


def test_a_pair_counts_in_every_way_once() -> None:
    rows = ways(
        courses=[COURSE | {"end_date": BETWEEN}, COURSE | {"end_date": AFTER}], support=[HELP | {"start_date": BETWEEN}]
    )

    told = by_way(repeated(diagnosed(*PAIRS), 2024), rows).set_index("way")["pairs"]

    assert told[told > 0].to_dict() == {"courses": 1, "support": 1}


@pytest.mark.parametrize(
    ("pairs", "removed", "few"), [(20, 10, False), (20, 0, False), (20, 20, False), (20, 4, True), (20, 17, True)]
)
def test_few_people_on_either_side_are_few(pairs: int, removed: int, few: bool) -> None:  # noqa: FBT001  a column of the table above
    assert _few(pd.DataFrame({"pairs": [pairs], "removed": [removed]})) is few


def test_the_page_warns_that_a_link_is_no_cause_and_hides_few_from_the_public(workspace: Workspace) -> None:
    inside, outside = (
        repr(Study("note", "gorod-primer", YEAR, a, home=str(workspace.home)).paths()) for a in ("internal", "public")
    )

    assert "Связь, а не причина" in inside
    assert "не публику" in outside
    assert "|" not in outside
