"""The product's own blank of a paper: styles, fields and requisites of ГОСТ Р 7.0.97-2016, made anew and always alike.

`pdmon blank` writes it into the workspace's `templates/`, where an office edits it in Word: letterhead, fonts, header.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from pdmon_utils.packing import UNKNOWN, repacked

FONT: Final = "Liberation Serif"  # free, as the standard asks; Times New Roman has the same widths and stands in for it
_STANDS_IN: Final = "Times New Roman"
Side = WD_ALIGN_PARAGRAPH


@dataclass(frozen=True, slots=True)
class Look:
    """A style of paragraphs: its size in points, its side, indents in millimetres, spaces in points."""

    size: float
    side: Side = Side.LEFT
    first: float = 0
    left: float = 0
    before: float = 0
    after: float = 0
    line: float = 1.0
    bold: bool = False
    italic: bool = False
    keep: bool = False


STYLES: Final = {
    "Normal": Look(14, Side.JUSTIFY, first=12.5, line=1.15),
    "Heading 1": Look(14, Side.CENTER, before=18, after=8, bold=True, keep=True),
    "Heading 2": Look(14, Side.LEFT, before=14, after=6, bold=True, keep=True),
    "Heading 3": Look(14, Side.LEFT, before=10, after=4, bold=True, italic=True, keep=True),
    "Heading 4": Look(14, Side.LEFT, before=8, after=4, italic=True, keep=True),
    "List Bullet": Look(14, Side.JUSTIFY, first=-6, left=12.5, line=1.15),
    "pdmonCaption": Look(12, Side.LEFT, before=10, after=4, keep=True),
    "pdmonFigure": Look(12, Side.CENTER, before=4, after=10),
    "pdmonPicture": Look(12, Side.CENTER, before=8, keep=True),
    "pdmonTable": Look(11),
    "pdmonTableRight": Look(11, Side.RIGHT),
    "pdmonTableHead": Look(11, Side.CENTER, bold=True),
    "pdmonLegend": Look(11, Side.JUSTIFY, before=4, after=10),
    "pdmonNotice": Look(14, Side.JUSTIFY, first=12.5, before=4, after=4, line=1.15, italic=True),
    "pdmonTurn": Look(1),
    "pdmonSignature": Look(14, before=6, keep=True),
    "pdmonLetterhead": Look(14, Side.CENTER, bold=True),
    "pdmonRequisite": Look(12),
    "pdmonStamp": Look(12, Side.LEFT),
    "pdmonKind": Look(14, Side.CENTER, before=18, bold=True),
    "pdmonTitle": Look(14, Side.CENTER, after=14, bold=True),
    "Header": Look(12, Side.CENTER),
}


@cache
def blank() -> bytes:
    """Return the blank: letterhead with the fields that docxtpl fills in, and every style that a paper uses."""
    paper = Document()
    for name, look in STYLES.items():
        _style(paper, name, look)
    _defaults(paper)
    _section(paper)
    _letterhead(paper)
    _forget(paper)
    file = io.BytesIO()
    paper.save(file)
    return repacked(file)


def _style(paper: Paper, name: str, look: Look) -> None:
    known = name in [style.name for style in paper.styles]
    style: Any = paper.styles[name] if known else paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not known:
        style.base_style = None
    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    form.alignment, form.line_spacing, form.keep_with_next = look.side, look.line, look.keep
    form.first_line_indent, form.left_indent = Mm(look.first), Mm(look.left)
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.widow_control = True


def _defaults(paper: Paper) -> None:
    """Say that the language is Russian, and which font stands in where a computer lacks ours."""
    plain = paper.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    lang = plain.find(qn("w:lang"))
    for kind in ("val", "eastAsia"):
        lang.set(qn(f"w:{kind}"), "ru-RU")
    stop = paper.settings.element.find(qn("w:defaultTabStop"))  # the schema wants them in this order
    stop.addnext(parse_xml(f"<w:autoHyphenation {nsdecls('w')}/>"))
    for part in paper.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            said = (
                f'<w:font w:name="{FONT}"><w:altName w:val="{_STANDS_IN}"/><w:family w:val="roman"/></w:font></w:fonts>'
            )
            part._blob = part.blob.replace(b"</w:fonts>", said.encode())  # noqa: SLF001  python-docx has no fonts


def _forget(paper: Paper) -> None:
    """Take out what python-docx's own template brings along: the picture of its first page, its author and day."""
    relations: Any = paper.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype == RT.THUMBNAIL]:
        del relations[name]
    core = paper.core_properties
    core.author = core.last_modified_by = core.title = core.comments = core.keywords = ""
    core.created = core.modified = UNKNOWN


def _section(paper: Paper) -> None:
    """Set A4, the fields, and the page's number in the middle of the upper one, from the second page on."""
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(10)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    header: Any = section.header
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    header.paragraphs[0].style = paper.styles["Header"]
    header.paragraphs[0]._p.append(parse_xml(field))  # noqa: SLF001  python-docx has no fields


def _letterhead(paper: Paper) -> None:
    paper.add_paragraph("{{ organisation }}", "pdmonLetterhead")
    paper.add_paragraph("", "pdmonRequisite")
    table: Any = paper.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(95), Mm(75)
    _lines(left, "pdmonRequisite", "{{ date }} № {{ number }}", "{{ place }}", "{{ audience }}")
    _lines(right, "pdmonStamp", "{{ stamp }}")
    paper.add_paragraph("{{ kind }}", "pdmonKind")
    paper.add_paragraph("{{ heading }}", "pdmonTitle")


def _lines(cell: Any, style: str, *lines: str) -> None:  # noqa: ANN401  python-docx has no types for cells
    cell.paragraphs[0].style, cell.paragraphs[0].text = style, lines[0]
    for line in lines[1:]:
        cell.add_paragraph(line, style)
