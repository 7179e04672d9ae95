"""Carries out the recipes of cookbook.md and puts what each of them showed below it.

Run `python docs/cookbook.py` in a workspace with the fictional districts (`pdmon demo`) after a change of a recipe; a
test compares page and results.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent / "cookbook.md"
_RECIPE = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)


def carried_out(text: str) -> str:
    """Return the page with the result of each recipe; a recipe sees the names of those before it."""
    names: dict[str, Any] = {}
    return _RECIPE.sub(lambda found: _told(found, names), text)


def recipes(text: str) -> list[str]:
    """Return the code of the recipes that show something."""
    return [code for code, shown in _RECIPE.findall(text) if shown]


def _told(found: re.Match[str], names: dict[str, Any]) -> str:
    tree = ast.parse(found[1])
    last = tree.body.pop() if found[2] is not None else None
    exec(compile(tree, PAGE.name, "exec"), names)  # noqa: S102  the page is ours
    if not isinstance(last, ast.Expr):
        return found[0]
    shown = str(eval(compile(ast.Expression(last.value), PAGE.name, "eval"), names))  # noqa: S307  the same
    lines = "\n".join(line.rstrip() for line in shown.splitlines())
    return f"```python\n{found[1]}```\n\n```text\n{lines}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(carried_out(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
