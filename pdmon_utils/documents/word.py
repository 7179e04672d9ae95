"""A paper as DOCX: the blank with its fields filled, then the body; the same bytes for the same nodes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from pdmon_utils.documents.about import About, DocumentError
from pdmon_utils.documents.blank import STYLES, blank
from pdmon_utils.documents.paper import Body
from pdmon_utils.errors import nearest
from pdmon_utils.packing import UNKNOWN, repacked
from pdmon_utils.show import Node
from pdmon_utils.show.markup import clean

TEMPLATE: Final = "paper.docx"
_INCH: Final = 25.4
_LONGEST: Final = 255  # letters of a property of a document
_SPACES: Final = nsdecls("w", "r", "wp", "a", "pic")


def word(nodes: Sequence[Node], about: About, templates: Path | None = None) -> bytes:
    """Return the paper as .docx; raises DocumentError for a template of the office that cannot be used."""
    own = (templates / TEMPLATE) if templates else None
    paper = _filled(own if own and own.exists() else None, about.fields)
    body = Body(_images(paper), landscape=about.kind.landscape)
    body.add(nodes)
    _put(paper, body.close())
    _sign(paper, about)
    file = io.BytesIO()
    paper.save(file)
    return repacked(file)


def _filled(own: Path | None, fields: Mapping[str, str]) -> Any:  # noqa: ANN401  python-docx's Document
    """Return the blank with its fields filled in."""
    name = own or "бланк"
    try:
        template: Any = DocxTemplate(str(own) if own else io.BytesIO(blank()))
        sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        template.render({name: clean(text) for name, text in fields.items()}, jinja_env=sandbox)
    except UndefinedError as error:
        field = str(error).split("'")[1] if "'" in str(error) else str(error)
        known = ", ".join(fields)
        raise DocumentError(f"{name}: неизвестное поле «{field}»{nearest(field, fields)} Есть: {known}.") from error
    except TemplateError as error:
        raise DocumentError(f"{name}: поле шаблона записано с ошибкой: {error}. Пишите так: {{{{ kind }}}}.") from error
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise DocumentError(f"{name}: это не документ Word (.docx). Сохраните шаблон заново: pdmon blank.") from error
    _refuse_lack(name, template.docx)
    return template.docx


def _refuse_lack(name: Path | str, paper: Any) -> None:  # noqa: ANN401
    known = {style.name for style in paper.styles}
    lacking = [style for style in STYLES if style not in known]
    if lacking:
        raise DocumentError(
            f"{name}: в шаблоне нет стилей {', '.join(lacking)}. Верните их (pdmon blank пишет полный шаблон)."
        )


def _images(paper: Any) -> Any:  # noqa: ANN401
    """Return what puts a PNG into the package and says its relation and size in millimetres."""

    def put(data: bytes) -> tuple[str, float, float]:
        relation, image = paper.part.get_or_add_image(io.BytesIO(data))
        return relation, image.width.inches * _INCH, image.height.inches * _INCH

    return put


def _put(paper: Any, body: str) -> None:  # noqa: ANN401
    """Put the body behind the letterhead; its last section keeps the header of the first."""
    element = paper.element.body
    last = element.find(qn("w:sectPr"))
    made = parse_xml(f"<w:body {_SPACES}>{body}</w:body>")
    parts = list(made)
    sections = [*made.iter(qn("w:sectPr"))]
    for reference in reversed(last.findall(qn("w:headerReference"))):
        sections[0].insert(0, reference)
    if len(sections) == 1 and sections[0].find(qn("w:titlePg")) is None:
        sections[0].append(parse_xml(f"<w:titlePg {_SPACES}/>"))
    element.remove(last)
    element.extend(parts)


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
