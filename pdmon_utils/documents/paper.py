"""Nodes → the body of a paper: headings, numbered tables and figures, sheets laid across, appendices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pdmon_utils.documents import layout, sheet
from pdmon_utils.documents.folds import opened
from pdmon_utils.documents.hand import hand
from pdmon_utils.documents.markdown import nodes_of
from pdmon_utils.documents.markup import drawing, kept, paragraph, run, runs, table
from pdmon_utils.documents.outline import picture
from pdmon_utils.documents.section import Section
from pdmon_utils.documents.words import said, unbroken
from pdmon_utils.show import Node

Image = Callable[[bytes], tuple[str, float, float]]  # PNG → relation, width and height in millimetres
TALLEST: Final = 120  # millimetres of a picture
_TURN: Final = '<w:p><w:pPr><w:pStyle w:val="pdmonTurn"/>'  # begins the paragraph that ends a section
_NOTHING: Final = '<w:t xml:space="preserve"></w:t>'
_HEADING: Final = '<w:pStyle w:val="Heading'
_RULES: Final = "Правила, по которым сделаны выводы"


@dataclass(eq=False)
class Body:
    """The body as it grows: its XML, what is numbered, what is kept for the appendix."""

    image: Image
    section: Section
    landscape: bool = False
    sheet: bool = False  # all of it has to fit on one
    parts: list[str] = field(default_factory=list)
    tables: int = 0
    pictures: int = 0
    lies: bool = False  # the sheet of the text so far is laid across
    folds: dict[str, list[Node]] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    beside: list[Node] = field(default_factory=list)  # words that stand beside the rules

    def __post_init__(self) -> None:
        """Begin on the sheet that the paper has."""
        self.lies = self.landscape

    def add(self, nodes: Iterable[Node]) -> None:
        """Put nodes down one after another."""
        for node in nodes:
            self._forms[node["kind"]](node)

    def close(self) -> str:
        """Return the body's XML after the appendices, with the properties of the last section."""
        self._appendices()
        return "".join(self.parts) + self._section()

    def _section(self) -> str:
        """Return the properties of the section that ends here."""
        first = not any(part.startswith(_TURN) for part in self.parts)
        return self.section.xml(landscape=self.lies, first=first)

    @property
    def _room(self) -> float:
        """The millimetres of text on the sheet as it lies."""
        return self.section.room(landscape=self.lies)

    @cached_property
    def _forms(self) -> dict[str, Callable[[Node], None]]:
        """How each kind of node is put down."""
        return {
            "stack": self._stack,
            "heading": self._heading,
            "paragraph": self._paragraph,
            "runs": self._runs,
            "notice": self._notice,
            "text": self._own,
            "bullets": self._bullets,
            "statement": self._statement,
            "statements": self._stack,
            "passport": self._passport,
            "requisites": self._requisites,
            "table": self._table,
            "picture": self._picture,
            "terms": self._terms,
            "fold": self._fold,
            "signature": self._signature,
        }

    def _stack(self, node: Node) -> None:
        pictures = [item for item in node["items"] if item["kind"] == "picture"]
        if self.sheet and len(pictures) == len(node["items"]) > 1:
            room = self._room / len(pictures) - sheet.GAP
            self.parts.append(sheet.beside([self._drawn(item, room, sheet.TALLEST) for item in pictures], self._room))
        else:
            self.add(node["items"])

    def _heading(self, node: Node) -> None:
        self._lay(lies=self.landscape)
        style = f"Heading{max(1, min(4, node['level'] - 1))}"
        self.parts.append(paragraph(style, run(said(node["text"]))))

    def _paragraph(self, node: Node) -> None:
        self._text("Normal", runs(node["text"]))

    def _runs(self, node: Node) -> None:
        self._text("Normal", runs(node))

    def _text(self, style: str, inner: str) -> None:
        self._lay(lies=self.landscape)
        self.parts.append(paragraph(style, inner))

    def _notice(self, node: Node) -> None:
        self._text("pdmonNotice", run(said(node["text"])))

    def _own(self, node: Node) -> None:
        self.add(nodes_of(node["source"], below=2))

    def _bullets(self, node: Node) -> None:
        for item in node["items"]:
            self._text("ListBullet", runs(item))

    def _statement(self, node: Node) -> None:
        links = () if self.sheet else node["links"]  # a sheet has no appendix with the rules
        why = f" ({', '.join(links)})" if links else ""
        self._text("ListBullet", runs(node["text"]) + run(why))

    def _passport(self, node: Node) -> None:
        rows = [[key, text] for key, text in node["rows"]]
        self._grid(node["title"], "", ["", ""], rows, [False, False])

    def _requisites(self, node: Node) -> None:
        """Put down whose paper it is: a part of its head, not a numbered table; of a sheet the title says it."""
        if self.sheet:
            return
        self._lay(lies=self.landscape)
        self._cells(["", ""], node["rows"], [False, False], "")

    def _table(self, node: Node) -> None:
        self._grid(node["caption"], node["note"], node["header"], node["rows"], node["right"])

    def _grid(
        self,
        caption: str,
        note: str,
        header: Sequence[str],
        rows: Sequence[Sequence[str | Node]],
        right: Sequence[bool],
    ) -> None:
        """Put a numbered table down, on a sheet laid across where it needs one."""
        if not header:
            return
        words = [[said(cell) for cell in row] for row in rows]
        upright = self.section.room(landscape=False)
        self._lay(lies=self.landscape or layout.across(header, words, upright))
        self.tables += 1
        title = f"Таблица {self.tables}" + (f" — {caption}" if caption else "")
        self.parts.append(paragraph("pdmonCaption", run(title)))
        self._cells(header, rows, right, note)

    def _cells(
        self, header: Sequence[str], rows: Sequence[Sequence[str | Node]], right: Sequence[bool], note: str
    ) -> None:
        """Put down the table itself and the words below it."""
        held = [[unbroken(cell) if side else cell for cell, side in zip(row, right, strict=True)] for row in rows]
        words = [[said(cell) for cell in row] for row in held]
        cells = [[runs(cell) for cell in row] for row in held]
        drawn = table(header, cells, layout.widths(header, words, self._room, right), right)
        self.parts.append(kept(drawn) if note else drawn)
        self.parts.append(paragraph("pdmonLegend", run(note)))

    def _picture(self, node: Node) -> None:
        self._lay(lies=self.landscape)
        self.parts.append(self._drawn(node, self._room, sheet.TALLEST if self.sheet else TALLEST))

    def _drawn(self, node: Node, room: float, tallest: float) -> str:
        """Return a numbered picture with its words, no wider and taller than these millimetres."""
        self.pictures += 1
        relation, width, height = self.image(picture(node))
        scale = min(1.0, room / width, tallest / height)
        drawn = drawing(relation, self.pictures, (width * scale, height * scale), node["alt"])
        title = ". ".join(filter(None, ((node["caption"] or "График").rstrip("."), node["note"])))
        words = paragraph("pdmonFigure", run(f"Рисунок {self.pictures} — {title}"))
        return paragraph("pdmonPicture", drawn) + words

    def _terms(self, node: Node) -> None:
        for term, text in node["rows"]:
            self._text("Normal", run(f"{term}. ", bold=True) + run(text))

    def _signature(self, node: Node) -> None:
        """Put position and name on one line, as a clerk does; the block stays on the page of what stands above it."""
        self._keep()
        self.parts += hand(node, self._room)

    def _keep(self) -> None:
        """Keep the last words, and what is empty behind them, on the page of what follows."""
        for at in range(len(self.parts) - 1, -1, -1):
            if self.parts[at].startswith(_TURN):
                return
            self.parts[at] = kept(self.parts[at])
            if "<w:t " in self.parts[at].replace(_NOTHING, ""):
                return

    def _fold(self, node: Node) -> None:
        """Keep what a page folds away for the appendix; the rules of all folds are told there once."""
        held = opened(node)
        self.terms.update(held.terms)
        self.beside += [said for said in held.beside if said not in self.beside]
        if held.items:
            self.folds.setdefault(node["summary"], []).extend(held.items)
            self._text("Normal", run(f"{node['summary']} — в приложении к документу."))

    def _appendices(self) -> None:
        told = list(self.folds.items())
        if self.terms:
            rows = sorted(self.terms.items(), key=lambda row: _number(row[0]))
            told.append((_RULES, [{"kind": "terms", "rows": rows}, *self.beside]))
        for number, (title, items) in enumerate(told, 1):
            self._lay(lies=self.landscape)
            mark = f"Приложение {number}" if len(told) > 1 else "Приложение"
            self.parts.append(paragraph("Heading1", run(f"{mark}. {title}"), extra="<w:pageBreakBefore/>"))
            self.add(items)

    def _lay(self, *, lies: bool) -> None:
        """Begin a new section where the sheet has to be turned; headings go with what follows them."""
        if lies == self.lies:
            return
        follow = self._headings()
        if self.parts and self.parts[-1].startswith(_TURN):  # nothing stands on the sheet that would be left
            self.parts.pop()
        elif self.parts:
            self.parts.append(f"{_TURN}{self._section()}</w:pPr></w:p>")
        self.parts += follow
        self.lies = lies

    def _headings(self) -> list[str]:
        """Take back the headings put down last."""
        at = len(self.parts)
        while at and _HEADING in self.parts[at - 1]:
            at -= 1
        taken, self.parts = self.parts[at:], self.parts[:at]
        return taken


def _number(term: str) -> tuple[int, str]:
    digits = "".join(letter for letter in term.partition("(")[0] if letter.isdigit())
    return int(digits or 0), term
