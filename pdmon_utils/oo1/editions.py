"""Editions of the form, chosen by its year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.oo1.answers import Answer, Compared, Tolerance, read_answers, read_compared
from pdmon_utils.oo1.controls import Control, read_controls
from pdmon_utils.oo1.sections import Section, read_section
from pdmon_utils.oo1.sums import Term
from pdmon_utils.yamls import read_yaml

_HERE = Path(__file__).parent / "editions"
_OWN: list[tuple[tuple[Path, ...], str]] = [((), "")]  # the workspace's editions, and a hash of them
_KEYS = {"title", "from", "until", "day", "confirmed", "source", "lists", "sections", "controls", "register"}
_KNOWN = _KEYS | {"populations", "figures"}


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: what stands where, what has to agree, what the register says of it, which indicators it answers.

    `first` is the year from which it is read, `last` the year up to which its layout was compared with the form itself.
    """

    first: int
    last: int
    title: str
    month: int
    day: int
    sections: Mapping[str, Section]
    controls: tuple[Control, ...]
    compared: tuple[Compared, ...]
    tolerance: Tolerance
    answers: Mapping[str, Answer]
    populations: Mapping[str, tuple[int, str]]

    def on(self, year: int) -> date:
        """Return the day of which the form of a year speaks."""
        return date(year, self.month, self.day)


def use_editions(folder: Path) -> str:
    """Let the editions in a folder of the workspace join the packaged ones in this process; return a hash of them."""
    paths = sorted(folder.glob("*.yml")) if folder.is_dir() else []
    stamp = sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()
    _OWN[:] = [(tuple(paths), stamp)]
    return stamp


def editions() -> tuple[Edition, ...]:
    """Return all editions, the oldest first; of two for one year the workspace's own is the later one.

    Raises CatalogueError for a wrong file.
    """
    return _editions(*_OWN[0])


@lru_cache(maxsize=4)
def _editions(own: tuple[Path, ...], _stamp: str) -> tuple[Edition, ...]:
    paths = [*sorted(_HERE.glob("*.yml")), *own]
    return tuple(sorted((read_edition(path) for path in paths), key=lambda edition: edition.first))


def edition_of(year: int, known: tuple[Edition, ...] | None = None) -> Edition | None:
    """Return the latest edition that is not later than the year, None for a year before all of them."""
    return next((e for e in reversed(editions() if known is None else known) if e.first <= year), None)


def read_edition(path: Path) -> Edition:
    """Return the edition in a file; raises CatalogueError for what is not understood."""
    said, where = read_yaml(path), f"{path.parent.name}/{path.name}"
    for key in said:
        if key not in _KNOWN:
            raise CatalogueError(f"{where}: неизвестный ключ «{key}»{nearest(key, _KNOWN)}")
    sections = {c: read_section(c, s, said.get("lists", {}), where) for c, s in said["sections"].items()}
    month, _, day = said["day"].partition("-")
    compared, tolerance = read_compared(said.get("register", {}), where)
    edition = Edition(
        first=int(said["from"]),
        last=int(said["until"]),
        title=said["title"],
        month=int(month),
        day=int(day),
        sections=sections,
        controls=tuple(read_controls(said.get("controls", ()), where)),
        compared=compared,
        tolerance=tolerance,
        answers=read_answers(said.get("figures", {}), where),
        populations=_populations(said.get("populations", {})),
    )
    _refuse_strangers(edition, where)
    return edition


def _populations(said: Mapping[str, Any]) -> dict[str, tuple[int, str]]:
    return {name: (int(words["row"]), words.get("where", "")) for name, words in said.items()}


def _refuse_strangers(edition: Edition, where: str) -> None:
    """Refuse rows and columns that the sections of the edition do not have."""
    cells = [c.cell(term, across) for c in edition.controls for across in c.over for term in (Term(c.left), *c.right)]
    cells += [(t.section, line.row, t.number) for line in edition.compared for t in line.cells]
    for answer in edition.answers.values():
        grouped = (term for groups in answer.columns.values() for terms in groups.values() for term in terms)
        terms = (*answer.numerator, *answer.denominator, *grouped)
        cells += [(term.section, 1, term.number) for term in terms]
    for code, row, column in cells:
        section = edition.sections.get(code)
        if section is None or row not in section.rows or column not in section.columns:
            raise CatalogueError(f"{where}: в форме нет раздела {code}, стр. {row:02}, гр. {column}.")
