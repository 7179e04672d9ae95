"""Nothing that runs and nothing from outside: tags, handlers, scripts, addresses of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from pdmon_utils.publish.gate import scripts
from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.markup import Page, place_of

REMEDY: Final = "Уберите это из отчёта (тетрадь или текст аналитика) и выполните его снова"
_TAGS: Final = frozenset(
    """
    html head meta title link style script body main nav header footer section article aside div span p br hr wbr pre
    code blockquote q cite strong em b i u s del ins sup sub small mark abbr time data dfn kbd samp ul ol li dl dt dd
    table caption colgroup col thead tbody tfoot tr th td figure figcaption img details summary a h1 h2 h3 h4 h5 h6
    label input search output button
    """.split()
)
_MERE: Final = _TAGS - {"script", "style", "meta", "input"}  # without attributes they do nothing
_INPUTS: Final = frozenset(("search", "text", "checkbox", "radio"))
_LOADING: Final = frozenset(
    "srcset srcdoc action formaction background poster ping manifest xlink:href data code codebase classid".split()
)
_ADDRESSES: Final = ("src", "href")
_META: Final = frozenset(("", "content-security-policy", "content-type", "x-ua-compatible"))
_PLAIN: Final = re.compile(
    r"<!doctype html>|<!--.*?-->|<style>.*?</style>|<script(?:\s[^<>]*)?>.*?</script>"
    r"|</?[a-zA-Z][a-zA-Z0-9]*(?:\s+[^\s\"'<>/=]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*\s*/?>",
    re.DOTALL | re.IGNORECASE,
)
_OUT: Final = re.compile(r"(?i)(?:[a-z][a-z0-9+.-]*:|//|\\)")
_HTTPS: Final = re.compile(r"https://([^/\s?#:@\\]+)[^\s\\]*")
_BLANK: Final = re.compile(r"[\x00-\x20]+")  # browsers take these out of an address

Fault = tuple[str, str]


def active(page: Page, known: Known) -> Iterator[Fault]:
    """Yield place and name of all that runs, loads or leads where a page of the site must not."""
    yield from _unclear(page.source)
    for tag in page.root.iter():
        if isinstance(tag.tag, str) and (tag.tag not in _MERE or tag.attrib):
            yield from ((place_of(tag), what) for what in (*_of_tag(tag, known), *_of_attributes(tag, known)))


def _unclear(source: str) -> Iterator[Fault]:
    """Yield the first tag written so that a browser may read it in another way than this check."""
    if "<" in _PLAIN.sub("", source):
        left = _PLAIN.sub(lambda found: "\n" * found[0].count("\n"), source)
        at = left.find("<")
        line = left.count("\n", 0, at) + 1
        yield f"строка {line} кода страницы", f"непонятный тег «{left[at : at + 40].splitlines()[0]}»"


def _of_tag(tag: Any, known: Known) -> Iterator[str]:  # noqa: ANN401  lxml ships no types
    if tag.tag not in _TAGS:
        yield f"запрещённый тег <{tag.tag}>"
    elif tag.tag == "script" and not _may_run(tag, known):
        yield "чужой сценарий <script>"
    elif tag.tag == "style":
        yield from (f"загрузка извне «{what}»" for what in scripts.outside(tag.text or ""))
    elif tag.tag == "meta" and (tag.get("http-equiv") or "").casefold() not in _META:
        yield f"переход или настройка <meta http-equiv={tag.get('http-equiv')}>"
    elif tag.tag == "input" and (tag.get("type") or "text").casefold() not in _INPUTS:
        yield f"поле ввода вида «{tag.get('type')}»"


def _may_run(tag: Any, known: Known) -> bool:  # noqa: ANN401  lxml ships no types
    """Return True for our own script, for mere data, and for one that is a file of the bundle (looked at there)."""
    text = tag.text or ""
    inert = tag.get("type") in {"application/json", "application/ld+json"}
    return bool(tag.get("src")) or inert or scripts.is_own(text.encode(), known) or scripts.data_of(text) is not None


def _of_attributes(tag: Any, known: Known) -> Iterator[str]:  # noqa: ANN401  lxml ships no types
    for name, value in tag.attrib.items():
        if name.startswith("on"):
            yield f"обработчик {name} в теге <{tag.tag}>"
        elif name in _LOADING:
            yield f"запрещённый атрибут {name} в теге <{tag.tag}>"
        elif name == "style":
            yield from (f"загрузка извне в стиле «{what}»" for what in scripts.outside(value))
        elif name in _ADDRESSES:
            yield from _of_address(tag.tag, name, _BLANK.sub("", value), known)


def _of_address(tag: str, name: str, value: str, known: Known) -> Iterator[str]:
    """Yield an address that loads something from outside, or a link that is neither https nor inside the site.

    A plain https link loads nothing and may lead anywhere, but to the site of an organisation: it would name it.
    """
    if not _OUT.match(value) or (name == "src" and value.startswith("data:image/")):
        return
    scheme, _, rest = value.partition(":")
    link = _HTTPS.fullmatch(value) if (tag, name) == ("a", "href") else None
    if link and link[1].casefold().removeprefix("www.") in known.hosts:
        yield f"ссылка на сайт организации «{value[:80]}»"
    elif not link and not (scheme in {"mailto", "tel"} and rest.casefold() in known.contacts):
        yield f"загрузка или ссылка извне «{value[:80]}»"
