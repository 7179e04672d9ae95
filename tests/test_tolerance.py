"""What people write in their own way is read where it can mean one thing only, and a note says what was understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from pdmon_utils.errors import CatalogueError
from pdmon_utils.reading.cells import Hole
from pdmon_utils.reading.findings import Finding, Place
from pdmon_utils.reading.naming import column_meant, column_named
from pdmon_utils.reading.people import Veil
from pdmon_utils.reading.reading import read_file
from pdmon_utils.reading.rows import Part, read_sheet
from pdmon_utils.schema import SCHEMA
from pdmon_utils.schema.synonyms import synonyms

DAY = dt.date(2022, 10, 1)
VACANT = ["Код организации", "На дату", "Должность", "Предмет", "Вакантно ставок"]
ROW = ["A", DAY, "учитель", "физика", 1.5]
OTHER = ["B", DAY, "воспитатель", None, 2]
REGISTER = ["Код организации", "Код работника", "Категория персонала", "Должность", "Принят в организацию"]
REGISTER += ["Внешний совместитель", "Ставка"]
MARIA = ["A", "m1", "педагог", "учитель", dt.date(2015, 9, 1), "нет", 1]
OLEG = ["A", "o1", "педагог", "воспитатель", dt.date(2020, 2, 3), "нет", 0.5]


def read(
    rows: Sequence[Sequence[object]], table: str = "vacancies", file: str = "2022/1.xlsx"
) -> tuple[Part | None, list[Finding]]:
    """Return the readable rows of one sheet and its findings."""
    part, said, _ = read_sheet(SCHEMA[table], rows, Place(2022, file, table, table), Veil(b"key"))
    return part, said


def told(said: Sequence[Finding], rule: str) -> list[tuple[str, str]]:
    """Return cell and value of the findings of a rule."""
    return [(found.cell, found.value) for found in said if found.rule == rule]


def numbers(part: Part | None) -> list[int]:
    """Return the Excel rows that were read."""
    return [] if part is None else list(part.rows)


# --- where the header is


@pytest.mark.case(22)
@pytest.mark.parametrize("above", [0, 1, 7, 29])
def test_the_header_is_found_anywhere_in_the_first_thirty_rows(above: int) -> None:
    title = [["Сведения о вакансиях"], ["МБОУ «СОШ № 1»", None, "Год:", 2022]]
    part, said = read([*(title * 15)[:above], VACANT, ROW])

    assert numbers(part) == [above + 2]
    assert [found for found in said if found.severity == "error"] == []


@pytest.mark.case(22)
def test_a_header_below_the_thirtieth_row_is_no_header() -> None:
    part, said = read([*[["Сведения о вакансиях"]] * 30, VACANT, ROW])

    assert part is None or not part.rows
    assert [found.rule for found in said] == ["header.none"]


def test_a_row_of_data_never_wins_over_the_header() -> None:
    header = ["Код", "Уровень", "Вид", "Название", "Дата"]
    row = ["Название", "муниципалитет", "приказ", "Дата", DAY]
    part, _ = read([header, row, ["Код", "организация", "Вид", "Уровень", DAY]], "documents")

    assert part is not None
    assert part.columns["title"] == ["Дата"]


@pytest.mark.case(21)
def test_a_header_merged_over_two_rows_is_assembled() -> None:
    upper = [*REGISTER[:6], "Педагогический стаж", None, "Ставка"]
    lower = [None] * 6 + ["общий", "полных лет", None]
    part, said = read([["Реестр"], upper, lower, [*MARIA[:6], 20, 7, 1]], "staff")

    assert part is not None
    assert (numbers(part), part.columns["ped_experience"], part.columns["rate"]) == ([4], [7], [1.0])
    assert told(said, "norm.lines") == [("H3", "Педагогический стаж / полных лет")]
    assert told(said, "header.unknown") == [("G3", "")]


@pytest.mark.case(21)
def test_a_header_of_three_rows_is_assembled() -> None:
    rows = [
        ["Код", None, "Категория", "Должность", "Принят", "Внешний", "Ставка", "Педагогический"],
        ["организации", "работника", "персонала", None, "в организацию", "совместитель", None, "стаж"],
        [None, None, None, None, None, None, None, "полных лет"],
        [*MARIA, 7],
    ]
    part, said = read(rows, "staff")

    assert part is not None
    assert (numbers(part), part.columns["ped_experience"]) == ([4], [7])
    assert [found.rule for found in said] == ["norm.lines"]
    assert "строки 1–3" in said[0].message
    assert "(столбцов: 6)" in said[0].message


@pytest.mark.case(21)
def test_a_title_over_the_header_is_no_part_of_it() -> None:
    part, said = read([["Вакансии на дату", None, None, "Форма 1"], VACANT, ROW])

    assert (numbers(part), said) == ([3], [])


@pytest.mark.case(23)
def test_a_synonym_is_understood_and_said() -> None:
    part, said = read([["Код школы", "Дата", "Должность", "предмет", "Кол-во вакантных"], ROW])
    meant, lost = told(said, "norm.synonym"), [found for found in said if found.rule == "header.missing"]

    assert part is None or not part.rows
    assert meant == [("A1", "Код школы"), ("B1", "Дата")]
    assert [found.column for found in lost] == ["rate_vacant"]


@pytest.mark.case(23)
@pytest.mark.case(24)
def test_a_missing_column_is_told_what_comes_nearest_to_it() -> None:
    part, said = read([[*VACANT[:4], "Вакантно ставк"], ROW])
    lost = next(found for found in said if found.rule == "header.missing")

    assert part is None or not part.rows
    assert lost.severity == "error"
    assert "столбца «Вакантно ставок» — может быть, «Вакантно ставк»?" in lost.message
    assert "Не учтено строк: 1." in lost.message


def test_beside_the_header_itself_its_synonym_is_something_else() -> None:
    part, said = read([[*VACANT, "Дата"], [*ROW, dt.date(1999, 1, 1)]])

    assert part is not None
    assert part.columns["date"] == [DAY]
    assert told(said, "header.unknown") == [("F1", "")]


@pytest.mark.case(25)
@pytest.mark.case(26)
def test_columns_stand_in_any_order_beside_others_which_are_listed() -> None:
    order = [4, 2, 0, 3, 1]
    part, said = read([["№ п/п", *(VACANT[at] for at in order)], [1, *(ROW[at] for at in order)]])

    assert part is not None
    assert (part.columns["org_id"], part.columns["rate_vacant"]) == (["A"], [1.5])
    assert [(found.rule, found.severity) for found in said] == [("header.unknown", "note")]


@pytest.mark.case(27)
def test_a_column_said_twice_is_an_error() -> None:
    part, said = read([[*VACANT, "На дату"], [*ROW, DAY]])

    assert part is None or not part.rows
    assert [(found.rule, found.severity, found.cell) for found in said] == [("header.double", "error", "F1")]


@pytest.mark.case(28)
def test_blanks_case_and_points_in_a_header_make_no_difference() -> None:
    part, said = read(
        [["КОД\xa0 организации", "На да\u00adту ", "долж-\nность:", " Предмет", "Вакантно\nставок."], ROW]
    )

    assert (numbers(part), said) == ([2], [])


def test_synonyms_name_known_columns_and_never_another_header() -> None:
    for table, words in synonyms().items():
        for word, name in words.items():
            assert column_meant(table, word) == name, (table, word)
            assert column_named(table, word) in {"", name}, (table, word)


@pytest.mark.parametrize("table", SCHEMA)
def test_every_header_and_code_still_names_its_own_column(table: str) -> None:
    for column in SCHEMA[table].columns.values():
        assert column_named(table, column.header) == column_named(table, column.name) == column.name


def test_a_synonym_of_an_unknown_column_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "synonyms.yml"
    file.write_text("staff: {ratte: [Ставок]}", encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"«ratte».*«rate»"):
        synonyms(file)


# --- rows that are no data


@pytest.mark.case(29)
def test_totals_signatures_and_numbers_of_columns_are_left_out_each_with_a_note() -> None:
    rows = [
        VACANT,
        [1, 2, 3, 4, 5],
        ROW,
        ["Итого по школе", None, None, None, 1.5],
        OTHER,
        ["ВСЕГО:", None, None, None, 3.5],
        [],
        ["Директор", "____________", "Иванова Мария Петровна"],
        ["Исп. Петрова А. И.", None, "тел. 2-34-56"],
        ["01.10.2022"],
    ]
    part, said = read(rows)

    assert numbers(part) == [3, 5]
    assert [(found.rule, found.cell, found.value, found.severity) for found in said] == [
        ("row.numbering", "A2", "1 … 5", "note"),
        ("row.total", "A4", "Итого", "note"),
        ("row.total", "A6", "ВСЕГО", "note"),
        ("row.signature", "A8", "Директор", "note"),
        ("row.signature", "A9", "Исп.", "note"),
        ("row.signature", "A10", "01.10.2022", "note"),
    ]
    assert not any("Иванова" in found.message or "Петрова" in found.message for found in said)


@pytest.mark.case(29)
@pytest.mark.parametrize("label", ["Итого", "ИТОГО по школе", "И Т О Г О", "Всего:", "Итoгo"])  # the last one: Latin o
@pytest.mark.parametrize("place", range(4))
def test_a_total_is_known_wherever_its_word_stands(label: str, place: int) -> None:
    total: list[object] = [None, None, None, None, 3.5]
    total[place] = label
    part, said = read([VACANT, ROW, OTHER, total])

    assert numbers(part) == [2, 3]
    assert [found.rule for found in said] == ["row.total"]


@pytest.mark.case(29)
def test_a_total_beside_real_values_is_a_total_when_it_stands_for_a_code() -> None:
    header = ["Код организации", "Показатель", "Всего обучающихся/выпускников", "Из них достигли/получили/обеспечены"]
    rows = [["A", "аттестат ООО", 10, 9], ["Всего", "аттестат ООО", 10, 9]]
    part, said = read([header, *rows], "student_outcomes")

    assert (numbers(part), told(said, "row.total")) == ([2], [("A3", "Всего")])


@pytest.mark.case(29)
def test_a_sum_without_a_word_is_known_by_adding_up() -> None:
    part, said = read([VACANT, ROW, OTHER, [None, None, None, None, 3.5], [None, None, None, None, 4]])

    assert numbers(part) == [2, 3]
    assert told(said, "row.total") == [("E4", "3.5")]
    assert {found.cell for found in said if found.rule == "cell.required"} == {"A5", "B5", "C5"}


def test_a_title_that_begins_like_a_total_is_data() -> None:
    header = ["Код", "Название", "Вид", "Уровень", "Дата", "Назначение"]
    part, said = read([header, ["e1", "Итого: что мы узнали", "семинар", "ОО", DAY, "иное"]], "events")

    assert (numbers(part), said) == ([2], [])


def test_a_row_about_a_head_with_gaps_is_an_error_and_no_signature() -> None:
    part, said = read([REGISTER, MARIA, ["A", "d1", None, "Директор школы", None, None, None]], "staff")

    assert numbers(part) == [2]
    assert {found.rule for found in said} == {"cell.required", "cell.enum"}


@pytest.mark.parametrize("numbering", [["А", "Б", 1, 2, 3], ["1", "2", "3", "4", "5"], [None, 1, 2, 3, 4]])
def test_columns_are_numbered_in_several_ways(numbering: list[object]) -> None:
    part, said = read([VACANT, numbering, ROW])

    assert numbers(part) == [3]
    assert [found.rule for found in said] == ["row.numbering"]


def test_a_page_pasted_below_with_its_header_goes_on() -> None:
    part, said = read([VACANT, ROW, VACANT, [1, 2, 3, 4, 5], OTHER])

    assert numbers(part) == [2, 5]
    assert [found.rule for found in said] == ["row.header", "row.numbering"]


@pytest.mark.case(30)
def test_blank_rows_inside_are_passed_over() -> None:
    part, said = read([VACANT, [], ROW, [None, "  ", "\xa0"], OTHER, []])

    assert (numbers(part), said) == ([3, 5], [])


@pytest.mark.case(33)
def test_a_header_alone_is_a_table_handed_in_empty() -> None:
    part, said = read([["Вакансии"], VACANT, [], [1, 2, 3, 4, 5], ["Директор", "_____"]])

    assert part is None or not part.rows
    assert [found.rule for found in said] == ["sheet.empty", "row.numbering", "row.signature"]
    assert {found.severity for found in said} == {"note"}


# --- notes


def test_a_note_is_one_per_column_and_kind_with_the_first_cell_and_their_number() -> None:
    rows = [["A", f"0{n}.10.2022", "учитель", None, f"{n},5"] for n in range(1, 4)]
    _, said = read([VACANT, *rows, ["A", 44838, "учитель", None, 1]])

    assert [(found.rule, found.cell, found.value) for found in said] == [
        ("norm.date", "B2", "01.10.2022"),
        ("norm.serial", "B5", "44838"),
        ("norm.number", "E2", "1,5"),
    ]
    assert said[0].message == "На дату: даты записаны текстом: «01.10.2022» → 01.10.2022 (ячеек: 3)."
    assert {found.severity for found in said} == {"note"}


def test_in_a_csv_file_everything_is_text_and_only_other_forms_are_noted() -> None:
    rows = [["A", "01.10.2022", "учитель", "", "1,5"], ["A", "2022-10-02", "учитель", "", "1.5"]]

    assert read([VACANT, *rows], file="2022/1.csv")[1] == []
    _, said = read([VACANT, ["A", "1.10.22", "учитель", "", "1 000,5"]], file="2022/1.csv")

    assert [found.rule for found in said] == ["norm.date", "norm.number"]


def test_a_note_never_shows_the_name_of_a_person() -> None:
    _, said = read([REGISTER, ["A", "Ивано\u200bва Мария", *MARIA[2:]]], "staff")

    assert [found.rule for found in said] == ["norm.hidden"]
    assert "Иванова" not in said[0].message + said[0].value


@pytest.mark.case(71)
@pytest.mark.case(72)
def test_two_posts_in_a_school_and_two_schools_are_rows_of_one_person() -> None:
    rows = [MARIA, [*MARIA[:3], "методист", *MARIA[4:6], 0.5], ["B", *MARIA[1:5], "да", 0.25], OLEG]
    part, said = read([REGISTER, *rows], "staff")

    assert part is not None
    assert list(zip(part.columns["person_id"], part.columns["org_id"], part.columns["position"], strict=True)) == [
        ("m1", "A", "teacher"),
        ("m1", "A", "methodist"),
        ("m1", "B", "teacher"),
        ("o1", "A", "educator"),
    ]
    assert said == []


# --- cells that hold no value, and whatever else may stand there


@pytest.mark.case(37)
@pytest.mark.case(38)
def test_errors_and_formulas_without_a_value_are_told_by_their_cells() -> None:
    part, said = read([VACANT, ROW, ["A", Hole("#Н/Д", "Исправьте."), "учитель", Hole("#ДЕЛ/0!", "Исправьте."), 1]])

    assert numbers(part) == [2]
    assert [(found.rule, found.cell, found.value) for found in said] == [
        ("cell.formula", "B3", "#Н/Д"),
        ("cell.formula", "D3", "#ДЕЛ/0!"),
    ]


@pytest.mark.case(8)
def test_a_csv_row_that_is_longer_than_the_header_is_an_error() -> None:
    part, said = read([VACANT, [*map(str, ROW[:1]), "01.10.2022", "учитель", "", "1", "5"]], file="2022/1.csv")

    assert part is None or not part.rows
    assert [(found.rule, found.severity, found.cell) for found in said] == [("row.ragged", "error", "F2")]


@pytest.mark.case(32)
@pytest.mark.case(39)
def test_data_on_the_second_sheet_are_found_and_comments_stay_unread(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Вакансии")
    for row in (VACANT, ROW):
        sheet.append(row)
    sheet["A2"].comment = Comment("Иванова ушла в декрет", "Петрова")
    book.save(tmp_path / "1.xlsx")

    reading = read_file(tmp_path / "1.xlsx", 2022, "2022/1.xlsx", Veil(b"key"))

    assert [numbers(part) for part in reading.parts] == [[2]]
    assert "Иванова" not in str(reading)


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.times(),
    st.text(),
    st.from_regex(r"[ «\"]?\d{1,6}[./, %-]\d{0,4}[./ -]?\d{0,4}( г\.)?", fullmatch=True),
    st.sampled_from(["Итого", "Директор", "да", "—", "\x1b[0m", "Код организации", "На дату", "1", "%", "А"]),
)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, max_size=7), max_size=7))
def test_whatever_stands_in_the_cells_is_read_or_told(rows: list[list[object]]) -> None:
    part, said = read([VACANT, ROW, *rows])

    assert numbers(part)[:1] == [2]
    assert all(found.message for found in said)


@pytest.mark.case(21)
@pytest.mark.case(29)
def test_a_register_as_a_school_fills_it_in_is_read_and_names_nobody(tmp_path: Path) -> None:
    header = ["№ п/п", "Код ОО", "ФИО", "Категория персонала", "Должность", "Дата приема", "Внеш-ний совместитель"]
    rows: list[list[object]] = [
        ["Сведения о педагогических работниках МБОУ «СОШ № 3»"],
        [],
        [*header, "Ставка", "Педагогический стаж"],
        [None] * 8 + ["общий", "полных лет"],
        list(range(1, 11)),
        [1, "0301", "Иванова Мария Петровна", "педагог", "учитeль", "1.9.2015", "-", "1,0", 20, 7],
        ["Итого", None, None, None, None, None, None, 1],
        [2, "0301", "Сидорова А. А.", "педагог", "тьютор", dt.date(2020, 2, 3), "+", 0.5, 5, "—"],
        [],
        [None, "Директор", None, "_______", "Кузнецова К. К."],
        [None, None, None, "(подпись)", "(расшифровка)"],
    ]
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Реестр работников")
    for row in rows:
        sheet.append(row)
    for block in ("A1:J1", "I3:J3", *(f"{letter}3:{letter}4" for letter in "ABCDEFGH")):
        sheet.merge_cells(block)
    book.save(tmp_path / "1.xlsx")

    reading = read_file(tmp_path / "1.xlsx", 2022, "2022/1.xlsx", Veil(b"key"))
    (part,) = reading.parts
    said = [found for found in reading.findings if found.sheet == "Реестр работников"]

    assert (numbers(part), part.columns["hire_date"]) == ([6, 8], [dt.date(2015, 9, 1), dt.date(2020, 2, 3)])
    assert (part.columns["rate"], part.columns["ped_experience"]) == ([1.0, 0.5], [7, None])
    assert {found.severity for found in said} == {"note"}
    assert [found.rule for found in said if found.rule.startswith("row.")] == [
        "row.numbering",
        "row.total",
        "row.signature",
        "row.signature",
    ]
    assert not any(name in str(reading) for name in ("Иванова", "Сидорова", "Кузнецова"))
