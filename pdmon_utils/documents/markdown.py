"""Markdown of a notebook's text cells and of the analyst's own words → nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import mistune

from pdmon_utils.show import Node

Token = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Face:
    """How a piece of text looks."""

    bold: bool = False
    italic: bool = False


@cache
def _parser() -> mistune.Markdown:
    return mistune.create_markdown(renderer=None, plugins=["table"])


def nodes_of(source: str, below: int = 0) -> list[Node]:
    """Return the nodes of a Markdown text; its headings stand `below` levels lower than they say."""
    parsed: Any = _parser()(source)
    return [node for token in parsed for node in _block(token, below)]


def _block(token: Token, below: int) -> Iterator[Node]:
    inner = token.get("children", [])
    match token["type"]:
        case "heading":
            level = min(6, token["attrs"]["level"] + below)
            yield {"kind": "heading", "level": level, "text": _words(inner)}
        case "paragraph" | "block_text":
            yield {"kind": "runs", "runs": list(_runs(inner, Face()))}
        case "list":
            yield {"kind": "bullets", "items": [{"runs": _item(item["children"])} for item in inner]}
        case "table":
            yield _table(inner)
        case "block_quote":
            for child in inner:
                yield from _block(child, below)
        case "block_code" | "block_html":
            yield {"kind": "paragraph", "text": token["raw"].strip()}
        case _:
            return


def _item(children: Sequence[Token]) -> list[Node]:
    """Return the runs of a list item; what it nests follows in the same line."""
    runs: list[Node] = []
    for child in children:
        if child["type"] == "list":
            runs += [run for item in child["children"] for run in [{"text": " — "}, *_item(item["children"])]]
        else:
            runs += _runs(child.get("children", []), Face())
    return runs


def _table(parts: Sequence[Token]) -> Node:
    head = [_words(cell["children"]) for part in parts if part["type"] == "table_head" for cell in part["children"]]
    body = [row for part in parts if part["type"] == "table_body" for row in part["children"]]
    rows = [[_words(cell["children"]) for cell in row["children"]] for row in body]
    right = [False] * len(head)
    return {"kind": "table", "caption": "", "note": "", "header": head, "right": right, "rows": rows}


def _runs(tokens: Sequence[Token], face: Face) -> Iterator[Node]:
    for token in tokens:
        match token["type"]:
            case "strong":
                yield from _runs(token["children"], replace(face, bold=True))
            case "emphasis":
                yield from _runs(token["children"], replace(face, italic=True))
            case "softbreak" | "linebreak":
                yield {"text": " " if token["type"] == "softbreak" else "\n"}
            case _:
                yield from _leaf(token, face)


def _leaf(token: Token, face: Face) -> Iterator[Node]:
    if "children" in token:
        yield from _runs(token["children"], face)
    elif token.get("raw"):
        yield {"text": token["raw"], "bold": face.bold, "italic": face.italic}


def _words(tokens: Sequence[Token]) -> str:
    return "".join(run["text"] for run in _runs(tokens, Face())).strip()
