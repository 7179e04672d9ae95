"""Raw files → clean tables and findings, as a district meets them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pdmon_utils.intake import FINDING_COLUMNS, read_municipality
from pdmon_utils.municipality import Municipality
from pdmon_utils.schema import SCHEMA

REGISTER = ["Код организации", "Код работника", "Категория персонала", "Должность", "Принят в организацию"]
REGISTER += ["Внешний совместитель", "Ставка"]
MARIA = ["A", "maria", "педагог", "учитель", dt.date(2015, 9, 1), "нет", 1]
OLEG = ["A", "oleg", "педагог", "воспитатель", dt.date(2020, 2, 3), "нет", 0.5]
COURSE = ["Код работника", "Код программы", "Дата окончания", "Завершено"]


def taken_in(town: Municipality) -> tuple[Mapping[str, pd.DataFrame], pd.DataFrame]:
    """Return the clean tables and the findings of a municipality."""
    intake = read_municipality(town)
    return intake.tables, intake.findings


@pytest.fixture
def town(tmp_path: Path) -> Municipality:
    folder = tmp_path / "town"
    (folder / "2022").mkdir(parents=True)
    return Municipality(folder, "Город", "12345678", "Край", "krai", "kbr")


def book(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], hidden: str = "") -> None:
    """Save a workbook with these sheets."""
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)


def raw(town: Municipality, name: str) -> Path:
    return town.folder / "2022" / name


def found(findings: pd.DataFrame, rule: str) -> list[tuple[object, ...]]:
    """Return where the rule was broken: file, cell, column, value, severity."""
    rows = findings[findings["rule"] == rule]
    return list(rows[["file", "cell", "column", "value", "severity"]].itertuples(index=False, name=None))


def test_russian_headers_and_values_become_codes(town: Municipality) -> None:
    book(raw(town, "школы/1.xlsx"), {"Реестр работников": [REGISTER, MARIA]})

    tables, findings = taken_in(town)
    row = tables["staff"].iloc[0]

    assert (row["municipality"], row["year"], row["staff_group"], row["position"]) == ("town", 2022, "ped", "teacher")
    assert (row["hire_date"], row["is_external"], row["rate"]) == (pd.Timestamp("2015-09-01"), False, 1.0)
    assert (row["source_file"], row["source_sheet"], row["source_row"]) == ("2022/школы/1.xlsx", "Реестр работников", 2)
    assert set(findings["rule"]) == {"ref.organisations", "staff.subject_missing"}


def test_codes_serve_as_sheet_name_headers_and_values(town: Municipality) -> None:
    header = ["person_id", "PROGRAMME_ID", "end_date", "completed", "form"]
    book(raw(town, "1.xlsx"), {"courses": [header, ["maria", 12.0, "2022-05-05", "yes", "dist"]]})

    tables, _ = taken_in(town)
    row = tables["courses"].iloc[0]

    assert (row["programme_id"], row["completed"], row["form"]) == ("12", True, "dist")


def test_case_spaces_yo_asterisk_and_latin_twins_make_no_difference(town: Municipality) -> None:
    header = ["КОД  работника *", "Название\xa0объединения", "вид", "Роль", "C"]  # the last one is a Latin letter
    book(
        raw(town, "1.xlsx"),
        {" объединения  и экспертные РОЛИ": [header, ["m", "Совет", "МУНУМО", "Эксперт", "01.02.2022"]]},
    )

    tables, _ = taken_in(town)
    row = tables["memberships"].iloc[0]

    assert (row["body_kind"], row["role"], row["start_date"]) == ("mumo", "expert", pd.Timestamp("2022-02-01"))


def test_rows_above_the_header_and_empty_rows_keep_excel_addresses(town: Municipality) -> None:
    rows = [[], [], REGISTER, [], MARIA, ["  ", "\xa0"], [*OLEG[:6], "много"]]
    book(raw(town, "1.xlsx"), {"staff": rows})

    tables, findings = taken_in(town)

    assert tables["staff"]["source_row"].tolist() == [5]
    assert found(findings, "cell.number") == [("2022/1.xlsx", "G7", "rate", "много", "error")]


def test_year_is_the_cell_or_else_the_folder(town: Municipality) -> None:
    rows = [["Год", *REGISTER], [2021, *MARIA], [None, *OLEG]]
    book(raw(town, "1.xlsx"), {"staff": rows})

    tables, findings = taken_in(town)

    assert tables["staff"]["year"].tolist() == [2021, 2022]
    assert found(findings, "ref.year") == [("2022/1.xlsx", "A2", "year", "2021", "query")]


def test_unreadable_year_is_not_taken_for_the_folder(town: Municipality) -> None:
    book(raw(town, "1.xlsx"), {"staff": [["Год", *REGISTER], ["прошлый", *MARIA]]})

    tables, findings = taken_in(town)

    assert tables["staff"].empty
    assert found(findings, "cell.int") == [("2022/1.xlsx", "A2", "year", "прошлый", "error")]


def test_later_year_and_later_path_replace_a_row_with_the_same_key(town: Municipality) -> None:
    row = ["m", "P", "2022-05-05"]
    (town.folder / "2021").mkdir()
    book(town.folder / "2021" / "я.xlsx", {"courses": [COURSE, [*row, "нет"]]})
    book(raw(town, "a/1.xlsx"), {"courses": [COURSE, [*row, "нет"], ["k", *row[1:], "да"]]})
    book(raw(town, "a-b.xlsx"), {"courses": [COURSE, [*row, "да"]]})  # "-" stands before "/"

    tables, findings = taken_in(town)
    courses = tables["courses"].set_index("person_id")

    assert courses["completed"].to_dict() == {"m": False, "k": True}
    assert courses.loc["m", "source_file"] == "2022/a/1.xlsx"
    assert found(findings, "row.repeated") == [("2021/я.xlsx", "A2", "", "", "note")]
    assert found(findings, "row.replaced") == [("2022/a-b.xlsx", "A2", "", "", "note")]


@pytest.mark.case(70)
def test_equal_rows_of_a_table_without_key_are_one(town: Municipality) -> None:
    header = ["Код работника", "Дата", "Вид", "Завершена", "Балл"]
    one, other = ["m", "2022-05-05", "дефициты", "да", 5], ["m", "2022-05-05", "дефициты", "да", None]
    book(raw(town, "1.xlsx"), {"Диагностики": [header, one, other, one, other, one]})

    tables, findings = taken_in(town)

    assert tables["diagnostics"]["source_row"].tolist() == [5, 6]
    assert "строк: 3" in findings.set_index("rule").loc["row.repeated", "message"]


def test_required_cells_cost_the_row_and_optional_ones_only_the_value(town: Municipality) -> None:
    header = [*REGISTER, "Пол", "Предмет"]
    rows = [[*MARIA, "жен", "физка"], ["A", None, *OLEG[2:], "м", None], [*OLEG[:3], "учителъ", *OLEG[4:], "м", None]]
    book(raw(town, "1.xlsx"), {"staff": [header, *rows]})

    tables, findings = taken_in(town)
    row = tables["staff"].iloc[0]

    assert tables["staff"]["person_id"].tolist() == ["maria"]
    assert pd.isna(row["sex"])
    assert pd.isna(row["subject"])
    assert found(findings, "cell.required") == [("2022/1.xlsx", "B3", "person_id", "", "error")]
    assert sorted(cell for _, cell, *_ in found(findings, "cell.enum")) == ["D4", "H2", "I2"]


def test_an_unknown_value_is_told_its_nearest_known_one_and_the_fate_of_the_row(town: Municipality) -> None:
    book(raw(town, "1.xlsx"), {"staff": [[*REGISTER, "Предмет"], [*MARIA[:3], "учителъ", *MARIA[4:], "Физка"]]})

    _, findings = taken_in(town)
    position, subject = (
        findings[findings["rule"] == "cell.enum"].set_index("column").loc[["position", "subject"], "message"]
    )

    assert "может быть, «учитель»?" in position
    assert position.endswith("Строка не учтена.")
    assert "может быть, «физика»?" in subject
    assert subject.endswith("значение считается неизвестным.")


def test_a_missing_required_column_is_one_error_with_the_number_of_lost_rows(town: Municipality) -> None:
    book(raw(town, "1.xlsx"), {"staff": [REGISTER[:-1], MARIA[:-1], OLEG[:-1]]})

    tables, findings = taken_in(town)

    assert tables["staff"].empty
    assert found(findings, "header.missing") == [("2022/1.xlsx", "", "rate", "", "error")]
    assert "Не учтено строк: 2." in findings["message"].item()


def test_unknown_nameless_and_double_columns_are_told_apart(town: Municipality) -> None:
    header = [*REGISTER, "Пол", "Телефонн", None, "пол"]
    book(raw(town, "1.xlsx"), {"staff": [header, [*MARIA, "ж", 5, 6, "м"]]})

    tables, findings = taken_in(town)

    assert tables["staff"]["sex"].isna().tolist() == [True]
    assert found(findings, "header.unknown") == [("2022/1.xlsx", "I1", "", "", "note")]
    assert found(findings, "header.blank") == [("2022/1.xlsx", "J1", "", "", "note")]
    assert found(findings, "header.double") == [("2022/1.xlsx", "K1", "sex", "", "error")]


def test_a_sheet_without_a_single_known_header_is_one_error(town: Municipality) -> None:
    book(raw(town, "1.xlsx"), {"staff": [["Сведения о работниках"], MARIA, OLEG]})

    tables, findings = taken_in(town)

    assert tables["staff"].empty
    assert found(findings, "header.none") == [("2022/1.xlsx", "A1", "", "", "error")]


def test_a_sheet_of_another_name_is_noted_with_the_nearest_title_and_not_read(town: Municipality) -> None:
    book(raw(town, "1.xlsx"), {"Реестр работника": [REGISTER, MARIA], "Вакансии": []})

    tables, findings = taken_in(town)

    assert tables["staff"].empty
    said = findings[findings["rule"] == "sheet.unknown"]
    assert said[["severity", "sheet"]].to_numpy().tolist() == [["note", "Реестр работника"]]
    assert "может быть, «Реестр работников»?" in said["message"].item()


def test_a_file_without_a_sheet_of_ours_ends_in_one_sentence(town: Municipality) -> None:
    book(raw(town, "1.xlsx"), {"Реестр работника": [REGISTER, MARIA], "Лист2": [], "Лист3": [[1]]})

    _, findings = taken_in(town)

    assert found(findings, "file.nothing") == [("2022/1.xlsx", "", "", "", "query")]
    assert len(findings) == 1
    assert "может быть, «Реестр работников»?" in findings["message"].item()


def test_a_hidden_sheet_is_not_read_but_asked_about(town: Municipality) -> None:
    book(raw(town, "1.xlsx"), {"Справка": [], "staff": [REGISTER, MARIA]}, hidden="staff")

    tables, findings = taken_in(town)

    assert tables["staff"].empty
    assert found(findings, "sheet.hidden") == [("2022/1.xlsx", "", "", "", "query")]


def test_a_diagnosis_of_nobody_is_rejected_and_one_of_a_collective_is_kept(town: Municipality) -> None:
    header = ["Код работника", "Код организации", "Дата", "Вид", "Завершена"]
    rows = [[None, "A", "2022-05-05", "запросы", "да"], [None, None, "2022-05-05", "запросы", "да"]]
    book(raw(town, "1.xlsx"), {"diagnostics": [header, *rows]})

    tables, findings = taken_in(town)

    assert tables["diagnostics"]["source_row"].tolist() == [2]
    assert found(findings, "row.owner") == [("2022/1.xlsx", "A3", "person_id", "", "error")]


def test_a_code_that_points_to_nothing_is_asked_once_and_its_rows_stay(town: Municipality) -> None:
    rows = [["maria", "P", "2022-05-05", "да"], ["ghost", "P", "2022-05-05", "да"], ["ghost", "P", "2022-05-06", "да"]]
    book(raw(town, "1.xlsx"), {"staff": [REGISTER, MARIA], "courses": [COURSE, *rows]})

    tables, findings = taken_in(town)

    assert len(tables["courses"]) == 3
    assert found(findings, "ref.staff") == [("2022/1.xlsx", "A3", "person_id", "ghost", "query")]
    assert "(строк: 2)" in findings.set_index("rule").loc["ref.staff", "message"]


def test_numbers_out_of_range_are_asked_about_and_stay(town: Municipality) -> None:
    book(raw(town, "1.xlsx"), {"staff": [[*REGISTER, "Дата рождения"], [*MARIA[:6], 18, dt.date(2190, 1, 1)]]})

    tables, findings = taken_in(town)

    assert tables["staff"]["rate"].tolist() == [18.0]
    assert found(findings, "value.range") == [
        ("2022/1.xlsx", "G2", "rate", "18", "query"),
        ("2022/1.xlsx", "H2", "birth_date", "01.01.2190", "query"),
    ]


def test_nothing_handed_in_gives_all_tables_empty(town: Municipality) -> None:
    tables, findings = taken_in(town)

    assert list(tables) == list(SCHEMA)
    assert sum(map(len, tables.values())) == 0
    assert tuple(findings.columns) == (*FINDING_COLUMNS, "code")
    assert findings.empty


def test_a_blank_template_is_noted_as_handed_in_empty(town: Municipality) -> None:
    book(raw(town, "1.xlsx"), {"staff": [REGISTER], "Обучение по программам ДПО": [COURSE[:2], [], []], "ИОМ": []})

    _, findings = taken_in(town)

    assert set(findings["rule"]) <= {"sheet.empty"}
    assert found(findings, "sheet.empty") == [("2022/1.xlsx", "", "", "", "note")] * 2


def test_an_unknown_sheet_in_many_files_is_one_note_with_their_number() -> None:
    from pdmon_utils.reading.findings import Finding, once_per_sheet  # noqa: PLC0415

    said = [Finding("sheet.unknown", "note", "Лист «О данных».", 2024, f"{n}.xlsx", "О данных") for n in "abc"]
    other = Finding("cell.date", "error", "Дата.", 2024, "b.xlsx", "Штат")

    kept = once_per_sheet([said[0], other, *said[1:]], "sheet.unknown")

    assert [f.message for f in kept] == ["Лист «О данных». Таких листов в файлах года: 3.", "Дата."]
