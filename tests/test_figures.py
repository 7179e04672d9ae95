"""The long table of figures: its shape, who gets a row, who is pooled with whom, what must never change a figure."""

from __future__ import annotations

from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from districts import clean_tables, figures_of
from oracle.random_districts import random_raw, regulations_for
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.figures import COLUMNS, Place, compute_figures, window

Row = dict[str, Any]
Tables = dict[str, list[Row]]
KEY = list(COLUMNS[:7])
REGULATIONS = ("kbr", "tyumen", "ust-labinsk", "vilyuysk", "zato")
PHASES = (Phase.explicit, Phase.generate)  # a district does not shrink well
few = settings(derandomize=True, max_examples=2, deadline=None, database=None, phases=PHASES)
every_regulation = pytest.mark.parametrize("regulation", REGULATIONS)


def school(code: str, **said: Any) -> Row:
    return {"year": 2022, "org_id": code, "org_name": code, "org_type": "school", "is_municipal": True, **said}


def teacher(person: str, org: str = "A", **said: Any) -> Row:
    post = {"year": 2022, "org_id": org, "staff_group": "ped", "position": "teacher", "hire_date": "2015-09-01"}
    return {**post, "person_id": person, "is_external": False, "rate": 1, **said}


def diagnosed(person: str, **said: Any) -> Row:
    return {"person_id": person, "kind": "deficit", "date": "2022-05-05", "completed": True, **said}


def town(regulation: str, **tables: list[Row]) -> pd.DataFrame:
    """Return the figures of one town in 2022."""
    return figures_of({"m": tables}, [Place("m", regulation, "r", (2022,))])


def figure(figures: pd.DataFrame, *key: str, **said: Any) -> tuple[float, float]:
    """Return numerator and denominator of the one figure of indicator, scope, unit, breakdown, group."""
    names = ("indicator", "scope", "unit", "breakdown", "group")
    wanted = {**dict.fromkeys(("breakdown", "group"), ""), **dict(zip(names, key, strict=False)), **said}
    found = figures[(figures[list(wanted)] == pd.Series(wanted)).all(axis="columns")]
    (row,) = found[["numerator", "denominator"]].itertuples(index=False, name=None)
    return row


# --- the shape of the table


def test_columns_and_dtypes_are_those_of_the_contract() -> None:
    figures = town("kbr", organisations=[school("A")], staff=[teacher("a")])

    assert list(figures.columns) == [
        *("municipality", "year", "indicator", "scope", "unit", "breakdown", "group"),
        *("numerator", "denominator", "value"),
    ]
    assert [str(figures[name].dtype) for name in ("year", "numerator", "denominator", "value")] == [
        *("int64", "float64", "float64", "float64")
    ]
    for name in ("municipality", "indicator", "scope", "unit", "breakdown", "group"):
        assert figures[name].map(type).eq(str).all()


def test_no_municipality_at_all_still_gives_the_columns() -> None:
    figures = compute_figures(clean_tables({}), [], load_catalogue().regulations)

    assert list(figures.columns) == list(COLUMNS)
    assert len(figures) == 0


@every_regulation
def test_rows_are_sorted_and_no_figure_stands_twice(regulation: str) -> None:
    tables = {"organisations": [school("10"), school("9")], "staff": [teacher("b", "9"), teacher("a", "10")]}

    figures = figures_of({"n": tables, "m": tables}, [Place(slug, regulation, "r", (2022,)) for slug in ("n", "m")])

    keys = list(figures[KEY].itertuples(index=False, name=None))
    assert keys == sorted(set(keys))
    assert {"m", "n"} <= set(figures["municipality"])


def test_only_what_the_regulation_asks_is_computed() -> None:
    figures = town("zato", organisations=[school("A")], staff=[teacher("a")], diagnostics=[diagnosed("a")])

    assert set(figures["indicator"]) == set(load_catalogue().regulations["zato"].asks)


