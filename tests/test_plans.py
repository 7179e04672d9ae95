"""Targets are read strictly, and plan and fact are compared to the last person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pdmon_utils.catalogue import Ask, load_catalogue
from pdmon_utils.catalogue.targets import GROWTH, LEVEL, Target, parse_target
from pdmon_utils.compare import assess
from pdmon_utils.compare.plans import COLUMNS, foremost, targets
from pdmon_utils.errors import CatalogueError, PdmonError, WorkspaceError
from test_assess import GOAL, ROUTES, TASK, figures, series, the_row

CATALOGUE = load_catalogue()
MEAN = replace(GOAL, indicator=replace(GOAL.indicator, kind="mean", unit="балл"), target="")
NAN = float("nan")


@pytest.mark.parametrize(
    ("said", "kind", "target"),
    [
        ("≥20 %", "share", Target(LEVEL, 0.2, upper=False)),
        ("не менее 7,5%", "share", Target(LEVEL, 0.075, upper=False)),
        ("Не более 5", "count", Target(LEVEL, 5, upper=True)),
        ("<= 0.3", "share", Target(LEVEL, 0.3, upper=True)),
        ("0,25", "share", Target(LEVEL, 0.25)),
        ("12", "list", Target(LEVEL, 12)),
        ("4,5", "mean", Target(LEVEL, 4.5)),
        ("рост к прошлому году", "share", Target(GROWTH, upper=False)),
        ("снижение  к прошлому году", "count", Target(GROWTH, upper=True)),
        ("100 % в ОО", "share", None),
        ("100 % плана", "count", None),
        ("порог нагрузки > 1,5 ставки", "list", None),
        ("", "share", None),
    ],
)
def test_a_target_is_a_level_or_growth_or_a_threshold_inside_the_indicator(
    said: str, kind: str, target: Target | None
) -> None:
    assert parse_target(said, "проба", kind) == target


@pytest.mark.parametrize(
    ("said", "kind", "why"),
    [
        ("побольше", "share", "цель «побольше» не читается"),
        ("рост", "share", "не читается"),
        ("> 20 %", "share", "не читается"),
        ("20 % 30 %%", "share", None),  # «20 % чего-то» is a threshold inside
        ("120 %", "share", "доля больше 100 %"),
        ("20", "share", "доля больше 100 %"),
        ("20 %", "count", "показатель не доля"),
    ],
)
def test_what_cannot_be_read_is_refused_with_examples(said: str, kind: str, why: str | None) -> None:
    if why is None:
        assert parse_target(said, "проба", kind) is None
        return
    with pytest.raises(CatalogueError, match=why):
        parse_target(said, "проба", kind)


def test_the_targets_of_the_five_regulations() -> None:
    asks = [ask for regulation in CATALOGUE.regulations.values() for ask in regulation.asks.values() if ask.target]
    found = {ask.id: parse_target(ask.target, ask.id, ask.kind) for ask in asks}

    assert found["vil.1.1.goal"] == Target(LEVEL, 0.2, upper=False)
    assert {code for code, target in found.items() if target and target.kind == GROWTH} == {
        *("vil.1.1.task1", "vil.1.1.task2", "vil.1.2.5a", "vil.1.1.task4", "vil.1.2.2d"),
    }
    assert {code for code, target in found.items() if target is None} == {
        *("zato.3.4b", "tmn.l.5", "tmn.l.6", "tmn.l.7", "tmn.l.8", "tmn.l.9", "tmn.l.11c"),
    }


def test_a_regulation_whose_target_cannot_be_read_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "my.yml").write_text(
        "title: П\nshort: П\nact: П\nwindow: calendar\nrows:\n- clause: п. 1\n  criterion: к\n  wording: в\n  asks:\n"
        "  - {id: my.1, indicator: diagnosed, of: ped, scopes: [municipality], target: побольше}\n",
        encoding="utf-8",
    )

    with pytest.raises(CatalogueError, match=r"my\.yml, строка 10, my\.1: цель «побольше» не читается"):
        load_catalogue(tmp_path)


@pytest.mark.parametrize("breaks", ['{"24": иначе}', '{"2024": ""}', "иначе", '{"2024": [иначе]}'])
def test_a_break_needs_its_year_and_its_reason(tmp_path: Path, breaks: str) -> None:
    (tmp_path / "my.yml").write_text(
        "title: П\nshort: П\nact: П\nwindow: calendar\nrows:\n- clause: п. 1\n  criterion: к\n  wording: в\n  asks:\n"
        f"  - {{id: my.1, indicator: diagnosed, of: ped, scopes: [municipality], breaks: {breaks}}}\n",
        encoding="utf-8",
    )

    with pytest.raises(CatalogueError, match=r"my\.1: breaks — ожидались пары «год: почему»"):
        load_catalogue(tmp_path)


def judged(ask: Ask, held: list[float], denominator: float = 100, plan: str = "") -> tuple[str, int | None]:
    """Return how the plan of 2024 was met, and the gap."""
    plans = {"2024": {ask.id: plan}} if plan else {}
    row = the_row(assess(figures(*series(ask, held, denominator)), [ask], 2024, plans=plans), ask)
    return row["plan"], None if pd.isna(row["gap"]) else row["gap"]


@pytest.mark.parametrize(
    ("numerator", "denominator", "plan", "gap"),
    [
        (20, 100, "reached", 0),
        (19, 100, "within", 1),
        (5, 100, "missed", 15),
        (3, 15, "reached", 0),  # 0.2 · 15 is 3.0000000000000004 in binary
        (2, 15, "within", 1),
        (3, 16, "within", 1),  # 3.2 persons: the fourth is needed
        (0, 1000, "missed", 200),
    ],
)
def test_a_level_is_met_to_the_last_person(numerator: int, denominator: int, plan: str, gap: int) -> None:
    assert judged(GOAL, [numerator], denominator) == (plan, gap)


@pytest.mark.parametrize(
    ("before", "now", "plan", "gap"),
    [
        (20, 21, "reached", 0),
        (20, 20, "within", 1),
        (20, 18, "within", 3),
        (40, 18, "missed", 23),
        (100, 100, "within", 0),
    ],
)
def test_growth_is_more_than_the_year_before(before: int, now: int, plan: str, gap: int) -> None:
    assert judged(TASK, [before, now]) == (plan, gap)


def test_growth_of_a_first_year_or_across_a_break_has_no_base() -> None:
    broken = replace(TASK, breaks={"2024": "иначе"})

    assert judged(TASK, [20]) == ("no_base", None)
    assert judged(broken, [20, 30]) == ("no_base", None)


@pytest.mark.parametrize(
    ("ask", "held", "denominator", "plan", "found"),
    [
        (replace(TASK, target=""), [20], 100, "30 %", ("missed", 10)),
        (replace(TASK, target=""), [20], 100, "0.2", ("reached", 0)),
        (replace(TASK, target="", direction="lower"), [20], 100, "15 %", ("within", 5)),
        (replace(TASK, target="", direction="lower"), [20], 100, "не менее 15 %", ("reached", 0)),
        (replace(TASK, target=""), [20], 100, "не более 5 %", ("missed", 15)),
        (ROUTES, [7], NAN, "10", ("missed", 3)),
        (ROUTES, [7.5], NAN, "10", ("missed", 3)),
        (ROUTES, [7], NAN, "не более 5", ("missed", 2)),
        (MEAN, [430], 100, "4,5", ("missed", None)),
        (MEAN, [470], 100, "4,5", ("reached", None)),
    ],
)
def test_plans_of_the_municipality_of_every_kind(
    ask: Ask, held: list[float], denominator: float, plan: str, found: tuple[str, int | None]
) -> None:
    assert judged(ask, held, denominator, plan) == found


def test_of_two_levels_the_stricter_one_stands_and_of_equal_ones_the_regulation_s() -> None:
    found = {plan: foremost(targets([GOAL], {"2024": {GOAL.id: plan}}, 2024)) for plan in ("30 %", "10 %", "20 %")}

    assert {plan: tuple(rows.iloc[0][["plan_source", "plan_value"]]) for plan, rows in found.items()} == {
        "30 %": ("municipality", 0.3),
        "10 %": ("regulation", 0.2),
        "20 %": ("regulation", 0.2),
    }


def test_a_level_of_the_municipality_goes_before_growth_and_both_are_listed() -> None:
    found = targets([TASK], {"2024": {TASK.id: "30 %"}, "2023": {TASK.id: "10 %"}}, 2024)

    assert found[COLUMNS[:4]].fillna(0).to_numpy().tolist() == [
        [TASK.id, "level", "municipality", 0.3],
        [TASK.id, "growth", "regulation", 0],
    ]
    assert foremost(found)["plan_kind"].tolist() == ["level"]


def test_organisations_are_not_held_against_the_municipality_s_plan() -> None:
    rows = (2024, GOAL.id, "organisation", "001", "", "", 1, 50)

    frame = assess(figures(*series(GOAL, [10]), rows), [GOAL], 2024).set_index("scope")

    assert frame["plan"].fillna("").to_dict() == {"municipality": "missed", "organisation": ""}


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (
            {"vil.1.1.gaol": "20 %"},
            r"plans, 2024: положение не спрашивает показатель «vil\.1\.1\.gaol» — может быть, «vil",
        ),
        ({GOAL.id: "20"}, "plans, 2024, vil.1.1.goal: цель «20»: доля больше 100 %"),
        ({ROUTES.id: "20 %"}, "показатель не доля"),
        ({GOAL.id: "рост к прошлому году"}, "нужно число или процент"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(plan: dict[str, str], said: str) -> None:
    with pytest.raises(PdmonError, match=said):
        targets([GOAL, ROUTES], {"2024": plan}, 2024)


def test_no_plans_are_no_error() -> None:
    assert targets([ROUTES], {}, 2024).empty
    assert issubclass(WorkspaceError, PdmonError)
