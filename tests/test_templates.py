"""The office's own template of papers: written by `pdmon blank`, edited in Word, its mistakes named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pandas as pd
import pytest
from click.testing import CliRunner
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from papers import ABOUT, shown, words
from pdmon_utils.__main__ import cli
from pdmon_utils.documents import TEMPLATE, blank, made, own_template
from pdmon_utils.documents.about import DocumentError
from pdmon_utils.show import Paragraph, Table

WIDE = Table(pd.DataFrame({f"Столбец {at}": ["слово"] for at in range(9)}), "Широкая")
LONG = shown("## 1. Тема", Paragraph("До."), WIDE, Paragraph("После."))


def _template() -> Document:
    return docx.Document(io.BytesIO(blank()))


def _paper(path: Path) -> Document:
    return docx.Document(io.BytesIO(made(LONG, ABOUT, path)[".docx"]))


def _blank(home: Path, *said: str) -> tuple[int, str]:
    found = CliRunner().invoke(cli, ["--home", str(home), "blank", *said])
    return found.exit_code, found.output


def test_blank_lies_where_the_papers_look_for_it_and_is_not_overwritten(tmp_path: Path) -> None:
    assert _blank(tmp_path)[0] == 0
    path = own_template(tmp_path / "templates", "primer")
    assert path == tmp_path / "templates" / TEMPLATE
    path.write_bytes(b"edited")

    code, said = _blank(tmp_path)
    assert (code, path.read_bytes()) == (1, b"edited")
    assert "файл уже есть и не тронут" in said
    assert _blank(tmp_path, "--force")[0] == 0
    assert path.read_bytes() == blank()


def test_a_municipality_may_have_a_template_of_its_own(tmp_path: Path) -> None:
    card = tmp_path / "data" / "raw" / "primer" / "municipality.yaml"
    card.parent.mkdir(parents=True)
    card.write_text(
        'name: Пример\noktmo: "65541000"\nregion: Край\nregion_code: kray\nregulation: zato\n', encoding="utf-8"
    )
    assert _blank(tmp_path, "-m", "primer")[0] == 0

    assert own_template(tmp_path / "templates", "primer") == tmp_path / "templates" / "primer" / TEMPLATE
    assert own_template(tmp_path / "templates", "drugoy") is None


def test_what_an_office_edits_in_word_stands_in_every_paper_on_every_sheet(tmp_path: Path) -> None:
    path = tmp_path / TEMPLATE
    assert _blank(tmp_path, "--to", str(path))[0] == 0
    own = docx.Document(str(path))
    section = own.sections[0]
    own.styles["Normal"].font.size = Pt(13)
    own.paragraphs[0].text = "Герб. {{ organisation }}"
    section.header.paragraphs[0].insert_paragraph_before("Приложение к письму")
    section.footer.paragraphs[0].text = "{{ year }} · тел. приёмной"
    section.left_margin, section.page_height = Mm(35), Mm(280)
    own.save(str(path))

    paper = _paper(path)

    first, across, last = paper.sections
    assert words(paper)[0] == "Герб. Управление образования Примерного района"
    assert paper.styles["Normal"].font.size.pt == 13
    assert [one.header.paragraphs[0].text for one in paper.sections] == ["Приложение к письму"] * 3
    assert [one.footer.paragraphs[0].text for one in paper.sections] == ["2024 · тел. приёмной"] * 3
    assert [round(one.left_margin.mm) for one in (first, last)] == [35, 35]
    assert [round(side.mm) for side in (across.top_margin, across.page_width, first.page_height)] == [35, 280, 280]
    assert [one.different_first_page_header_footer for one in paper.sections] == [True, False, False]


MISTAKES = {
    "{{ organization }}": r"неизвестное поле «organization» — может быть, «organisation»\?",
    "{{ year + 1 }}": r"тег «\{\{ year \+ 1 \}\}» не поле. В шаблоне бывают только поля",
    "{{ 1/0 }}": r"тег «\{\{ 1/0 \}\}» не поле",
    "{{ ''.__class__.__mro__ }}": "не поле",
    "{{r kind }}": "не поле",
    "{{ kind": r"тег «\{\{ kind.*» не закрыт. Пишите так: \{\{ kind \}\}",
    "{% for x in y %}": "не поле",
    "{% if audience %}": "стоят не парами",
    "{% if никто %}x{% endif %}": "неизвестное поле «никто»",
}


@pytest.mark.parametrize("place", ["text", "header", "footer"])
@pytest.mark.parametrize(("text", "said"), MISTAKES.items())
def test_a_mistake_in_a_template_is_named_with_its_file_and_what_to_do(
    tmp_path: Path, text: str, said: str, place: str
) -> None:
    own = _template()
    section = own.sections[0]
    where = {"text": own.paragraphs[1], "header": section.header.paragraphs[0], "footer": section.footer.paragraphs[0]}
    where[place].text = text
    own.save(str(tmp_path / TEMPLATE))

    with pytest.raises(DocumentError, match=rf"paper\.docx: .*{said}"):
        _paper(tmp_path / TEMPLATE)


def test_a_field_that_word_has_cut_into_runs_and_a_choice_are_understood(tmp_path: Path) -> None:
    own = _template()
    own.paragraphs[0].text = "{{ orga"
    own.paragraphs[0].add_run("nisation }}{% if audience %} (дсп){% endif %}").bold = True
    own.save(str(tmp_path / TEMPLATE))

    assert words(_paper(tmp_path / TEMPLATE))[0] == "Управление образования Примерного района (дсп)"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no", b"\xd0\xcf\x11\xe0 doc of 97", b"{\\rtf1}"])
def test_a_template_that_is_no_word_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / TEMPLATE).write_bytes(content)

    with pytest.raises(DocumentError, match="это не документ Word"):
        _paper(tmp_path / TEMPLATE)


def test_an_archive_with_broken_parts_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(blank())) as old, zipfile.ZipFile(tmp_path / TEMPLATE, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<w:document" if name == "word/document.xml" else old.read(name))

    with pytest.raises(DocumentError, match="это не документ Word"):
        _paper(tmp_path / TEMPLATE)


def test_a_template_without_our_styles_is_refused(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / TEMPLATE))

    with pytest.raises(DocumentError, match="в шаблоне нет стилей"):
        _paper(tmp_path / TEMPLATE)


ORDER = {  # what ECMA-376 wants in sequence, as far as our papers write it
    "sectPr": "headerReference footerReference type pgSz pgMar pgBorders lnNumType pgNumType cols titlePg docGrid",
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl tabs spacing ind jc rPr sectPr",
    "tblPr": "tblStyle tblW jc tblLayout tblLook",
    "trPr": "cantSplit tblHeader",
    "settings": "zoom proofState defaultTabStop autoHyphenation characterSpacingControl savePreviewPicture compat "
    "rsids mathPr themeFontLang clrSchemeMapping doNotAutoCompressPictures shapeDefaults decimalSymbol listSeparator",
}


def test_the_parts_of_a_paper_stand_in_the_order_of_the_standard_and_nothing_is_left_over() -> None:
    content = made(LONG, ABOUT)[".docx"]
    paper = docx.Document(io.BytesIO(content))

    for name, order in ORDER.items():
        known = order.split()
        roots = [paper.settings.element] if name == "settings" else paper.element.body.iter(qn(f"w:{name}"))
        for root in roots:
            said = [child.tag.split("}")[1] for child in root if child.tag.split("}")[1] in known]
            assert said == sorted(said, key=known.index), name
    assert not [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "thumbnail" in name]
    assert not [one for one in paper.element.body.iter(qn("w:sectPr")) if one.find(qn("w:pgSz")) is None]
