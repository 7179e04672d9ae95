"""Statements with the mark of the rule they come from, what is folded away, and the rules themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pdmon_utils.show.markup import Bundled, Node, Shown, clean, element, escape, inline, written
from pdmon_utils.words import Sentence


@dataclass(frozen=True, repr=False)
class Statement(Bundled):
    """A sentence and the marks behind it: words, then links (name, id on the same page), each to a rule."""

    text: str | Sentence
    links: Sequence[tuple[str, str]]
    marks: Sequence[str] = ()
    tone: str = ""

    def _repr_html_(self) -> str:
        links = (element("a", escape(name), href=f"#{target}") for name, target in self.links)
        said = [*map(escape, self.marks), *links]
        return f"{inline(self.text)} " + element("small", " · ".join(said), class_="pdmon-mark")

    def node(self) -> Node:
        """Return the sentence, its marks, the names of its links and its tone."""
        names = [clean(name) for name, _ in self.links]
        marks = [clean(mark) for mark in self.marks]
        return {"kind": "statement", "text": written(self.text), "marks": marks, "links": names, "tone": self.tone}

    def __repr__(self) -> str:
        """Return the sentence and its marks as plain text."""
        return f"{clean(self.text)} [{' · '.join(map(clean, [*self.marks, *(name for name, _ in self.links)]))}]"


@dataclass(frozen=True, repr=False)
class Statements(Bundled):
    """A list of statements."""

    items: Sequence[Statement]

    def _repr_html_(self) -> str:
        rows = (element("li", item._repr_html_(), class_=f"pdmon-{item.tone or 'note'}") for item in self.items)
        return element("ul", "".join(rows), class_="pdmon-statements") if self.items else ""

    def node(self) -> Node:
        """Return the statements."""
        return {"kind": "statements", "items": [item.node() for item in self.items]}

    def __repr__(self) -> str:
        """Return one line a statement."""
        return "\n".join(f"• {item!r}" for item in self.items)


@dataclass(frozen=True, repr=False)
class Fold(Bundled):
    """Things that stand behind a line and are shown when a reader opens it."""

    summary: str
    items: Sequence[Shown]

    def _repr_html_(self) -> str:
        inner = "".join(item._repr_html_() for item in self.items)
        return element("details", element("summary", escape(self.summary)) + inner, class_="pdmon-fold")

    def node(self) -> Node:
        """Return the line and what stands behind it."""
        items = [node for item in self.items if (node := item.node())]
        return {"kind": "fold", "summary": clean(self.summary), "items": items}

    def __repr__(self) -> str:
        """Return the line and what stands behind it."""
        return "\n".join([clean(self.summary), *map(repr, self.items)])


@dataclass(frozen=True, repr=False)
class Terms(Bundled):
    """Terms with their explanations: (id on the page, term, explanation)."""

    rows: Sequence[tuple[str, str, str]]

    def _repr_html_(self) -> str:
        said = (element("dt", escape(term), id=name) + element("dd", escape(text)) for name, term, text in self.rows)
        return element("dl", "".join(said), class_="pdmon-terms")

    def node(self) -> Node:
        """Return terms and explanations."""
        return {"kind": "terms", "rows": [[clean(term), clean(text)] for _, term, text in self.rows]}

    def __repr__(self) -> str:
        """Return one line a term."""
        return "\n".join(f"{clean(term)}: {clean(text)}" for _, term, text in self.rows)
