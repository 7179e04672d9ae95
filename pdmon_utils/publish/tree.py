"""A finished page as a tree that is parsed and walked once, however many checks look at it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import html as parser

Tag = Any  # an element of lxml, which ships no types


@dataclass(frozen=True)
class Tree:
    """The elements of a page, in order."""

    tags: tuple[Tag, ...]

    @classmethod
    def of(cls, page: str) -> Tree:
        """Return the tree of a page; an empty page has no elements."""
        if not page.strip():
            return cls(())
        root = parser.document_fromstring(page, parser=parser.HTMLParser(huge_tree=True))
        return cls(tuple(tag for tag in root.iter() if isinstance(tag.tag, str)))

    @cached_property
    def _named(self) -> dict[str, list[Tag]]:
        held: dict[str, list[Tag]] = defaultdict(list)
        for tag in self.tags:
            held[tag.tag].append(tag)
        return held

    def named(self, *names: str) -> list[Tag]:
        """Return the elements of these names: of the first name, then of the second."""
        return [tag for name in names for tag in self._named.get(name, ())]


def classes(tag: Tag) -> list[str]:
    """Return the classes of an element."""
    return str(tag.get("class", "")).split()


def words(tag: Tag) -> str:
    """Return the text of an element with single spaces."""
    return " ".join("".join(tag.itertext()).split())
