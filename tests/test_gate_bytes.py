"""The gate reads every byte: what is planted in any part of any file is found; what cannot be read is refused."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin

from gating import examined, html, known

CANARY = "Канареева"


def png(key: str = "", text: str = "", *, packed: bool = False) -> bytes:
    about, out = PngImagePlugin.PngInfo(), io.BytesIO()
    if key:
        about.add_itxt(key, text, zip=packed) if any(ord(sign) > 255 for sign in text) else about.add_text(key, text)
    Image.new("RGB", (2, 2)).save(out, "PNG", pnginfo=about)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def document(plant: Callable[[docx.document.Document], object]) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("Справка")
    plant(made)
    made.save(out)
    return out.getvalue()


def book(plant: Callable[[openpyxl.Workbook], object]) -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.active.append(["Предмет", "Доля"])
    made.active.append(["физика", 0.5])
    plant(made)
    made.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(name, content)
    return out.getvalue()


def split_runs(made: docx.document.Document) -> None:
    paragraph = made.add_paragraph("урок ")
    for part in (CANARY[:4], CANARY[4:]):
        paragraph.add_run(part)


def in_cell(made: docx.document.Document) -> None:
    made.add_table(2, 2).cell(1, 1).text = CANARY


def commented(made: openpyxl.Workbook) -> None:
    made.active["A1"].comment = Comment("проверить", CANARY)


def parquet(*, meta: bool) -> bytes:
    out = io.BytesIO()
    frame = pa.Table.from_pandas(pd.DataFrame({"предмет": ["физика" if meta else CANARY]}), preserve_index=False)
    pq.write_table(frame.replace_schema_metadata({"author": CANARY}) if meta else frame, out)
    return out.getvalue()


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


NOTEBOOK = {"cells": [{"outputs": [{"text": [CANARY]}]}], "metadata": {}}
PICTURE = '<img src="data:image/%s;base64,%s" alt="Доля педагогов">'
PLANTED: dict[str, tuple[str, bytes]] = {
    "attribute": ("p.html", html(f'<p data-x="{CANARY}">1</p>').encode()),
    "comment": ("p.html", html(f"<!-- {CANARY} -->").encode()),
    "alt": (
        "p.html",
        html(PICTURE.replace("Доля педагогов", CANARY) % ("png", base64.b64encode(png()).decode())).encode(),
    ),
    "style": ("p.html", html(f"<style>/* {CANARY} */</style>").encode()),
    "json in a page": ("p.html", html(f'<script type="application/json">["{CANARY}"]</script>').encode()),
    "picture in a page": ("p.html", html(PICTURE % ("png", base64.b64encode(png("Author", CANARY)).decode())).encode()),
    "drawing in a page": (
        "p.html",
        html(PICTURE % ("svg+xml", base64.b64encode(f"<svg><desc>{CANARY}</desc></svg>".encode()).decode())).encode(),
    ),
    "png text": ("p.png", png("Author", CANARY)),
    "png packed text": ("p.png", png("Author", CANARY, packed=True)),
    "svg": ("p.svg", f'<svg xmlns="http://www.w3.org/2000/svg"><title>{CANARY}</title></svg>'.encode()),
    "docx paragraph": ("d.docx", document(lambda made: made.add_paragraph(f"урок {CANARY}"))),
    "docx runs": ("d.docx", document(split_runs)),
    "docx cell": ("d.docx", document(in_cell)),
    "docx header": ("d.docx", document(lambda made: setattr(made.sections[0].header.paragraphs[0], "text", CANARY))),
    "docx author": ("d.docx", document(lambda made: setattr(made.core_properties, "author", CANARY))),
    "docx last author": ("d.docx", document(lambda made: setattr(made.core_properties, "last_modified_by", CANARY))),
    "docx picture": ("d.docx", document(lambda made: made.add_picture(io.BytesIO(png("Author", CANARY))))),
    "docx other part": (
        "d.docx",
        with_part(document(lambda _: None), "word/glossary.xml", f"<a>{CANARY}</a>".encode()),
    ),
    "xlsx cell": ("t.xlsx", book(lambda made: made.active.append([CANARY, 1]))),
    "xlsx formula": ("t.xlsx", book(lambda made: made.active.append([f'="{CANARY}"&"x"']))),
    "xlsx sheet name": ("t.xlsx", book(lambda made: made.create_sheet(CANARY))),
    "xlsx author": ("t.xlsx", book(lambda made: setattr(made.properties, "creator", CANARY))),
    "xlsx comment": ("t.xlsx", book(commented)),
    "csv": ("t.csv", f"\ufeffПредмет;Доля\n{CANARY};1\n".encode()),
    "json key": ("t.json", json.dumps({CANARY: 1}).encode()),
    "json value": ("t.json", json.dumps({"a": [CANARY]}, ensure_ascii=True).encode()),
    "notebook": ("t.ipynb", json.dumps(NOTEBOOK).encode()),
    "parquet": ("t.parquet", parquet(meta=False)),
    "parquet metadata": ("t.parquet", parquet(meta=True)),
    "text in a zip": ("t.zip", packed(a_txt=CANARY.encode())),
    "book in a zip": ("t.zip", packed(a_xlsx=book(lambda made: made.active.append([CANARY, 1])))),
    "style sheet": ("s.css", f"/* {CANARY} */ p {{ margin: 0 }}".encode()),
    "search index": ("s.js", f'const INDEX = ["{CANARY}"];'.encode()),
    "utf-16": ("t.txt", CANARY.encode("utf-16")),
    "name of a file": (f"{CANARY}.txt", b"x"),
    "name of a folder": (f"{CANARY}/a.txt", b"x"),
}


@pytest.mark.parametrize("where", PLANTED)
def test_a_name_planted_anywhere_is_refused(where: str, tmp_path: Path) -> None:
    name, content = PLANTED[where]
    said = examined(tmp_path, {name: content}, known("Канареева Мария Пернатовна"))

    assert [refusal.what for refusal in said if CANARY in refusal.what] != []
    assert {refusal.page for refusal in said} == {name}


def test_the_same_files_without_the_name_pass(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    for number, (name, content) in enumerate(PLANTED.values()):
        if CANARY.encode() in content and name.endswith((".html", ".css", ".js", ".csv", ".svg")):
            files[f"{number}{Path(name).suffix}"] = content.replace(CANARY.encode(), "Предмет".encode())
    files["d.docx"], files["t.xlsx"], files["p.png"] = (
        document(lambda _: None),
        book(lambda _: None),
        png("Title", "Chart"),
    )

    assert "\n".join(map(str, examined(tmp_path, files, known("Канареева Мария Пернатовна")))) == ""


def hidden_sheet(made: openpyxl.Workbook) -> None:
    made.create_sheet("Сырьё").sheet_state = "veryHidden"


def hidden_column(made: openpyxl.Workbook) -> None:
    made.active.column_dimensions["B"].hidden = True


def vanished(made: docx.document.Document) -> None:
    made.add_paragraph().add_run("тайное").font.hidden = True


REFUSED: dict[str, tuple[str, bytes]] = {
    "unknown kind": ("t.bin", b"\x00\x01"),
    "no ending": ("README", b"text"),
    "pdf": ("t.pdf", b"%PDF-1.7"),
    "photograph": ("t.jpg", b"\xff\xd8\xff\xe1Exif"),
    "not what it says": ("t.png", b"GIF89a"),
    "behind the end of a png": ("t.png", png() + b"Kanareeva"),
    "strange chunk": ("t.png", png()[:33] + chunk(b"eXIf", b"MM") + png()[33:]),
    "photograph in a page": ("p.html", html(PICTURE % ("jpeg", "/9j/4AAQ")).encode()),
    "hidden sheet": ("t.xlsx", book(hidden_sheet)),
    "hidden column": ("t.xlsx", book(hidden_column)),
    "comment": ("t.xlsx", book(commented)),
    "pivot cache": ("t.xlsx", with_part(book(lambda _: None), "xl/pivotCache/pivotCacheDefinition1.xml", b"<a/>")),
    "external book": ("t.xlsx", with_part(book(lambda _: None), "xl/externalLinks/externalLink1.xml", b"<a/>")),
    "macros": ("t.xlsx", with_part(book(lambda _: None), "xl/vbaProject.bin", b"\x00")),
    "hidden words": ("d.docx", document(vanished)),
    "embedded file": ("d.docx", with_part(document(lambda _: None), "word/embeddings/a.bin", b"\x00")),
    "entities": ("t.svg", b'<!DOCTYPE svg [<!ENTITY x "y">]><svg/>'),
    "script in a drawing": ("t.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
    "broken archive": ("t.docx", b"PK\x03\x04broken"),
    "broken json": ("t.json", b"{"),
    "broken parquet": ("t.parquet", b"PAR1"),
    "other letters": ("t.csv", "Предмет".encode("cp1251")),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_hides_something_or_cannot_be_read_is_refused(kind: str, tmp_path: Path) -> None:
    name, content = REFUSED[kind]

    assert [refusal.page for refusal in examined(tmp_path, {name: content})][:1] == [name]


def test_a_link_to_a_file_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.txt").symlink_to(tmp_path / "secret.txt")

    (refusal,) = examined(tmp_path / "site", {})
    assert "ссылка на файл" in refusal.what
