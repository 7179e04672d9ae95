"""Marked copies: the school's own workbook, its doubtful cells coloured and explained, room for answers."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from pdmon_utils.reading.children import Child
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.reading.special import CODE, NOTES, REASON, TEXT, answers_of
from pdmon_utils.reading.workbooks import open_workbook
from pdmon_utils.returned.copies import mark, request
from pdmon_utils.returned.listing import WIDTHS
from pdmon_utils.returned.marks import COLOURS
from pdmon_utils.returned.remarks import Remark
from pdmon_utils.rules.reasons import accepted_reasons

STAFF = "Реестр работников"
HEADS = ["Код организации", "Код работника", "Категория персонала", "Должность"]
OWN = "FF00B050"


def remark(rule: str, severity: str, cell: str = "", said: str = "Исправьте.", sheet: str = STAFF) -> Remark:
    """Return a remark to a cell of the register; its code is made of rule and cell."""
    return Remark(f"{rule}-{cell}", rule, severity, "2024/1.xlsx", sheet, cell, "staff", "", "", said)  # type: ignore[arg-type]


DATE = remark("cell.date", "error", "C2", "«вчера» — не дата.")
RANGE = remark("value.range", "query", "D2", "Ставка 3: много.")


def school_book(path: Path, *rows: list[object]) -> Path:
    """Save a workbook of a school: a green bold cell, a formula, a comment of its own."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = STAFF
    for row in (HEADS, *(rows or (["001", "p1", "вчера", 3],))):
        sheet.append(row)
    sheet["C2"].fill = PatternFill("solid", fgColor=OWN)
    sheet["C2"].font = Font(bold=True)
    sheet["C2"].comment = Comment("спросить Петрову", "школа")
    sheet["F2"] = "=D2*2"
    sheet.column_dimensions["C"].width = 33
    book.create_sheet("Свои расчёты")["A1"] = "моё"
    book.save(path)
    return path


def marked(source: Path, *remarks: Remark) -> openpyxl.Workbook:
    """Return the marked copy of a file, opened."""
    to = source.with_name("копия.xlsx")
    mark(source, remarks, to)
    return openpyxl.load_workbook(to)


def listed(sheet: Worksheet) -> list[tuple[object, ...]]:
    """Return the rows of the list from its header on."""
    rows = [row[: len(WIDTHS)] for row in sheet.iter_rows(values_only=True)]
    start = next(at for at, row in enumerate(rows) if row[0] == CODE)
    return [row for row in rows[start:] if row[0]]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return school_book(tmp_path / "1.xlsx")


def test_a_cell_is_coloured_by_its_worst_remark_and_explained_in_a_note(source: Path) -> None:
    also = remark("value.range", "query", "C2", "Давняя дата.")
    sheet = marked(source, DATE, also, RANGE)[STAFF]

    assert sheet["C2"].fill.fgColor.rgb == COLOURS["error"]
    assert sheet["D2"].fill.fgColor.rgb == COLOURS["query"]
    assert sheet["D2"].comment.text == "Замечание 311 (вопрос)\nСтавка 3: много."
    assert sheet["C2"].comment.text == (
        "Замечание 306 (ошибка)\n«вчера» — не дата.\n\nЗамечание 311 (вопрос)\nДавняя дата.\n\n"
        "Было в примечании:\nспросить Петрову"
    )


def test_the_school_keeps_its_formatting_its_formulas_and_its_other_sheets(source: Path) -> None:
    book = marked(source, DATE)

    assert book.sheetnames == [NOTES, STAFF, "Свои расчёты"]
    assert book[STAFF]["C2"].font.bold
    assert book[STAFF].column_dimensions["C"].width == 33
    assert (book[STAFF]["F2"].value, book[STAFF]["F2"].data_type) == ("=D2*2", "f")
    assert book[STAFF]["B2"].fill.fill_type is None