def test_a_regulation_that_is_not_given_leaves_its_municipality_out() -> None:
    tables = clean_tables({"m": {"organisations": [school("A")]}})

    figures = compute_figures(tables, [Place("m", "nowhere", "r", (2022,))], load_catalogue().regulations)

    assert figures.empty


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("calendar", "2022-01-01", "2022-12-31"),
        ("june", "2021-07-01", "2022-06-30"),
        ("academic", "2021-09-01", "2022-08-31"),
    ],
)
def test_windows_are_those_of_rule_1(name: str, first: str, last: str) -> None:
    period = window(name, 2022)

    assert (str(period.start), str(period.end), period.year) == (first, last, 2022)


# --- who gets a row


@every_regulation
def test_empty_tables_give_every_total_and_every_listed_group(regulation: str) -> None:
    figures = town(regulation)

    for ask in load_catalogue().regulations[regulation].asks.values():
        rows = figures[(figures["indicator"] == ask.id) & (figures["scope"] == "municipality")]
        listed = {(asked.cut.name, group) for asked in ask.cuts for group in asked.groups}
        assert set(rows[["breakdown", "group"]].itertuples(index=False, name=None)) == {("", ""), *listed}
    assert set(figures["numerator"]) == {0.0}
    assert set(figures["scope"]) <= {"municipality", "region"}


def test_an_organisation_without_staff_has_a_row_with_an_empty_value() -> None:
    figures = town(
        "kbr", organisations=[school("A"), school("empty")], staff=[teacher("a")], diagnostics=[diagnosed("a")]
    )

    assert figure(figures, "kbr.1", "organisation", "A") == (1, 1)
    assert figure(figures, "kbr.1", "organisation", "empty") == (0, 0)
    row = figures[(figures["indicator"] == "kbr.1") & (figures["unit"] == "empty")].iloc[0]
    assert pd.isna(row["value"])


def test_an_organisation_of_another_year_or_known_only_by_its_staff_has_no_row() -> None:
    organisations = [school("A"), school("old", year=2021)]

    figures = town("kbr", organisations=organisations, staff=[teacher("a"), teacher("b", "unknown")])

    units = figures[figures["scope"] == "organisation"]["unit"]
    assert set(units) == {"A"}
    assert figure(figures, "kbr.1", "municipality", "m") == (0, 2)


def test_every_cluster_of_the_year_has_a_row() -> None:
    organisations = [school("A", cluster="mksh"), school("B", cluster="gymnasium"), school("C")]

    figures = town("ust-labinsk", organisations=organisations, staff=[teacher("a")], diagnostics=[diagnosed("a")])

    clusters = figures[(figures["scope"] == "cluster") & (figures["indicator"] == "ust.p1.1")]
    assert clusters[["unit", "numerator", "denominator"]].to_numpy().tolist() == [["gymnasium", 0, 0], ["mksh", 1, 1]]


def test_organisations_and_clusters_have_totals_only() -> None:
    staff = [teacher("a", subject="физика", category="top")]

    figures = town("ust-labinsk", organisations=[school("A", cluster="mksh")], staff=staff)

    breakdowns = figures.groupby("scope")["breakdown"].nunique()
    assert breakdowns[["cluster", "organisation"]].tolist() == [1, 1]
    assert breakdowns["municipality"] > 1


def test_listed_groups_stand_always_and_open_ones_only_where_somebody_is_counted() -> None:
    staff = [teacher("a", subject="физика"), teacher("b", subject="химия", is_external=True)]

    figures = town("kbr", organisations=[school("A")], staff=staff)

    subjects = figures[(figures["indicator"] == "kbr.1") & (figures["breakdown"] == "subject")]
    assert set(subjects["group"]) == {"физика"}
    deficits = figures[figures["breakdown"] == "deficit_type"]
    assert {"method", "psy", "subject", "ict", "mgmt", "comm", "other", "burnout"} == set(deficits["group"])
    assert set(deficits["numerator"]) == {0}


