"""What a reader without eyes or mouse needs of a page, and the marks by which a page is fit for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from pdmon_utils.publish.gate.markup import place_of

FOR_READERS: Final = "Без этого страницу не прочтёт программа экранного доступа (ГОСТ Р 52872): допишите в тетради"
EXPORT: Final = "Страница сделана не для всех или испорчена: выполните pdmon run --audience public и pdmon publish"
_SCOPES: Final = frozenset(("col", "row", "colgroup", "rowgroup"))
_GUARD: Final = "default-src 'none'"
_LOOSE: Final = re.compile(r"'unsafe-eval'|\*|script-src[^;]*'unsafe-inline'")

Fault = tuple[str, str]


def readable(root: Any) -> Iterator[Fault]:  # noqa: ANN401  lxml ships no types
    """Yield pictures, tables and links without the words that stand for them."""
    for image in root.iter("img"):
        if not (image.get("alt") or "").strip():
            yield place_of(image), "у картинки нет описания (alt)"
    for table in root.iter("table"):
        yield from _of_table(table)
    for link in root.iter("a"):
        if not (_words(link) or link.get("aria-label") or link.find(".//img") is not None):
            yield place_of(link), "ссылка без слов"


def _of_table(table: Any) -> Iterator[Fault]:  # noqa: ANN401  lxml ships no types
    caption = table.find("caption")
    heads = list(table.iter("th"))
    if caption is None or not _words(caption):
        yield place_of(table), "у таблицы нет названия (caption)"
    if not heads:
        yield place_of(table), "в таблице нет заголовков граф (th)"
    for head in heads:
        if head.get("scope") not in _SCOPES:
            yield place_of(head), "у заголовка графы нет scope"


def whole(root: Any) -> Iterator[Fault]:  # noqa: ANN401  lxml ships no types
    """Yield what the frame of a page lacks: language, title, one main heading."""
    if root.get("lang") != "ru":
        yield "начало страницы", "не указан русский язык (lang)"
    title = root.find(".//title")
    if title is None or not _words(title):
        yield "начало страницы", "нет названия страницы (title)"
    mains = [main for main in root.iter("h1") if _words(main)]
    if len(mains) != 1:
        yield "страница", f"главный заголовок (h1) должен быть один, а их {len(mains)}"


def guarded(root: Any) -> Iterator[Fault]:  # noqa: ANN401  lxml ships no types
    """Yield what does not befit a public page: no rule of safety, or the marks of an internal report."""
    metas = list(root.iter("meta"))
    rules = [m.get("content") or "" for m in metas if _named(m, "http-equiv") == "content-security-policy"]
    if len(rules) != 1 or _GUARD not in rules[0]:
        yield "начало страницы", f"нет правила безопасности (Content-Security-Policy: {_GUARD})"
    elif _LOOSE.search(rules[0]):
        yield "начало страницы", "правило безопасности разрешает любые сценарии или адреса"
    body = root.find("body")
    audience = "" if body is None else body.get("data-audience") or ""
    if audience != "public":
        yield "страница", f"страница не для всех: data-audience=«{audience}»"
    if any(_named(meta, "name") == "robots" for meta in metas):
        yield "начало страницы", "страница закрыта от поиска (robots), так помечаются внутренние отчёты"


def _named(meta: Any, attribute: str) -> str:  # noqa: ANN401  lxml ships no types
    return str(meta.get(attribute) or "").casefold()


def _words(tag: Any) -> str:  # noqa: ANN401  lxml ships no types
    return "".join(tag.itertext()).strip()
