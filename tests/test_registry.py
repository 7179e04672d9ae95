"""Keys of the register: who is one person, which organisation is meant, what a region pools."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from districts import clean_tables
from pdmon_utils.people import full_years
from pdmon_utils.registry import Registry, keyed_tables, pool_region, source_of
from pdmon_utils.schema import SCHEMA

Row = dict[str, Any]
STAFF = {"year": 2022, "org_id": "A", "staff_group": "ped", "position": "teacher", "hire_date": "2015-09-01"}
STAFF |= {"is_external": False, "rate": 1}
PAIR = {"level": "org", "start_date": "2022-02-01"}
EVENT = {"title": "Событие", "kind": "contest", "level": "mun", "date": "2022-05-05", "purpose": "skill"}
SUPPORT = {"start_date": "2022-05-05", "level": "org", "direction": "subj", "supporter": "methodist"}


def staff(*people: str, org: str = "A") -> list[Row]:
    return [{**STAFF, "person_id": person, "org_id": org} for person in people]


def registry(**districts: dict[str, list[Row]]) -> Registry:
    return Registry(clean_tables(districts), tuple(sorted(districts)))


def test_leading_zeros_tell_people_apart() -> None:
    town = registry(m={"staff": staff("1", "01", "001", "01")})  # the last row repeats a key and is dropped

    assert town.persons == 3
    assert len(set(town.key("staff", "person"))) == 3


def test_two_rows_of_one_person_have_one_key() -> None:
    town = registry(m={"staff": staff("a", "b") + staff("a", org="B")})

    first, _, second = town.key("staff", "person")

    assert first == second
    assert town.persons == 2


def test_one_id_in_two_municipalities_is_two_people() -> None:
    towns = registry(m={"staff": staff("a")}, n={"staff": staff("a")})

    assert towns.persons == 2
    assert towns.key("staff", "municipality").tolist() == [0, 1]


def test_a_fact_finds_its_person_only_in_its_own_municipality() -> None:
    support = [{**SUPPORT, "person_id": name} for name in ("a", "b", "nobody")]
    towns = registry(m={"staff": staff("a"), "support": support}, n={"staff": staff("b")})

    keys = towns.key("support", "person")

    assert keys.tolist() == [towns.key("staff", "person")[0], -1, -1]


def test_mentors_and_mentees_are_two_readings_of_one_table() -> None:
    pair = {**PAIR, "mentee_id": "young", "mentor_id": "old"}
    town = registry(m={"staff": staff("old", "young"), "mentoring": [pair]})
    old, young = town.key("staff", "person")

    assert town.key("mentors", "person").tolist() == [old]
    assert town.key("mentees", "person").tolist() == [young]
    assert source_of("mentors") == source_of("mentees") == "mentoring"


def test_organisation_keys_follow_municipality_then_the_text_of_the_code() -> None:
    towns = registry(m={"staff": staff("a", org="9") + staff("b", org="10")}, n={"staff": staff("c", org="1")})

    assert towns.key("staff", "organisation").tolist() == [1, 0, 2]
    assert towns.organisations == 3


def test_an_organisation_known_by_its_facts_only_has_a_key_and_an_empty_code_has_none() -> None:
    events = [{**EVENT, "event_id": "1", "org_id": "Z"}, {**EVENT, "event_id": "2"}]
    town = registry(m={"staff": staff("a"), "events": events})

    assert town.key("events", "organisation").tolist() == [1, -1]


def test_a_municipality_that_handed_in_nothing_has_no_keys() -> None:
    town = registry(m={})

    assert (town.persons, town.organisations) == (0, 0)
    assert [len(town.key(name, "municipality")) for name in SCHEMA] == [0] * len(SCHEMA)


def test_the_catalogue_may_name_every_table_and_both_ends_of_mentoring() -> None:
    assert set(keyed_tables()) == {*SCHEMA, "mentors", "mentees"}


def _region(**districts: dict[str, list[Row]]) -> dict[str, pd.DataFrame]:
    return pool_region(clean_tables(districts), dict.fromkeys(districts, "r"))


def test_in_a_region_people_are_shared_and_events_are_local() -> None:
    said = {"staff": staff("a"), "events": [{**EVENT, "event_id": "1"}]}

    pooled = _region(n=said, m=said)

    assert pooled["staff"]["person_id"].tolist() == ["a", "a"]
    assert pooled["events"]["event_id"].tolist() == ["m/1", "n/1"]
    assert Registry(pooled, ("r",)).persons == 1


def test_in_a_region_rows_stand_by_municipality_and_keep_their_order() -> None:
    pooled = _region(m2={"staff": staff("c")}, m10={"staff": staff("b", "a")})  # as text: m10 before m2

    assert pooled["staff"]["person_id"].tolist() == ["b", "a", "c"]
    assert pooled["staff"]["municipality"].astype(str).tolist() == ["r", "r", "r"]


def test_an_empty_local_id_stays_empty_in_a_region() -> None:
    member = {"body": "Совет", "body_kind": "mo", "role": "member", "start_date": "2022-02-01", "person_id": "a"}

    pooled = _region(m={"memberships": [member], "events": [{**EVENT, "event_id": "1"}]})

    assert pooled["memberships"]["body"].tolist() == ["m/Совет"]
    assert pooled["events"]["body"].isna().all()


def test_pooling_leaves_the_tables_of_the_municipalities_as_they_were() -> None:
    tables = clean_tables({"m": {"events": [{**EVENT, "event_id": "1"}]}})
    before = {name: frame.copy() for name, frame in tables.items()}

    pool_region(tables, {"m": "r"})

    for name, frame in before.items():
        pd.testing.assert_frame_equal(tables[name], frame)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2000-06-15", "2022-06-14", 21),
        ("2000-06-15", "2022-06-15", 22),  # the day itself completes the year
        ("2000-06-15", "2022-07-01", 22),
        ("2000-02-29", "2023-02-28", 22),
        ("2000-02-29", "2023-03-01", 23),
        ("2000-02-29", "2024-02-29", 24),
        ("2022-12-31", "2022-12-31", 0),
        ("2023-01-01", "2022-12-31", -1),
        ("1999-12-31", "2022-01-01", 22),
    ],
)
def test_a_year_is_full_on_its_day(start: str, end: str, years: int) -> None:
    assert full_years(pd.to_datetime(pd.Series([start])), pd.Timestamp(end)).tolist() == [years]


def test_an_unknown_day_gives_unknown_years() -> None:
    known, unknown = pd.Timestamp("2000-01-01"), pd.NaT
    starts = pd.Series([known, unknown, known], dtype="datetime64[s]")
    ends = pd.Series([known, known, unknown], dtype="datetime64[s]")

    assert full_years(starts, ends).isna().tolist() == [False, True, True]
