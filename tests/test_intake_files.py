"""Which files are read, which are refused, and that one bad file stops nobody else."""

from __future__ import annotations

import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdmon_utils.municipality import Municipality
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.reading.workbooks import open_workbook
from test_intake import COURSE, MARIA, OLEG, REGISTER, book, found, raw, taken_in, town  # noqa: F401  town is a fixture

ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="courses">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
CSV = "Код работника;Код программы;Дата окончания;Завершено\nмария;P;05.05.2022;да\n"


def in_place_of(path: Path, part: str, old: str, new: str) -> None:
    """Change the text of one part inside a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(old.encode(), new.encode()) if name == part else data)


def ods(path: Path, *rows: str) -> None:
    """Save an OpenDocument workbook with the sheet «courses»."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.format(rows="".join(rows)))


def ods_row(*cells: str, repeated: int = 1) -> str:
    """Return a row of an OpenDocument sheet."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in cells
    )
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}">{inside or "<table:table-cell/>"}</table:table-row>'
    )


@pytest.mark.case(1)
@pytest.mark.case(2)
@pytest.mark.case(7)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_csv_is_read_in_each_promised_form(town: Municipality, encoding: str, delimiter: str) -> None:  # noqa: F811
    raw(town, "courses.csv").write_text(CSV.replace(";", delimiter), encoding=encoding)

    tables, _ = taken_in(town)
    row = tables["courses"].iloc[0]

    assert (row["person_id"], row["end_date"], row["source_row"]) == ("мария", pd.Timestamp("2022-05-05"), 2)


@pytest.mark.case(2)
def test_csv_with_codes_in_the_header_and_russian_values_in_cp1251(town: Municipality) -> None:  # noqa: F811
    text = "person_id,programme_id,end_date,completed\r\nмария,P,2022-05-05,нет\r\n"
    raw(town, "Обучение по программам ДПО.csv").write_bytes(text.encode("cp1251"))

    tables, _ = taken_in(town)

    assert tables["courses"]["person_id"].tolist() == ["мария"]


@pytest.mark.case(9)
def test_csv_keeps_quoted_delimiters_and_line_breaks(town: Municipality) -> None:  # noqa: F811
    raw(town, "courses.csv").write_text(CSV + '"a;\nb";P;05.05.2022;"нет"\n', encoding="utf-8")

    tables, _ = taken_in(town)

    assert tables["courses"]["person_id"].tolist() == ["мария", "a;\nb"]


@pytest.mark.case(8)
def test_a_csv_row_longer_than_its_header_is_rejected(town: Municipality) -> None:  # noqa: F811
    text = "org_id,date,position,rate_vacant\nA,2022-05-05,учитель,1\nA,2022-05-06,учитель,0,5\n"
    raw(town, "vacancies.csv").write_text(text, encoding="utf-8")

    tables, findings = taken_in(town)

    assert tables["vacancies"]["source_row"].tolist() == [2]
    assert found(findings, "row.ragged") == [("2022/vacancies.csv", "E3", "", "", "error")]


@pytest.mark.case(11)
@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "file.empty"),
        (b"a;b;c\n1;2;3\n", "file.header"),
        ((CSV + '"мария;P;05.05.2022;да\n').encode(), "file.quotes"),
    ],
)
def test_csv_that_is_not_understood_is_refused(town: Municipality, data: bytes, rule: str) -> None:  # noqa: F811
    raw(town, "courses.csv").write_bytes(data)

    tables, findings = taken_in(town)

    assert tables["courses"].empty
    assert found(findings, rule) == [("2022/courses.csv", "", "", "", "error")]


@pytest.mark.case(12)
@pytest.mark.parametrize("name", ["2.xlsx", "2.xls", "2.ods", "2.XLSM"])
@pytest.mark.parametrize("data", [b"\0\1\2", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_corrupt_file_is_one_error_and_the_others_go_on(town: Municipality, name: str, data: bytes) -> None:  # noqa: F811
    raw(town, name).write_bytes(data)
    book(raw(town, "3.xlsx"), {"staff": [REGISTER, MARIA]})

    tables, findings = taken_in(town)

    assert len(tables["staff"]) == 1
    assert found(findings, "file.broken") == [(f"2022/{name}", "", "", "", "error")]


@pytest.mark.case(34)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('r="A2"', 'r="XFD1048576"'),
        ('r="A2"', 'r="AX1048576"'),
        ('r="A2"', "r = '&#88;FD1048576'"),
        ('<row r="2"', '<row r="1048576"'),
        ("<sheetData>", '<sheetData><row r="1048576"><c r="XFD1048576"><f>1</f></c></row>'),
    ],
)
def test_a_far_cell_is_refused_before_it_is_parsed(town: Municipality, old: str, new: str) -> None:  # noqa: F811
    path = raw(town, "1.xlsx")
    book(path, {"staff": [REGISTER, MARIA]})
    in_place_of(path, "xl/worksheets/sheet1.xml", old, new)
    if old.startswith("<row"):
        in_place_of(path, "xl/worksheets/sheet1.xml", ' r="A2"', "")  # a cell without address stands where its row does

    _, findings = taken_in(town)

    assert found(findings, "file.far") == [("2022/1.xlsx", "", "", "", "error")]
    assert "«staff»" in findings["message"].item()


@pytest.mark.case(34)
def test_far_cells_that_are_only_coloured_do_no_harm(town: Municipality) -> None:  # noqa: F811
    path = raw(town, "1.xlsx")
    book(path, {"staff": [REGISTER, MARIA]})
    in_place_of(
        path, "xl/worksheets/sheet1.xml", "</sheetData>", '<row r="9"><c r="XFD1048576" s="0"/></row></sheetData>'
    )

    tables, _ = taken_in(town)

    assert len(tables["staff"]) == 1


@pytest.mark.case(91)
def test_a_bomb_is_refused_before_it_is_unpacked(town: Municipality) -> None:  # noqa: F811
    path = raw(town, "1.xlsx")
    book(path, {"staff": [REGISTER, MARIA]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image.png", bytes(30_000_000))

    _, findings = taken_in(town)

    assert found(findings, "file.bomb") == [("2022/1.xlsx", "", "", "", "error")]


@pytest.mark.case(93)
def test_a_sheet_with_a_doctype_is_refused(town: Municipality) -> None:  # noqa: F811
    path = raw(town, "1.xlsx")
    book(path, {"staff": [REGISTER, MARIA]})
    in_place_of(path, "xl/worksheets/sheet1.xml", "<worksheet", '<!DOCTYPE w [<!ENTITY e "x">]><worksheet')

    _, findings = taken_in(town)

    assert found(findings, "file.doctype") == [("2022/1.xlsx", "", "", "", "error")]


@pytest.mark.case(37)
@pytest.mark.case(38)
def test_excel_errors_and_formulas_never_calculated_are_not_blanks(town: Municipality) -> None:  # noqa: F811
    path = raw(town, "1.xlsx")
    book(path, {"staff": [[*REGISTER, "Пол", "Тема самообразования"], [*MARIA, "#N/A", "=1+1"]]})

    tables, findings = taken_in(town)

    assert tables["staff"][["sex", "self_topic"]].isna().to_numpy().tolist() == [[True, True]]
    assert [row[1:4] for row in found(findings, "cell.formula")] == [
        ("H2", "sex", "#Н/Д"),
        ("I2", "self_topic", "формула не вычислена"),
    ]


@pytest.mark.case(37)
def test_a_formula_is_read_by_its_value(town: Municipality) -> None:  # noqa: F811
    path = raw(town, "1.xlsx")
    book(path, {"staff": [REGISTER, [*MARIA[:6], "=1/2"]]})
    in_place_of(path, "xl/worksheets/sheet1.xml", "<f>1/2</f><v></v>", "<f>1/2</f><v>0.5</v>")

    tables, _ = taken_in(town)

    assert tables["staff"]["rate"].tolist() == [0.5]


@pytest.mark.case(37)
def test_a_formula_that_gives_an_empty_text_is_a_blank(town: Municipality) -> None:  # noqa: F811
    path = raw(town, "1.xlsx")
    book(path, {"staff": [[*REGISTER, "Пол"], [*MARIA, "=T(1)"]]})
    in_place_of(path, "xl/worksheets/sheet1.xml", '<c r="H2">', '<c r="H2" t="str">')

    _, findings = taken_in(town)

    assert found(findings, "cell.formula") == []
    assert found(findings, "cell.enum") == []


@pytest.mark.case(15)
def test_ods_is_read_with_its_addresses(town: Municipality) -> None:  # noqa: F811
    good, bad = ods_row("maria", "P", "05.05.2022", "да"), ods_row("oleg", "P", "когда-то", "да")
    ods(raw(town, "1.ods"), ods_row(*COURSE), ods_row(repeated=3), good, bad, ods_row(repeated=1_000_000))

    tables, findings = taken_in(town)

    assert tables["courses"]["source_row"].tolist() == [5]
    assert found(findings, "cell.date") == [("2022/1.ods", "C6", "end_date", "когда-то", "error")]


@pytest.mark.case(34)
def test_a_far_cell_of_an_ods_is_refused(town: Municipality) -> None:  # noqa: F811
    ods(raw(town, "1.ods"), ods_row(*COURSE), ods_row(repeated=10_000_000), ods_row("maria"))

    _, findings = taken_in(town)

    assert found(findings, "file.far") == [("2022/1.ods", "", "", "", "error")]


@pytest.mark.case(38)
def test_an_error_in_an_ods_is_not_a_blank(town: Municipality) -> None:  # noqa: F811
    row = ods_row("maria", "P", "#N/A", "да").replace(
        'office:value-type="string"><text:p>#N/A', 'office:value-type="string" calcext:value-type="error"><text:p>#N/A'
    )
    ods(raw(town, "1.ods"), ods_row(*COURSE), row)

    _, findings = taken_in(town)

    assert found(findings, "cell.formula") == [("2022/1.ods", "C2", "end_date", "#Н/Д", "error")]


@pytest.mark.case(16)
def test_files_that_hold_no_data_are_noted(town: Municipality) -> None:  # noqa: F811
    for name in ("~$1.xlsx", ".скрытый.xlsx", "Thumbs.db", "приказ.pdf"):
        raw(town, name).write_bytes(b"x")
    (raw(town, "texts")).mkdir()
    raw(town, "texts/deficits.md").write_text("Слово аналитика")

    _, findings = taken_in(town)

    assert dict(zip(findings["file"], findings["rule"], strict=True)) == {
        "2022/.скрытый.xlsx": "file.hidden",
        "2022/Thumbs.db": "file.hidden",
        "2022/приказ.pdf": "file.kind",
        "2022/~$1.xlsx": "file.lock",
    }


@pytest.mark.case(97)
def test_a_link_to_another_place_is_not_followed(town: Municipality, tmp_path: Path) -> None:  # noqa: F811
    book(tmp_path / "elsewhere.xlsx", {"staff": [REGISTER, OLEG]})
    raw(town, "1.xlsx").symlink_to(tmp_path / "elsewhere.xlsx")

    tables, findings = taken_in(town)

    assert tables["staff"].empty
    assert found(findings, "file.link") == [("2022/1.xlsx", "", "", "", "error")]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path = tmp_path_factory.mktemp("parts") / "1.xlsx"
    book(path, {"staff": [REGISTER, MARIA, OLEG]})
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.case(12)
@settings(max_examples=300, deadline=None)
@given(
    st.integers(0),
    st.sampled_from(list(b'<>"/ rcvf019AXFDtse=&;\x00\xff')),
    st.sampled_from(["worksheets/sheet1", "workbook"]),
)
def test_xml_with_a_wrong_byte_is_read_or_refused(parts: dict[str, bytes], place: int, byte: int, part: str) -> None:
    name = f"xl/{part}.xml"
    xml = bytearray(parts[name])
    xml[place % len(xml)] = byte

    with suppress(RefusedFileError), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "1.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            for other, data in {**parts, name: bytes(xml)}.items():
                archive.writestr(other, data)
        assert len(open_workbook(path).sheets) <= 1
