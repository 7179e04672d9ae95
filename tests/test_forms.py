"""Exports of online forms become rows of our tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pdmon_utils.errors import CatalogueError
from pdmon_utils.intake import Intake, read_municipality
from pdmon_utils.municipality import Municipality
from pdmon_utils.reading.forms import form_named, load_forms
from pdmon_utils.reading.readers import read_here
from pdmon_utils.schema import SCHEMA
from test_intake import found, raw, town  # noqa: F401  town is a fixture

GOOGLE = ["Отметка времени", "Ваш код (выдаёт школа)", "Итоговый балл", "Уровень выгорания", "Что вас радует?"]
YANDEX = ["ID", "Время создания", "Код работника", "Направление диагностики", "Выявлены ли затруднения?"]


def export(town: Municipality, name: str, *rows: list[str], sign: str = ",", encoding: str = "utf-8") -> None:  # noqa: F811
    path = raw(town, name)
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=sign).writerows(rows)


def read(town: Municipality, own: Path | None = None) -> Intake:  # noqa: F811
    forms = load_forms(own)
    return read_municipality(town, lambda sources, _: read_here(sources, forms=forms))


def rows(intake: Intake, *columns: str) -> list[tuple[object, ...]]:
    return list(intake.tables["diagnostics"][list(columns)].itertuples(index=False, name=None))


def test_an_export_of_google_forms_is_read(town: Municipality) -> None:  # noqa: F811
    export(
        town,
        "Выгорание (Ответы) - Ответы на форму (1).csv",
        GOOGLE,
        ["12.05.2022 10:33:21", "017", "12,5", "Выражено", "дети"],
    )

    intake = read(town)

    assert rows(intake, "person_id", "kind", "completed", "score", "result_level") == [
        ("017", "burnout", True, 12.5, "high")
    ]
    assert str(intake.tables["diagnostics"]["date"][0]) == "2022-05-12 00:00:00"
    assert intake.findings.query("severity == 'error'").empty


def test_an_export_of_yandex_forms_is_read(town: Municipality) -> None:  # noqa: F811
    answers = ["1832", "2022-05-12 10:33:21", "018", "Методика преподавания", "да"]
    export(town, "дефициты 5 школа.csv", YANDEX, answers, sign=";", encoding="utf-8-sig")

    assert rows(read(town), "person_id", "kind", "direction", "deficit_found") == [("018", "deficit", "method", True)]


def test_a_wrong_answer_is_shown_at_its_cell_in_the_export(town: Municipality) -> None:  # noqa: F811
    export(town, "Выгорание.csv", GOOGLE, ["12.05.2022 10:33:21", "017", "много", "Выражено", ""])

    intake = read(town)

    assert found(intake.findings, "cell.number") == [("2022/Выгорание.csv", "C2", "score", "много", "error")]


def test_a_file_named_like_a_form_without_its_questions_is_refused(town: Municipality) -> None:  # noqa: F811
    export(town, "Выгорание.csv", ["Имя", "Чай или кофе?"], ["А", "чай"])

    assert found(read(town).findings, "form.unknown") == [("2022/Выгорание.csv", "", "", "", "error")]


def test_a_form_of_the_district_is_a_small_file(town: Municipality, tmp_path: Path) -> None:  # noqa: F811
    form = "files: Запросы\ntable: diagnostics\ncolumns: {Кто вы?: Код работника, Когда?: Дата}\n"
    form += "constants: {Вид: запросы, Завершена: да}\n"
    (tmp_path / "requests.yml").write_text(form, encoding="utf-8")
    export(town, "Запросы.csv", ["Кто вы?", "Когда?"], ["019", "01.02.2022"])

    assert rows(read(town, tmp_path), "person_id", "kind") == [("019", "request")]


def test_a_wrong_form_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "f.yml").write_text("files: Х\ntable: diagnostics\ncolumns: {Кто?: Код роботника}\n", encoding="utf-8")

    with pytest.raises(CatalogueError, match="нет столбца «Код роботника» — может быть, «Код работника»"):
        load_forms(tmp_path)


def test_the_longest_name_wins_and_other_files_are_no_forms() -> None:
    forms = load_forms()

    assert form_named(forms, "выгорание 2022") in forms
    assert form_named(forms, "diagnostics") is None


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.files)
def test_the_packaged_forms_give_values_of_the_dictionaries(form) -> None:  # noqa: ANN001
    columns = {column.header: column for column in SCHEMA[form.table].columns.values()}
    given = {**{header: [value] for header, value in form.constants.items()}}
    given |= {header: list(values.values()) for header, values in form.values.items()}
    for header, values in given.items():
        words = set(columns[header].values.values()) or {"да", "нет"}
        assert set(values) <= words
