"""Official papers: fields and requisites of ГОСТ Р 7.0.97-2016, tables, figures, and text that stays text."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length

from conftest import YEAR
from papers import ABOUT, grids, output, paper, shown, words
from pdmon_utils.documents import letters, made
from pdmon_utils.documents.about import kinds
from pdmon_utils.documents.blank import FONT, blank
from pdmon_utils.documents.layout import widths
from pdmon_utils.documents.markup import mm
from pdmon_utils.show import (
    Bullets,
    Fold,
    Heading,
    Notice,
    Paragraph,
    Passport,
    Requisites,
    Signature,
    Table,
    Terms,
    Text,
    bars,
)
from pdmon_utils.show.statements import Statement, Statements
from pdmon_utils.store import Workspace

NARROW = Table(pd.DataFrame({"Показатель": ["Прошли диагностику"], "Человек": [12]}), "Диагностика")
WIDE = Table(pd.DataFrame({f"Столбец {at}": ["слово"] for at in range(9)}), "Широкая")
CHART = bars(["первая", "вторая"], [1.0, 2.0], title="Сравнение", unit="чел.", alt="Первая — 1, вторая — 2 человека")


def _millimetres(length: Length) -> float:
    return round(float(length.mm), 1)


def test_fields_and_page_numbers_are_those_of_the_standard() -> None:
    section = paper(shown(Paragraph("Текст."))).sections[0]

    fields = [section.left_margin, section.right_margin, section.top_margin, section.bottom_margin]
    assert list(map(_millimetres, fields)) == [30, 10, 20, 20]
    assert _millimetres(section.header_distance) == 10
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert section.header.paragraphs[0].style.paragraph_format.alignment == 1  # the middle


def test_text_has_the_font_size_indent_and_spacing_of_an_official_paper() -> None:
    document = paper(shown(Paragraph("Текст."), NARROW))
    normal, cell = document.styles["Normal"], document.styles["pdmonTable"]

    assert (normal.font.name, normal.font.size.pt, _millimetres(normal.paragraph_format.first_line_indent)) == (
        *(FONT, 14, 12.5),
    )
    assert normal.paragraph_format.line_spacing == 1.15
    assert cell.font.size.pt >= 10
    assert cell.paragraph_format.first_line_indent.mm == 0
    assert 'w:val="ru-RU"' in document.styles.element.xml


def test_a_paper_carries_its_requisites_before_the_text() -> None:
    document = paper(shown("## 1. Тема справки"))
    head = [cell.text for cell in document.tables[0].rows[0].cells]

    assert words(document)[:4] == [
        "Управление образования Примерного района",
        "АНАЛИТИЧЕСКАЯ СПРАВКА",
        f"{kinds()['note'].about} (Примерный район, 2024 год)",
        "1. Тема справки",
    ]
    assert head[0].splitlines() == [
        "«___» ____________ 20___ г. № ________",
        "г. Примерск",
        "Для служебного пользования",
    ]
    assert head[1] == "Утверждено приказом от 20.01.2025 № 12"


def test_a_paper_that_nobody_approved_is_a_draft_and_a_public_one_is_for_everybody() -> None:
    document = paper(shown(), replace(ABOUT, approved="", audience="public"))
    left, right = (cell.text for cell in document.tables[0].rows[0].cells)

    assert right == "ПРОЕКТ"
    assert "служебного" not in left


def test_headings_are_word_headings_one_level_under_the_paper() -> None:
    document = paper(shown("## 4. Выводы", Heading(3, "Общие выводы")))

    found = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert found == [("Heading 1", "4. Выводы"), ("Heading 2", "Общие выводы")]


def test_tables_are_numbered_with_a_header_that_is_repeated_and_rows_that_are_not_torn() -> None:
    document = paper(shown(NARROW, Passport([("Числитель", "прошли")], "Паспорт")))
    table = document.tables[1]

    assert [text for text in words(document) if text.startswith("Таблица")] == [
        "Таблица 1 — Диагностика",
        "Таблица 2 — Паспорт",
    ]
    assert grids(document)[0] == [["Показатель", "Человек"], ["Прошли диагностику", "12"]]
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)
    assert table.rows[1].cells[1].paragraphs[0].style.name == "pdmonTableRight"


def test_a_wide_table_lies_across_with_its_heading_and_the_text_goes_on_upright() -> None:
    document = paper(shown(Paragraph("До."), Heading(3, "Широкое"), WIDE, Paragraph("После.")))
    sections = document.sections

    turns = [section.orientation for section in sections]
    assert turns == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert [section.different_first_page_header_footer for section in sections] == [True, False, False]
    body = [child.xpath("string(.)") for child in document.element.body if child.tag == qn("w:p")]
    turned = [at for at, child in enumerate(document.element.body) if child.find(f".//{qn('w:sectPr')}") is not None]
    assert (
        body.index("Широкое") > next(i for i, text in enumerate(body) if text == "До.") + 1
    )  # the turn stands between
    assert len(turned) == 2


def test_wide_tables_one_after_another_leave_no_empty_sheet_between_them() -> None:
    document = paper(shown(Paragraph("До."), WIDE, Heading(3, "Ещё"), WIDE))

    assert [section.orientation for section in document.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]


def test_a_chart_is_numbered_and_says_in_words_what_it_shows() -> None:
    document = paper(shown(CHART))
    about = document.element.body.find(f".//{qn('wp:docPr')}")

    assert about.get("descr") == "Первая — 1, вторая — 2 человека"
    assert "Рисунок 1 — Сравнение" in words(document)
    assert document.inline_shapes[0].width.mm <= 170


def test_what_a_page_folds_stands_in_appendices_and_each_rule_is_told_once() -> None:
    rules = Fold("Правила", [Terms([("r2", "Правило 2", "второе"), ("r1", "Правило 1", "первое")])])
    rest = Fold("Рассмотрено", [Bullets(["без отклонений"])])
    said = words(paper(shown("## Выводы", rest, rules, rules)))

    assert said[-5:] == [
        "Приложение 1. Рассмотрено",
        "без отклонений",
        "Приложение 2. Правила, по которым сделаны выводы",
        "Правило 1. первое",
        "Правило 2. второе",
    ]


def test_words_beside_the_rules_stand_there_once_and_a_fold_inside_a_fold_is_not_lost() -> None:
    rules = Fold("Правила", [Terms([("r1", "Правило 1", "первое")]), Paragraph("О сумме долей.")])
    deep = Fold("Паспорта", [Fold("По школам", [NARROW, Fold("Ещё", [Terms([("r2", "Правило 2", "второе")])])])])
    document = paper(shown("## Выводы", rules, deep, rules))

    assert words(document)[-7:] == [
        "Приложение 1. Паспорта",
        "По школам",
        "Таблица 1 — Диагностика",
        "Приложение 2. Правила, по которым сделаны выводы",
        "Правило 1. первое",
        "Правило 2. второе",
        "О сумме долей.",
    ]
    assert len(grids(document)) == 1


def test_requisites_have_no_number_and_the_first_table_of_the_text_is_the_first() -> None:
    document = paper(shown(Requisites([("Регион", "Примерный")], "Справка"), NARROW))

    assert grids(document)[0] == [["Регион", "Примерный"]]
    assert [text for text in words(document) if text.startswith("Таблица")] == ["Таблица 1 — Диагностика"]


def test_no_word_of_a_table_is_broken_and_the_longest_text_has_the_widest_column() -> None:
    header = ["Муниципалитет", "Документ", "Рекомендация", "Основание"]
    rows = [["Вся", "не указан", "Провести для наставников семинар по обратной связи. " * 6, "Участвуют 20 из 40"]]
    made_widths = widths(header, rows, 170, [False] * 4)

    assert sum(made_widths) == pytest.approx(mm(170), abs=4)
    assert all(mm(letters.bold(name) + 4) <= room for name, room in zip(header, made_widths, strict=True))
    assert made_widths.index(max(made_widths)) == 2
    assert made_widths[2] > sum(made_widths) / 2


def test_words_in_the_place_of_a_figure_fold_and_leave_room_to_the_other_columns() -> None:
    figure, words = "50,8 % (92 из 181)", "4 из 8 (доля не приводится: знаменатель меньше 10)"
    change = "было 4 из 8, стало 4 из 8; доли не сопоставляются: знаменатель меньше десяти"
    rows = [["Доля прошедших диагностику дефицитов (разд. 3, табл. 1, строка 1)", words, figure, change]] * 9
    _, own, whole, since = widths(["Показатель", "Организация", "Муниципалитет", "За год"], rows, 170, [0, 1, 1, 0])

    assert whole >= mm(letters.width(figure))
    assert since > own


def test_a_fraction_of_a_table_is_never_broken_between_two_lines() -> None:
    table = Table(
        pd.DataFrame({"Кто": ["все"], "Сколько": ["50,8 % (1\u00a0092 из 2\u00a0181)"]}), "Т", numeric=("Сколько",)
    )

    _, cells = grids(paper(shown(table)))[-1]

    assert cells[1] == "50,8 % (1\u00a0092\u00a0из\u00a02\u00a0181)"


MEASURED = {  # millimetres of Liberation Serif, 11 points: plain, bold
    "04.11.2024": (17.3, 17.2),
    "Муниципалитет": (26.6, 28.7),
    "общеобразовательных": (36.8, 39.2),
    "44,3 % (98 из 221)": (29.8, 30.6),
}


@pytest.mark.parametrize(("text", "real"), MEASURED.items())
def test_a_text_is_taken_to_be_a_little_wider_than_it_is(text: str, real: tuple[float, float]) -> None:
    assert real[0] <= letters.width(text) <= 1.1 * real[0]
    assert real[1] <= letters.bold(text) <= 1.12 * real[1]


def test_a_figure_stands_in_one_line_where_the_sheet_has_room() -> None:
    header, rows = (
        ["Показатель", "Значение", "Изменение"],
        [["Диагностика", "44,3 % (98 из 221)", "не изменилась " * 9]],
    )

    assert widths(header, rows, 170, [False, True, False])[1] >= mm(letters.width(rows[0][1]) + 4)
    assert widths(header, rows, 170, [False, False, False])[1] < mm(letters.width(rows[0][1]))


def test_a_caption_ends_before_the_note_of_its_picture_begins() -> None:
    noted = replace(CHART, note="Без совместителей.")

    assert "Рисунок 1 — Сравнение. Без совместителей." in words(paper(shown(noted)))


def test_a_statement_names_its_rule_and_the_analysts_markdown_keeps_its_form() -> None:
    told = Statements([Statement("Доля выросла.", [("правило 403", "r")], ["положительно"], "positive")])
    document = paper(shown(told, Text("Мы *очень* **рады**.\n\n- раз\n- два"), Notice("Данные не представлены.")))

    said = words(document)
    assert "Доля выросла. (правило 403)" in said
    assert said[-4:] == ["Мы очень рады.", "раз", "два", "Данные не представлены."]
    bold = [run.text for p in document.paragraphs for run in p.runs if run.bold]
    assert bold == ["рады"]


def test_a_signature_has_position_and_name_on_one_line() -> None:
    document = paper(shown(Signature("Начальник", "А. Б. Примерова", ["Дата: 20.01.2025"], ["Утверждено приказом."])))

    assert words(document)[-3:] == [
        "Дата: 20.01.2025",
        "Начальник\t_______________\u00a0А.\u00a0Б.\u00a0Примерова",
        "Утверждено приказом.",
    ]


def test_a_signature_is_never_alone_on_a_page_and_neither_position_nor_name_is_torn() -> None:
    who = "Начальник управления образования администрации городского округа"
    signed = Signature(who, "А. Б. Примерова", ["ПРОЕКТ"], ["Утверждено приказом."])
    *_, before, draft, hand, order = paper(shown(Paragraph("Последние слова."), signed)).paragraphs
    table = paper(shown(NARROW, signed)).tables[-1]

    assert [one.paragraph_format.keep_with_next for one in (before, draft, hand)] == [True, True, True]
    assert not order.paragraph_format.keep_with_next or order.paragraph_format.keep_with_next is None
    assert before.text == "Последние слова."
    assert hand.text.splitlines() == [
        "Начальник управления образования",
        "администрации городского округа\t_______________\u00a0А.\u00a0Б.\u00a0Примерова",
    ]
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in table.rows[-1].cells)


HOSTILE = ["R&D <b>жирно</b>", "{{ 7*7 }}", "{% for x in y %}", "]]>", "\x00\x1b[31mкрасный", "\u202eнаоборот", "&amp;"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    document = paper(shown(Paragraph(text), Table(pd.DataFrame({text: [text]}), text), text), replace(ABOUT, seat=text))

    said = "\n".join([*words(document), *(cell for grid in grids(document) for row in grid for cell in row)])
    kept = text.replace("\x00", "").replace("\x1b[31m", "").replace("\u202e", "")
    assert said.count(kept) >= 3 or text.startswith("&")
    assert "49" not in said


def test_a_name_longer_than_a_property_may_be_is_cut_there_and_whole_in_the_paper() -> None:
    name = "Муниципальный округ\x0b " + "имени героев " * 30
    document = paper(shown(Paragraph(name)), replace(ABOUT, place_name=name, title=name, authority=name))
    core = document.core_properties

    assert [len(text) for text in (core.title, core.subject, core.author)] == [255, 255, 255]
    assert " ".join(name.split()) in " ".join(words(document)).replace("\x0b", " ").replace("  ", " ")


def test_an_analysts_own_frame_and_picture_come_into_the_paper() -> None:
    frame = pd.DataFrame({"Предмет": ["физика"], "Часы": [18]})
    document = paper(output({"text/html": frame.to_html(index=False), "text/plain": repr(frame)}))
    drawn = CHART.node()["png"]
    pictured = paper(output({"image/png": drawn, "text/plain": "<Figure>"}, alt="Мой график: часы по предметам"))

    assert grids(document) == [[["Предмет", "Часы"], ["физика", "18"]]]
    assert pictured.element.body.find(f".//{qn('wp:docPr')}").get("descr") == "Мой график: часы по предметам"


def test_numbers_of_a_frame_stand_right_and_its_columns_under_their_headers() -> None:
    columns = pd.MultiIndex.from_product([["Человек", "Часов"], [2023, 2024]])
    frame = pd.DataFrame([[1, 2.5, 3, 4]], index=["физика"], columns=columns)
    document = paper(output({"text/html": frame.to_html(), "text/plain": repr(frame)}))
    row = document.tables[-1].rows[1]

    assert grids(document) == [
        [["", "Человек 2023", "Человек 2024", "Часов 2023", "Часов 2024"], ["физика", "1", "2.5", "3", "4"]],
    ]
    assert [cell.paragraphs[0].style.name for cell in row.cells] == ["pdmonTable", *["pdmonTableRight"] * 4]


def test_an_index_of_two_levels_fills_the_cells_that_it_spans() -> None:
    frame = pd.DataFrame({"Часы": [1, 2]}, index=pd.MultiIndex.from_tuples([("Первая", "физика"), ("Первая", "химия")]))

    assert grids(paper(output({"text/html": frame.to_html()}))) == [
        [["", "", "Часы"], ["Первая", "физика", "1"], ["Первая", "химия", "2"]],
    ]


def test_html_of_the_analysts_own_comes_in_as_words_and_a_drawing_is_said_to_be_one() -> None:
    html = (
        "<style>p {}</style><h3>Своё</h3><p>Мы <b>рады</b>.<br>Очень.</p><svg><text>x</text></svg><ul><li>раз</li></ul>"
    )
    shown_html = {"text/html": html, "text/plain": "<IPython.core.display.HTML object>"}

    said = ["Своё", "Мы рады.", "Очень.", "Рисунок показан только на странице отчёта.", "раз"]
    assert words(paper(output(shown_html)))[-5:] == said


def test_a_public_paper_leaves_out_what_the_page_hides() -> None:
    notebook = shown("Только для нас.")
    notebook.cells[1].metadata["tags"] = ["remove"]

    assert "Только для нас." in words(paper(notebook))
    assert "Только для нас." not in words(paper(notebook, replace(ABOUT, audience="public")))


def test_a_paper_has_the_same_bytes_each_time_and_no_trace_of_a_person_or_a_day() -> None:
    first, second = (made(shown(NARROW, CHART, WIDE), ABOUT)[".docx"] for _ in range(2))

    assert first == second
    assert blank() == blank.__wrapped__()
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        core = book.read("docProps/core.xml").decode()
        assert {entry.date_time[0] for entry in book.infolist()} == {1980}
    assert "python-docx" not in core
    assert "Управление образования Примерного района" in core


def test_every_notebook_of_the_product_has_its_kind_of_paper() -> None:
    ours = {path.stem for path in (Path(__file__).parents[1] / "notebooks").glob("*.ipynb")}

    assert ours <= set(kinds())


def printed(soffice: str, folder: Path, name: str) -> list[str]:
    """Return the texts of the pages that LibreOffice makes of a paper in the folder."""
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [soffice, home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    reader, pdf = shutil.which("pdftotext") or "pdftotext", (folder / name).with_suffix(".pdf")
    text = subprocess.run([reader, "-layout", str(pdf), "-"], check=True, capture_output=True)
    return text.stdout.decode().rstrip("\f").split("\f")


def test_libreoffice_reads_the_paper(tmp_path: Path, soffice: str) -> None:
    (tmp_path / "note.docx").write_bytes(made(shown("## 1. Тема", NARROW, WIDE, CHART), ABOUT)[".docx"])

    pages = printed(soffice, tmp_path, "note.docx")

    assert "АНАЛИТИЧЕСКАЯ СПРАВКА" in pages[0]
    assert pages[1].split()[0] == "2"  # the number stands above, from the second page on
    assert "Рисунок 1 — Сравнение" in "".join(pages)


@pytest.mark.notebooks
def test_the_presentation_is_one_sheet_with_its_pictures_beside_each_other(
    reported: Workspace, tmp_path: Path, soffice: str
) -> None:
    made_by_batch = reported.reports / "zato-primer" / str(YEAR) / "internal" / "brief.docx"
    shutil.copyfile(made_by_batch, tmp_path / "brief.docx")

    (page,) = printed(soffice, tmp_path, "brief.docx")

    assert any("Рисунок 1" in line and "Рисунок 2" in line for line in page.splitlines())
    assert "Подпись" in page
    assert "правило" not in page
