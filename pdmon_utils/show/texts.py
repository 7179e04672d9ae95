"""Headings, paragraphs, lists and notices, alone or one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import mistune

from pdmon_utils.show.markup import Bundled, Node, ShowError, Shown, clean, element, escape, inline, written
from pdmon_utils.words import Sentence

LEVELS = (2, 3, 4, 5, 6)  # the only h1 is the title of the page
TONES = {"note": "", "warning": "Внимание!", "missing": ""}


@dataclass(frozen=True, repr=False)
class Heading(Bundled):
    """A heading of level 2 to 6; raises ShowError for another level."""

    level: int
    text: str

    def __post_init__(self) -> None:
        """Refuse a level that the page keeps for itself."""
        if self.level not in LEVELS:
            raise ShowError(f"Заголовок «{self.text}»: уровень {self.level}, допустимы уровни от 2 до 6.")

    def _repr_html_(self) -> str:
        return element(f"h{self.level}", escape(self.text))

    def node(self) -> Node:
        """Return the heading with its level."""
        return {"kind": "heading", "level": self.level, "text": clean(self.text)}

    def __repr__(self) -> str:
        """Return the heading as Markdown."""
        return f"{'#' * self.level} {clean(self.text)}"


@dataclass(frozen=True, repr=False)
class Paragraph(Bundled):
    """Plain text, where a blank line begins a new paragraph, or one sentence."""

    text: str | Sentence

    def _repr_html_(self) -> str:
        if isinstance(self.text, Sentence):
            return element("p", inline(self.text))
        return "".join(element("p", escape(part.strip())) for part in self.text.split("\n\n") if part.strip())

    def node(self) -> Node:
        """Return the text."""
        return {"kind": "paragraph", "text": written(self.text)}

    def __repr__(self) -> str:
        """Return the text."""
        return clean(self.text)


@dataclass(frozen=True, repr=False)
class Bullets(Bundled):
    """A list of plain texts or sentences."""

    items: Sequence[str | Sentence]

    def _repr_html_(self) -> str:
        return element("ul", "".join(element("li", inline(item)) for item in self.items)) if self.items else ""

    def node(self) -> Node:
        """Return the items."""
        return {"kind": "bullets", "items": [written(item) for item in self.items]}

    def __repr__(self) -> str:
        """Return one line an item."""
        return "\n".join(f"• {clean(item)}" for item in self.items)


@dataclass(frozen=True, repr=False)
class Notice(Bundled):
    """A text set apart: «данные не представлены»; raises ShowError for an unknown tone."""

    text: str
    tone: str = "note"

    def __post_init__(self) -> None:
        """Refuse a tone that has no look."""
        if self.tone not in TONES:
            raise ShowError(f"Неизвестный вид пометки «{self.tone}». Известны: {', '.join(TONES)}.")

    def _repr_html_(self) -> str:
        said = f"<strong>{TONES[self.tone]}</strong> " if TONES[self.tone] else ""
        return element("div", element("p", said + escape(self.text)), class_=f"pdmon-notice pdmon-{self.tone}")

    def node(self) -> Node:
        """Return the text and its tone."""
        return {"kind": "notice", "text": clean(self.text), "tone": self.tone}

    def __repr__(self) -> str:
        """Return the text with the word of its tone."""
        return f"{TONES[self.tone]} {clean(self.text)}".strip()


class _Modest(mistune.HTMLRenderer):
    """Markdown without raw HTML and pictures, its headings two levels below the page's own."""

    def heading(self, text: str, level: int, **attrs: object) -> str:  # noqa: ARG002  mistune hands them over
        return element(f"h{min(6, level + 2)}", text) + "\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002  no picture, its text only
        return text


@dataclass(frozen=True, repr=False)
class Text(Bundled):
    """The analyst's own Markdown: headings, lists, bold, links; HTML in it is shown as text."""

    source: str

    def _repr_html_(self) -> str:
        render = mistune.create_markdown(renderer=_Modest(escape=True))
        return element("div", str(render(clean(self.source))), class_="pdmon-text")

    def node(self) -> Node:
        """Return the source in Markdown."""
        return {"kind": "text", "source": clean(self.source)}

    def __repr__(self) -> str:
        """Return the source."""
        return clean(self.source)


@dataclass(frozen=True, repr=False)
class Signature(Bundled):
    """Who signs a paper: lines above, then position, the place for the signature and the name, then lines below."""

    position: str
    name: str
    above: Sequence[str] = ()
    below: Sequence[str] = ()

    def _repr_html_(self) -> str:
        return "".join(element("p", escape(line)) for line in self._lines)

    @property
    def _lines(self) -> tuple[str, ...]:
        return (*self.above, f"{self.position} ____________________ {self.name}", *self.below)

    def node(self) -> Node:
        """Return position, name and the lines around them."""
        around = {"above": [clean(line) for line in self.above], "below": [clean(line) for line in self.below]}
        return {"kind": "signature", "position": clean(self.position), "name": clean(self.name), **around}

    def __repr__(self) -> str:
        """Return the lines."""
        return "\n".join(clean(line) for line in self._lines)


@dataclass(frozen=True, repr=False)
class Stack(Bundled):
    """Several things shown one after another as one output."""

    items: Sequence[Shown]

    def _repr_html_(self) -> str:
        return element("div", "\n".join(item._repr_html_() for item in self.items), class_="pdmon-stack")

    def node(self) -> Node:
        """Return the items; what has no words is left out."""
        return {"kind": "stack", "items": [node for item in self.items if (node := item.node())]}

    def __repr__(self) -> str:
        """Return the items as plain text."""
        return "\n\n".join(repr(item) for item in self.items)


@dataclass(frozen=True, repr=False)
class Aside(Stack):
    """What only the analyst needs (files, commands, code): on an internal page; no paper and no public page has it."""

    def node(self) -> Node:
        """Return nothing: it is not put on paper."""
        return {}
