"""What a public page may show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pdmon_utils import catalogue, disclosure
from pdmon_utils.blocks import KEY
from pdmon_utils.catalogue import Ask, load_catalogue
from pdmon_utils.disclosure import CLASSES, FEW_PEOPLE, Beside, Protected, counts_people, to_publish
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


def behind(figures: pd.DataFrame, organisations: float = 9.0, **groups: float) -> pd.DataFrame:
    """Return how many organisations stand behind each figure; of some groups, other numbers."""
    return figures[list(KEY)].assign(sources=[groups.get(group, organisations) for group in figures["group"]])


def for_public(
    figures: pd.DataFrame, asks: Mapping[str, Ask], sources: pd.DataFrame | None = None, **said: object
) -> Protected:
    """Return the public figures; where nothing else is said, many organisations stand behind each of them."""
    return disclosure.for_public(figures, asks, Beside(behind(figures) if sources is None else sources, **said))  # type: ignore[arg-type]


def worked_out(figures: pd.DataFrame, asks: Mapping[str, Ask], public: pd.DataFrame, **said: object) -> pd.DataFrame:
    """Return what a reader works out, where many organisations stand behind each figure."""
    return disclosure.worked_out(figures, asks, public, Beside(behind(figures), **said))  # type: ignore[arg-type]


def withheld(figures: pd.DataFrame, **organisations: float) -> set[str]:
    """Return the withheld groups ('' is the total); `organisations` behind a group, many where not said."""
    public = for_public(figures, ASKS, behind(figures, **organisations))
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
    nothing = behind(_schools(0).head(0))

    assert for_public(_schools(2), ASKS, nothing)["withheld"].tolist() == [True]
    assert for_public(_schools(3), ASKS, nothing)["withheld"].tolist() == [False]
    assert withheld(cut(SHARE, (20, 40), {}), **{"": 2}) == {""}


def test_a_group_rests_on_three_organisations_or_is_hidden_with_another() -> None:
    """All 30 chemists work in one school: its director knows the figure is the school's own."""
    groups: Mapping[str, Parts] = {"физика": (20, 40), "химия": (15, 30), "биология": (30, 70)}
    figures = cut(SHARE, (65, 140), groups)

    assert withheld(figures, химия=3) == set()
    assert withheld(figures, химия=2) == {"химия", "физика"}
    assert withheld(figures, химия=1) == {"химия", "физика"}


def test_a_group_of_nobody_needs_no_organisation() -> None:
    assert withheld(cut(COUNT, (20, None), {"exp_0_1": (0, None), "exp_1_3": (20, None)}), exp_0_1=0) == set()


def test_a_group_whose_organisations_are_not_known_is_hidden() -> None:
    figures = cut(SHARE, (50, 100), {"физика": (20, 40), "химия": (30, 60)})
    known = behind(figures)

    public = for_public(figures, ASKS, known[known["group"] != "химия"])

    assert set(public.loc[public["withheld"], "group"]) == {"физика", "химия"}


def test_a_number_of_one_organisation_is_not_told_to_within_a_few_people() -> None:
    """The neighbour has 6 people of 6, so the school could be told to within 6: enough; of 2, too little."""
    two: Mapping[str, Parts] = {"физика": (15, 30), "химия": (0, 2), "биология": (30, 70)}

    assert withheld(cut(SHARE, (45, 102), two), физика=1) == {"физика", "химия", "биология"}


def test_what_a_version_hid_stays_hidden_in_the_next_ones() -> None:
    first = for_public(cut(SHARE, (53, 170), {"физика": (3, 40), "химия": (20, 60), "биология": (30, 70)}), ASKS)
    history = to_publish(first, 1, date(2025, 3, 1))
    corrected = cut(SHARE, (60, 170), {"физика": (10, 40), "химия": (20, 60), "биология": (30, 70)})

    second = for_public(corrected, ASKS, history=history)

    assert set(second.loc[second["withheld"], "group"]) == {"физика", "химия"}
    assert set(for_public(corrected, ASKS).loc[lambda rows: rows["withheld"], "group"]) == set()


def later(first: pd.DataFrame, second: pd.DataFrame, *further: pd.DataFrame) -> pd.DataFrame:
    """Return the last of these figures as the public sees them, each published after the one before."""
    history = to_publish(for_public(first, ASKS), 1, date(2025, 3, 1))
    for version, figures in enumerate((second, *further), start=2):
        public = for_public(figures, ASKS, history=history)
        history = pd.concat([history, to_publish(public, version, date(2025, 3, version))], ignore_index=True)
    return public


@pytest.mark.parametrize("parts", [(52, 62), (50, 61), (51, 60), (46, 56), (50, 56)])
def test_a_number_that_changed_by_few_people_is_hidden_in_the_new_version(parts: Parts) -> None:
    """50 of 60, then 52 of 62: the two who came have what is counted."""
    assert later(cut(SHARE, (50, 60), {}), cut(SHARE, parts, {}))["withheld"].tolist() == [True]


