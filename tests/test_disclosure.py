"""What a public page may show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pdmon_utils import catalogue
from pdmon_utils.catalogue import Ask, load_catalogue
from pdmon_utils.disclosure import CLASSES, FEW_PEOPLE, counts_people, for_public, to_publish, worked_out
from pdmon_utils.disclosure.cells import cells_of
from pdmon_utils.disclosure.relations import sums_of
from pdmon_utils.disclosure.suppress import exposed
from pdmon_utils.store import Workspace
from pdmon_utils.yamls import read_yaml

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
def test_a_group_of_few_goes_with_the_smallest_other_one_and_the_total_stays(few: int) -> None:
    groups: Mapping[str, Parts] = {"физика": (few, 40), "химия": (20, 60), "биология": (30, 70)}
    figures = cut(SHARE, (50 + few, 170), groups)

    public = for_public(figures, ASKS)

    assert withheld(figures) == {"физика", "химия"}
    assert public.loc[public["withheld"], ["numerator", "denominator", "value"]].isna().all(axis=None)
    assert public.loc[~public["withheld"], "numerator"].tolist() == [50 + few, 30]


@pytest.mark.parametrize("few", range(1, FEW_PEOPLE))
def test_a_group_with_few_left_outside_goes_with_another(few: int) -> None:
    groups: Mapping[str, Parts] = {"физика": (40 - few, 40), "химия": (20, 60), "биология": (30, 70)}

    assert withheld(cut(SHARE, (90 - few, 170), groups)) == {"физика", "химия"}


def test_a_hidden_sum_that_is_too_small_to_hide_in_takes_a_further_group() -> None:
    groups: Mapping[str, Parts] = {"физика": (1, 40), "химия": (1, 40), "биология": (30, 70), "музыка": (7, 20)}

    assert withheld(cut(SHARE, (39, 170), groups)) == {"физика", "химия", "музыка"}


def test_zero_and_five_people_are_shown() -> None:
    assert withheld(cut(SHARE, (5, 100), {"физика": (0, 40), "химия": (5, 60)})) == set()


def test_a_total_of_few_people_is_withheld() -> None:
    assert withheld(cut(SHARE, (3, 100), {})) == {""}
    assert withheld(cut(SHARE, (97, 100), {})) == {""}
    assert withheld(cut(COUNT, (4, None), {})) == {""}


def test_a_group_is_withheld_when_few_of_the_total_are_not_in_it() -> None:
    assert withheld(cut(COUNT, (20, None), {"exp_0_1": (18, None), "exp_1_3": (9, None)})) == {"exp_0_1"}


def test_a_group_is_withheld_when_few_of_the_total_are_in_none_of_them() -> None:
    assert withheld(cut(SPLIT, (23, 100), {"mentor": (10, 100), "mentee": (10, 100)})) == {"mentor"}


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


def test_facts_that_schools_publish_have_no_threshold_only_where_the_basis_is_confirmed() -> None:
    code = next(code for code, ask in ASKS.items() if ask.indicator.disclosure == "open" and counts_people(ask))
    figures = cut(code, (3, 100), {})

    assert for_public(figures, ASKS)["withheld"].tolist() == [True]
    assert for_public(figures, ASKS, confirmed=["primer"])["withheld"].tolist() == [False]
    assert for_public(cut(SHARE, (3, 100), {}), ASKS, confirmed=["primer"])["withheld"].tolist() == [True]


@pytest.mark.parametrize("parts", [(0, 40), (40, 40), (3, 40), (37, 40), (5, 9)])
def test_of_a_sensitive_indicator_nobody_everybody_and_shares_of_few_are_hidden(parts: Parts) -> None:
    assert withheld(cut(SENSITIVE, parts, {})) == {""}


def test_a_sensitive_share_of_many_is_shown() -> None:
    assert withheld(cut(SENSITIVE, (20, 40), {})) == set()


def _schools(count: int) -> pd.DataFrame:
    schools = [cut(SHARE, (20, 40), {}, scope="organisation", unit=f"{at}") for at in range(count)]
    return pd.concat([cut(SHARE, (20 * count, 40 * count), {}), *schools], ignore_index=True)


def test_a_total_rests_on_three_organisations_or_is_hidden() -> None:
    assert for_public(_schools(2), ASKS)["withheld"].tolist() == [True]
    assert for_public(_schools(3), ASKS)["withheld"].tolist() == [False]


def test_what_a_version_hid_stays_hidden_in_the_next_ones() -> None:
    first = for_public(cut(SHARE, (53, 170), {"физика": (3, 40), "химия": (20, 60), "биология": (30, 70)}), ASKS)
    history = to_publish(first, 1, date(2025, 3, 1))
    corrected = cut(SHARE, (60, 170), {"физика": (10, 40), "химия": (20, 60), "биология": (30, 70)})

    second = for_public(corrected, ASKS, history=history)

    assert set(second.loc[second["withheld"], "group"]) == {"физика", "химия"}
    assert set(for_public(corrected, ASKS).loc[lambda rows: rows["withheld"], "group"]) == set()


def test_protecting_again_what_was_published_hides_the_same(workspace: Workspace) -> None:
    figures = workspace.figures(["step-primer"])
    first = for_public(figures, ASKS)

    again = for_public(figures, ASKS, history=to_publish(first, 1, date(2025, 3, 1)))

    pd.testing.assert_frame_equal(first, again)


def test_the_sides_of_a_crossed_cut_give_no_cell_away(workspace: Workspace) -> None:
    """Stages × categories stand beside the categories and beside the number of people at each stage."""
    figures = workspace.figures(["step-primer"])
    shown = figures[figures["scope"] == "municipality"].reset_index(drop=True)
    cells = cells_of(shown, ASKS, pd.Series(9.0, index=shown.index), ())
    sums = sums_of(shown, ASKS, cells)
    hidden = for_public(figures, ASKS)["withheld"].to_numpy()

    crossed = (shown["breakdown"] == "stage_category").to_numpy()
    assert (cells.primary & crossed).sum() > 5
    assert exposed(cells, hidden, sums, map(int, np.flatnonzero(cells.primary))) == []
    assert exposed(cells, cells.primary, sums, map(int, np.flatnonzero(cells.primary & crossed))) != []


def test_a_region_with_all_its_cuts_gives_no_municipality_away(workspace: Workspace) -> None:
    figures = workspace.figures()
    places = [card.slug for card in workspace.municipalities.values() if card.regulation == "kbr"]
    held = figures[figures["municipality"].isin(["", *places])].reset_index(drop=True)
    shown = held[held["scope"].isin(["municipality", "region"])].reset_index(drop=True)
    cells = cells_of(shown, ASKS, pd.Series(9.0, index=shown.index), ())

    hidden = for_public(held, ASKS)["withheld"].to_numpy()

    assert cells.primary.any()
    assert exposed(cells, hidden, sums_of(shown, ASKS, cells), map(int, np.flatnonzero(cells.primary))) == []


def test_the_public_figures_of_the_example_give_nothing_away_and_a_leak_is_found(workspace: Workspace) -> None:
    figures = workspace.figures(["step-primer"])
    public = for_public(figures, ASKS)
    lone = next(at for at, hides in enumerate(public["withheld"]) if hides and public["breakdown"][at])
    leaking = public.assign(withheld=public["withheld"] & (public.index == lone))

    assert worked_out(figures, ASKS, public).empty
    assert not worked_out(figures, ASKS, leaking).empty


def test_every_indicator_says_how_careful_a_public_page_has_to_be() -> None:
    folder = Path(catalogue.__file__).parent / "indicators"
    said = [
        (path.stem, code, row) for path in folder.glob("*.yml") for code, row in read_yaml(path)["indicators"].items()
    ]

    assert [f"{name}.{code}" for name, code, row in said if row.get("disclosure") not in CLASSES] == []
