"""The form ОО-1: its layouts as data, sheets of an export, control sums, the form against the register."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from districts import clean_tables
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.conditions import parse_condition
from pdmon_utils.errors import CatalogueError
from pdmon_utils.intake.stateform import form_findings, forms_of
from pdmon_utils.intake.stateregister import persons_on
from pdmon_utils.oo1 import breaches, edition_of, editions, section_code
from pdmon_utils.oo1.editions import read_edition
from pdmon_utils.oo1.sums import parse_span, parse_sum
from pdmon_utils.reading.findings import Finding, Place
from pdmon_utils.reading.rows import Part
from pdmon_utils.reading.stateform import oo1_rows, title_of
from pdmon_utils.reading.statenames import is_section, is_title

Numbers = Mapping[tuple[int, int], object]
YEAR = 2016
EDITION = editions()[0]
# A school of six: a head, three teachers (two of first classes, one of mathematics), a psychologist, a secretary.
STAFF = {1: 6, 2: 1, 3: 1, 6: 4, 7: 3, 8: 2, 14: 1, 35: 1, 40: 1}


def down(column: int, counts: Mapping[int, float]) -> dict[tuple[int, int], object]:
    return {(row, column): count for row, count in counts.items()}


EDUCATION = {
    **down(3, STAFF),
    **down(4, {1: 4, 2: 1, 3: 1, 6: 3, 7: 2, 8: 1, 14: 1, 35: 1}),
    **down(5, {1: 3, 2: 1, 3: 1, 6: 2, 7: 2, 8: 1, 14: 1}),
    **down(10, {1: 2, 6: 1, 7: 1, 8: 1, 40: 1}),
    **down(13, {1: 1, 6: 1, 7: 1, 14: 1}),
    **down(15, {1: 4, 6: 3, 7: 3, 8: 2, 14: 1, 40: 1}),
    (6, 16): "3,5",
}
EXPERIENCE = {
    **down(3, STAFF),
    **down(4, {1: 1, 40: 1}),
    **down(6, {1: 2, 6: 2, 7: 1, 8: 1, 35: 1}),
    **down(9, {1: 3, 2: 1, 3: 1, 6: 2, 7: 2, 8: 1, 14: 1}),
    **down(10, {1: 5, 2: 1, 3: 1, 6: 4, 7: 3, 8: 2, 14: 1, 35: 1}),
    **down(11, {1: 1, 6: 1, 35: 1}),
    **down(13, {1: 1, 6: 1, 7: 1, 8: 1}),
    **down(16, {1: 3, 2: 1, 3: 1, 6: 2, 7: 2, 8: 1, 14: 1}),
    **down(17, {1: 1, 40: 1}),
}
MOVEMENT = {
    **down(3, {1: 7, 2: 1, 3: 1, 6: 5, 7: 4, 8: 2, 14: 2, 35: 1, 40: 1}),
    **down(4, {1: 6.5, 2: 1, 3: 1, 6: 4.5, 7: 3.5, 8: 2, 14: 1.5, 35: 1, 40: 1}),
    **down(6, {1: 5, 2: 1, 3: 1, 6: 3, 7: 3, 8: 2, 14: 1, 40: 1}),
    **down(7, {1: 1, 6: 1, 35: 1}),
    **down(12, STAFF),
    **down(13, {1: 0.5, 6: 0.5, 7: 0.5, 14: 0.5}),
}
AGE = {
    **down(3, STAFF),
    **down(4, {1: 1, 40: 1}),
    **down(5, {1: 1, 40: 1}),
    **down(8, {1: 2, 6: 2, 7: 1, 8: 1, 35: 1}),
    **down(9, {1: 1, 6: 1, 7: 1, 8: 1}),
    **down(18, {1: 3, 2: 1, 3: 1, 6: 2, 7: 2, 8: 1, 14: 1}),
    **down(19, {1: 2, 6: 2, 7: 2, 8: 1, 14: 1}),
}
EXTERNAL = {(1, 3): 2, (3, 3): 2, (4, 3): 1, (1, 4): 1, (3, 4): 1}
CONTRACTS = {(1, 3): 3, (2, 3): 1, (3, 3): 2, (5, 3): 1, (1, 4): 1, (3, 4): 1}
FILLED = {
    "3.1": EDUCATION,
    "3.2": EXPERIENCE,
    "3.3.1": EXTERNAL,
    "3.3.2": CONTRACTS,
    "3.4": MOVEMENT,
    "3.5": AGE,
}
each_section = pytest.mark.parametrize("code", FILLED)


def sheet_of(code: str, numbers: Numbers, *, head: str = "") -> list[list[object]]:
    """Return a sheet as an export has it: two lines over the table, header, line of column numbers, all rows."""
    section = EDITION.sections[code]
    columns = section.columns
    named = ["Наименование показателей", "№ строки", *(line.name for line in columns.values())]
    rows: list[list[object]] = [[head or "Форма № ОО-1"], [f"{code}. {section.title}"], named, [1, 2.0, *columns]]
    return rows + [[s.name, f"{r:02}", *(numbers.get((r, c)) for c in columns)] for r, s in section.rows.items()]


def read(
    code: str, numbers: Numbers, *, year: int = YEAR, about: Mapping[str, str] | None = None
) -> tuple[Part | None, list[Finding]]:
    place = Place(year, f"{year}/a.xlsx", f"Раздел {code}")
    return oo1_rows(place, sheet_of(code, numbers), {"Код организации": "A"} if about is None else about)


def cells_of(part: Part | None) -> dict[tuple[str, str], Any]:
    assert part is not None
    return dict(zip(zip(part.columns["row"], part.columns["col"], strict=True), part.columns["value"], strict=True))


def said(found: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.cell) for finding in found]


def long_rows(
    owner: str | None, sections: Mapping[str, Numbers], *, year: int = YEAR, sheet: str = "Выгрузка ОО-1"
) -> list[dict[str, Any]]:
    source = {"source_file": f"{year}/{owner or 'svod'}.xlsx", "source_row": 2}
    return [
        {"org_id": owner, "year": year, "section": code, "row": f"{row:02}", "col": str(col), "value": value,
         "source_sheet": sheet, **source}
        for code, numbers in sections.items()
        for (row, col), value in numbers.items()
        if not isinstance(value, str)
    ]  # fmt: skip


def judged(**tables: list[dict[str, Any]]) -> list[Finding]:
    return form_findings(clean_tables({"primer": tables}), {})


# Layouts


def test_the_edition_is_the_latest_that_is_not_later_than_the_form() -> None:
    assert edition_of(2015) is None
    assert [edition_of(year) for year in (2016, 2024)] == [EDITION, EDITION]


@pytest.mark.parametrize("name", ["3.1", "Раздел 3.1", "Р.3.1", "р3.1", "Подраздел 3.1", "Раздел 3.1. Образование"])
def test_a_sheet_is_known_by_the_number_of_its_section(name: str) -> None:
    assert (section_code(name), is_section(name)) == ("3.1", True)


@pytest.mark.parametrize("name", ["Раздел 3", "Лист1", "Организации", "2024.05.01", "31", ""])
def test_other_sheets_are_no_sections(name: str) -> None:
    assert not is_section(name)


def test_every_figure_of_the_form_is_an_indicator_with_these_cuts_and_groups() -> None:
    asks = [ask for regulation in load_catalogue().regulations.values() for ask in regulation.asks.values()]
    codes = {ask.indicator.code for ask in asks}
    cuts = {(ask.indicator.code, asked.cut.name): asked for ask in asks for asked in ask.cuts}
    populations = {name for regulation in load_catalogue().regulations.values() for name in regulation.populations}

    for code, answer in EDITION.answers.items():
        assert code in codes
        for cut, groups in {**answer.rows, **answer.columns}.items():
            listed = cuts[code, cut].groups
            assert not listed or set(groups) & set(listed), (code, cut)
    assert set(EDITION.populations) <= populations


def test_every_condition_of_the_form_is_over_columns_the_register_has() -> None:
    persons = persons_on(clean_tables({})["staff"], "A", YEAR, EDITION.on(YEAR))

    for line in EDITION.compared:
        assert parse_condition(line.where).columns | {line.known or "person_id"} <= set(persons.columns), line.what


def test_a_wrong_line_of_an_edition_is_refused_with_its_place(tmp_path: Path) -> None:
    source = (Path(__file__).parent.parent / "pdmon_utils/oo1/editions/2016.yml").read_text(encoding="utf-8")
    wrong = {
        "неизвестный ключ «titel»": ("title: форма", "titel: форма"),
        "нет перечня строк «stuff»": ("list: staff", "list: stuff"),
        "не сумма": ('rows: "58 = 60 + 61"', 'rows: "58 = 60 plus 61"'),
        "контроль не понятен": ('rows: "58 >= 59"', 'rows: "58 < 59"'),
        "стр. 99": ('rows: "58 = 60 + 61"', 'rows: "58 = 60 + 99"'),
        "гр. 77": ('numerator: "3.1:4"', 'numerator: "3.1:77"'),
        "не номера": ("over: 3-4}", 'over: "3 to 4"}'),
    }
    for words, (old, new) in wrong.items():
        assert old in source
        (tmp_path / "e.yml").write_text(source.replace(old, new), encoding="utf-8")

        with pytest.raises(CatalogueError, match=words):
            read_edition(tmp_path / "e.yml")


def test_sums_and_spans_are_read_as_written() -> None:
    assert [(t.sign, t.section, t.number) for t in parse_sum("18 - 19 + 3.1:3", "")] == [
        (1, "", 18),
        (-1, "", 19),
        (1, "3.1", 3),
    ]
    assert parse_span("01-03, 7", "") == (1, 2, 3, 7)


# A sheet


@each_section
def test_a_filled_section_is_read_without_a_question(code: str) -> None:
    part, found = read(code, FILLED[code])
    cells = cells_of(part)

    assert found == []
    for (row, column), number in FILLED[code].items():
        assert cells[f"{row:02}", str(column)] == (3.5 if number == "3,5" else number)


def test_rows_of_the_table_tell_organisation_year_and_section() -> None:
    part, _ = read("3.1", EDUCATION)

    assert part is not None
    assert {name: set(part.columns[name]) for name in ("org_id", "year", "section")} == {
        "org_id": {"A"},
        "year": {YEAR},
        "section": {"3.1"},
    }
    assert part.place.table == "oo1"


def test_a_blank_in_a_filled_row_is_nought_and_a_row_without_a_total_gives_nothing() -> None:
    cells = cells_of(read("3.1", EDUCATION)[0])

    assert (cells["07", "14"], cells.get(("28", "3")), cells.get(("28", "4"))) == (0, None, None)


def test_a_dash_is_nought() -> None:
    assert cells_of(read("3.1", {**EDUCATION, (28, 3): "—"})[0])["28", "3"] == 0


def test_a_broken_control_sum_is_found_at_its_cell_with_both_numbers() -> None:
    part, found = read("3.1", {**EDUCATION, (7, 3): 4})

    assert said(found) == [("oo1.sum", "C10"), ("oo1.sum", "C11")]  # 06 = 07 + …, 07 = 08 + …
    assert "4, а по контролю «стр. 06 = 07 + 28" in found[0].message
    assert "должно быть 5" in found[0].message
    assert cells_of(part)["07", "3"] == 4


@pytest.mark.case(54)
def test_a_part_greater_than_its_whole_is_found() -> None:
    _, found = read("3.1", {**EDUCATION, (8, 5): 2, (7, 5): 3, (6, 5): 3, (1, 5): 4})

    assert said(found) == [("oo1.part", "D11"), ("oo1.part", "D12")]  # column 4 is less than 5 in rows 07 and 08
    assert "меньше своей части 3" in found[0].message


def test_more_people_of_organisations_than_contracts_are_asked_about() -> None:
    part, found = read("3.3.2", {**CONTRACTS, (1, 3): 3, (1, 4): 4})  # a row that looks like the line of numbers

    assert (cells_of(part)["01", "3"], cells_of(part)["01", "4"]) == (3, 4)
    assert [(finding.rule, finding.severity, finding.cell) for finding in found] == [("oo1.balance", "query", "C5")]


@pytest.mark.case(55)
def test_ages_that_do_not_add_up_are_found() -> None:
    _, found = read("3.5", {**AGE, (35, 8): 0})

    assert ("oo1.sum", "C39") in said(found)
    assert any("гр. 3 = 4 + 6 + 8" in finding.message and finding.cell == "C39" for finding in found)


def test_a_head_over_two_lines_and_names_of_other_programs_are_understood() -> None:
    rows = [
        ["Раздел 3. Сведения о персонале организации"],
        ["3.4. Движение работников"],
        ["Наименование показателей", "№ строки", "Число ставок по штату, единиц", "Фактически занято, единиц", None],
        [None, None, None, "всего", "работниками списоч-ного состава"],
        ["А", "Б", "3", "4", "5"],
        ["Численность работников - всего (сумма строк 02, 06, 40, 41)", 1.0, 2, "1,25", 1],
        ["  в том числе: руководящие работники - всего", 2.0, 2, 1.25, 1],
    ]
    part, found = oo1_rows(Place(YEAR, "2016/a.xlsx", "3.4"), rows, {"Код организации": "A"})

    assert cells_of(part)["01", "4"] == 1.25
    assert said(found) == [("oo1.lacking", "A5")]


def test_a_column_that_is_called_otherwise_is_not_taken() -> None:
    rows = sheet_of("3.1", EDUCATION)
    rows[2][5] = "первую категорию"
    part, found = oo1_rows(Place(YEAR, "2016/a.xlsx", "3.1"), rows, {"Код организации": "A"})

    assert ("oo1.column_name", "F4") in said(found)
    assert ("06", "6") not in cells_of(part)


def test_a_row_that_is_called_otherwise_is_not_taken() -> None:
    rows = sheet_of("3.1", EDUCATION)
    rows[4 + 34][0] = "советники директора по воспитанию"
    part, found = oo1_rows(Place(YEAR, "2016/a.xlsx", "3.1"), rows, {"Код организации": "A"})

    assert ("oo1.row_name", "B39") in said(found)
    assert ("35", "3") not in cells_of(part)


def test_strange_rows_and_columns_second_rows_and_repeated_heads_are_told_apart() -> None:
    rows = sheet_of("3.1", EDUCATION)
    rows[2].append("лишняя")
    rows[3].append(17)
    rows += [[1, 2, *range(3, 18)], ["прочее", "77", 1], ["учителя", "07", 9], ["Директор школы", None, "подпись"]]
    part, found = oo1_rows(Place(YEAR, "2016/a.xlsx", "3.1"), rows, {"Код организации": "A"})

    assert said(found) == [("oo1.column", "Q4"), ("oo1.row", "B68"), ("oo1.row_twice", "B69")]
    assert cells_of(part)["07", "3"] == 3


@pytest.mark.parametrize(
    ("at", "cell", "rule"),
    [
        ((9, 16), 1, "oo1.closed"),
        ((9, 3), -1, "oo1.negative"),
        ((9, 3), "0,5", "oo1.fraction"),
        ((9, 3), "двое", "cell.number"),
    ],
)
def test_what_is_no_number_of_people_is_not_taken(at: tuple[int, int], cell: object, rule: str) -> None:
    part, found = read("3.1", {**EDUCATION, at: cell})

    assert [finding.rule for finding in found] == [rule]
    assert (f"{at[0]:02}", str(at[1])) not in cells_of(part)


def test_crosses_in_closed_cells_are_no_numbers() -> None:
    assert read("3.1", {**EDUCATION, (9, 16): "X", (10, 16): "Х"})[1] == []


def test_a_sheet_without_the_line_of_column_numbers_is_said() -> None:
    part, found = oo1_rows(Place(YEAR, "2016/a.xlsx", "3.1"), [["учителя", "07", 3]], {"Код организации": "A"})

    assert (part, said(found)) == (None, [("oo1.graphs", "")])


def test_a_section_under_another_number_is_not_read() -> None:
    rows = sheet_of("3.5", AGE)
    part, found = oo1_rows(Place(YEAR, "2016/a.xlsx", "Раздел 3.4"), rows, {"Код организации": "A"})

    assert (part, [finding.rule for finding in found]) == (None, ["oo1.title"])


def test_a_section_of_pupils_is_not_read_and_said_with_those_that_are() -> None:
    part, found = oo1_rows(Place(YEAR, "2016/a.xlsx", "Раздел 1.3"), [[]], {"Код организации": "A"})

    assert (part, [finding.rule for finding in found]) == (None, ["oo1.section"])
    assert "3.1, 3.2, 3.3.1, 3.3.2, 3.4, 3.5" in found[0].message


def test_a_section_on_staff_that_nobody_has_described_is_read_by_its_numbers() -> None:
    rows = [["Совместители по возрасту"], ["А", "Б", 3, 4], ["всего", "01", 7, 2], ["учителя", "02", "5", None]]
    part, found = oo1_rows(Place(YEAR, "2016/a.xlsx", "Раздел 3.6"), rows, {"Код организации": "A"})

    assert part is not None
    cells = zip(*(part.columns[name] for name in ("section", "row", "col", "value")), strict=True)
    assert list(cells) == [
        ("3.6", "01", "3", 7.0),
        ("3.6", "01", "4", 2.0),
        ("3.6", "02", "3", 5.0),
        ("3.6", "02", "4", 0.0),
    ]
    assert [finding.rule for finding in found] == []


def test_a_form_before_all_editions_is_said_with_the_first_known_year() -> None:
    part, found = read("3.1", EDUCATION, year=2012)

    assert (part, [finding.rule for finding in found]) == (None, ["oo1.edition"])
    assert "известны с 2016 года" in found[0].message


def test_a_later_form_is_read_by_the_latest_layout_with_a_note() -> None:
    part, found = read("3.1", EDUCATION, year=2024)

    assert part is not None
    assert [(finding.rule, finding.severity) for finding in found] == [("oo1.later", "note")]


def test_a_form_of_another_year_than_its_folder_counts_for_its_own_year() -> None:
    rows = sheet_of("3.1", EDUCATION, head="по состоянию на 20 сентября 2016 г.")
    part, found = oo1_rows(Place(2017, "2017/a.xlsx", "3.1"), rows, {"Код организации": "A"})

    assert part is not None
    assert set(part.columns["year"]) == {2016}
    assert [finding.rule for finding in found] == ["oo1.year"]


# Whose form it is


def test_the_title_page_says_organisation_and_year() -> None:
    title = [
        ["на начало 2016/2017 учебного года"],
        ["Код формы по ОКУД", "Код"],
        [None, "организации по ОКПО", "ИНН"],
        [1, 2, 3],
        ["0609562", "12345678", "1400000001"],
    ]

    assert is_title("Титульный лист")
    assert title_of(title) == {"ИНН": "1400000001", "ОКПО": "12345678", "Год": "2016"}
    assert set(read("3.1", EDUCATION, about=title_of(title))[0].columns["org_id"]) == {"1400000001"}  # type: ignore[union-attr]


def test_the_number_in_the_name_of_the_file_says_whose_form_it_is() -> None:
    part, _ = oo1_rows(Place(YEAR, "2016/ОО-1 1400000001.xlsx", "3.1"), sheet_of("3.1", EDUCATION), {})

    assert part is not None
    assert set(part.columns["org_id"]) == {"1400000001"}


def test_a_summary_has_no_organisation() -> None:
    part, _ = oo1_rows(Place(YEAR, "2016/ОО-1 (сводная).xlsx", "3.1"), sheet_of("3.1", EDUCATION), {})

    assert part is not None
    assert set(part.columns["org_id"]) == {None}


def test_a_form_of_nobody_is_not_counted() -> None:
    assert said(read("3.1", EDUCATION, about={})[1]) == [("oo1.owner", "")]


# The table as a whole


def test_forms_that_agree_give_no_finding() -> None:
    assert judged(oo1=long_rows("A", FILLED)) == []


def test_the_long_table_is_checked_like_the_sheets() -> None:
    found = judged(oo1=long_rows("A", {"3.1": {**EDUCATION, (7, 3): 4}}))

    assert [(finding.rule, finding.file, finding.sheet) for finding in found] == [
        ("oo1.sum", "2016/A.xlsx", "Выгрузка ОО-1")
    ] * 2


def test_a_control_inside_a_sheet_is_said_once_when_the_sheet_was_read() -> None:
    assert judged(oo1=long_rows("A", {"3.1": {**EDUCATION, (7, 3): 4}}, sheet="Раздел 3.1")) == []


def test_sections_that_do_not_agree_with_each_other_are_found() -> None:
    found = judged(oo1=long_rows("A", {**FILLED, "3.2": {**EXPERIENCE, (40, 3): 2, (40, 4): 2, (40, 17): 2,
                                                          (1, 3): 7, (1, 4): 2, (1, 17): 2}}))  # fmt: skip

    assert [finding.message.partition(" Исправьте")[0] for finding in found] == [
        f"Раздел 3.2, стр. {row}, гр. 3: {left}, а по контролю «гр. 3 = гр. 3 раздела 3.1» должно быть {right}."
        for row, left, right in (
            ("01 (численность работников — всего)", 7, 6),
            ("40 (учебно-вспомогательный персонал)", 2, 1),
        )
    ]


def test_rows_of_the_long_table_that_the_form_does_not_have_are_said_once() -> None:
    found = judged(oo1=long_rows("A", {"3.1": {(77, 3): 1, (1, 77): 1}, "9.9": {(1, 3): 1, (2, 3): 1}}))

    assert sorted(finding.rule for finding in found) == ["oo1.column", "oo1.row", "oo1.section"]


def test_a_summary_that_is_not_the_sum_of_its_organisations_is_asked_about_once_a_section() -> None:
    rows = long_rows("A", FILLED) + long_rows("B", FILLED)
    double = {code: {at: number * 2 for at, number in numbers.items() if not isinstance(number, str)}
              for code, numbers in FILLED.items()}  # fmt: skip
    summary = {**double, "3.1": {**double["3.1"], (41, 3): 1, (1, 3): 13}}

    found = judged(oo1=rows + long_rows(None, summary))

    assert judged(oo1=rows + long_rows(None, double)) == []
    assert [finding.rule for finding in found if finding.rule == "oo1.summary"] == ["oo1.summary"]
    assert "чисел 1; первое — стр. 01" in next(f.message for f in found if f.rule == "oo1.summary")


def test_a_blank_of_a_form_is_not_asked_to_hold_a_control() -> None:
    controls = [control for control in EDITION.controls if control.said.startswith("стр. 06 = 07")]

    assert list(breaches(controls, {("3.1", 6, 3): 4.0})) == []
    assert [b.right for b in breaches(controls, {("3.1", 6, 3): 4.0, ("3.1", 7, 3): 3.0})] == [3.0]


# The register


def worker(person: str, **words: Any) -> dict[str, Any]:
    said = {"year": YEAR, "org_id": "A", "person_id": person, "staff_group": "ped", "position": "teacher"}
    return {**said, "hire_date": "2010-09-01", "is_external": False, "rate": 1, **words}


def compared(staff: list[dict[str, Any]], **sections: Numbers) -> list[str]:
    schools = [{"year": YEAR, "org_id": "A", "org_name": "Школа А", "org_type": "school", "is_municipal": True}]
    numbers = {code.replace("_", "."): cells for code, cells in sections.items()}
    found = judged(oo1=long_rows("A", numbers, sheet="Раздел 3.1"), staff=staff, organisations=schools)
    return [finding.message for finding in found if finding.rule == "oo1.register"]


def test_a_register_that_agrees_is_not_asked_about() -> None:
    assert compared([worker("p1"), worker("p2")], **{"3_1": {(6, 3): 2, (7, 3): 2}}) == []


def test_one_person_more_or_less_is_within_the_tolerance() -> None:
    assert compared([worker("p1"), worker("p2")], **{"3_1": {(6, 3): 3}}) == []


@pytest.mark.case(77)
def test_external_part_timers_are_not_counted() -> None:
    staff = [worker("p1"), *(worker(f"x{n}", is_external=True) for n in range(3))]

    assert compared(staff, **{"3_1": {(6, 3): 1}}) == []
    (asked,) = compared(staff, **{"3_1": {(6, 3): 4}})
    assert asked.startswith(
        "Школа А: педагогических работников по форме ОО-1 — 4 (раздел 3.1, стр. 06), по реестру на 20.09.2016 — 1."
    )


@pytest.mark.case(78)
def test_heads_are_counted_on_20_september_and_ages_on_1_january_of_the_next_year() -> None:
    staff = [
        worker("came that day", hire_date="2016-09-20", birth_date="1982-01-01"),  # 35 on 1 January 2017
        worker("came a day later", hire_date="2016-09-21", birth_date="1990-05-05"),
        worker("left that day", dismiss_date="2016-09-20", birth_date="1990-05-05"),
        worker("left a day later", dismiss_date="2016-09-21", birth_date="1982-01-02"),  # 34
        worker("of 29 February", birth_date="1984-02-29"),
    ]
    persons = persons_on(clean_tables({"primer": {"staff": staff}})["staff"], "A", YEAR, EDITION.on(YEAR))

    assert dict(zip(persons["person_id"], persons["age"], strict=True)) == {
        "came that day": 35,
        "left a day later": 34,
        "of 29 February": 32,
    }


def test_a_person_with_two_rows_counts_once_by_the_greater_rate() -> None:
    staff = [worker("p1", rate=0.5, position="psychologist", education="hi"), worker("p1", rate=1)]
    persons = persons_on(clean_tables({"primer": {"staff": staff}})["staff"], "A", YEAR, EDITION.on(YEAR))

    assert persons[["position", "education"]].to_numpy().tolist() == [["teacher", "hi"]]


def test_people_of_whom_nothing_is_known_may_be_on_either_side() -> None:
    staff = [*(worker(f"p{n}", education="hi") for n in range(3)), *(worker(f"q{n}") for n in range(4))]

    assert compared(staff, **{"3_1": {(6, 4): 7}}) == []
    assert compared(staff, **{"3_1": {(6, 4): 3}}) == []
    assert "по реестру на 20.09.2016 — от 3 до 7 (не указано у 4)" in compared(staff, **{"3_1": {(6, 4): 10}})[0]


def test_experience_and_age_bands_are_compared() -> None:
    staff = [worker(f"p{n}", ped_start_date="2015-09-01", birth_date="1995-01-01") for n in range(5)]

    assert compared(staff, **{"3_2": {(6, 11): 5, (6, 17): 0}, "3_5": {(6, 4): 5, (6, 6): 0, (6, 8): 0}}) == []
    found = compared(staff, **{"3_2": {(6, 11): 1, (6, 17): 0}, "3_5": {(6, 4): 0, (6, 6): 0, (6, 8): 1}})
    assert ["стажем до 3 лет" in found[0], "моложе 35 лет" in found[1], len(found)] == [True, True, 2]


def test_an_organisation_without_a_register_is_not_compared() -> None:
    assert compared([worker("p1", org_id="B")], **{"3_1": {(6, 3): 40}}) == []


def test_forms_are_found_in_the_table_by_organisation_and_year() -> None:
    frame = clean_tables({"primer": {"oo1": long_rows("A", FILLED) + long_rows(None, {"3.1": EDUCATION})}})["oo1"]

    assert [(form.owner, form.year, form.value(6, "3.1", 3)) for form in forms_of(frame)] == [
        ("", 2016, 4),
        ("A", 2016, 4),
    ]
    assert isinstance(frame, pd.DataFrame)
