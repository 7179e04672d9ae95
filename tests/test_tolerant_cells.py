"""Numbers, dates, yes and no, letters: what is read in other forms than asked for, and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pdmon_utils.reading.cells import Fault, parse_column, read_column
from pdmon_utils.reading.folding import fold, in_one_script, visible
from pdmon_utils.reading.people import Veil
from pdmon_utils.reading.reading import read_file
from pdmon_utils.schema import SCHEMA, Column
from test_tolerance import DAY, ROW, VACANT, read, told

# --- numbers


@pytest.mark.case(40)
@pytest.mark.case(41)
@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12,5", 12.5),
        ("1 234,5", 1234.5),
        ("1\xa0234,5", 1234.5),
        ("1\u202f234", 1234.0),
        ("1\u2009234\u2009567", 1234567.0),
        ("–1", -1.0),
    ],
)
def test_numbers_in_text_are_numbers(cell: str, value: float) -> None:
    assert parse_column(Column("c", "C", "dec"), [cell]) == ([value], {})


@pytest.mark.case(42)
@pytest.mark.parametrize(
    ("header", "greatest", "cell", "read_as"),
    [
        ("План, %", 100, "45 %", 45.0),
        ("План, %", 100, "45%", 45.0),
        ("План, %", 100, "0,5\xa0%", 0.5),
        ("План, %", 100, 45, 45.0),
        ("План, %", 100, 0.45, "cell.share"),
        ("План, %", 100, "0,45", "cell.share"),
        ("Доля", 1, "45 %", 0.45),
        ("Доля", 1, 0.45, 0.45),
        ("Балл", None, "45 %", "cell.percent"),
        ("Балл", None, "много %", "cell.number"),
    ],
)
def test_per_cent_are_read_in_the_unit_of_the_column(
    header: str, greatest: float | None, cell: object, read_as: object
) -> None:
    (value,), faults = parse_column(Column("c", header, "dec", max=greatest), [cell])

    assert (faults[0].rule if faults else value) == read_as


@pytest.mark.case(42)
def test_beside_fractions_a_one_is_doubtful_too() -> None:
    column = SCHEMA["reserve"].columns["plan_done_pct"]

    assert parse_column(column, [1, 40, 100])[0] == [1.0, 40.0, 100.0]
    values, faults = parse_column(column, [1, 0.4, 40, "1 %"])

    assert values == [None, None, 40.0, 1.0]
    assert faults[1].message(column.header, "") == (
        "План выполнен, %: 0,4 — доля или процент? Введите проценты: 40 вместо 0,4."
    )


@pytest.mark.case(60)
@pytest.mark.parametrize("cell", ["72 ч.", "9 дней", "1,5 ст.", "~3", "5-6", "12 34", "1,234.5"])
def test_units_and_guesses_are_no_numbers(cell: str) -> None:
    _, faults = parse_column(Column("c", "C", "dec"), [cell])

    assert faults == {0: Fault("cell.number")}


# --- dates


@pytest.mark.case(44)
@pytest.mark.case(45)
@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("01.09.2021", dt.date(2021, 9, 1)),
        ("1.9.21", dt.date(2021, 9, 1)),
        (dt.datetime(2021, 9, 1, 8, 0), dt.date(2021, 9, 1)),  # noqa: DTZ001  Excel knows no time zones
        (44440, dt.date(2021, 9, 1)),
        ("2021-09-01", dt.date(2021, 9, 1)),
        ("2021-09-01T08:00:00", dt.date(2021, 9, 1)),
        ("1 сентября 2021 г.", dt.date(2021, 9, 1)),
    ],
)
def test_dates_are_read_in_explicit_forms(cell: object, value: dt.date) -> None:
    assert parse_column(SCHEMA["vacancies"].columns["date"], [cell]) == ([value], {})


@pytest.mark.case(46)
@pytest.mark.case(47)
@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("31.02.2021", "cell.calendar"),
        ("сентябрь 2021", "cell.month"),
        ("09.2021", "cell.month"),
        ("2021", "cell.date"),
    ],
)
def test_a_date_that_is_none_is_refused(cell: str, rule: str) -> None:
    _, faults = parse_column(SCHEMA["vacancies"].columns["date"], [cell])

    assert faults == {0: Fault(rule)}


@pytest.mark.case(49)
@pytest.mark.parametrize(
    ("name", "cell", "year"),
    [
        ("birth_date", "1.9.75", 1975),
        ("birth_date", "1.9.05", 2005),
        ("birth_date", "1.9.25", None),
        ("hire_date", "1.9.98", 1998),
        ("hire_date", "1.9.25", 2025),
        ("hire_date", "1.9.40", None),
        ("dismiss_date", "1.9.25", 2025),
        ("dismiss_date", "1.9.98", None),
    ],
)
def test_a_year_of_two_digits_is_read_where_the_field_leaves_one_century(
    name: str, cell: str, year: int | None
) -> None:
    (value,), faults = parse_column(SCHEMA["staff"].columns[name], [cell])

    assert value == (year and dt.date(year, 9, 1))
    assert faults == ({} if year else {0: Fault("cell.century")})


@pytest.mark.case(44)
def test_a_number_is_a_date_only_where_the_field_may_have_it() -> None:
    born, held = SCHEMA["staff"].columns["birth_date"], SCHEMA["vacancies"].columns["date"]

    assert parse_column(born, [27_273])[0] == [dt.date(1974, 9, 1)]
    assert parse_column(held, [27_273]) == ([None], {0: Fault("cell.date")})


@pytest.mark.case(48)
def test_dates_of_a_workbook_that_counts_from_1904_are_right(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.title = "vacancies"
    for row in (VACANT, ROW):
        sheet.append(row)
    book.save(tmp_path / "1.xlsx")

    (part,) = read_file(tmp_path / "1.xlsx", 2022, "2022/1.xlsx", Veil(b"key")).parts

    assert part.columns["date"] == [DAY]


# --- nothing, yes and no


@pytest.mark.case(43)
@pytest.mark.parametrize("cell", ["—", "-", "–", "нет", "н/д", "Нет данных"])
@pytest.mark.parametrize(("table", "name"), [("staff", "load_hours"), ("staff", "birth_date"), ("staff", "self_topic")])
def test_a_dash_in_an_optional_cell_is_unknown_and_never_zero(table: str, name: str, cell: str) -> None:
    column = SCHEMA[table].columns[name]
    found = read_column(column, [cell])

    assert (found.values, found.faults, found.mended[0].rule) == ([None], {}, "norm.blank")


@pytest.mark.case(43)
@pytest.mark.parametrize(
    ("table", "name", "cell", "value"),
    [
        ("staff", "category", "нет", "none"),
        ("staff", "category", "—", None),
        ("staff", "graduate_entry", "нет", False),
        ("staff", "graduate_entry", "-", False),
        ("staff", "graduate_entry", "–", False),
        ("staff", "graduate_entry", "—", None),
        ("staff", "graduate_entry", "н/д", None),
        ("staff", "self_topic", "NA", "NA"),
        ("aggregates", "group", "нет", "нет"),
        ("programmes", "hours", 0, 0),
    ],
)
def test_what_nothing_means_depends_on_the_column(table: str, name: str, cell: object, value: object) -> None:
    assert parse_column(SCHEMA[table].columns[name], [cell]) == ([value], {})


@pytest.mark.case(43)
@pytest.mark.parametrize(
    ("table", "name", "rule"),
    [("staff", "person_id", "cell.nothing"), ("staff", "rate", "cell.number"), ("staff", "hire_date", "cell.date")],
)
def test_a_dash_in_a_required_cell_is_a_fault(table: str, name: str, rule: str) -> None:
    assert parse_column(SCHEMA[table].columns[name], ["—"]) == ([None], {0: Fault(rule)})


@pytest.mark.parametrize(
    ("cell", "value"), [("+", True), ("v", True), ("✓", True), (1, True), ("–", False), (0, False)]
)
def test_signs_of_yes_and_no_are_noted(cell: object, value: bool) -> None:  # noqa: FBT001
    found = read_column(Column("c", "C", "bool"), [cell])

    assert (found.values, found.mended[0].rule) == ([value], "norm.sign")


@pytest.mark.parametrize("cell", ["да", "НЕТ", "Истина", True, False])
def test_yes_and_no_in_words_need_no_note(cell: object) -> None:
    assert read_column(Column("c", "C", "bool"), [cell]).mended == {}


# --- letters


@pytest.mark.case(62)
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("COШ", "СОШ"),  # С and О are Latin
        ("MБOУ «Лицей»", "МБОУ «Лицей»"),
        ("Мир Microsoft Office", "Мир Microsoft Office"),
        ("IT-куб", "IT-куб"),
        ("Skолково", "Skолково"),
        ("СОШ № 1", "СОШ № 1"),
        ("ABC", "ABC"),
    ],
)
def test_latin_letters_inside_russian_words_are_mended(said: str, meant: str) -> None:
    assert in_one_script(said) == meant


@pytest.mark.case(62)
def test_names_and_titles_are_mended_and_codes_are_not() -> None:
    header = ["Код организации", "Полное наименование", "Тип", "Муниципальная"]
    part, said = read([header, ["COШ1", "COШ № 1", "шкoла", "да"]], "organisations")

    assert part is not None
    assert (part.columns["org_id"], part.columns["org_name"], part.columns["org_type"]) == (
        ["COШ1"],
        ["СОШ № 1"],
        ["school"],
    )
    assert told(said, "norm.twin") == [("B2", "COШ № 1"), ("C2", "шкoла")]
    assert "«шкoла» → «школа» (ячеек: 1)" in said[1].message


@pytest.mark.case(63)
@pytest.mark.case(64)
@pytest.mark.case(65)
@pytest.mark.case(67)
@pytest.mark.case(68)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Зачёт", "зачет"),
        ("Йод ёж", "И\u0306од е\u0308ж"),
        ("МБОУ СОШ", "МБОУ\xa0СО\u200bШ"),
        ("соглас\u00adие", "согласие"),
        ("один\tдва", "один два"),
        ("УЧИТЕЛЬ", "учитель"),
        ("5–9 классы", "5-9 классы"),
        ("5\u22129", "5—9"),
        ("«Лицей»", '"Лицей"'),
        ("“Лицей”", "„Лицей“"),
    ],
)
def test_words_that_look_alike_are_one_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.case(63)
@pytest.mark.case(67)
@pytest.mark.case(68)
def test_dictionary_values_are_known_in_other_signs_and_texts_stay_as_written() -> None:
    header = ["Код организации", "Показатель", "Всего обучающихся/выпускников", "Из них достигли/получили/обеспечены"]
    part, said = read([header, ["A", "5-9 КЛАССЫ, базовый уровень", 10, 9]], "student_outcomes")
    title = parse_column(SCHEMA["events"].columns["title"], ["СЪЕЗД «Ёлка» — 2022"])

    assert part is not None
    assert part.columns["measure"] == ["g59"]
    assert told(said, "norm.word") == [("B2", "5-9 КЛАССЫ, базовый уровень")]
    assert title == (["СЪЕЗД «Ёлка» — 2022"], {})


@pytest.mark.case(61)
def test_a_text_of_more_than_a_thousand_characters_is_cut_and_asked_about() -> None:
    header = ["Код", "Название", "Вид", "Уровень", "Дата", "Назначение"]
    rows = [[f"e{n}", "а" * length, "семинар", "ОО", DAY, "иное"] for n, length in enumerate((1000, 1001, 1002))]
    part, said = read([header, *rows], "events")

    assert part is not None
    assert [len(str(title)) for title in part.columns["title"]] == [1000, 1000, 1000]
    assert [(found.rule, found.severity, found.cell, found.about) for found in said] == [
        ("cell.long", "query", "B3", "e1"),
        ("cell.long", "query", "B4", "e2"),
    ]


@pytest.mark.case(61)
@pytest.mark.case(89)
def test_signs_that_nobody_sees_are_taken_out() -> None:
    text = "Сем\u200bинар \x1b[31mкра\u202eсный\x1b[0m\x07 день\nвторая строка"

    assert visible(text) == "Семинар красный день\nвторая строка"
    found = read_column(SCHEMA["events"].columns["title"], [text])

    assert (found.values, found.mended[0].rule) == (["Семинар красный день\nвторая строка"], "norm.hidden")


@pytest.mark.case(69)
@pytest.mark.parametrize("name", ["Мамедов Али Гасан оглы", "Римский-Корсаков Н.", "Ким Ен Су", "О'Хара Д. Ж."])
def test_unusual_names_in_a_text_stay_as_they_are(name: str) -> None:
    assert parse_column(SCHEMA["measures"].columns["responsible"], [name]) == ([name], {})


@pytest.mark.case(66)
def test_a_school_is_known_by_its_code_however_its_name_is_written() -> None:
    header = ["Код организации", "Полное наименование", "Тип", "Муниципальная"]
    names = ["СОШ №1", "СОШ № 1", 'МБОУ "СОШ №1"']
    part, said = read([header, *(["A", name, "школа", "да"] for name in names)], "organisations")

    assert part is not None
    assert (part.columns["org_id"], part.columns["org_name"], said) == (["A"] * 3, names, [])


@pytest.mark.case(59)
def test_an_unknown_post_is_told_the_nearest_one() -> None:
    _, said = read([VACANT, ["A", DAY, "учитиль", None, 1]])

    assert [(found.rule, found.severity) for found in said] == [("cell.enum", "error")]
    assert "может быть, «учитель»?" in said[0].message
