"""Does a text mention a keyword: case, ё and punctuation do not matter, endings only where the keyword says so.

A keyword is a word or several words in a row; a word that ends with `*` is a stem: any ending may follow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+")  # letters of any language: «Үөрэх», «Къэбэрдей»


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters, ё as е; signs and hyphens part them."""
    return tuple(_WORD.findall(text.lower().replace("ё", "е")))


def mentions(text: str, keyword: str) -> bool:
    """Return True when the words of the keyword stand in the text one after another."""
    wanted = tuple(_fits(part) for part in keyword.split())
    held = words_of(text)
    places = range(len(held) - len(wanted) + 1) if wanted else ()
    return any(_all_fit(wanted, held[at : at + len(wanted)]) for at in places)


def _fits(part: str) -> tuple[str, bool]:
    """Return the word as it is compared and whether it is a stem."""
    return part.rstrip("*").lower().replace("ё", "е"), part.endswith("*")


def _all_fit(wanted: Sequence[tuple[str, bool]], held: Sequence[str]) -> bool:
    pairs = zip(wanted, held, strict=True)
    return all(word.startswith(said) if stem else word == said for (said, stem), word in pairs)