@pytest.mark.parametrize("parts", [(50, 60), (55, 65), (45, 60), (55, 60), (40, 45)])
def test_a_number_that_did_not_change_or_changed_by_many_is_shown(parts: Parts) -> None:
    assert later(cut(SHARE, (50, 65), {}), cut(SHARE, (50, 65), {}))["withheld"].tolist() == [False]
    assert later(cut(SHARE, (50, 70), {}), cut(SHARE, (60, 80), {}))["withheld"].tolist() == [False]
    first = cut(SHARE, (parts[0] or 0, parts[1] or 0), {})
    assert later(first, first)["withheld"].tolist() == [False]


def test_a_total_hidden_for_a_small_change_is_not_the_sum_of_its_groups() -> None:
    first = cut(SHARE, (50, 100), {"физика": (20, 40), "химия": (30, 60)})
    second = cut(SHARE, (52, 100), {"физика": (27, 40), "химия": (25, 60)})

    public = later(first, second)

    assert set(public.loc[public["withheld"], "group"]) == {"", "химия"}


def test_hidden_groups_that_together_grew_by_one_take_a_further_one() -> None:
    """23 people were in two hidden groups and are 24 now: total and the rest say so, each of them moved by many."""
    first = {"физика": (3, 40), "химия": (20, 60), "биология": (30, 70), "музыка": (60, 90)}
    second = {"физика": (3, 40), "химия": (21, 60), "биология": (40, 70), "музыка": (69, 90)}

    public = later(cut(SHARE, (113, 260), first), cut(SHARE, (133, 260), second))

    assert set(public.loc[public["withheld"], "group"]) == {"физика", "химия", "биология"}


def test_a_third_version_is_compared_with_the_first_though_the_second_hid_the_number() -> None:
    shares = [cut(SHARE, (number, 100), {}) for number in (50, 60, 52)]

    assert later(*shares)["withheld"].tolist() == [True]


def test_protecting_again_what_was_published_hides_the_same(workspace: Workspace) -> None:
    figures = workspace.figures(["step-primer"])
    first = for_public(figures, ASKS)

    again = for_public(figures, ASKS, history=to_publish(first, 1, date(2025, 3, 1)))

    pd.testing.assert_frame_equal(first, again)


def test_the_sides_of_a_crossed_cut_give_no_cell_away(workspace: Workspace) -> None:
    """Stages × categories stand beside the categories and beside the number of people at each stage."""
    figures = workspace.figures(["step-primer"])
    shown = figures[figures["scope"] == "municipality"].reset_index(drop=True)
    cells = cells_of(shown, ASKS, np.full(len(shown), 9.0), ())
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
    cells = cells_of(shown, ASKS, np.full(len(shown), 9.0), ())

    hidden = for_public(held, ASKS)["withheld"].to_numpy()

    assert cells.primary.any()
    assert exposed(cells, hidden, sums_of(shown, ASKS, cells), map(int, np.flatnonzero(cells.primary))) == []


def test_the_same_people_counted_twice_are_hidden_twice() -> None:
    """zato.3.1a counts whom zato.3.1b divides by all: 97 of 100 is hidden, so the bare 97 is hidden too."""
    figures = pd.concat([cut("zato.3.1a", (97, None), {}), cut("zato.3.1b", (97, 100), {})], ignore_index=True)

    assert for_public(figures, ASKS)["withheld"].tolist() == [True, True]


def test_a_numerator_that_is_a_part_of_another_leaves_no_few_people_beside_it() -> None:
    """ust.p1.2 asks for evidence of deficits from those whom ust.p1.1 counts: 50 of them, then 48."""
    few = pd.concat([cut("ust.p1.1", (50, 200), {}), cut("ust.p1.2", (48, 200), {})], ignore_index=True)
    many = pd.concat([cut("ust.p1.1", (50, 200), {}), cut("ust.p1.2", (40, 200), {})], ignore_index=True)

    assert for_public(few, ASKS)["withheld"].tolist() == [False, True]
    assert for_public(many, ASKS)["withheld"].tolist() == [False, False]


def test_groups_of_a_whole_population_add_up_to_its_number_and_to_the_numerator() -> None:
    """Category «top» and «first» are the numerator, all four are the 100 people."""
    groups: Mapping[str, Parts] = {"top": (3, 100), "first": (47, 100), "sfz": (30, 100), "none": (20, 100)}

    assert withheld(cut("ust.p5.3", (50, 100), groups, "category")) >= {"top", "first"}
    assert withheld(cut("ust.p5.3", (50, 100), {"sfz": (3, 100), "none": (97, 100)}, "category")) == {"sfz", "none"}


def test_of_two_groups_and_either_of_them_all_are_hidden_or_none() -> None:
    """ust.p3.1: both (the total) and either are as many as one and the other together."""
    groups: Mapping[str, Parts] = {"org": (3, 60), "mun": (30, 60), "any": (23, 60)}
    assert withheld(cut("ust.p3.1", (10, 60), groups, "mentor_level")) == {"org", "mun", "any"}


def test_groups_that_overlap_by_one_person_bound_a_hidden_one() -> None:
    """Everybody is in some group: 53 people, 51 in the others, so at least 2 are in the hidden one."""
    figures = cut(SHARE, (53, 170), {"физика": (3, 40), "химия": (21, 60), "биология": (30, 70)})

    assert withheld(figures) == {"физика", "химия"}


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
