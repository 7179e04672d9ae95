"""A paper as DOCX: the blank with its fields filled, then the body; the same bytes for the same nodes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from pdmon_utils.documents.about import About
from pdmon_utils.documents.paper import Body
from pdmon_utils.documents.section import Section
from pdmon_utils.documents.sheet import tighten
from pdmon_utils.documents.template import filled
from pdmon_utils.packing import UNKNOWN, repacked
from pdmon_utils.show import Node
from pdmon_utils.show.markup import clean

_INCH: Final = 25.4
_LONGEST: Final = 255  # letters of a property of a document
_SPACES: Final = nsdecls("w", "r", "wp", "a", "pic")


def word(nodes: Sequence[Node], about: About, template: Path | None = None) -> bytes:
    """Return the paper as .docx; raises DocumentError for a template of the office that cannot be used."""
    paper = filled(template, about.fields)
    if about.kind.sheet:
        tighten(paper)
    body = Body(_images(paper), Section.of(paper), landscape=about.kind.landscape, sheet=about.kind.sheet)
    body.add(nodes)
    _put(paper, body.close())
    _sign(paper, about)
    file = io.BytesIO()
    paper.save(file)
    return repacked(file)


def _images(paper: Any) -> Any:  # noqa: ANN401
    """Return what puts a PNG into the package and says its relation and size in millimetres."""

    def put(data: bytes) -> tuple[str, float, float]:
        relation, image = paper.part.get_or_add_image(io.BytesIO(data))
        return relation, image.width.inches * _INCH, image.height.inches * _INCH

    return put


def _put(paper: Any, body: str) -> None:  # noqa: ANN401
    """Put the body behind the letterhead; its first section has taken the place of the template's."""
    element = paper.element.body
    for section in element.findall(qn("w:sectPr")):
        element.remove(section)
    element.extend(list(parse_xml(f"<w:body {_SPACES}>{body}</w:body>")))


def _fitting(text: str) -> str:
    """Return a text as a property of a document may be: a long name of a municipality is cut, not refused."""
    return clean(text)[:_LONGEST]


def _sign(paper: Any, about: About) -> None:  # noqa: ANN401
    """Write whose paper it is into its properties: no person, no computer, no clock."""
    core = paper.core_properties
    core.title = _fitting(f"{about.kind.name}. {about.place_name}, {about.year} год")
    core.subject = _fitting(about.heading)
    core.author = core.last_modified_by = _fitting(about.authority)
    core.language, core.comments, core.keywords = "ru-RU", "", ""
    core.created = core.modified = UNKNOWN
    core.revision = 1
