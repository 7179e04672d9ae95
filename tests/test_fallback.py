"""Years without a register: handed-in counts and the form ОО-1 stand in, and nothing changes where a register is."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from districts import clean_tables, figures_of
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.fallback import fallback_figures, fallback_findings
from pdmon_utils.figures import Place, compute_figures
from pdmon_utils.study.data import Data
from pdmon_utils.study.values import fed

Row = dict[str, Any]
REGULATIONS = load_catalogue().regulations
YEAR = 2022
TEACHERS_AND_OTHERS = {  # section, row, column → number: ten pedagogues, of them eight teachers
    ("3.1", 6, 3): 10, ("3.1", 7, 3): 8, ("3.1", 28, 3): 0, ("3.1", 29, 3): 0, ("3.1", 33, 3): 0, ("3.1", 34, 3): 0,
    ("3.1", 35, 3): 2, ("3.1", 36, 3): 0, ("3.1", 38, 3): 0, ("3.1", 7, 4): 6, ("3.1", 6, 13): 3, ("3.1", 6, 14): 4,
    ("3.1", 7, 13): 3, ("3.1", 7, 14): 2, ("3.2", 6, 3): 10, ("3.2", 6, 11): 2, ("3.2", 6, 17): 1, ("3.2", 7, 3): 8,
    ("3.2", 7, 11): 1, ("3.2", 7, 17): 1, ("3.5", 6, 3): 10, ("3.5", 6, 4): 1, ("3.5", 6, 6): 0, ("3.5", 6, 8): 2,
    ("3.5", 7, 3): 8, ("3.5", 7, 4): 1, ("3.5", 7, 6): 1, ("3.5", 7, 8): 0, ("3.4", 1, 13): 2.5, ("3.4", 6, 13): 1.5,
    ("3.4", 7, 13): 1.5, ("3.4", 14, 13): 1.5, ("3.4", 9, 13): 0, ("3.4", 18, 13): 0, ("3.4", 19, 13): 0,
    ("3.4", 20, 13): 0, ("3.4", 21, 13): 0,
}  # fmt: skip


def school(code: str, **words: Any) -> Row:
    return {"year": YEAR, "org_id": code, "org_name": code, "org_type": "school", "is_municipal": True, **words}


def form(owner: str | None, times: float = 1) -> list[Row]:
    return [
        {"org_id": owner, "year": YEAR, "section": code, "row": f"{row:02}", "col": str(col), "value": value * times,
         "source_file": f"{YEAR}/{owner}.xlsx", "source_sheet": "Выгрузка ОО-1", "source_row": 2}
        for (code, row, col), value in TEACHERS_AND_OTHERS.items()
    ]  # fmt: skip


def count(indicator: str, numerator: float, denominator: float | None = None, **words: Any) -> Row:
    source = {"source_file": f"{YEAR}/svod.xlsx", "source_sheet": "Готовые показатели", "source_row": 7}
    return {
        "year": YEAR,
        "indicator_id": indicator,
        "numerator": numerator,
        "denominator": denominator,
        **source,
        **words,
    }


def teacher(person: str, **words: Any) -> Row:
    post = {"year": YEAR, "org_id": "A", "person_id": person, "staff_group": "ped", "position": "teacher"}
    return {**post, "hire_date": "2015-09-01", "is_external": False, "rate": 1, **words}


def place(regulation: str, slug: str = "primer") -> Place:
    return Place(slug, regulation, "oblast", (YEAR,))


def figures(regulation: str, **tables: list[Row]) -> pd.DataFrame:
    held, where = clean_tables({"primer": tables}), [place(regulation)]
    return fallback_figures(held, compute_figures(held, where, REGULATIONS), where, REGULATIONS)


def parts(found: pd.DataFrame, indicator: str, unit: str = "primer", group: str = "") -> tuple[float, ...] | None:
    rows = found[(found["indicator"] == indicator) & (found["unit"] == unit) & (found["group"] == group)]
    return None if rows.empty else tuple(rows[["numerator", "denominator", "value"]].fillna(-1).iloc[0])


def findings(regulation: str, **tables: list[Row]) -> list[str]:
    said = fallback_findings(clean_tables({"primer": tables}), place(regulation), REGULATIONS[regulation])
    return [finding.rule for finding in said]


def messages(regulation: str, **tables: list[Row]) -> str:
    said = fallback_findings(clean_tables({"primer": tables}), place(regulation), REGULATIONS[regulation])
    return " ".join(finding.message for finding in said)


# Where a register is


@pytest.mark.parametrize("regulation", sorted(REGULATIONS))
def test_one_row_of_the_register_is_enough_for_nothing_to_change(regulation: str) -> None:
    some = next(iter(REGULATIONS[regulation].asks))
    tables = {
        "organisations": [school("A")],
        "staff": [teacher("p1", is_external=True)],
        "oo1": form("A") + form(None),
        "aggregates": [count(some, 5, 10)],
    }
    held, where = clean_tables({"primer": tables}), [place(regulation)]
    before = compute_figures(held, where, REGULATIONS)

    after = fallback_figures(held, before, where, REGULATIONS)

    assert after is before


def test_other_municipalities_and_years_stay_as_they_were() -> None:
    register = {"organisations": [school("A")], "staff": [teacher("p1", birth_date="1995-01-01")]}
    districts = {"primer": {"organisations": [school("A")], "oo1": form("A")}, "drugoy": {**register, "oo1": form("A")}}
    held, where = clean_tables(districts), [place("tyumen", "drugoy"), place("tyumen")]
    before = compute_figures(held, where, REGULATIONS)

    after = fallback_figures(held, before, where, REGULATIONS)

    pd.testing.assert_frame_equal(
        after[after["municipality"] == "drugoy"].reset_index(drop=True),
        before[before["municipality"] == "drugoy"].reset_index(drop=True),
    )
    assert list(after.dtypes) == list(before.dtypes)
    assert not after.equals(before)


def test_a_year_with_nothing_at_all_stays_as_it_was() -> None:
    held, where = clean_tables({"primer": {"organisations": [school("A")]}}), [place("tyumen")]
    before = compute_figures(held, where, REGULATIONS)

    assert fallback_figures(held, before, where, REGULATIONS) is before


def test_the_rows_come_in_the_order_in_which_they_are_computed() -> None:
    found = figures("ust-labinsk", organisations=[school("A")], oo1=form("A"))
    key = list(found.columns[:7])

    keys = [tuple(row) for row in found[key].itertuples(index=False)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert list(found.dtypes) == list(figures_of({}, []).dtypes)


# The form


def test_teachers_are_counted_from_the_form() -> None:
    found = figures("tyumen", organisations=[school("A")], oo1=form("A"))

    assert parts(found, "tmn.l.16") == (5, 8, 5 / 8)
    assert parts(found, "tmn.l.16", group="top") == (3, 8, 3 / 8)
    assert parts(found, "tmn.l.17") == (2, 8, 2 / 8)
    assert parts(found, "tmn.l.18") == (2, 8, 2 / 8)
    assert parts(found, "tmn.l.19") == (6, 8, 6 / 8)
    assert parts(found, "tmn.l.19", unit="A") == (6, 8, 6 / 8)


def test_the_municipality_is_the_sum_of_its_organisations() -> None:
    found = figures("vilyuysk", organisations=[school("A"), school("B")], oo1=form("A") + form("B", 2))

    assert parts(found, "vil.1.2.2b", unit="A") == (3, 10, 0.3)
    assert parts(found, "vil.1.2.2b", unit="B") == (6, 20, 0.3)
    assert parts(found, "vil.1.2.2b") == (9, 30, 0.3)


def test_a_summary_speaks_for_the_municipality() -> None:
    found = figures("vilyuysk", organisations=[school("A")], oo1=form("A") + form(None, 3))

    assert parts(found, "vil.1.2.2b") == (9, 30, 0.3)
    assert parts(found, "vil.1.2.2b", unit="A") == (3, 10, 0.3)


def test_only_organisations_of_the_population_count() -> None:
    private = school("P", is_municipal=False)
    found = figures("tyumen", organisations=[school("A"), private], oo1=form("A") + form("P"))

    assert parts(found, "tmn.l.17") == (2, 8, 2 / 8)
    assert parts(found, "tmn.l.17", unit="P") == (0, 0, -1)


def test_a_cluster_is_the_sum_of_its_organisations() -> None:
    schools = [school(code, cluster="mksh") for code in ("A", "B")]
    found = figures("ust-labinsk", organisations=[*schools, school("C")], oo1=form("A") + form("B") + form("C"))

    assert parts(found, "ust.p5.1", unit="mksh") == (20, -1, 20)
    assert parts(found, "ust.p5.1") == (30, -1, 30)


def test_positions_the_form_cannot_tell_apart_are_left_out_not_nought() -> None:
    found = figures("ust-labinsk", organisations=[school("A")], oo1=form("A"))

    assert parts(found, "ust.p5.1", group="teacher") == (8, -1, 8)
    assert parts(found, "ust.p5.1", group="psychologist") == (2, -1, 2)
    assert parts(found, "ust.p5.1", group="speech") == (0, -1, 0)
    assert parts(found, "ust.p5.1", group="methodist") is None


def test_groups_of_a_share_that_the_form_cannot_tell_have_no_value() -> None:
    found = figures("ust-labinsk", organisations=[school("A")], oo1=form("A"))
    totals = found[(found["scope"] == "municipality") & (found["indicator"] == "ust.p5.3")]
    category = totals[totals["breakdown"] == "category"].set_index("group")

    assert category.loc["top", ["numerator", "denominator", "value"]].tolist() == [3, 10, 0.3]
    assert math.isnan(category.loc["sfz", "value"])


def test_vacancies_come_from_the_form_only_where_none_were_handed_in() -> None:
    schools = [school("A")]
    own = [{"org_id": "A", "date": f"{YEAR}-09-01", "position": "teacher", "rate_vacant": 0}]

    of_form = figures("tyumen", organisations=schools, oo1=form("A"))
    of_table = figures("tyumen", organisations=schools, oo1=form("A"), vacancies=own)

    assert parts(of_form, "tmn.m.21") == (2.5, -1, 2.5)
    assert parts(of_form, "tmn.m.21", group="математика") == (1.5, -1, 1.5)
    assert parts(of_form, "tmn.m.21", group="русский язык и литература") is None
    assert parts(of_table, "tmn.m.21") == (0, -1, 0)


def test_a_cell_that_is_not_there_answers_nothing() -> None:
    lacking = [row for row in form("A") if (row["section"], row["col"]) != ("3.5", "6")]
    found = figures("tyumen", organisations=[school("A")], oo1=lacking)

    assert parts(found, "tmn.l.17") == (0, 0, -1)
    assert parts(found, "tmn.l.16") == (5, 8, 5 / 8)


def test_beginners_and_those_without_experience_are_young() -> None:
    found = figures("kbr", organisations=[school("A")], oo1=form("A"))

    assert parts(found, "kbr.12b") == (3, -1, 3)


# Handed-in figures


def test_a_handed_in_share_takes_the_place_of_nothing() -> None:
    found = figures("zato", organisations=[school("A")], aggregates=[count("zato.3.1b", 12, 40)])

    assert parts(found, "zato.3.1b") == (12, 40, 0.3)
    assert parts(found, "zato.3.1b", unit="A") == (0, 0, -1)


def test_a_count_needs_no_denominator() -> None:
    found = figures("zato", aggregates=[count("zato.3.1a", 12)])

    assert parts(found, "zato.3.1a") == (12, -1, 12)


def test_rows_of_organisations_add_up_where_the_municipality_said_nothing() -> None:
    rows = [count("zato.3.1b", 4, 10, org_id="A"), count("zato.3.1b", 5, 20, org_id="B")]
    found = figures("zato", organisations=[school("A"), school("B")], aggregates=rows)

    assert parts(found, "zato.3.1b") == (9, 30, 0.3)
    assert parts(found, "zato.3.1b", unit="B") == (5, 20, 0.25)


def test_the_municipalitys_own_row_is_not_added_to() -> None:
    rows = [count("zato.3.1b", 4, 10, org_id="A"), count("zato.3.1b", 30, 60)]
    found = figures("zato", organisations=[school("A")], aggregates=rows)

    assert parts(found, "zato.3.1b") == (30, 60, 0.5)


def test_lists_of_organisations_are_not_added_up() -> None:
    rows = [count("zato.3.4a", 4, org_id="A"), count("zato.3.4a", 5, org_id="B")]
    found = figures("zato", organisations=[school("A"), school("B")], aggregates=rows)

    assert parts(found, "zato.3.4a", unit="A") == (4, -1, 4)
    assert parts(found, "zato.3.4a") == (0, -1, 0)


def test_groups_are_said_by_code_or_in_words() -> None:
    rows = [
        count("vil.1.2.3a", 3, 5, breakdown="subject", group="физика"),
        count("vil.1.2.5a", 2, 50, breakdown="Уровень", group="муниципальный"),
    ]
    found = figures("vilyuysk", aggregates=rows)

    assert parts(found, "vil.1.2.3a", group="физика") == (3, 5, 0.6)
    assert parts(found, "vil.1.2.5a", group="mun") == (2, 50, 0.04)


def test_presence_is_one_or_nought() -> None:
    found = figures("kbr", aggregates=[count("kbr.11a", 3)])

    assert parts(found, "kbr.11a") == (3, -1, 1)


def test_what_was_counted_from_tables_is_not_replaced() -> None:
    document = {"doc_id": "d1", "scope": "mun", "kind": "mentoring_programme", "title": "П", "date": f"{YEAR}-02-01"}
    own = figures("kbr", documents=[document])
    found = figures("kbr", documents=[document], aggregates=[count("kbr.11a", 5)])

    assert parts(found, "kbr.11a") == parts(own, "kbr.11a") == (1, -1, 1)


def test_a_handed_in_figure_goes_before_the_form() -> None:
    rows = [count("tmn.l.17", 10, 80)]
    found = figures("tyumen", organisations=[school("A")], oo1=form("A"), aggregates=rows)

    assert parts(found, "tmn.l.17") == (10, 80, 0.125)
    assert parts(found, "tmn.l.17", unit="A") == (2, 8, 0.25)


def test_a_regions_figures_stay_as_they_are() -> None:
    found = figures("kbr", aggregates=[count("kbr.1", 12, 40)])

    assert parts(found, "kbr.1") == (12, 40, 0.3)
    assert parts(found, "kbr.1", unit="oblast") == (0, 0, -1)


# What a page shows


@pytest.mark.parametrize(("indicator", "shown"), [("zato.3.1b", True), ("zato.3.1a", True), ("zato.3.2c", False)])
def test_a_page_shows_what_stood_in_for_the_register_and_nothing_else(indicator: str, *, shown: bool) -> None:
    rows = [count("zato.3.1b", 12, 40), count("zato.3.1a", 0)]
    held, found = clean_tables({"primer": {"aggregates": rows}}), figures("zato", aggregates=rows)
    data = SimpleNamespace(
        year=YEAR,
        all_figures=found.assign(withheld=False),
        rows=lambda name: held[name],
        handed_in=lambda name, year: bool((held[name]["year"] == year).any()),
        keep=lambda _, make: make(),
    )

    assert fed(cast("Data", data), REGULATIONS["zato"].asks[indicator]) == shown


# What is said


@pytest.mark.case(54)
@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (count("zato.3.1x", 1), "aggregates.indicator"),
        (count("zato.3.1b", 1, 2, breakdown="direktion", group="method"), "aggregates.breakdown"),
        (count("zato.3.1b", 1, 2, group="method"), "aggregates.breakdown"),
        (count("zato.3.1b", 1, 2, breakdown="direction", group="metod"), "aggregates.group"),
        (count("zato.3.1b", 1, 2, breakdown="direction"), "aggregates.group"),
        (count("zato.3.1b", 3, 2), "aggregates.over"),
        (count("zato.3.1b", 3), "aggregates.denominator"),
        (count("zato.3.1b", -1, 2), "aggregates.negative"),
    ],
)
def test_a_row_that_cannot_be_used_is_said_and_changes_nothing(row: Row, rule: str) -> None:
    held, where = clean_tables({"primer": {"aggregates": [row]}}), [place("zato")]
    before = compute_figures(held, where, REGULATIONS)

    assert findings("zato", aggregates=[row]) == [rule]
    assert fallback_figures(held, before, where, REGULATIONS) is before


def test_the_nearest_known_words_are_named() -> None:
    assert "может быть, «zato.3.1b»" in messages("zato", aggregates=[count("zato.3.1bb", 1)])
    wrong = count("vil.1.2.3a", 1, 2, breakdown="subject", group="физка")
    assert "может быть, «физика»" in messages("vilyuysk", aggregates=[wrong])


def test_a_needless_denominator_is_noted_and_left_out() -> None:
    rows = [count("zato.3.1a", 12, 40)]

    assert findings("zato", aggregates=rows) == ["aggregates.needless"]
    assert parts(figures("zato", aggregates=rows), "zato.3.1a") == (12, -1, 12)


def test_rows_beside_a_register_are_noted_as_not_used() -> None:
    rows = [count("zato.3.1b", 3, 2), count("zato.3.1b", 1, 2)]

    assert findings("zato", aggregates=rows, staff=[teacher("p1")]) == ["aggregates.unused"]


def test_a_form_that_does_not_reach_all_schools_is_said() -> None:
    tables = {"organisations": [school("A"), school("B")], "oo1": form("A")}

    assert findings("tyumen", **tables) == ["oo1.coverage"]
    assert "школ, сдавших форму: 1 из 2" in messages("tyumen", **tables)
    assert findings("tyumen", organisations=[school("A")], oo1=form("A")) == []


def test_a_handed_in_figure_that_differs_from_the_form_is_asked_about() -> None:
    tables = {"organisations": [school("A")], "oo1": form("A")}

    assert findings("tyumen", aggregates=[count("tmn.l.17", 2, 8)], **tables) == []
    assert findings("tyumen", aggregates=[count("tmn.l.17", 3, 8)], **tables) == ["aggregates.form"]
    assert "сдано 3 из 8, а по форме ОО-1 выходит 2 из 8" in messages(
        "tyumen", aggregates=[count("tmn.l.17", 3, 8)], **tables
    )
