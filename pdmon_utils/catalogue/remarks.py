"""What is said of a YAML file, at its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pdmon_utils.yamls import Address, Mark, marks

_TO_FILL = re.compile(r"<[^<>]*[а-яё][^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Remark:
    """One slip: the line of the file (0: of the file as a whole) and what is said of it."""

    line: int
    said: str

    def __str__(self) -> str:
        """Return the words."""
        return self.said


def to_fill(path: Path) -> list[Remark]:
    """Return the places of a skeleton that nobody has filled in: words in angle brackets."""
    words = [(mark.line, *_TO_FILL.findall(mark.text)) for mark in marks(path) if _TO_FILL.search(mark.text)]
    return [Remark(line, f"{path.name}, строка {line}: впишите вместо {found[0]}") for line, *found in words]


def placed_remark(file: str, placed: list[Mark], address: Address, said: str) -> Remark:
    """Return a message about a piece of the file with the line that it is about."""
    line = _line(placed, address, said)
    return Remark(line, said.replace(file, f"{file}, строка {line}", 1) if line else said)


def _line(placed: list[Mark], address: Address, said: str) -> int:
    """Return the line of the word that the message quotes, looked for where the piece stands; else of the piece."""
    inside = [mark for mark in placed if mark.address[: len(address)] == address]
    quoted = re.findall(r"«([^»]+)»", said.partition(" — может быть")[0])[::-1]
    exact = (mark.line for word in quoted for mark in inside if mark.text == word)
    part = (mark.line for word in quoted for mark in inside if word in mark.text)
    return next(exact, 0) or next(part, 0) or (inside[0].line if address and inside else 0)
