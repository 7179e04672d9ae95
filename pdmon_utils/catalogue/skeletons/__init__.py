"""Commented beginnings of a regulation, its calendar and a criterion, valid as they are; words in <…> are to fill."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from string import Template

from pdmon_utils.errors import WorkspaceError
from pdmon_utils.municipality import is_slug

NAMES = ("regulation", "calendar", "criterion")


def skeleton(name: str, **words: str) -> str:
    """Return the text of a beginning with its code filled in."""
    return Template((Path(__file__).parent / f"{name}.yml").read_text(encoding="utf-8")).substitute(words)


def write_new(path: Path, text: str) -> Path:
    """Write a file that is not there yet and return its path; raises WorkspaceError over somebody's own."""
    if path.exists():
        raise WorkspaceError(f"{path}: файл уже есть и не заменяется. Правьте его или выберите другой код.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def checked_code(code: str, taken: Collection[str]) -> str:
    """Return the code of something new; raises WorkspaceError for one that no file can bear or that is taken."""
    if not is_slug(code):
        raise WorkspaceError(f"Код «{code}»: нужны латинские строчные буквы, цифры и дефис, например moy-rayon.")
    if code in taken:
        raise WorkspaceError(f"Код «{code}» уже занят. Выберите другой.")
    return code