def test_an_open_group_whose_sum_is_nothing_has_no_row() -> None:
    vacancy = {"org_id": "A", "date": "2022-08-31", "position": "teacher"}
    vacancies = [
        {**vacancy, "subject": "физика", "rate_vacant": 0.5},
        {**vacancy, "subject": "химия", "rate_vacant": 0},
    ]

    figures = town("ust-labinsk", organisations=[school("A")], vacancies=vacancies)

    needed = figures[(figures["indicator"] == "ust.p5.2") & (figures["breakdown"] == "subject")]
    assert needed[["group", "value"]].to_numpy().tolist() == [["физика", 0.5]]


@every_regulation
def test_counts_presences_and_lists_have_an_empty_denominator_and_shares_never(regulation: str) -> None:
    figures = town(regulation, organisations=[school("A")], staff=[teacher("a")], diagnostics=[diagnosed("a")])

    kinds = {ask.id: ask.kind for ask in load_catalogue().regulations[regulation].asks.values()}
    counted = figures["indicator"].map(kinds).isin(["count", "presence", "list"])
    assert figures.loc[counted, "denominator"].isna().all()
    assert figures.loc[counted, "value"].notna().all()
    assert figures.loc[~counted, "denominator"].notna().all()


# --- years and municipalities


def test_report_years_are_those_of_the_place_not_those_of_the_rows() -> None:
    tables = {"organisations": [school("A"), school("A", year=2020)], "staff": [teacher("a"), teacher("a", year=2020)]}

    figures = figures_of({"m": tables}, [Place("m", "kbr", "r", (2021, 2022))])

    assert set(figures["year"]) == {2021, 2022}
    assert figure(figures, "kbr.1", "municipality", "m", year=2021) == (0, 0)
    assert figure(figures, "kbr.1", "municipality", "m", year=2022) == (0, 1)


def test_each_municipality_reports_its_own_years() -> None:
    tables = {"organisations": [school("A")], "staff": [teacher("a")]}
    places = [Place("m", "zato", "r", (2022,)), Place("n", "zato", "r", (2021,))]

    figures = figures_of({"m": tables, "n": tables}, places)

    assert set(figures[["municipality", "year"]].itertuples(index=False, name=None)) == {("m", 2022), ("n", 2021)}


def test_two_municipalities_with_the_same_codes_do_not_mix() -> None:
    here = {"organisations": [school("A")], "staff": [teacher("a"), teacher("b")], "diagnostics": [diagnosed("a")]}
    there = {"organisations": [school("A")], "staff": [teacher("a")], "diagnostics": []}

    figures = figures_of({"m": here, "n": there}, [Place(slug, "zato", "r", (2022,)) for slug in ("m", "n")])

    assert figure(figures, "zato.3.1b", "municipality", "m") == (1, 2)
    assert figure(figures, "zato.3.1b", "municipality", "n") == (0, 1)
    assert figure(figures, "zato.3.1b", "organisation", "A", municipality="m") == (1, 2)
    assert figure(figures, "zato.3.1b", "organisation", "A", municipality="n") == (0, 1)


def test_a_region_counts_a_person_of_two_municipalities_once() -> None:
    here = {"organisations": [school("A")], "staff": [teacher("a"), teacher("b")], "diagnostics": [diagnosed("a")]}
    there = {"organisations": [school("B")], "staff": [teacher("a", "B"), teacher("c", "B")]}

    figures = figures_of({"m": here, "n": there}, [Place(slug, "kbr", "r", (2022,)) for slug in ("m", "n")])

    assert figure(figures, "kbr.1", "municipality", "n") == (0, 2)
    assert figure(figures, "kbr.1", "region", "r", municipality="") == (1, 3)


