"""A style sheet that rules one box of a page and nothing around it, and that the page around does not rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_PAGE: Final = re.compile(r"^(?:html|body|main|:root)(?![\w-])")  # in a page of ours; in another the box itself
_REM: Final = re.compile(r"(?<![\w.])(\d*\.?\d+)rem\b")
_PIXELS: Final = 16  # of a rem, unless the page around says otherwise


def scoped(style: str, scope: str) -> str:
    """Return the style sheet with each selector under `scope`, in pixels instead of the page's rem.

    Every declaration is `!important`: among our own nothing changes by it, and no rule of the page around wins. What is
    not about the box (`@page`, `@font-face`) is left out.
    """
    return "\n".join(_scoped(_REM.sub(_in_pixels, _COMMENT.sub("", style)), scope))


def _in_pixels(found: re.Match[str]) -> str:
    return f"{float(found[1]) * _PIXELS:g}px"


def _scoped(style: str, scope: str) -> Iterator[str]:
    for head, body in _rules(style):
        if head.startswith("@media"):
            yield f"{head} {{\n" + "\n".join(_scoped(body, scope)) + "\n}"
        elif not head.startswith("@"):
            selectors = ", ".join(_under(one, scope) for one in _split(head))
            yield f"{selectors} {{ {_important(body)} }}"


def _important(body: str) -> str:
    said = (" ".join(one.split()) for one in body.split(";"))
    return " ".join(f"{one} !important;" for one in said if one)


def _under(selector: str, scope: str) -> str:
    """Return the selector for what stands in the box; `body` and `main` are the box."""
    said, of_page = _PAGE.subn(scope, selector)
    return said if of_page else f"{scope} {said}"


def _rules(style: str) -> Iterator[tuple[str, str]]:
    """Yield head and body of each rule; a rule that holds rules is one."""
    start, depth, opened = 0, 0, 0
    for found in re.finditer(r"[{}]", style):
        depth += 1 if found[0] == "{" else -1
        if found[0] == "{" and depth == 1:
            opened = found.start()
        elif depth == 0:
            yield style[start:opened].strip(), style[opened + 1 : found.start()]
            start = found.end()


def _split(head: str) -> list[str]:
    """Return the selectors of a list, whose commas stand outside of brackets."""
    return [" ".join(one.split()) for one in re.split(r",(?![^()]*\))", head)]
