"""What can go wrong, said to the person who must act (in Russian)."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class PdmonError(Exception):
    """Base of every error that pdmon raises on purpose; its text is Russian and says what to do."""


class CatalogueError(PdmonError):
    """A file of the catalogue says something that pdmon does not know."""


class WorkspaceError(PdmonError):
    """A folder or file of the workspace is missing or wrongly named."""


class StudyError(PdmonError):
    """A notebook asked for a criterion, municipality or year that is not there."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return how a sentence about an unknown word ends: « — может быть, «X»?» for the closest known one, else «.»."""
    match = closest(word, known)
    return f" — может быть, «{match}»?" if match else "."


def closest(word: str, known: Iterable[str]) -> str:
    """Return the known word closest to `word`, an empty string where none is near."""
    return next(iter(get_close_matches(word, [str(k) for k in known], n=1, cutoff=0.6)), "")
