"""The office's own template of papers: written by `pdmon blank`, edited in Word, its mistakes named."""

from __future__ import annotations

import io
import re
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
from payloads import PAYLOADS, squeezed
from pdmon_utils.__main__ import cli
from pdmon_utils.documents import TEMPLATE, blank, made, own_template
from pdmon_utils.documents.about import DocumentError
from pdmon_utils.documents.harmless import harms
from pdmon_utils.publish.gate.archive import archive
from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.pieces import Opened
from pdmon_utils.publish.gate.refusal import Refusal
from pdmon_utils.reading.people import Veil
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
    "{# заметка #}": "не поле",
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


def _related(kind: str, target: str, place: str = "word/_rels/header1.xml.rels") -> bytes:
    """Return a blank whose header has one more relation to the outside."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    one = f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}" TargetMode="External"/>'
    with zipfile.ZipFile(io.BytesIO(blank())) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    parts[place] = parts.get(place, empty).replace(b"</Relationships>", f"{one}</Relationships>".encode())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def _with_field(code: str) -> bytes:
    own = _template()
    run = own.sections[0].footer.paragraphs[0].add_run()._r
    for tag, said in (
        ("w:fldChar", "begin"),
        ("w:instrText", code[:3]),
        ("w:instrText", code[3:]),
        ("w:fldChar", "end"),
    ):
        mark = run.makeelement(qn(tag), {} if tag == "w:instrText" else {qn("w:fldCharType"): said})
        mark.text = said if tag == "w:instrText" else None
        run.append(mark)
    out = io.BytesIO()
    own.save(out)
    return out.getvalue()


HARMS = {
    "присоединённый шаблон «//evil.example/x.dotm»": ("attachedTemplate", "//evil.example/x.dotm"),
    "рисунок извне «https://evil.example/1.png»": ("image", "https://evil.example/1.png"),
    "ссылка «javascript:alert(1)»": ("hyperlink", "javascript:alert(1)"),
    "ссылка «file:///C:/x.exe»": ("hyperlink", "file:///C:/x.exe"),
    "вложенный объект": ("oleObject", "mhtml:https://evil.example/x"),
    "загрузка извне «//evil.example/frame»": ("frame", "//evil.example/frame"),
}


@pytest.mark.case(88)
@pytest.mark.parametrize(("said", "relation"), HARMS.items())
def test_a_template_that_loads_or_leads_elsewhere_is_refused_and_so_is_such_a_paper(
    tmp_path: Path, said: str, relation: tuple[str, str]
) -> None:
    (tmp_path / TEMPLATE).write_bytes(_related(*relation, "word/_rels/document.xml.rels"))

    with pytest.raises(DocumentError, match=f"paper.docx: в шаблоне есть .*{re.escape(said)}.*Удалите это в Word"):
        _paper(tmp_path / TEMPLATE)
    if relation[0] != "oleObject":  # the gate knows it by the part itself
        assert said in " ".join(one.what for one in _faults(_related(*relation)))


@pytest.mark.case(88)
@pytest.mark.parametrize(
    "code", ["DDEAUTO c:\\\\x.exe", " INCLUDEPICTURE https://evil.example/1.png", "macrobutton x", '"?"', "HYPERLINK x"]
)
def test_a_template_with_a_field_that_is_no_page_number_is_refused(tmp_path: Path, code: str) -> None:
    (tmp_path / TEMPLATE).write_bytes(_with_field(code))

    with pytest.raises(DocumentError, match=re.escape(f"поле «{code.strip()}»")):
        _paper(tmp_path / TEMPLATE)
    assert f"поле «{code.strip()}»" in " ".join(one.what for one in _faults(_with_field(code)))


def test_page_numbers_and_plain_links_of_a_template_stay(tmp_path: Path) -> None:
    for content in (_with_field(" numpages "), _related("hyperlink", "https://primer.example/edu"), blank()):
        (tmp_path / TEMPLATE).write_bytes(content)

        assert words(_paper(tmp_path / TEMPLATE))
        assert [one.what for one in _faults(content) if "поле" in one.what or "ссылка" in one.what] == []


@pytest.mark.case(88)
def test_hostile_words_of_a_template_stay_words_or_are_no_field(tmp_path: Path) -> None:
    tags = [text for text in PAYLOADS if re.search(r"\{[{%#]", text)]
    own, path = _template(), tmp_path / TEMPLATE
    for text in (text for text in PAYLOADS if text not in tags):
        for part in (own, own.sections[0].header):
            part.add_paragraph(_fit(text))
    own.core_properties.comments = _fit(PAYLOADS[0])
    own.save(str(path))

    paper = _paper(path)

    said = squeezed("\n".join(words(paper)))
    assert [text for text in PAYLOADS if text not in tags and squeezed(_fit(text)) not in said] == []
    assert list(harms(paper.part.package)) == []
    for text in tags:
        own = _template()
        own.paragraphs[0].text = text
        own.save(str(path))
        with pytest.raises(DocumentError, match="не поле"):
            _paper(path)


def _fit(text: str) -> str:
    return "".join(sign for sign in text if (sign >= " " or sign in "\t\n") and sign not in "\ufffe\uffff")


def _faults(paper: bytes) -> list[Refusal]:
    return archive("x.docx", paper, Known(Veil(b"key")), lambda *_: Opened()).faults
