"""HTML of notebooks, reduced to what a report may contain."""

from __future__ import annotations

import re
from typing import Final

import nh3
from markupsafe import Markup

from pdmon_utils.signs import plain

_TEXT: Final = {"p", "br", "hr", "pre", "code", "blockquote", "strong", "em", "b", "i", "del", "sup", "sub", "small"}
_LISTS: Final = {"ul", "ol", "li", "dl", "dt", "dd"}
_TABLES: Final = {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"}
_BOXES: Final = {
    "div",
    "span",
    "section",
    "nav",
    "figure",
    "figcaption",
    "img",
    "details",
    "summary",
    "a",
    "abbr",
    "time",
    "data",
}
_HEADINGS: Final = {f"h{level}" for level in range(1, 7)}
_COMMON: Final = {"class", "id", "lang", "role", "tabindex", "aria-label", "aria-labelledby", "aria-describedby"}

_HARMFUL: Final = "#harmful-link"  # what mistune makes of javascript: and its like
_LINK: Final = re.compile(r"https://\S+|#\S*|(?!/)[^\s:\\]+")  # «//host» and «C:\» look relative and are not
_IMAGE: Final = re.compile(  # whole groups of four letters: the site must be able to take the picture out
    r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,"
    r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)"
)


def _kept(_tag: str, attribute: str, value: str) -> str | None:
    """Return the value, or None for an address that leaves the page or the site in an unforeseen way."""
    if value == _HARMFUL:
        return None  # what was written there ran or led where a report must not lead; its words stay
    allowed = {"href": _LINK, "src": _IMAGE}.get(attribute)
    said = "".join(value.split()) if attribute == "src" else value
    return said if allowed is None or allowed.fullmatch(said) else None


_CLEANER: Final = nh3.Cleaner(
    tags=_TEXT | _LISTS | _TABLES | _BOXES | _HEADINGS,
    clean_content_tags={"script", "style"},
    attributes={
        "*": _COMMON,
        "a": {"href"},
        "abbr": {"title"},
        "data": {"value", "data-fact"},
        "details": {"open"},
        "img": {"src", "alt", "width", "height"},
        "ol": {"start"},
        "td": {"colspan", "rowspan", "headers"},
        "th": {"colspan", "rowspan", "headers", "scope"},
        "time": {"datetime"},
    },
    url_schemes={"https", "data"},
    attribute_filter=_kept,
)


def clean(html: str) -> str:
    """Return the fragment without scripts, styles, handlers, remote images and unknown tags, all tags closed."""
    return plain(_CLEANER.clean(plain(html)))  # once more: an entity may have held such a sign


def shown(value: object) -> object:
    """Return what a template prints: a text without signs that nobody sees, anything else as it is."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value
