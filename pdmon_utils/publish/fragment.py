"""A report as a piece of HTML that an office pastes into a page of its own site; it stands alone."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from lxml import html

from pdmon_utils.publish.exporter import page_style
from pdmon_utils.publish.filling import fill
from pdmon_utils.publish.pages import Page, Place
from pdmon_utils.publish.scoped import scoped

# No element has this id; the selector weighs as much as one with an id, more than what sites say about `#content p`.
SCOPE: Final = ".pdmon:not(#_)"
_RESET: Final = Path(__file__).with_name("fragment.css")
_REFERENCES: Final = ("aria-labelledby", "aria-describedby", "headers")
_HEADING: Final = re.compile(r"h[1-5]")
_UNNEEDED: Final = frozenset(("data", "time"))  # a page of the site keeps the addresses of numbers


def fragment(whole: str, page: Page, place: Place) -> str:
    """Return the text to paste: the report of a page of the site with its style, without head, body and scripts."""
    mark = f"pdmon-{page.municipality}-{page.year}-{page.notebook}-"
    return fill("fragment.html.j2", page=page, place=place, style=fragment_style(), body=standing_alone(whole, mark))


@cache
def fragment_style() -> str:
    """Return the style of a fragment: what the page around says is undone, then reports look as on our site."""
    reset, own = _RESET.read_text(encoding="utf-8").split("/* own */")
    return "\n".join(scoped(style, SCOPE) for style in (reset, page_style(), own))


def standing_alone(page: str, mark: str) -> str:
    """Return the text of a report's page without its frame; every id begins with `mark`.

    Headings are one level lower, since the page around has its own main heading; links to other pages of our site
    are plain words there. Pictures keep their addresses, which lead from the report to the pictures of the site.
    """
    root = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    main = root.get_element_by_id("text")
    for tag in list(main.iterdescendants()):
        if isinstance(tag.tag, str):
            _adapt(tag, mark)
    inside = [html.tostring(child, encoding="unicode") for child in main]
    return (main.text or "") + "".join(inside)


def _adapt(tag: Any, mark: str) -> None:  # noqa: ANN401  lxml ships no types
    """Give the tag its place in another page."""
    if tag.get("id"):
        tag.set("id", f"{mark}{tag.get('id')}")
    for name in _REFERENCES:
        if tag.get(name):
            tag.set(name, " ".join(f"{mark}{word}" for word in tag.get(name).split()))
    if _HEADING.fullmatch(tag.tag):
        tag.tag = f"h{int(tag.tag[1]) + 1}"
    if tag.tag in _UNNEEDED or (tag.tag == "span" and tag.get("class") == "pdmon-said"):
        tag.drop_tag()
    elif tag.get("class") == "pdmon-parts":
        tag.drop_tree()
    elif tag.tag == "a":
        _relink(tag, mark)


def _relink(link: Any, mark: str) -> None:  # noqa: ANN401  lxml ships no types
    address = link.get("href") or ""
    if address.startswith("#"):
        link.set("href", f"#{mark}{address[1:]}")
    elif not address.startswith("https:"):
        link.drop_tag()
