"""Hostile texts in every place where a person can write one: nothing runs, nothing is lost (trust.md, S1, S4, S6)."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import docx
import nbformat.v4 as nb
import openpyxl
import pandas as pd
import pytest

from inert import active, active_inside, words
from papers import ABOUT, shown
from payloads import FORMULAS, PAYLOADS, everything, lost, marked, squeezed, told, unseen
from pdmon_utils.documents import made
from pdmon_utils.documents.figures import _csv
from pdmon_utils.documents.sheets import Sheet
from pdmon_utils.documents.workbook import Cover, workbook
from pdmon_utils.journal import Answer, Journal
from pdmon_utils.opinions.sheets import sheet_text
from pdmon_utils.publish import export_html
from pdmon_utils.publish.clean import clean
from pdmon_utils.publish.pages import FRAGMENT
from pdmon_utils.publish.pictures import taken_out
from pdmon_utils.publish.provenance import Grid
from pdmon_utils.publish.sourcepage import source_page, with_files
from pdmon_utils.returned import page as returned_page
from pdmon_utils.returned.writing import write_check
from pdmon_utils.show import Bullets, Fold, Heading, Notice, Paragraph, Passport, Signature, Table, Terms, Text, bars
from pdmon_utils.show.statements import Statement, Statements
from pdmon_utils.store import Workspace
from releases import approved, district, jobs, lay, put
from test_returned import crowd
from test_returned_copies import remark

ALL = everything(0)
CHECK_STYLE = Path(returned_page.__file__).with_name("page.css").read_text(encoding="utf-8")
AUDIENCES = ("internal", "public")
SPREADSHEET = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def result(mime: str, data: object, **metadata: object) -> nb.NotebookNode:
    return nb.new_code_cell("x", outputs=[nb.new_output("display_data", {mime: data}, metadata=metadata)])


FORMS: dict[str, Callable[[str], nb.NotebookNode]] = {
    "ячейка Markdown": nb.new_markdown_cell,
    "заголовок": lambda text: nb.new_markdown_cell(f"## {text}"),
    "таблица Markdown": lambda text: nb.new_markdown_cell(f"|a|b|\n|-|-|\n|{text}|x|\n"),
    "код": nb.new_code_cell,
    "вывод HTML": lambda text: result("text/html", text),
    "вывод Markdown": lambda text: result("text/markdown", text),
    "вывод SVG": lambda text: result("image/svg+xml", text),
    "вывод PNG": lambda text: result("image/png", text),
    "вывод текста": lambda text: result("text/plain", text),
    "описание рисунка": lambda text: result("image/png", "iVBORw0KGgo=", alt=text),
    "печать": lambda text: nb.new_code_cell("x", outputs=[nb.new_output("stream", name="stdout", text=text)]),
    "предупреждение": lambda text: nb.new_code_cell("x", outputs=[nb.new_output("stream", name="stderr", text=text)]),
    "вложение": lambda text: nb.new_markdown_cell("![x](attachment:a)", attachments={"a": {"image/png": text}}),
}
AS_TEXT = ("код", "вывод текста", "печать", "предупреждение", "описание рисунка")


@pytest.mark.case(87)
@pytest.mark.case(88)
@pytest.mark.case(89)
def test_no_payload_in_any_cell_of_an_own_notebook_runs() -> None:
    for form, audience in product(FORMS, AUDIENCES):
        cells = [nb.new_markdown_cell("# Отчёт")]
        for at, payload in enumerate(PAYLOADS):
            cells += [FORMS[form](payload), nb.new_markdown_cell(f"дальше-{at}-")]
        html = export_html(nb.new_notebook(cells=cells), title=ALL, audience=audience)

        assert active(html) == [], form
        assert unseen(html) == [], form
        said = words(html)
        assert [at for at in range(len(PAYLOADS)) if f"дальше-{at}-" not in said] == [], form  # ends with its cell

    print(f"видов ячеек {len(FORMS)} × строк {len(PAYLOADS)} × кругов 2 = {2 * len(FORMS) * len(PAYLOADS)}: 0")  # noqa: T201
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("form", AS_TEXT)
def test_what_is_text_in_a_notebook_is_read_to_the_end(form: str) -> None:
    cells = [FORMS[form](marked(0, at)) for at in range(len(PAYLOADS))]
    said = words(export_html(nb.new_notebook(cells=cells), title=ALL, audience="internal"))

    assert told(said) == {(0, at) for at in range(len(PAYLOADS))}
    assert lost(said) == set()


THINGS = [
    Heading(2, ALL),
    Paragraph(ALL),
    Bullets([ALL]),
    Notice(ALL),
    Table(pd.DataFrame({ALL: [ALL], "x": [ALL]}), ALL, ALL),
    Passport([(ALL, ALL)], ALL),
    Statements([Statement(ALL, [(ALL, ALL)], [ALL], ALL)]),
    Fold(ALL, [Paragraph(ALL)]),
    Terms([(ALL, ALL, ALL)]),
    Signature(ALL, ALL, [ALL], [ALL]),
    bars([ALL, "б"], [1.0, 2.0], title=ALL, unit="чел.", alt=ALL),
]


@pytest.mark.case(87)
@pytest.mark.case(88)
@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: type(thing).__name__)
def test_everything_that_is_shown_says_hostile_words_as_words(thing: Paragraph) -> None:
    html = export_html(shown(thing), title=ALL, audience="public")
    said = words(html)

    assert active(html) == []
    assert told(said) == {(0, at) for at in range(len(PAYLOADS))}
    assert lost(said) == set()


@pytest.mark.case(87)
def test_the_analysts_markdown_shows_tags_and_follows_no_script() -> None:
    for at, payload in enumerate(PAYLOADS):
        html = export_html(shown(Text(f"zq0x{at}z\n\n{payload}\n\nzend")), title="Отчёт", audience="public")

        assert active(html) == [], payload
        assert {f"zq0x{at}z", "zend"} <= set(words(html).split()), payload


def hostile_site(home: Path) -> Workspace:
    """Return a district whose card is hostile, with two reports laid as if they had been run, published."""
    district(home, "note", "deficits")
    card = home / "data" / "raw" / "primer" / "municipality.yaml"
    said = {name: f"{name} {ALL}" for name in ("name", "region", "authority", "seat", "genitive", "prepositional")}
    codes = {"oktmo": "00001001", "region_code": "vymyshlennaya", "regulation": "zato"}
    card.write_text(json.dumps({**said, **codes}), encoding="ascii")  # JSON is YAML too, and keeps every sign
    workspace = Workspace(home)
    for job in jobs(workspace):
        lay(job, *(f"`{payload}`" for payload in PAYLOADS if "`" not in payload))
    approved(workspace)
    site = put(workspace).site
    assert site is not None
    return workspace


@pytest.mark.case(87)
@pytest.mark.case(89)
def test_the_pages_of_a_site_with_a_hostile_card_are_inert_and_tell_its_name_whole(tmp_path: Path) -> None:
    site = hostile_site(tmp_path).reports / "site"
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}

    assert {"index.html", "primer/index.html", "primer/2024/note.html"} <= {*pages}
    for name, page in pages.items():
        looked = active_inside if name.endswith(FRAGMENT) else active
        assert looked(page) == [], name
        assert unseen(page) == [], name
        assert lost(words(page)) == set(), name
    assert told(words(pages["index.html"])) == {(0, at) for at in range(len(PAYLOADS))}
    print(f"страниц сайта: {len(pages)}, активного 0")  # noqa: T201


def test_the_data_of_the_search_are_data_even_inside_a_page(tmp_path: Path) -> None:
    script = (hostile_site(tmp_path).reports / "site" / "search-data.js").read_text(encoding="utf-8")
    data = re.fullmatch(r"const PDMON_FOUND = (\[.*\]);\n", script, re.DOTALL)

    assert data is not None
    assert "<" not in script  # «</script>» or «<!--» would end or turn a script that was pasted into a page
    assert unseen(script) == []
    assert lost(json.loads(data[1])[0][0]) == set()


@pytest.mark.parametrize(
    "body",
    [
        '<p>src="data:image/png;base64,A"</p>',
        """<img alt='src="data:image/png;base64,A"' src="data:image/png;base64,AAAA"/>""",
        '<img src="data:image/png;base64,A"/>',
        '<img src="data:image/png;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="/>',
    ],
)
def test_only_a_png_becomes_a_file_of_the_site(tmp_path: Path, body: str) -> None:
    assert taken_out(body, tmp_path, "primer/2024/note.html") == body
    assert list(tmp_path.rglob("*")) == []


def test_the_page_of_origin_shows_names_of_files_and_sheets_as_they_are() -> None:
    grid = Grid(ALL, (ALL,), ALL, (ALL, "x"), ((ALL, ALL),))
    for audience in AUDIENCES:
        page = with_files(source_page(ALL, audience, "note.html", [grid, grid]), {ALL: ALL})

        assert active(page) == []
        assert unseen(page) == []
        assert lost(words(page)) == set()


@pytest.mark.case(87)
@pytest.mark.case(88)
@pytest.mark.case(89)
def test_the_page_of_a_check_says_hostile_cells_sheets_and_files_as_words(tmp_path: Path) -> None:
    workspace = district(tmp_path, "note")
    cells = [
        replace(remark("cell.date", "error", f"C{at}", marked(0, at), marked(1, at)), file=f"2024/{marked(2, at)}.csv")
        for at in range(len(PAYLOADS))
    ]
    valued = [replace(one, value=marked(3, at)) for at, one in enumerate(cells)]
    outcome = write_check(workspace.reports / "check", crowd(workspace, *valued), copies=False)
    page = outcome.page.read_text(encoding="utf-8")

    assert active(page, styles=(CHECK_STYLE,)) == []
    assert unseen(page) == []
    assert told(words(page)) == set(product(range(4), range(len(PAYLOADS))))
    assert lost(words(page)) == set()


def paper_of(text: str) -> bytes:
    """Return a paper in which everything that a person writes is this text."""
    about = replace(ABOUT, place_name=text, genitive=text, authority=text, seat=text, approved=text)
    return made(shown(text, *THINGS, Text(text)), about)[".docx"]


@pytest.mark.case(88)
def test_a_paper_holds_no_field_no_link_and_no_template_of_ours_filled_with_data() -> None:
    data = paper_of(ALL)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if "ml" in name}
    fields = [found for part in parts.values() for found in re.findall(r'w:instr="([^"]*)"|<w:instrText', part)]
    said = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).element.body.iter() if p.text)

    assert set(fields) == {"PAGE"}
    assert not any(re.search(r"<w:hyperlink|TargetMode=\"External\"|<w:altChunk|<w:object", p) for p in parts.values())
    assert "{{7*7}}" in said
    assert "{% for x in (1,2) %}" in said
    assert told(squeezed(said)) == {(0, at) for at in range(len(PAYLOADS))}


def test_a_long_name_of_a_municipality_does_not_stop_its_papers() -> None:
    core = docx.Document(io.BytesIO(paper_of("район " * 100))).core_properties

    assert max(map(len, (core.title, core.subject, core.author))) == 255


def book_of(text: str) -> bytes:
    cover = Cover(text, text, text, [(text, text)], [(text, text)])
    return workbook(cover, [Sheet(text, [text, "x"], [[text, text]], note=text, section=text)])


@pytest.mark.case(90)
@pytest.mark.parametrize("text", [*FORMULAS, *PAYLOADS])
def test_no_workbook_holds_a_formula_or_a_link_made_of_data(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_of(text)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(SPREADSHEET))
    assert list(book.defined_names) == []


def findings(home: Path, text: str) -> str:
    workspace = district(home / "w", "note")
    one = remark("cell.date", "error", "C2", said=text, sheet=text)
    outcome = write_check(workspace.reports / "check", crowd(workspace, one), copies=False)
    return (outcome.folder / "findings.csv").read_text(encoding="utf-8-sig")


def journal(home: Path, text: str) -> str:
    kept = Journal(home / "primer")
    kept.add(2024, Answer("К-1", text, text, text, text, text, date(2025, 1, 20)))
    return (kept.folder / "2024" / "answers.csv").read_text(encoding="utf-8-sig")


EXPORTERS: dict[str, Callable[[Path, str], str]] = {
    "показатели": lambda _, text: _csv([text], [[text, 1]]).decode("utf-8-sig"),
    "метки": lambda _, text: sheet_text({"text": "Текст"}, [{"text": text}]),
    "замечания": findings,
    "журнал": journal,
}


@pytest.mark.case(90)
@pytest.mark.parametrize("exporter", EXPORTERS)
def test_no_csv_file_holds_a_formula(tmp_path: Path, exporter: str) -> None:
    for at, text in enumerate(FORMULAS):
        written = EXPORTERS[exporter](tmp_path / str(at), text)
        cells = [cell for row in csv.reader(io.StringIO(written, newline=""), delimiter=";") for cell in row]

        assert [cell for cell in cells if cell.startswith(SPREADSHEET)] == [], repr(text)
        assert any(text.strip("=+-@\t\r\n\0\uff1d") in cell for cell in cells)
    assert len(set(FORMULAS)) == 12


def test_a_link_that_was_made_harmless_leads_nowhere_and_keeps_its_words() -> None:
    made = clean('<p><a href="#harmful-link">сюда</a>, <a href="#here">там</a></p>')

    assert "harmful" not in made
    assert "сюда</a>" in made
    assert 'href="#here"' in made
