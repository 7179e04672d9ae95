"""An executed notebook as one HTML page: own light template, no script, nothing from outside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from nbconvert import HTMLExporter
from nbformat import NotebookNode

from pdmon_utils.publish.blocks import Audience, Block, ExportError, blocks
from pdmon_utils.publish.clean import shown
from pdmon_utils.publish.outline import Heading, outline

TEMPLATES: Final = Path(__file__).parent / "templates"
_SHEETS: Final = (Path(__file__).parent / "style.css", Path(__file__).parents[1] / "show" / "style.css")


@dataclass(frozen=True, slots=True)
class Report:
    """All that the template prints."""

    title: str
    audience: Audience
    blocks: tuple[Block, ...]
    contents: tuple[Heading, ...]
    h1: bool
    style_href: str | None
    home_href: str | None
    source_href: str | None

    @property
    def style(self) -> Markup:
        """The style sheet, for a page that must stand alone."""
        return Markup(page_style())  # noqa: S704  our own files


class ReportExporter(HTMLExporter):
    """nbconvert's exporter with the template `pdmon`; prints `resources["report"]`."""

    def __init__(self) -> None:
        """Take template, folder and language; there is nothing to configure."""
        super().__init__(  # type: ignore[no-untyped-call]
            template_name="pdmon", extra_template_basedirs=[str(TEMPLATES)], language_code="ru"
        )

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True  # nbconvert leaves it off
        environment.undefined, environment.finalize = StrictUndefined, shown
        environment.trim_blocks = environment.lstrip_blocks = True
        return environment


@cache
def page_style() -> str:
    """Return the style sheet of pages; that of `show` is read, not imported, since importing it brings matplotlib."""
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in _SHEETS)


@cache
def _exporter() -> ReportExporter:
    return ReportExporter()  # finding and compiling the template costs more than a page


def export_html(  # noqa: PLR0913  one parameter a link
    notebook: NotebookNode,
    *,
    title: str,
    audience: str,
    style_href: str | None = None,
    home_href: str | None = None,
    source_href: str | None = None,
) -> str:
    """Return the page for `audience`, the same bytes for the same notebook; raises ExportError if a cell failed."""
    report = _report(notebook, title, _known(audience), (style_href, home_href, source_href))
    # nbconvert's own way copies the notebook and parses the finished page once more, for what our blocks have already
    page: str = _exporter().template.render(resources={"report": report})
    return page


def _known(audience: str) -> Audience:
    match audience:
        case "internal" | "public":
            return audience
        case _:
            raise ExportError(
                f"Неизвестный круг читателей «{audience}». Есть internal (внутренний) и public (для всех)."
            )


def _report(notebook: NotebookNode, title: str, audience: Audience, links: tuple[str | None, ...]) -> Report:
    said = blocks(notebook, audience)
    plan = outline("" if block.kind == "code" else block.body for block in said)
    kept = tuple(
        block if block.kind == "code" else Block(block.kind, Markup(fragment))  # noqa: S704  cleaned in blocks
        for block, fragment in zip(said, plan.fragments, strict=True)
    )
    return Report(title, audience, kept, plan.contents, plan.h1, *links)