def test_a_region_takes_the_row_of_the_later_municipality_where_both_handed_in_the_same_key() -> None:
    here = {"organisations": [school("A")], "staff": [teacher("a", is_external=False)]}
    there = {"organisations": [school("A")], "staff": [teacher("a", is_external=True)]}

    figures = figures_of({"m": here, "n": there}, [Place(slug, "kbr", "r", (2022,)) for slug in ("m", "n")])

    assert figure(figures, "kbr.1", "municipality", "m") == (0, 1)
    assert figure(figures, "kbr.1", "region", "r") == (0, 0)


def test_two_regions_are_pooled_apart() -> None:
    tables = {"organisations": [school("A")], "staff": [teacher("a")], "diagnostics": [diagnosed("a")]}
    places = [Place("m", "kbr", "east", (2022,)), Place("n", "kbr", "west", (2022,))]

    figures = figures_of({"m": tables, "n": {**tables, "diagnostics": []}}, places)

    assert figure(figures, "kbr.1", "region", "east") == (1, 1)
    assert figure(figures, "kbr.1", "region", "west") == (0, 1)


def test_only_a_regulation_with_regional_asks_has_a_region() -> None:
    figures = town("vilyuysk", organisations=[school("A")], staff=[teacher("a")])

    assert "region" not in set(figures["scope"])


# --- what must never change a figure


def _places(seed: int, regulation: str, municipalities: int = 2) -> list[Place]:
    said = regulations_for(seed, regulation, municipalities)
    return [Place(slug, code, region, tuple(years)) for slug, (code, region, years) in said.items()]


@every_regulation
@few
@given(seed=st.integers(0, 10_000))
def test_a_neighbour_changes_no_figure_of_a_municipality(seed: int, regulation: str) -> None:
    raw, places = random_raw(seed, regulation), _places(seed, regulation)

    alone = figures_of({places[0].slug: raw[places[0].slug]}, places[:1])
    beside = figures_of(raw, places)

    own = beside[beside["municipality"] == places[0].slug].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone[alone["municipality"] != ""].reset_index(drop=True), own)


@every_regulation
@few
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_changes_no_figure(seed: int, regulation: str) -> None:
    raw = random_raw(seed, regulation, municipalities=1)
    tables = clean_tables(raw)  # without rows of one key, where the last one counts
    dice = Random(seed)  # noqa: S311  nothing secret
    shuffled = {name: frame.iloc[dice.sample(range(len(frame)), len(frame))] for name, frame in tables.items()}
    local = {name: frame.reset_index(drop=True) for name, frame in shuffled.items()}
    places, regulations = _places(seed, regulation, municipalities=1), load_catalogue().regulations

    before, after = (compute_figures(held, places, regulations) for held in (tables, local))

    pd.testing.assert_frame_equal(before, after)


@few
@given(seed=st.integers(0, 10_000), regulation=st.sampled_from(REGULATIONS))
def test_a_share_is_never_more_than_the_whole(seed: int, regulation: str) -> None:
    figures = figures_of(random_raw(seed, regulation), _places(seed, regulation))
    asks = load_catalogue().regulations[regulation].asks
    kinds = figures["indicator"].map({code: ask.kind for code, ask in asks.items()})

    shares = figures[kinds.isin(["share", "distribution"])]

    assert len(shares) > 0
    assert (figures["numerator"] >= 0).all()
    assert (shares["numerator"] <= shares["denominator"]).all()
    assert shares["value"].isna().equals(shares["denominator"] == 0)


@few
@given(seed=st.integers(0, 10_000), regulation=st.sampled_from(REGULATIONS))
def test_computing_leaves_the_tables_as_they_were_and_gives_the_same_twice(seed: int, regulation: str) -> None:
    tables = clean_tables(random_raw(seed, regulation))
    before = {name: frame.copy() for name, frame in tables.items()}
    places, regulations = _places(seed, regulation), load_catalogue().regulations

    first, second = (compute_figures(tables, order, regulations) for order in (places, places[::-1]))

    pd.testing.assert_frame_equal(first, second)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(tables[name], frame)