def test_the_list_has_the_promised_header_and_links_to_the_cells(source: Path) -> None:
    whole = remark("file.outside", "query", said="В книге есть связи.", sheet="")
    sheet = marked(source, whole, DATE)[NOTES]

    head, *rows = listed(sheet)
    assert head == (CODE, "Лист", "Ячейка", "Уровень", "Что не так и что сделать", REASON, TEXT)
    assert [row[3:5] for row in rows] == [("вопрос", "В книге есть связи."), ("ошибка", "«вчера» — не дата.")]
    assert [cell.hyperlink.location for cell in sheet["C"] if cell.hyperlink] == [f"'{STAFF}'!C2"]


def test_only_questions_can_be_answered_from_a_list_of_reasons(source: Path) -> None:
    sheet = marked(source, DATE, RANGE)[NOTES]
    error, question = (next(cell.row for cell in sheet["A"] if cell.value == one.code) for one in (DATE, RANGE))
    (offer,) = sheet.data_validations.dataValidation
    cells = sheet[offer.formula1.replace("$", "")]

    assert sheet.protection.sheet
    assert [sheet.cell(row, 6).protection.locked for row in (error, question)] == [True, False]
    assert [cell.value for (cell,) in cells] == list(accepted_reasons())
    assert f"F{question}" in offer.sqref
    assert sheet.column_dimensions["J"].hidden


def test_the_answer_of_a_school_is_read_from_the_copy_it_returns(source: Path) -> None:
    copy = source.with_name("копия.xlsx")
    mark(source, [DATE, RANGE], copy)
    book = openpyxl.load_workbook(copy)
    row = next(cell.row for cell in book[NOTES]["A"] if cell.value == RANGE.code)
    book[NOTES].cell(row, 6).value = accepted_reasons()[0]
    book[NOTES].cell(row, 7).value = "приказ № 5"
    book.save(copy)

    (answer,) = answers_of(next(sheet.rows for sheet in open_workbook(copy).sheets if sheet.name == NOTES))

    assert (answer.code, answer.reason, answer.text) == (RANGE.code, accepted_reasons()[0], "приказ № 5")


def test_marking_a_returned_copy_anew_takes_off_the_earlier_marks(source: Path) -> None:
    first = source.with_name("первая.xlsx")
    mark(source, [DATE, RANGE], first)
    book = marked(first, RANGE)
    sheet = book[STAFF]

    assert book.sheetnames.count(NOTES) == 1
    assert [row[0] for row in listed(book[NOTES])[1:]] == [RANGE.code]
    assert sheet["C2"].fill.fgColor.rgb == OWN
    assert sheet["C2"].comment.text == "спросить Петрову"
    assert sheet["D2"].comment.text.count("Замечание") == 1


def test_a_finding_about_the_header_is_marked_at_the_header(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = STAFF
    for row in (["Список работников"], [], [None, *HEADS], [None, "001", "p1", "педагог", "учитель"]):
        book.active.append(row)
    book.save(tmp_path / "1.xlsx")

    sheet = marked(tmp_path / "1.xlsx", remark("header.missing", "error", said="Нет столбца «Ставка»."))[STAFF]

    assert sheet["B3"].comment.text.endswith("Нет столбца «Ставка».")


def test_a_remark_to_a_merged_cell_is_shown_at_its_corner(source: Path) -> None:
    book = openpyxl.load_workbook(source)
    book[STAFF].merge_cells("C2:D3")
    book.save(source)

    assert marked(source, remark("cell.date", "error", "D3"))[STAFF]["C2"].fill.fgColor.rgb == COLOURS["error"]


@pytest.mark.case(90)
@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "@SUM(1)", "-1+1"])
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, text: str) -> None:
    book = openpyxl.load_workbook(school_book(tmp_path / "1.xlsx"))
    book[STAFF]["B2"].value, book[STAFF]["B2"].data_type = text, "s"
    book.save(tmp_path / "1.xlsx")
    bare = text.replace('"', "")
    (tmp_path / "staff.csv").write_text(f"org_id;person_id\n001;{bare}\n", encoding="utf-8")
    said = remark("cell.date", "error", "B2", f"{text} — не дата.")

    own = marked(tmp_path / "1.xlsx", said)
    new = marked(tmp_path / "staff.csv", remark("cell.date", "error", "B2", text, sheet="staff"))

    assert (own[STAFF]["B2"].value, own[STAFF]["B2"].data_type) == (text, "s")
    assert (new["staff"]["B2"].value, new["staff"]["B2"].data_type) == (bare, "s")
    assert {cell.data_type for row in own[NOTES].iter_rows() for cell in row if cell.value} == {"s"}


