"""What a file really is: told by its bytes; what is no workbook is refused by its real name."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Mapping
from pathlib import Path

import pytest

import seeds
from opening import BOOK, FREE, HEADER, OLD, ROWS, opened, refusal, refusal_of, texts
from pdmon_utils.reading.findings import RefusedFileError


@pytest.mark.case(10)
@pytest.mark.parametrize("name", ["1.xlsx", "1.xls", "1.ods", "courses.csv", "1.XLSM"])
@pytest.mark.parametrize("data", [BOOK, OLD, FREE], ids=["xlsx", "xls", "ods"])
def test_a_workbook_is_read_by_its_bytes_whatever_its_name_says(tmp_path: Path, name: str, data: bytes) -> None:
    assert texts(opened(tmp_path, data, name)) == [list(row) for row in ROWS]


DISGUISES: Mapping[str, tuple[bytes, str]] = {
    "html": (b"<html><body><table><tr><td>1</td></tr></table>", "веб-страница"),
    "html after blanks": (b"\xef\xbb\xbf\r\n  <!DOCTYPE HTML><html>", "веб-страница"),
    "bare table": (b"<table border=1><tr><td>\xcf\xf0\xe8\xec\xe5\xf0", "веб-страница"),
    "xhtml": (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "веб-страница"),
    "mht": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x", "веб-архив"),
    "xml 2003": (
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
            b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        ),
        "XML 2003",
    ),
    "other xml": (b'<?xml version="1.0"?><data/>', "файл XML"),
    "flat ods": (
        b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">',
        ".fods",
    ),
    "sylk": (b"ID;PWXL;N;E\r\nC;Y1;X1;K1\r\n", "SYLK"),
    "dif": (b'TABLE\r\n0,1\r\n"EXCEL"\r\n', "DIF"),
    "rtf": (b"{\\rtf1\\ansi", "RTF"),
    "pdf": (b"%PDF-1.7\n", "PDF"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "RAR"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
    "gzip": (b"\x1f\x8b\x08\x00", "gzip"),
    "png": (b"\x89PNG\r\n\x1a\n", "картинка"),
    "jpeg": (b"\xff\xd8\xff\xe0", "картинка"),
    "excel 4": (b"\x09\x04\x06\x00\x00\x04\x10\x00", "старше 1997"),
    "csv": ("Код работника;Код программы\nмария;P\n".encode("cp1251"), "простой текст"),
    "text of Excel": ("Код работника\tКод программы\n".encode("utf-16"), "простой текст"),
    "zip": (seeds.zipped({"readme.txt": b"1"}), "архив zip"),
    "zip of books": (seeds.zipped({"1.xlsx": BOOK}), "архив zip"),
    "docx": (seeds.zipped({"word/document.xml": b"<w/>"}), "документ Word"),
    "pptx": (seeds.zipped({"ppt/presentation.xml": b"<p/>"}), "презентация"),
    "odt": (
        seeds.zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office:text/>"}),
        "OpenDocument",
    ),
    "xlsb": (seeds.zipped({"xl/workbook.bin": b"\x83\x01"}), ".xlsb"),
    "numbers": (seeds.zipped({"Index/Document.iwa": b"1"}), "Numbers"),
    "doc": (seeds.compound({"WordDocument": b"1"}), "документ Word"),
    "ppt": (seeds.compound({"PowerPoint Document": b"1"}), "презентация"),
    "msi": (seeds.compound({"Строки": b"1"}), "Office"),
}


@pytest.mark.case(10)
@pytest.mark.case(15)
@pytest.mark.parametrize("name", ["1.xlsx", "1.xls", "1.ods"])
@pytest.mark.parametrize("kind", DISGUISES)
def test_what_is_no_workbook_is_refused_by_its_real_name(tmp_path: Path, name: str, kind: str) -> None:
    data, named = DISGUISES[kind]

    rule, said = refusal(tmp_path, data, name)

    assert rule == "file.disguised"
    assert named in said


@pytest.mark.case(10)
@pytest.mark.parametrize("kind", ["html", "xml 2003", "pdf", "rtf", "rar", "png", "docx", "zip", "doc"])
def test_what_is_no_text_table_is_refused_by_its_real_name(tmp_path: Path, kind: str) -> None:
    data, named = DISGUISES[kind]

    rule, said = refusal(tmp_path, data, "courses.csv")

    assert rule == "file.disguised"
    assert named in said


@pytest.mark.case(10)
@pytest.mark.parametrize("begin", ["ID;P", "TABLE\r\n0,1", "id;programme_id;person_id"])
def test_a_text_table_may_begin_as_sylk_or_dif_do(tmp_path: Path, begin: str) -> None:
    book = opened(tmp_path, begin.encode(), "Памятка.csv")

    assert [sheet.name for sheet in book.sheets] == ["Памятка"]


@pytest.mark.case(11)
@pytest.mark.parametrize("name", ["1.xlsx", "1.xls", "1.ods", "courses.csv"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, b"", name)[0] == "file.empty"


@pytest.mark.case(12)
@pytest.mark.parametrize("data", [BOOK, FREE], ids=["xlsx", "ods"])
def test_an_archive_cut_anywhere_is_refused(tmp_path: Path, data: bytes) -> None:
    rules = {refusal(tmp_path, data[:size])[0] for size in range(4, len(data) - 1, 61)}

    assert rules == {"file.broken"}


@pytest.mark.case(12)
def test_an_old_workbook_cut_anywhere_is_refused_or_read_as_far_as_it_goes(tmp_path: Path) -> None:
    rules = set()
    for size in range(8, len(OLD) - 1, 61):
        try:
            rows = opened(tmp_path, OLD[:size], "1.xls").sheets[0].rows
        except RefusedFileError as refused:
            rules.add(refused.rule)
        else:
            assert [list(row) for row in rows] == [list(row) for row in ROWS]

    assert rules <= {"file.broken", "file.disguised"}


@pytest.mark.case(12)
@pytest.mark.parametrize(
    "data", [b"\0" * 9000, bytes(range(256)) * 20, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 900]
)
def test_bytes_that_are_nothing_are_refused(tmp_path: Path, data: bytes) -> None:
    assert refusal(tmp_path, data)[0] == "file.broken"


@pytest.mark.case(13)
@pytest.mark.parametrize("name", ["1.xlsx", "1.xls"])
def test_an_encrypted_workbook_asks_to_take_the_password_off(tmp_path: Path, name: str) -> None:
    data = seeds.compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"\x11" * 9000})

    rule, said = refusal(tmp_path, data, name)

    assert rule == "file.password"
    assert "парол" in said


@pytest.mark.case(13)
def test_an_old_workbook_with_a_password_is_recognised(tmp_path: Path) -> None:
    locked = seeds.record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    stream = seeds.xls_stream({"courses": seeds.sheet_records(ROWS)}, more=locked)

    assert refusal(tmp_path, seeds.compound({"Workbook": stream}), "1.xls")[0] == "file.password"


@pytest.mark.case(13)
def test_an_open_document_with_a_password_is_recognised(tmp_path: Path) -> None:
    manifest = (
        b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    data = seeds.with_parts(FREE, **{"META-INF/manifest.xml": manifest, "content.xml": b"\x01\x02\x03"})

    assert refusal(tmp_path, data, "1.ods")[0] == "file.password"


@pytest.mark.case(13)
def test_an_archive_with_a_password_is_recognised(tmp_path: Path) -> None:
    locked = bytearray(BOOK)
    at = -1
    while (at := locked.find(b"PK\x01\x02", at + 1)) >= 0:
        locked[at + 8] |= 1

    assert refusal(tmp_path, bytes(locked))[0] == "file.password"


@pytest.mark.case(14)
def test_an_old_workbook_is_read_with_dates_and_errors(tmp_path: Path) -> None:
    rows = [[*HEADER], ["maria", 1.5, dt.date(2022, 5, 5), {"error": 42}], ["oleg", {"formula error": 7}]]

    book = opened(tmp_path, seeds.xls({"courses": rows}), "1.xls")

    assert texts(book)[1:] == [["maria", "1.5", "05.05.2022", "#Н/Д"], ["oleg", "#ДЕЛ/0!", "", ""]]


@pytest.mark.case(91)
@pytest.mark.parametrize("name", ["1.xlsx", "courses.csv"])
def test_a_workbook_of_more_than_50_megabytes_is_not_even_looked_into(tmp_path: Path, name: str) -> None:
    path = seeds.saved(tmp_path, name, BOOK)
    with path.open("r+b") as file:
        file.truncate(50 * 2**20 + 1)

    assert refusal_of(path)[0] == "file.large"
