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
    """Return « — может быть, «X»?» for the known word closest to `word`, or an empty string."""
    match = get_close_matches(word, [str(k) for k in known], n=1, cutoff=0.6)
    return f" — может быть, «{match[0]}»?" if match else ""
