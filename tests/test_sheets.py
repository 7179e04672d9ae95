"""What is seen of a sheet before its table is read: its reach, what is hidden, which sheets count."""

from __future__ import annotations

import datetime as dt
import struct
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

import seeds
from opening import BOOK, HEADER, MARIA, ROWS, SHEET, opened, refusal, texts
from pdmon_utils.reading.archives import scan
from pdmon_utils.reading.extents import Extent
from pdmon_utils.reading.xlsx import _Cells, _plain


@pytest.mark.case(34)
@pytest.mark.parametrize(
    "body",
    [
        seeds.sheet_records(ROWS, dimensions=(0, 0xFFFFFFF0, 0, 4)),
        seeds.sheet_records(ROWS, dimensions=(0, 2, 0, 0xFFFF)),
        seeds.sheet_records(ROWS, seeds.cell_record(65535, 255, 1)),
        seeds.sheet_records(ROWS, seeds.cell_record(1, 60000, "x")),
        seeds.sheet_records(ROWS, seeds.record(0xBD, struct.pack("<HHHIH", 65535, 0, 0, 0, 255))),
    ],
)
def test_a_far_cell_of_an_old_workbook_is_refused_before_memory_is_taken(tmp_path: Path, body: bytes) -> None:
    data = seeds.compound({"Workbook": seeds.xls_stream({"courses": body})})

    assert refusal(tmp_path, data, "1.xls")[0] == "file.far"


@pytest.mark.case(34)
@pytest.mark.parametrize(("cell", "rule"), [("GR9", ""), ("GS9", "file.far"), ("A200000", ""), ("A200001", "file.far")])
def test_the_limit_of_a_sheet_is_200_columns_and_200_000_rows(tmp_path: Path, cell: str, rule: str) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book["courses"][cell] = 1

    data = seeds.xlsx({"courses": ROWS if cell.startswith("G") else [["Код работника"]]}, fill)

    if rule:
        assert refusal(tmp_path, data)[0] == rule
    else:
        assert len(opened(tmp_path, data).sheets[0].rows) == int(cell.lstrip("AGR"))


