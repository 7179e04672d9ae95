"""A notebook as the blocks of a page, as far as one audience may see them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final, Literal

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from pdmon_utils.errors import PdmonError
from pdmon_utils.publish.clean import clean
from pdmon_utils.signs import plain

Audience = Literal["internal", "public"]
Kind = Literal["words", "code", "output", "stderr"]

HIDDEN: Final = frozenset({"parameters", "injected-parameters", "remove"})
_ALIGNED: Final = {
    f' style="text-align:{side}"': f' class="{name}"' for side, name in (("right", "n"), ("center", "c"))
}


class ExportError(PdmonError):
    """An executed notebook cannot become a page."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page: clean HTML, or plain text where the kind is `code`."""

    kind: Kind
    body: str


def blocks(notebook: NotebookNode, audience: Audience) -> tuple[Block, ...]:
    """Return what `audience` may see, in order; raises ExportError if a cell ended in an error."""
    return tuple(block for cell in notebook.cells for block in _cell(cell, public=audience == "public") if block.body)


def _cell(cell: NotebookNode, *, public: bool) -> Iterator[Block]:
    if public and HIDDEN & set(cell.metadata.get("tags", ())):
        return
    if cell.cell_type == "markdown":
        yield Block("words", clean(_markdown(cell.source, cell.get("attachments"))))
    if cell.cell_type == "code":
        if not public:
            yield Block("code", plain(cell.source))
        for output in cell.outputs:
            yield from _output(output, public=public)


def _markdown(source: str, attachments: Mapping[str, Any] | None = None) -> str:
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True, attachments=dict(attachments or {}))
    html = MarkdownWithMath(renderer=renderer).render(source)
    for style, name in _ALIGNED.items():  # the allow-list has no style attribute
        html = html.replace(style, name)
    return html


def _output(output: NotebookNode, *, public: bool) -> Iterator[Block]:
    if output.output_type == "error":
        raise ExportError(
            f"Тетрадь выполнена с ошибкой {output.ename}: {output.evalue}. Исправьте её и запустите снова."
        )
    if output.output_type != "stream":
        yield Block("output", _shown(output))
    elif output.name != "stderr":
        yield Block("output", _preformatted(output.text))
    elif not public:  # warnings name folders of this machine
        yield Block("stderr", _preformatted(output.text))


def _shown(output: NotebookNode) -> str:
    """Return the richest form of an output that the page can show, or an empty string."""
    for mime, form in _FORMS.items():
        if mime in output.data:
            return clean(form(output, mime))
    return ""


def _preformatted(text: str) -> str:
    said = plain(text).rstrip()
    return f"<pre>{escape(said)}</pre>" if said else ""


def _image(output: NotebookNode, mime: str) -> str:
    data = output.data[mime]
    coded = base64.b64encode(data.encode()).decode() if mime == "image/svg+xml" else "".join(data.split())
    meta = {**output.metadata, **output.metadata.get(mime, {})}
    size = "".join(f' {side}="{meta[side]}"' for side in ("width", "height") if isinstance(meta.get(side), int))
    alt = escape(plain(meta.get("alt", "График")))
    return f'<figure class="pdmon-chart"><img src="data:{mime};base64,{coded}" alt="{alt}"{size}></figure>'


_FORMS: Final[dict[str, Callable[[NotebookNode, str], str]]] = {
    "text/html": lambda output, mime: output.data[mime],
    "text/markdown": lambda output, mime: _markdown(output.data[mime]),
    "image/svg+xml": _image,
    "image/png": _image,
    "image/jpeg": _image,
    "text/plain": lambda output, mime: _preformatted(output.data[mime]),
}
