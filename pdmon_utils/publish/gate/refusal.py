"""What the gate says: a page, a place on it, what was found there, what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

Where = Callable[[], str]
_AROUND: Final = 30  # signs shown before and after what was found


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """Why a bundle is not published; said to the analyst, in Russian, and never written into the bundle."""

    page: str
    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """Return the refusal as one line."""
        return f"{self.page}, {self.where}: {self.what}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found in a text: from which sign, what, and what to do."""

    at: int
    what: str
    remedy: str


def around(text: str, start: int, end: int) -> str:
    """Return what was found with a few words of its line, so that a person finds it with Ctrl+F."""
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end) if "\n" in text[end:] else len(text)
    before, after = text[max(left, start - _AROUND) : start], text[end : min(right, end + _AROUND)]
    dots = "…" if start - _AROUND > left else "", "…" if end + _AROUND < right else ""
    return f"«{text[start:end]}» в строке «{dots[0]}{before}{text[start:end]}{after}{dots[1]}»"