def test_a_csv_file_becomes_a_workbook_with_the_same_addresses(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("org_id;person_id;rate\n001;p1;много\n", encoding="cp1251")

    book = marked(tmp_path / "staff.csv", remark("cell.number", "error", "C2", sheet="staff"))

    assert [cell.value for cell in book["staff"][2]] == ["001", "p1", "много"]
    assert book["staff"]["C2"].fill.fgColor.rgb == COLOURS["error"]


@pytest.mark.case(36)
@pytest.mark.case(94)
def test_macros_and_links_are_left_out_and_the_school_is_told(tmp_path: Path) -> None:
    path = school_book(tmp_path / "1.xlsx")
    book = openpyxl.load_workbook(path)
    book[STAFF]["G2"] = "=[1]Лист1!A1"
    book.save(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    formula = b"!A1</f><v></v>"
    assert formula in parts[sheet]
    parts[sheet] = parts[sheet].replace(formula, b"!A1</f><v>7</v>")
    with zipfile.ZipFile(path, "w") as new:
        for name, data in {**parts, "xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"}.items():
            new.writestr(name, data)

    copy = marked(path, DATE)

    assert (copy[STAFF]["G2"].value, copy[STAFF]["F2"].value) == (7, "=D2*2")
    assert any("макросы, связи с другими книгами" in str(cell.value) for cell in copy[NOTES]["A"])
    assert not [n for n in zipfile.ZipFile(tmp_path / "копия.xlsx").namelist() if "vba" in n or "external" in n]


def test_a_book_that_cannot_be_taken_over_is_built_anew_from_the_cells_that_were_read(source: Path) -> None:
    with zipfile.ZipFile(source) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(source, "w") as new:
        for name, data in parts.items():
            new.writestr(name, b"<broken" if name == "docProps/core.xml" else data)

    book = marked(source, DATE)

    assert book[STAFF]["C2"].value == "вчера"
    assert any("оформление" in str(cell.value) for cell in book[NOTES]["A"])


def test_two_processes_write_the_same_bytes_with_no_clock_in_them(source: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pdmon_utils.returned.copies import mark\n"
        "from test_returned_copies import DATE, RANGE\n"
        "mark(Path(sys.argv[1]), [DATE, RANGE], Path(sys.argv[2]))"
    )
    copies = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for seed, copy in zip("12", copies, strict=True):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent), "TZ": f"UTC-{seed}"}
        subprocess.run([sys.executable, "-c", code, str(source), str(copy)], check=True, env=env)

    assert copies[0].read_bytes() == copies[1].read_bytes()
    assert {about.date_time[0] for about in zipfile.ZipFile(copies[0]).infolist()} == {1980}


def test_the_copy_is_made_in_a_child_process_and_its_death_is_a_refusal(source: Path, tmp_path: Path) -> None:
    with Child("pdmon_utils.returned.copies:mark_request") as child:
        child.ask(request(source, [DATE], tmp_path / "a.xlsx"))
        with pytest.raises(RefusedFileError):
            child.ask(request(tmp_path / "нет.xlsx", [DATE], tmp_path / "b.xlsx"))

    assert (tmp_path / "a.xlsx").exists()
    assert not (tmp_path / "b.xlsx").exists()


def test_every_reason_is_said_once_and_short_enough_to_choose() -> None:
    reasons = accepted_reasons()

    assert len(set(reasons)) == len(reasons) >= 10
    assert max(map(len, reasons)) <= 80
