"""What a page folds away, opened for the appendices of a paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pdmon_utils.show import Node

_UNDER: Final = 3  # the level of a heading inside an appendix
_BESIDE: Final = frozenset({"paragraph", "runs", "notice"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A fold in its three parts: things of its own, terms, and the words that stand beside terms only."""

    items: tuple[Node, ...]
    terms: dict[str, str]
    beside: tuple[Node, ...]


def opened(fold: Node) -> Opened:
    """Return what a fold holds, folds and stacks inside it opened too: nothing of it is lost."""
    found = list(_flat(fold["items"]))
    terms = {term: text for node in found if node["kind"] == "terms" for term, text in node["rows"]}
    rest = tuple(node for node in found if node["kind"] != "terms")
    is_note = bool(terms) and all(node["kind"] in _BESIDE for node in rest)
    return Opened(() if is_note else rest, terms, rest if is_note else ())


def _flat(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        inner = list(_flat(node["items"])) if node["kind"] in ("stack", "fold") else []
        if node["kind"] == "fold" and any(one["kind"] != "terms" for one in inner):
            yield {"kind": "heading", "level": _UNDER, "text": node["summary"]}
        yield from inner if node["kind"] in ("stack", "fold") else [node]
