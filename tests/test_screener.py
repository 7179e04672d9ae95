"""Rules over the clean tables: every case of tests/cases/screener.yml, and how findings are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from pdmon_utils.errors import CatalogueError
from pdmon_utils.intake import screener
from pdmon_utils.intake.screener import screen_tables
from pdmon_utils.intake.screener.added import ADDED, EVERYWHERE
from pdmon_utils.intake.screener.checks import clauses
from pdmon_utils.intake.screener.made import MADE
from pdmon_utils.intake.screener.screen import Screen
from pdmon_utils.intake.screener.telling import Letters, told
from pdmon_utils.intake.tables import SOURCE_COLUMNS, empty_table, typed
from pdmon_utils.reading.findings import Finding
from pdmon_utils.rules import RULES, Rule
from pdmon_utils.schema import SCHEMA
from pdmon_utils.yamls import read_yaml

_SAID = yaml.safe_load((Path(__file__).parent / "cases" / "screener.yml").read_text(encoding="utf-8"))
_CLAUSES = {clause.rule.id: clause for clause in clauses(RULES.values())}
_YEARS = (2023, 2024)
_FILE = "2024/a.xlsx"
_PRESENT = {
    "organisations": [{"year": 2023}, {"year": 2024}],
    "staff": [{"year": 2023, "birth_date": "1980-05-05"}, {"year": 2024, "birth_date": "1980-05-05"}],
}
Rows = list[dict[str, Any]]


def _given(rows: Mapping[str, Rows]) -> tuple[dict[str, pd.DataFrame], Letters]:
    """Return the tables of a case and its letters: the letter of a column is its name and a blank."""
    full = {name: _table(name, list(_filled(name, said))) for name, said in rows.items()}
    letters = {(_FILE, t.title, t.name): {column: f"{column} " for column in t.columns} for t in SCHEMA.values()}
    return _present() | full, letters


@cache
def _present() -> dict[str, pd.DataFrame]:
    """Return all tables with the school and its teacher."""
    held = {name: _table(name, list(_filled(name, rows))) for name, rows in _PRESENT.items()}
    return {name: empty_table(name) for name in SCHEMA} | held


def _screened(rows: Mapping[str, Rows]) -> list[Finding]:
    return screen_tables(*_given(rows), _YEARS)


def _found(rule: str, rows: Mapping[str, Rows]) -> list[Finding]:
    """Return what one rule finds."""
    tables, letters = _given(rows)
    return list(told(_CLAUSES[rule], Screen(tables, _YEARS), letters))


def _filled(name: str, rows: Rows) -> Iterator[dict[str, Any]]:
    for row in rows:
        full = {"year": 2024, **_SAID["defaults"].get(name, {}), **row}
        times = full.pop("times", 0)
        yield from ({**full, "person_id": f"{full['person_id']}{n}"} for n in range(times)) if times else [full]


def _table(name: str, rows: Rows) -> pd.DataFrame:
    places = {"source_file": _FILE, "source_sheet": SCHEMA[name].title}
    return typed(name, pd.DataFrame([{**row, **places, "source_row": n} for n, row in enumerate(rows, start=1)]))


def _cases() -> Iterator[Any]:
    for rule, case in _SAID["cases"].items():
        yield pytest.param(rule, case, id=rule, marks=[pytest.mark.case(number) for number in case.get("proves", ())])


@pytest.mark.parametrize(("rule", "case"), list(_cases()))
def test_the_rule_points_at_the_cell_and_is_quiet_otherwise(rule: str, case: dict[str, Any]) -> None:
    found = _found(rule, case["found"])

    assert [finding.cell for finding in found] == case["cells"]
    assert {(finding.severity, finding.year) for finding in found} == {(RULES[rule].severity, 2024)}
    assert _found(rule, case["quiet"]) == []


def test_every_rule_with_a_condition_has_a_case() -> None:
    assert sorted(rule.id for rule in RULES.values() if rule.when) == sorted(_SAID["cases"])


def test_ordinary_rows_are_left_alone() -> None:
    ordinary = {"education": "hi", "category": "none", "ped_experience": 9, "load_hours": 18}
    head = {"person_id": "h", "staff_group": "head", "position": "head", "subject": None}
    before = [{**head, "year": 2023}, {**ordinary, "year": 2023, "ped_experience": 8}]

    assert _screened({"staff": [ordinary, head, *before]}) == []


def test_a_finding_says_where_whose_and_what_to_do() -> None:
    (found,) = _found("staff.dismissed_before_hired", {"staff": [{"dismiss_date": "2014-01-31"}]})

    assert (found.file, found.sheet, found.cell) == ("2024/a.xlsx", "Реестр работников", "dismiss_date 1")
    assert (found.table, found.column, found.value) == ("staff", "dismiss_date", "31.01.2014")
    assert found.about == "2024·A·p·учитель·физика"
    assert found.message == (
        "Уволен 31.01.2014, раньше, чем принят (01.09.2015). "
        "Исправьте одну из дат. Строка учтена как есть: работник не считается работающим."
    )


def test_an_organisation_that_is_gone_is_named_without_a_file() -> None:
    organisations = [{}, {"year": 2023}, {"year": 2023, "org_id": "B", "org_name": "Школа Б"}]

    (found,) = _found("organisations.gone", {"organisations": organisations})

    assert (found.year, found.file, found.sheet, found.cell, found.about) == (2024, "", "", "", "2024·B")
    assert found.message.startswith("Школа Б была в прошлогодних данных, а в 2024 году её нет.")


def test_more_than_two_hundred_cases_of_one_sheet_are_said_once_with_their_number() -> None:
    found = _found("staff.subject_missing", {"staff": [{"times": 201, "subject": None}]})

    assert [finding.cell for finding in found] == ["subject 1"]
    assert found[0].message.endswith("Таких случаев на листе: 201, назван первый.")
    assert len(_found("staff.subject_missing", {"staff": [{"times": 200, "subject": None}]})) == 200


def test_a_person_with_several_rows_is_asked_about_once() -> None:
    rows = [{"rate": 1, "subject": subject} for subject in ("физика", "химия", "биология")]

    assert len(_found("persons.rate_impossible", {"staff": rows})) == 1


def test_findings_of_a_sheet_stand_in_the_order_of_its_rows() -> None:
    rows = [
        {"rate": 1.25},
        {"person_id": "q", "rate": 1.75},
        {"subject": "химия", "rate": 0.5},
        {"person_id": "b", "rate": 2},
    ]

    found = _found("staff.rate_without_load", {"staff": [{**row, "load_hours": 0} for row in rows]})
    once = _found(
        "routes.several", {"routes": [{"route_id": code, "person_id": code[0]} for code in ("q1", "b1", "q2", "b2")]}
    )

    assert [finding.cell for finding in found] == ["load_hours 1", "load_hours 2", "load_hours 3", "load_hours 4"]
    assert [finding.cell for finding in once] == ["route_id 1", "route_id 2"]


def test_words_of_a_cell_do_not_become_slots() -> None:
    (found,) = _found("practices.bank_link", {"practices": [{"title": "{url} {0}", "in_bank": True}]})

    assert "Практика «{url} {0}» в банке" in found.message


def test_an_unknown_value_is_said_to_be_unknown() -> None:
    (found,) = _found("staff.load_heavy", {"staff": [{"rate": 0.25, "load_hours": 18.5, "subject": None}]})

    assert found.message.startswith("На 0,25 ставки приходится 18,5 ч в неделю.")
    assert found.about == "2024·A·p·учитель·"


def test_tables_are_left_as_they_were() -> None:
    tables, letters = _given({"staff": [{"birth_date": "2030-01-01"}], "courses": [{}]})
    before = {name: frame.copy(deep=True) for name, frame in tables.items()}

    screen_tables(tables, letters, _YEARS)

    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_nothing_handed_in_gives_no_finding() -> None:
    assert screen_tables({name: empty_table(name) for name in SCHEMA}, {}, _YEARS) == []
    assert screen_tables({name: empty_table(name) for name in SCHEMA}, {}, ()) == []


def test_the_same_tables_give_the_same_findings_in_the_same_order() -> None:
    rows = {"staff": [{"times": 30, "subject": None, "rate": 3}], "organisations": [{"year": 2023}]}

    assert _screened(rows) == _screened(rows)


def test_every_column_that_a_rule_may_name_is_explained() -> None:
    told = read_yaml(Path(screener.__file__).parent / "columns.yml")
    nothing = Screen({name: empty_table(name) for name in SCHEMA}, ())
    made = {name: {*nothing.frame(name)} - {*SOURCE_COLUMNS} for name in MADE}
    added = {name: {*columns} for name, columns in ADDED.items()}

    assert {name: {*columns} for name, columns in told.items()} == {"every": {*EVERYWHERE}, **added, **made}


def _rule(**said: Any) -> Rule:
    usual = {"id": "x.y", "number": 999, "severity": "query", "scope": "row", "says": "Так.", "table": "staff"}
    return Rule(**{**usual, "when": "rate > 2", "at": "rate", **said})


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"table": "staf"}, "нет таблицы «staf» — может быть, «staff»?"),
        ({"when": "rat > 2"}, "нет столбца «rat» — может быть, «rate»?"),
        ({"when": 'position == "teach"'}, "нет значения «teach» — может быть, «teacher»?"),
        ({"when": 'organisation.org_type == "scool"'}, "нет значения «scool» — может быть, «school»?"),
        ({"when": "rate > 1 + 1"}, "нельзя"),
        ({"when": "hire_date > reporting_date"}, "конец года строки — year_end"),
        ({"says": "Ставка {rates}."}, "нет столбца «rates» — может быть, «rate»?"),
        ({"at": "experience"}, "на столбец «experience» нельзя указать — может быть, «ped_experience»?"),
        ({"about": ("persn_id",)}, "нет столбца «persn_id» — может быть, «person_id»?"),
        ({"table": "support", "when": "form", "at": "form"}, "нет ключа, перечислите столбцы в about"),
    ],
)
def test_a_rule_that_names_what_is_not_there_is_refused(said: dict[str, Any], complaint: str) -> None:
    with pytest.raises(CatalogueError, match=f"Правило «x.y».*{complaint.replace('?', '[?]')}"):
        clauses([_rule(**said)])


def test_a_rule_may_name_joined_and_added_columns_in_its_sentence() -> None:
    (clause,) = clauses([_rule(when="person.rate_total > 2", says="{person.rate_total} у {age}.")])

    assert clause.slots == ("person.rate_total", "age")
    assert clause.about == SCHEMA["staff"].key
