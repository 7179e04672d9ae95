"""Sentences whose every numeral knows its figure: plain words, quotes, names and years side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pdmon_utils.words.grammar import WordsError
from pdmon_utils.words.numerals import Number

SLOT = re.compile(r"\{(\w+)\}")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Quote:
    """A numeral as written, the unrounded number behind it and the address of that number (`address`)."""

    text: str
    value: Number
    fact: str


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, a title or a clause: its digits are part of the name («СОШ № 1», «моложе 35 лет», «п. 1.2»)."""

    text: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year; `text` is how it is written where that is more than the number."""

    year: int
    text: str = ""


Part: TypeAlias = str | Quote | Name | Year


@dataclass(frozen=True, slots=True)
class Sentence:
    """Parts of a sentence in order; `str()` is its plain text."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        """Return the plain text."""
        return "".join(map(plain, self.parts))

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The numerals of the sentence."""
        return tuple(part for part in self.parts if isinstance(part, Quote))


Slot: TypeAlias = Part | Sentence


def plain(part: Part) -> str:
    """Return the text of one part."""
    if isinstance(part, Year):
        return part.text or str(part.year)
    return part if isinstance(part, str) else part.text


def address(*keys: object) -> str:
    """Return the address of a number: indicator/scope/unit/breakdown/group/year/column; a slash in a name is «∕»."""
    return "/".join(str(key).replace("/", "∕") for key in keys)


def say(template: str, slots: Mapping[str, Slot]) -> Sentence:
    """Return the template with its `{slots}` filled; raises WordsError for an unknown slot or a digit of no figure."""
    return sentence(*(slots[said] if is_slot else said for said, is_slot in _pieces(template, slots)))


def sentence(*parts: Slot) -> Sentence:
    """Return parts and sentences as one sentence; raises WordsError for a digit outside quotes, names and years."""
    flat = tuple(piece for part in parts for piece in (part.parts if isinstance(part, Sentence) else (part,)))
    for piece in flat:
        if isinstance(piece, str) and _DIGIT.search(piece):
            raise WordsError(f"В тексте «{piece}» число без показателя. Подставьте его как Quote, Name или Year.")
    return Sentence(tuple(piece for piece in flat if piece != ""))


def _pieces(template: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, bool]]:
    for i, piece in enumerate(SLOT.split(template)):
        if i % 2 and piece not in slots:
            raise WordsError(f"В тексте «{template}» нет значения для {{{piece}}}. Есть: {', '.join(sorted(slots))}.")
        yield piece, bool(i % 2)
