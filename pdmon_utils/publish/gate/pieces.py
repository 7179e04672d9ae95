"""A file as pieces of text, each of which knows where it stands; pieces are joined so that a check runs once a file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final, Literal

from pdmon_utils.publish.gate.refusal import Refusal, Where
from pdmon_utils.reading.folding import visible

Kind = Literal["words", "number", "head"]
_ONE_LINE: Final = str.maketrans("\n\r\t\v\f\x85\u2028\u2029", "        ")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text and where it stands; heads of columns and cells that hold nothing but a number are told from words."""

    text: str
    where: Where
    kind: Kind = "words"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file gave: its pieces, what is wrong with the file itself, and files that lie inside it."""

    pieces: Sequence[Piece] = ()
    faults: Sequence[Refusal] = ()


@dataclass(frozen=True)
class Joined:
    """Pieces as one text, a line each."""

    pieces: Sequence[Piece]

    @classmethod
    def of(cls, pieces: Iterable[Piece], passed: set[str]) -> Joined:
        """Return the pieces whose text was not passed before, each text once a place."""
        return cls([piece for piece in pieces if piece.text not in passed])

    @cached_property
    def lines(self) -> list[str]:
        """The text of each piece in one line."""
        return [one_line(piece.text) for piece in self.pieces]

    @cached_property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(line) + 1 for line in self.lines), initial=0))

    def at(self, offset: int) -> int:
        """Return the number of the piece in which a sign of the text stands."""
        return bisect_right(self._starts, offset) - 1


def one_line(text: str) -> str:
    """Return a text without line ends and invisible signs, which would part a name in two."""
    return visible(text.translate(_ONE_LINE)).strip()


def literal(where: str) -> Where:
    """Return a place that is known already."""
    return lambda: where


def lines_of(text: str, what: str = "строка") -> Iterator[Piece]:
    """Yield the lines of a plain text."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield Piece(line, literal(f"{what} {number}"))
