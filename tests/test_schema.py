"""The schema is data: what it promises to intake, to figures and to people who fill in workbooks."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from oracle.rules import KEYS
from pdmon_utils import schema
from pdmon_utils.errors import CatalogueError
from pdmon_utils.schema import SCHEMA, TYPES, Table

TABLES = list(SCHEMA.values())
named = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def test_a_workbook_opens_with_organisations_and_staff() -> None:
    assert list(SCHEMA)[:3] == ["organisations", "staff", "diagnostics"]
    assert [table.title for table in TABLES[:2]] == ["Организации", "Реестр работников"]


@pytest.mark.parametrize("name", sorted(KEYS))
def test_keys_are_those_of_the_rules_of_computation(name: str) -> None:
    without_key = name in ("diagnostics", "support")

    assert set(SCHEMA[name].key) == (set() if without_key else set(KEYS[name]))


def test_yearly_tables_are_those_with_a_year_of_their_own() -> None:
    yearly = {table.name for table in TABLES if table.yearly}

    assert yearly == {"organisations", "staff", "programmes", "student_outcomes", "measures", "aggregates", "oo1"}


@named
def test_a_table_has_a_title_and_headers_that_no_one_can_mix_up(table: Table) -> None:
    headers = [column.header.casefold() for column in table.columns.values()]

    assert table.title
    assert all(headers)
    assert len(set(headers)) == len(headers)


def test_titles_differ_even_when_case_and_spaces_are_folded() -> None:
    assert len({table.title.casefold().replace(" ", "") for table in TABLES}) == len(TABLES)


@named
def test_only_an_enum_has_values_and_each_of_them_has_its_own_word(table: Table) -> None:
    for column in table.columns.values():
        assert column.type in TYPES
        assert bool(column.values) == (column.type == "enum")
        assert len(set(column.values.values())) == len(column.values)


@named
def test_a_reference_leads_to_the_key_of_a_table(table: Table) -> None:
    for column in table.columns.values():
        if column.refers:
            assert {"organisations": "org_id", "staff": "person_id"}.get(column.refers, column.name) in (
                SCHEMA[column.refers].key
            )


@named
def test_bounds_belong_to_numbers_and_the_lower_one_is_lower(table: Table) -> None:
    for column in table.columns.values():
        if column.min is not None or column.max is not None:
            assert column.type in ("int", "dec")
        if column.min is not None and column.max is not None:
            assert column.min < column.max


def test_words_that_yaml_would_take_for_no_and_null_stay_words() -> None:
    assert SCHEMA["staff"].columns["category"].values["none"] == "нет"


def test_nobody_can_change_the_schema_by_mistake() -> None:
    with pytest.raises(TypeError):
        SCHEMA["staff"] = SCHEMA["events"]  # type: ignore[index]
    with pytest.raises(TypeError):
        SCHEMA["staff"].columns["level"].values["pre"] = "ДОУ"  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        SCHEMA["staff"].title = "Люди"  # type: ignore[misc]


def _load(folder: Path, column: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "tables").mkdir()
    (folder / "dictionaries.yml").write_text("positions: {teacher: учитель}", encoding="utf-8")
    text = f"title: Люди\norder: 1\ncolumns:\n  position: {column}\n"
    (folder / "tables" / "people.yml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(schema, "_HERE", folder)
    schema.load_schema()


@pytest.mark.parametrize(
    ("column", "complaint"),
    [
        ("{header: Должность, type: enum, valuse: positions}", "valuse"),
        ("{header: Должность, type: word}", "word"),
        ("{header: Должность, type: enum, values: position}", "может быть, «positions»"),
    ],
)
def test_a_wrong_column_is_refused(
    column: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CatalogueError, match=complaint):
        _load(tmp_path, column, monkeypatch)


def test_a_shared_dictionary_gives_its_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _load(tmp_path, "{header: Должность, type: enum, values: positions, required: yes}", monkeypatch)

    column = schema.load_schema()["people"].columns["position"]

    assert (dict(column.values), column.required, column.key) == ({"teacher": "учитель"}, True, False)
