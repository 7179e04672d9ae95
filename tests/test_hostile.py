"""Hostile workbooks: each is one refusal that names the reason, and nothing else happens."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

import seeds
from opening import BOOK, FREE, HEADER, OLD, ROWS, SHEET, opened, refusal, texts
from pdmon_utils.reading.readers import readers
from pdmon_utils.reading.sources import Source


@pytest.mark.case(91)
@pytest.mark.parametrize(
    ("part", "size"),
    [("xl/media/image1.png", 30_000_000), ("xl/sharedStrings.xml", 30_000_000), ("xl/media/nested.zip", 30_000_000)],
)
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, part: str, size: int) -> None:
    rule, said = refusal(tmp_path, seeds.with_parts(BOOK, **{part: bytes(size)}))

    assert rule == "file.bomb"
    assert "28 МБ" in said


@pytest.mark.case(91)
def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    content = bytes(30_000_000)
    bomb = bytearray(seeds.with_parts(BOOK, **{"xl/media/image1.png": content}))
    honest, lie = struct.pack("<I", len(content)), struct.pack("<I", 9)
    assert bomb.count(honest) == 2

    assert refusal(tmp_path, bytes(bomb.replace(honest, lie)))[0] == "file.broken"


@pytest.mark.case(91)
def test_a_part_that_hides_its_tail_behind_a_fitting_checksum_is_refused(tmp_path: Path) -> None:
    import zlib  # noqa: PLC0415

    content = b"<a/>" + b" " * 100_000
    data = seeds.with_parts(BOOK, **{"xl/theme/theme2.xml": content})
    old = struct.pack("<I", zlib.crc32(content)), struct.pack("<I", len(content))
    new = struct.pack("<I", zlib.crc32(content[:4])), struct.pack("<I", 4)
    for before, after in zip(old, new, strict=True):
        data = data.replace(before, after)

    with zipfile.ZipFile(seeds.saved(tmp_path, "1.xlsx", data)) as archive:
        assert archive.read("xl/theme/theme2.xml") == b"<a/>"
    assert refusal(tmp_path, data)[0] == "file.broken"


@pytest.mark.case(91)
def test_a_nested_archive_is_not_opened(tmp_path: Path) -> None:
    inner = seeds.zipped({"huge": bytes(200_000_000)})

    book = opened(tmp_path, seeds.with_parts(BOOK, **{"xl/embeddings/inner.zip": inner}))

    assert book.outside == ("вложенные файлы",)


@pytest.mark.case(91)
@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_no_office_uses_is_refused(tmp_path: Path, method: int) -> None:
    path = tmp_path / "1.xlsx"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in seeds.unzipped(BOOK).items():
            archive.writestr(name, content)

    assert refusal(tmp_path, path.read_bytes())[0] == "file.broken"


@pytest.mark.case(91)
def test_thousands_of_parts_are_refused(tmp_path: Path) -> None:
    parts = {f"xl/media/{at}.png": b"" for at in range(5000)}

    assert refusal(tmp_path, seeds.with_parts(BOOK, **parts))[0] == "file.parts"


@pytest.mark.case(91)
def test_hundreds_of_sheets_are_refused(tmp_path: Path) -> None:
    sheets = "".join(f'<sheet name="{at}" sheetId="{at}" r:id="rId1"/>' for at in range(9, 300))
    data = seeds.changed(BOOK, "xl/workbook.xml", "</sheets>", f"{sheets}</sheets>")

    assert refusal(tmp_path, data)[0] == "file.parts"
    assert refusal(tmp_path, seeds.ods({f"лист {at}": "" for at in range(300)}))[0] == "file.parts"


@pytest.mark.case(92)
@pytest.mark.parametrize(
    "path", ["../../evil.txt", "/etc/evil.txt", "xl/../../evil.xml", "..\\evil.txt", "C:\\evil.txt"]
)
def test_a_path_out_of_the_archive_is_refused_and_nothing_is_written(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "deep" / "deeper"
    rule, said = refusal(folder, seeds.with_parts(BOOK, **{path: b"evil"}))

    assert rule == "file.paths"
    assert "evil" in said
    assert [found.name for found in tmp_path.rglob("*") if found.is_file()] == ["1.xlsx"]


@pytest.mark.case(92)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = seeds.saved(tmp_path, "1.xlsx", BOOK)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/workbook.xml", "<workbook/>")

    assert refusal(tmp_path, path.read_bytes())[0] == "file.broken"


DOCTYPES = {
    "entity": '<!DOCTYPE x [<!ENTITY e "x">]>',
    "file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "net": '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
    "laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
}


@pytest.mark.case(93)
@pytest.mark.parametrize("attack", DOCTYPES)
@pytest.mark.parametrize(
    "part",
    [
        SHEET,
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        "docProps/core.xml",
    ],
)
def test_definitions_are_refused_in_every_part(tmp_path: Path, part: str, attack: str) -> None:
    xml = seeds.unzipped(BOOK).get(part, b"<sst/>").decode()
    head, mark, rest = xml.partition("?>") if xml.startswith("<?xml") else ("", "", xml)
    evil = f"{head}{mark}{DOCTYPES[attack]}{rest}".encode()

    assert refusal(tmp_path, seeds.with_parts(BOOK, **{part: evil}))[0] == "file.doctype"


@pytest.mark.case(93)
@pytest.mark.parametrize("part", ["content.xml", "META-INF/manifest.xml", "styles.xml"])
def test_definitions_are_refused_in_an_open_document(tmp_path: Path, part: str) -> None:
    xml = seeds.unzipped(FREE).get(part, b"<styles/>")

    data = seeds.with_parts(FREE, **{part: DOCTYPES["laughs"].encode() + xml})

    assert refusal(tmp_path, data, "1.ods")[0] == "file.doctype"


@pytest.mark.case(93)
def test_the_word_doctype_in_a_cell_is_a_text(tmp_path: Path) -> None:
    data = seeds.changed(BOOK, SHEET, "</sheetData>", "<!-- <!DOCTYPE x> --></sheetData>")

    assert texts(opened(tmp_path, data)) == [list(row) for row in ROWS]


@pytest.mark.case(93)
def test_definitions_in_another_encoding_are_refused(tmp_path: Path) -> None:
    xml = DOCTYPES["file"] + seeds.unzipped(BOOK)["xl/styles.xml"].decode()

    assert refusal(tmp_path, seeds.with_parts(BOOK, **{"xl/styles.xml": xml.encode("utf-16")}))[0] == "file.broken"


@pytest.mark.case(94)
def test_what_lies_outside_the_sheets_is_named_and_not_read(tmp_path: Path) -> None:
    parts = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>", "xl/embeddings/oleObject1.bin": b"MZ"}
    old = seeds.xls_stream({"courses": seeds.sheet_records(ROWS)})
    free = seeds.ods_row(*HEADER) + '<table:table-source xlink:href="file:///x.ods"/>'

    assert opened(tmp_path, BOOK).outside == ()
    assert opened(tmp_path, seeds.with_parts(BOOK, **parts)).outside == ("ссылки на другие книги", "вложенные файлы")
    assert opened(tmp_path, seeds.compound({"Workbook": old, "MBD0001": b"x"}), "1.xls").outside == ("вложенные файлы",)
    assert opened(tmp_path, seeds.ods({"courses": free.replace("xlink:", "text:")}), "1.ods").outside == (
        "ссылки на другие книги",
    )


@pytest.mark.case(34)
def test_files_of_all_formats_follow_each_other_through_one_child(tmp_path: Path) -> None:
    with readers(b"secret", jobs=1) as read:
        sources = [
            Source(seeds.saved(tmp_path, f"{at}.xlsx", data), 2022, f"2022/{at}.xlsx")
            for at, data in enumerate([BOOK, b"\0" * 99, OLD, FREE, BOOK])
        ]
        received = [file.reading for file in read(sources, None)]

    assert [len(reading.parts) for reading in received] == [1, 0, 1, 1, 1]
    assert [found.rule for found in received[1].findings] == ["file.broken"]