@pytest.mark.case(34)
def test_a_far_cell_of_a_sheet_that_is_not_ours_does_no_harm(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book["Черновик"]["XFD1048576"] = 1

    book = opened(tmp_path, seeds.xlsx({"Черновик": [["x"]], "courses": ROWS}, fill))

    assert texts(book, 1) == [list(row) for row in ROWS]


@pytest.mark.case(35)
def test_a_million_rows_are_refused_with_the_limit(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>{at * 7919 % 1000003}</v></c></row>' for at in range(2, 1_000_001))
    data = seeds.changed(BOOK, SHEET, "</sheetData>", f"{rows}</sheetData>")

    rule, said = refusal(tmp_path, data)

    assert rule == "file.far"
    assert "200 000 строк" in said


@pytest.mark.case(31)
def test_hidden_rows_and_columns_are_read_and_named_if_something_stands_in_them(tmp_path: Path) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        sheet = book["courses"]
        for row in (2, 3, 5, 900):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["D"].hidden = True
        sheet.column_dimensions["ZZ"].hidden = True

    sheet = opened(tmp_path, seeds.xlsx({"courses": [HEADER, *[MARIA] * 4]}, hide)).sheets[0]

    assert len(sheet.rows) == 5
    assert sheet.concealed == "строки (2–3, 5) и столбцы (D)"


@pytest.mark.case(31)
def test_hidden_rows_and_columns_of_other_formats_are_named(tmp_path: Path) -> None:
    hidden = seeds.record(0x208, struct.pack("<HHHHHHI", 1, 0, 4, 255, 0, 0, 0x20))
    hidden += seeds.record(0x7D, struct.pack("<HHHHHH", 2, 3, 0, 0, 1, 0))
    old = seeds.compound({"Workbook": seeds.xls_stream({"courses": seeds.sheet_records(ROWS, hidden)})})
    column = '<table:table-column table:number-columns-repeated="{}" {}/>'
    free = column.format(2, "") + column.format(9, 'table:visibility="collapse"') + seeds.ods_row(*HEADER)
    free += seeds.ods_row(*MARIA, attributes='table:visibility="filter"')

    assert opened(tmp_path, old, "1.xls").sheets[0].concealed == "строки (2) и столбцы (C–D)"
    assert opened(tmp_path, seeds.ods({"courses": free}), "1.ods").sheets[0].concealed == "строки (2) и столбцы (C–D)"


@pytest.mark.case(31)
@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read_but_its_rows_are_counted(tmp_path: Path, state: str) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["courses"].sheet_state = state

    sheet = opened(tmp_path, seeds.xlsx({"staff": [["x"]], "courses": [HEADER, MARIA, MARIA]}, hide)).sheets[1]

    assert (sheet.hidden, sheet.filled, list(sheet.rows)) == (True, 2, [])


@pytest.mark.case(32)
def test_sheets_that_are_no_tables_are_named_and_not_read(tmp_path: Path) -> None:
    def draw(book: openpyxl.Workbook) -> None:
        book.create_chartsheet("Диаграмма", 0)

    book = opened(tmp_path, seeds.xlsx({"Черновик": [["x"]], "courses": ROWS}, draw))

    assert [(sheet.name, len(sheet.rows)) for sheet in book.sheets] == [("Черновик", 0), ("courses", 2)]


@pytest.mark.case(32)
def test_of_two_sheets_with_one_name_the_second_is_not_read(tmp_path: Path) -> None:
    two = seeds.xlsx({"courses": ROWS, "чужой": [["x"]]})
    sheets = opened(tmp_path, seeds.changed(two, "xl/workbook.xml", 'name="чужой"', 'name="courses"')).sheets

    assert [(sheet.double, len(sheet.rows)) for sheet in sheets] == [(False, 2), (True, 0)]


@pytest.mark.case(36)
def test_a_workbook_with_macros_filters_and_pivot_caches_gives_its_values(tmp_path: Path) -> None:
    def narrow(book: openpyxl.Workbook) -> None:
        book["courses"].auto_filter.ref = "A1:D2"

    parts = {"xl/vbaProject.bin": b"Sub Auto_Open()", "xl/pivotCache/pivotCacheRecords1.xml": b"<pivotCacheRecords/>"}
    data = seeds.with_parts(seeds.xlsx({"courses": ROWS}, narrow), **parts)

    assert texts(opened(tmp_path, data, "1.xlsm")) == [list(row) for row in ROWS]


@pytest.mark.case(39)
def test_comments_are_not_read(tmp_path: Path) -> None:
    def comment(book: openpyxl.Workbook) -> None:
        book["courses"]["A2"].comment = openpyxl.comments.Comment("Иванова больна", "школа")

    noted = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>больна</text:p></office:annotation>'
    )
    row = seeds.ods_row(*MARIA).replace('<table:table-cell office:value-type="string">', noted, 1)

    assert texts(opened(tmp_path, seeds.xlsx({"courses": ROWS}, comment)))[1] == [*MARIA]
    assert texts(opened(tmp_path, seeds.ods({"courses": seeds.ods_row(*HEADER) + row}), "1.ods"))[1] == [*MARIA]


@pytest.mark.case(48)
def test_dates_of_a_workbook_that_counts_from_1904_are_converted(tmp_path: Path) -> None:
    def move(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book["courses"]["C2"] = dt.date(2022, 5, 5)

    assert texts(opened(tmp_path, seeds.xlsx({"courses": ROWS}, move)))[1][2] == "05.05.2022"


@pytest.mark.case(48)
def test_dates_of_an_old_workbook_that_counts_from_1904_are_converted(tmp_path: Path) -> None:
    day = dt.date(2022, 5, 5) - dt.timedelta(days=1462)
    stream = seeds.xls_stream({"courses": seeds.sheet_records([HEADER, ["m", "P", day]])}, seeds.record(0x22, b"\1\0"))

    assert texts(opened(tmp_path, seeds.compound({"Workbook": stream}), "1.xls"))[1][2] == "05.05.2022"


@pytest.mark.case(34)
@pytest.mark.parametrize("mask", ["<!-- <sheetData> </sheetData> -->", "<sheetData/>", "<sheetData></sheetData>"])
def test_a_far_cell_is_found_behind_a_mask(tmp_path: Path, mask: str) -> None:
    data = seeds.changed(BOOK, SHEET, 'r="D2"', 'r="XFD1048576"')

    assert refusal(tmp_path, seeds.changed(data, SHEET, "<sheetData>", f"{mask}<sheetData>"))[0] == "file.far"


@pytest.mark.case(14)
def test_a_chart_in_an_old_sheet_neither_adds_cells_nor_hides_those_behind_it(tmp_path: Path) -> None:
    chart = seeds.record(0x809, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0)) + seeds.cell_record(1, 0, 777)
    chart += seeds.cell_record(1, 1, {"error": 42}) + seeds.record(0x0A)
    behind = seeds.cell_record(2, 0, "oleg") + seeds.cell_record(2, 1, {"error": 42})
    data = seeds.compound({"Workbook": seeds.xls_stream({"courses": seeds.sheet_records(ROWS, chart + behind)})})

    assert texts(opened(tmp_path, data, "1.xls"))[1:] == [[*MARIA], ["oleg", "#Н/Д", "", ""]]


@pytest.mark.case(34)
def test_a_far_cell_is_found_in_an_old_sheet_that_does_not_begin_as_it_should(tmp_path: Path) -> None:
    body = seeds.sheet_records(ROWS, seeds.cell_record(65535, 255, 1))
    data = seeds.compound({"Workbook": seeds.xls_stream({"courses": seeds.record(0x42, b"\xb0\x04") + body[20:]})})

    assert refusal(tmp_path, data, "1.xls")[0] == "file.far"


CELLS = (
    '<c r="{at}"><v>1</v></c>',
    '<c r="{at}" t="inlineStr"><is><t>Ура! f: e</t></is></c>',
    '<c r="{at}"/>',
    "<c r='{at}'><v>1</v></c>",
    "<c><v>1</v></c>",
    '<c s="1" r="{at}"><v>1</v></c>',
    '<c r="{at}" t="e"><v>#N/A</v></c>',
    "<c r=\"{at}\" t='e'><v>#REF!</v></c>",
    '<c r="{at}"><f>1+1</f></c>',
    '<c r="{at}"><f>1+1</f><v>2</v></c>',
    '<x:c r="{at}"><x:v>1</x:v></x:c>',
    "<!-- sheetData -->",
)
PLACES = ("A1", "AX99999", "AY2", "GS1", "B200001", "XFD1048576")
LINES = ("<row>", '<row r="3" hidden="1">', "<row r='4' hidden='true'>", '<row r="5" hidden="0">')
HIDDEN = ("", '<cols><col min="2" max="3"/></cols>', '<cols><col min="2" max="2" hidden="1"/></cols>')


@pytest.mark.case(34)
@pytest.mark.parametrize("cell", CELLS)
def test_a_sheet_that_is_not_parsed_before_has_nothing_that_parsing_would_find(cell: str) -> None:
    for at, line, columns in product(PLACES, LINES, HIDDEN):
        said = f"{columns}<sheetData>{line}{cell.format(at=at)}</row></sheetData>"
        xml, found = f'<worksheet xmlns:x="x">{said}</worksheet>'.encode(), Extent("Курсы")
        if _plain(xml):
            scan(xml, _Cells(found))  # a far cell would be refused here

        assert (found.holes, found.rows, found.columns) == ({}, set(), set()), said


def test_the_usual_sheet_is_not_parsed_before() -> None:
    cells = '<c r="A1" t="s"><v>0</v></c><c r="AX99999"><v>45000</v></c>'
    usual = f'<worksheet><sheetData><row r="1" spans="1:21" ht="15">{cells}</row></sheetData></worksheet>'

    assert _plain(usual.encode())
    assert not _plain(usual.replace("AX99999", "AY99999").encode())
    assert not _plain(usual.replace("<v>45000", "<f>1</f><v>45000").encode())
