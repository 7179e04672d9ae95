"""The template of a paper, the office's own or ours: found, read, its fields filled in, its mistakes named."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError

from pdmon_utils.documents.about import DocumentError
from pdmon_utils.documents.blank import STYLES, blank
from pdmon_utils.documents.harmless import FIELDS, harms
from pdmon_utils.errors import nearest
from pdmon_utils.show.markup import clean

TEMPLATE: Final = "paper.docx"
_TAG: Final = re.compile(r"\{\{((?:(?!\{[{%]).)*?)\}\}|\{%((?:(?!\{[{%]).)*?)%\}|(\{#.*?#\})|(\{\{|\{%)", re.DOTALL)
_FIELD: Final = re.compile(r"\s*([^\W\d]\w*)\s*")
_CHOICE: Final = re.compile(r"[-\s]*(?:p\s+|tr\s+)?(?:else|endif|if\s+(?:not\s+)?([^\W\d]\w*))[-\s]*")
_MARKUP: Final = re.compile(r"<[^>]*>")
_NOTES: Final = "wordprocessingml.footnotes+xml"
_SHOWN: Final = 40  # letters of a wrong tag in an error
_ANEW: Final = "Сохраните его в Word как документ .docx или начните заново: pdmon blank --to новый.docx."
_HARMLESS: Final = f"в бланке бывают слова, рисунки, ссылки https и поля {', '.join(FIELDS)}."
_UNREADABLE: Final = (PackageNotFoundError, BadZipFile, XMLSyntaxError, KeyError, ValueError, OSError)


def own_template(templates: Path, place: str) -> Path | None:
    """Return the office's own template: of the municipality, else of the workspace; None when there is none."""
    found = (folder / TEMPLATE for folder in (templates / place, templates))
    return next((path for path in found if path.exists()), None)


def filled(own: Path | None, fields: Mapping[str, str]) -> Any:  # noqa: ANN401  python-docx's Document
    """Return the template (None: ours) with its fields filled in; raises DocumentError that names file, tag, remedy.

    A template may hold nothing but fields and the choice whether a part stands there: so it cannot run anything, and
    every mistake has its own words.
    """
    name = str(own or "бланк")
    template = _opened(own, name)
    if own and (found := sorted({*harms(template.docx.part.package)})):
        raise DocumentError(f"{name}: в шаблоне есть {'; '.join(found)}. Удалите это в Word: {_HARMLESS}")
    for said in _parts(template):
        _refuse_tags(name, said, fields)
    sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        template.render({key: clean(text) for key, text in fields.items()}, jinja_env=sandbox)
    except (TemplateError, XMLSyntaxError) as error:
        raise DocumentError(
            f"{name}: условия {{% if … %}} и {{% endif %}} в шаблоне стоят не парами ({error}). Проверьте их."
        ) from error
    _refuse_lack(name, {style.name for style in template.docx.styles})
    return template.docx


def _opened(own: Path | None, name: str) -> Any:  # noqa: ANN401  DocxTemplate
    try:
        template: Any = DocxTemplate(str(own) if own else io.BytesIO(blank()))
        template.render_init()
    except _UNREADABLE as error:
        raise DocumentError(f"{name}: это не документ Word (.docx). {_ANEW}") from error
    return template


def _parts(template: Any) -> Iterator[str]:  # noqa: ANN401  DocxTemplate
    """Yield the words of text, headers, footers, footnotes and properties, and the XML as docxtpl will read it."""
    paper = template.docx
    beside = [
        part for uri in (template.HEADER_URI, template.FOOTER_URI) for _, part in template.get_headers_footers(uri)
    ]
    notes = [part for part in paper.part.package.iter_parts() if part.content_type.endswith(_NOTES)]
    for said in (template.get_xml(), *(part.blob.decode() for part in (*beside, *notes))):
        yield _MARKUP.sub("", said)
        yield template.patch_xml(said)
    core = paper.core_properties
    yield from (core.title, core.subject, core.author, core.comments, core.identifier, core.language)


def _refuse_tags(name: str, said: str, fields: Collection[str]) -> None:
    """Raise DocumentError for the first tag that is neither a known field nor a choice by one."""
    for tag in _TAG.finditer(said):
        field, choice, note, torn = tag.groups("")
        if torn:
            begun = _MARKUP.sub("", said[tag.start() :])[:_SHOWN]
            raise DocumentError(f"{name}: тег «{begun}…» не закрыт. Пишите так: {{{{ kind }}}}.")
        found = None if note else _CHOICE.fullmatch(choice) if choice else _FIELD.fullmatch(field)
        if found is None:
            shown = _MARKUP.sub("", tag[0])
            raise DocumentError(
                f"{name}: тег «{shown}» не поле. В шаблоне бывают только поля ({', '.join(fields)}), например "
                f"{{{{ kind }}}}, и условия {{% if audience %}} … {{% endif %}}: замените тег или уберите его."
            )
        if found[1]:
            _refuse_unknown(name, found[1], fields)


def _refuse_unknown(name: str, field: str, fields: Collection[str]) -> None:
    if field not in fields:
        known = ", ".join(fields)
        raise DocumentError(f"{name}: неизвестное поле «{field}»{nearest(field, fields)} Есть: {known}.")


def _refuse_lack(name: str, known: Collection[str]) -> None:
    lacking = [style for style in STYLES if style not in known]
    if lacking:
        raise DocumentError(
            f"{name}: в шаблоне нет стилей {', '.join(lacking)}. Верните их (pdmon blank пишет полный шаблон)."
        )
