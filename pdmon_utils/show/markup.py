"""The few lines through which every text goes on its way into HTML."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from typing import Any, Final, Protocol, TypeAlias

from pdmon_utils.errors import PdmonError
from pdmon_utils.words import Name, Part, Quote, Sentence, Year, plain

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


MIME: Final = "application/vnd.pdmon+json"  # beside text/html in a notebook: what official papers are made of
Node: TypeAlias = dict[str, Any]


class ShowError(PdmonError):
    """Something was asked to be shown that cannot be shown well."""


class Shown(Protocol):
    """Anything that can be shown in a notebook and put on paper."""

    def _repr_html_(self) -> str: ...

    def node(self) -> Node: ...  # noqa: D102  said in `Bundled`


class Bundled:
    """Gives a notebook the page, the words and the tree of a thing at once."""

    def _repr_html_(self) -> str:
        raise NotImplementedError

    def node(self) -> Node:
        """Return the thing as a tree of plain dictionaries, its kind under «kind»."""
        raise NotImplementedError

    def _repr_mimebundle_(self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None) -> Node:
        del include, exclude  # a notebook asks for everything
        return {"text/plain": repr(self), "text/html": self._repr_html_(), MIME: self.node()}


def clean(text: object) -> str:
    """Return the text without control characters, direction overrides and lone surrogates."""
    return _UNSAFE.sub("", str(text))


def escape(text: object) -> str:
    """Return the text as it may stand in HTML, inside an attribute too."""
    return html.escape(clean(text), quote=True)


def element(tag: str, inner: str, **attributes: str) -> str:
    """Return one HTML element; `inner` is HTML already, attribute values are plain text (`class_` is «class»)."""
    said = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{said}>{inner}</{tag}>"


def inline(text: str | Sentence) -> str:
    """Return a text as HTML; in a sentence every numeral carries its number and its address, names are marked."""
    if isinstance(text, Sentence):
        return element("span", "".join(map(_part, text.parts)), class_="pdmon-said")
    return escape(text)


def written(text: object) -> str | Node:
    """Return a text for a tree: the words, or the parts of a sentence with the numbers behind its numerals."""
    if isinstance(text, Sentence):
        return {"text": clean(text), "parts": [_piece(part) for part in text.parts]}
    return clean(text)


def _piece(part: Part) -> str | Node:
    if isinstance(part, Quote):
        return {"text": clean(part.text), "value": part.value, "fact": part.fact}
    return clean(plain(part))


def _part(part: Part) -> str:
    said = escape(plain(part))
    if isinstance(part, Quote):
        return element("data", said, value=str(part.value), data_fact=part.fact)
    if isinstance(part, Year):
        return element("time", said, datetime=str(part.year))
    return element("span", said, class_="pdmon-name") if isinstance(part, Name) else said


def anchor(*parts: str) -> str:
    """Return an id that is the same for the same content, on any machine."""
    return "pdmon-" + hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:12]
