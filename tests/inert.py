"""A page as a browser understands it: what of it would run, load, send or lead where a page of ours must not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import html5lib

from pdmon_utils.publish.exporter import page_style
from pdmon_utils.publish.fragment import fragment_style

HTML: Final = "{http://www.w3.org/1999/xhtml}"
POLICY: Final = "default-src 'none'"
RUNNING: Final = frozenset(
    "script iframe frame frameset object embed applet base form portal template noscript textarea plaintext svg math"
    " video audio source track marquee xss foreignobject".split()
)
ADDRESSES: Final = ("href", "src", "action", "formaction", "data", "srcdoc", "srcset", "poster", "background", "ping")
OWN_SCRIPTS: Final = ("search-data.js", "search.js")
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):|//|\\", re.IGNORECASE)
_BLANK: Final = re.compile(r"[\x00-\x20]+")
_PICTURE: Final = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]+")


def active(page: str, *, styles: tuple[str, ...] = ()) -> list[str]:
    """Return everything active in a whole page, read with and without scripting; `styles` are further own sheets."""
    return [
        what
        for scripting in (False, True)
        for what in _faults(html5lib.parse(page, scripting=scripting), (page_style(), *styles))
    ]


def active_inside(fragment: str) -> list[str]:
    """Return everything active in a fragment, read inside a page that has our policy."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    return active(policy + fragment, styles=(fragment_style(),))


def words(page: str) -> str:
    """Return what a reader sees of a page, its title and the names for those who cannot see included."""
    root = html5lib.parse(page)
    for style in root.iter(f"{HTML}style"):
        style.text = ""
    named = (value for tag in root.iter() for name, value in tag.attrib.items() if name in {"alt", "aria-label"})
    return "\n".join(["".join(root.itertext()), *named])


def _faults(root: Any, styles: tuple[str, ...]) -> Iterator[str]:  # noqa: ANN401  an element of whatever tree
    policies = [tag for tag in root.iter(f"{HTML}meta") if tag.get("http-equiv") == "Content-Security-Policy"]
    if [tag.get("content", "").startswith(POLICY) for tag in policies] != [True]:
        yield "нет одного правила безопасности"
    own = {" ".join(style.split()) for style in styles}
    for tag in root.iter():
        if isinstance(tag.tag, str):
            name = tag.tag.removeprefix(HTML)
            yield from _of_tag(tag, name, own)
            yield from (said for key, value in tag.attrib.items() for said in _of_attribute(name, str(key), value))


def _of_tag(tag: Any, name: str, own: set[str]) -> Iterator[str]:  # noqa: ANN401  an element of whatever tree
    if name.startswith("{"):
        yield f"чужое пространство имён {name}"
    if name == "script" and tag.get("src") in OWN_SCRIPTS and not tag.text:
        return
    if name in RUNNING:
        yield f"<{name}>"
    if name == "style" and " ".join((tag.text or "").split()) not in own:
        yield "чужой <style>"
    if name == "link" and (tag.get("rel"), tag.get("href", "").replace("../", "")) != ("stylesheet", "style.css"):
        yield f"<link {tag.get('href')}>"
    if name == "meta" and tag.get("http-equiv", "Content-Security-Policy") != "Content-Security-Policy":
        yield f"<meta {tag.get('http-equiv')}>"
    if name == "input" and tag.get("type") != "search":
        yield "<input>"


def _of_attribute(tag: str, name: str, value: str) -> Iterator[str]:
    if name.startswith("on") or name in {"style", "srcdoc", "formaction", "autofocus"}:
        yield f"{name}={value}"
    said = _BLANK.sub("", value)
    found = _SCHEME.match(said) if name in ADDRESSES and tag != "data" else None
    if found and not (said.startswith("https://") and tag == "a") and not (tag == "img" and _PICTURE.fullmatch(value)):
        yield f"{name}={value[:60]}"
