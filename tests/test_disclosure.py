"""What a public page may show."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from pdmon_utils.catalogue import Ask, load_catalogue
from pdmon_utils.disclosure import FEW_PEOPLE, for_public
from pdmon_utils.store import Workspace

Parts = tuple[float | None, float | None]
ASKS: Mapping[str, Ask] = {
    code: ask for regulation in load_catalogue().regulations.values() for code, ask in regulation.asks.items()
}
SHARE, SPLIT, COUNT, MEAN = "vil.1.2.3a", "kbr.11b", "kbr.12b", "ust.p5.5"  # by subject; split by role; …; by position
SENSITIVE, EVENTS = "vil.1.2.4a", "zato.3.2b"


def cut(
    indicator: str, total: Parts, groups: Mapping[str, Parts], breakdown: str = "cut", **place: str | int
) -> pd.DataFrame:
    """Return the figures of one indicator: its total and the groups of one cut, as numerator and denominator."""
    rows = [("", "", *total), *((breakdown, group, *parts) for group, parts in groups.items())]
    frame = pd.DataFrame(rows, columns=["breakdown", "group", "numerator", "denominator"])
    keys = {"municipality": "primer", "year": 2024, "indicator": indicator, "scope": "municipality", "unit": "primer"}
    frame = frame.astype({"numerator": float, "denominator": float}).assign(**{**keys, **place})
    return frame.assign(value=frame["numerator"] / frame["denominator"])


def withheld(figures: pd.DataFrame) -> set[str]:
    """Return the withheld groups ('' is the total)."""
    public = for_public(figures, ASKS)
    return set(public.loc[public["withheld"], "group"])


def test_organisations_and_clusters_are_not_public() -> None:
    scopes = ("municipality", "organisation", "cluster", "region")
    figures = pd.concat([cut(SHARE, (50, 100), {}, scope=scope, unit=scope) for scope in scopes])

    assert set(for_public(figures, ASKS)["scope"]) == {"municipality", "region"}


def test_a_cut_of_large_groups_is_shown_as_it_is() -> None:
    figures = cut(SHARE, (50, 100), {"физика": (20, 40), "химия": (30, 60)})

    public = for_public(figures, ASKS)

    assert not public["withheld"].any()
    pd.testing.assert_frame_equal(public.drop(columns="withheld"), figures)


@pytest.mark.parametrize("few", range(1, FEW_PEOPLE))
def test_one_group_of_few_empties_the_whole_cut_but_not_the_total(few: int) -> None:
    figures = cut(SHARE, (50 + few, 100), {"физика": (few, 40), "химия": (50, 60)})

    public = for_public(figures, ASKS)

    assert withheld(figures) == {"физика", "химия"}
    assert public.loc[public["withheld"], ["numerator", "denominator", "value"]].isna().all(axis=None)
    assert public.loc[~public["withheld"], "numerator"].tolist() == [50 + few]


@pytest.mark.parametrize("few", range(1, FEW_PEOPLE))
def test_one_group_with_few_left_outside_empties_the_whole_cut(few: int) -> None:
    assert withheld(cut(SHARE, (60, 100), {"физика": (40 - few, 40), "химия": (20 + few, 60)})) == {"физика", "химия"}


def test_zero_and_five_people_are_shown() -> None:
    assert withheld(cut(SHARE, (5, 100), {"физика": (0, 40), "химия": (5, 60)})) == set()


def test_a_total_of_few_people_is_withheld() -> None:
    assert withheld(cut(SHARE, (3, 100), {})) == {""}
    assert withheld(cut(SHARE, (97, 100), {})) == {""}
    assert withheld(cut(COUNT, (4, None), {})) == {""}


def test_a_group_is_withheld_when_few_of_the_total_are_not_in_it() -> None:
    assert withheld(cut(COUNT, (20, None), {"exp_0_1": (18, None), "exp_1_3": (9, None)})) == {"exp_0_1", "exp_1_3"}


def test_groups_are_withheld_when_few_of_the_total_are_in_none_of_them() -> None:
    assert withheld(cut(SPLIT, (23, 100), {"mentor": (10, 100), "mentee": (10, 100)})) == {"mentor", "mentee"}


def test_groups_that_overlap_are_shown() -> None:
    assert withheld(cut(SPLIT, (23, 100), {"mentor": (15, 100), "mentee": (15, 100)})) == set()


def test_the_people_of_a_mean_are_its_denominator() -> None:
    load = cut(MEAN, (4000, 200), {"teacher": (3972, 198), "head": (28, 2)}, "position")
    fine = cut(MEAN, (4000, 200), {"teacher": (3000, 150), "head": (1000, 50)}, "position")

    assert withheld(load) == {"teacher", "head"}
    assert withheld(fine) == set()


def test_a_mean_of_a_small_sum_over_many_people_is_shown() -> None:
    assert withheld(cut(MEAN, (3, 200), {})) == set()


def test_sensitive_indicators_publish_no_cut_whatever_its_size() -> None:
    assert withheld(cut(SENSITIVE, (50, 100), {"физика": (20, 40), "химия": (30, 60)})) == {"физика", "химия"}


def test_few_events_are_no_secret() -> None:
    assert withheld(cut(EVENTS, (3, None), {"contest": (1, None), "seminar": (2, None)})) == set()


def test_cuts_of_other_years_units_and_indicators_are_left_alone() -> None:
    small = cut(SHARE, (53, 100), {"физика": (3, 40), "химия": (50, 60)})
    large = {"физика": (20, 40), "химия": (30, 60)}
    others = [cut(SHARE, (50, 100), large, year=2023), cut("vil.1.2.1a", (50, 100), large)]
    others.append(cut(SHARE, (53, 100), {"физика": (20, 40), "химия": (33, 60)}, "other").iloc[1:])

    public = for_public(pd.concat([small, *others], ignore_index=True), ASKS)

    assert public["withheld"].sum() == 2


def test_a_municipality_cannot_be_worked_out_from_its_region() -> None:
    small = cut(COUNT, (3, None), {}, unit="a", municipality="a")
    large = cut(COUNT, (20, None), {}, unit="b", municipality="b")
    region = cut(COUNT, (23, None), {}, scope="region", unit="r", municipality="")

    public = for_public(pd.concat([small, large, region], ignore_index=True), ASKS)

    assert public.loc[public["withheld"], "unit"].tolist() == ["a", "r"]


def test_a_region_is_shown_when_all_its_municipalities_are() -> None:
    places = [cut(COUNT, (20, None), {}, unit=unit, municipality=unit) for unit in "ab"]
    region = cut(COUNT, (40, None), {}, scope="region", unit="r", municipality="")

    assert not for_public(pd.concat([*places, region], ignore_index=True), ASKS)["withheld"].any()


def test_the_frame_of_the_caller_stays_as_it_was() -> None:
    figures = cut(SHARE, (53, 100), {"физика": (3, 40), "химия": (50, 60)})
    before = figures.copy()

    for_public(figures, ASKS)

    pd.testing.assert_frame_equal(figures, before)


def test_no_public_figure_of_the_example_points_at_few_people(workspace: Workspace) -> None:
    figures = workspace.figures()
    public = for_public(figures[figures["municipality"] != ""], ASKS)
    people = public[
        public["indicator"].map(lambda code: ASKS[code].measure.main.each in ("persons", "staff", "reserve"))
    ]
    size = people["numerator"].where(
        people["indicator"].map(lambda code: ASKS[code].kind) != "mean", people["denominator"]
    )

    assert 0 < public["withheld"].mean() < 0.8
    assert people[size.between(1, FEW_PEOPLE - 1)].empty
