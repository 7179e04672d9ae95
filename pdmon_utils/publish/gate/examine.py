"""A bundle folder → all reasons why it may not be published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from pdmon_utils.publish.gate import codes, contacts, machine, names, persons, ranking
from pdmon_utils.publish.gate.derivable import derivable
from pdmon_utils.publish.gate.files import opened
from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.pieces import Joined, Piece
from pdmon_utils.publish.gate.refusal import Found, Refusal

Look = Callable[[str, Known], Iterator[Found]]
_CHECKS: Final[tuple[Look, ...]] = (names.look, persons.look, contacts.look, codes.look, ranking.look, machine.look)
_OF_NUMBERS: Final[tuple[Look, ...]] = (contacts.look,)
_OF_HEADS: Final[tuple[Look, ...]] = (contacts.heads, ranking.heads)
_LINK: Final = "Положите на его место сам файл"


def examine(folder: Path, known: Known) -> tuple[Refusal, ...]:
    """Return every refusal of every file of the folder, in order of page and place; empty: it may be published."""
    passed: set[str] = set()
    found: set[Refusal] = set()
    for path in sorted(folder.rglob("*")):
        page = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found.add(Refusal(page, "файл целиком", "это ссылка на файл вне сайта", _LINK))
        elif path.is_file():
            found |= set(_of(page, path.read_bytes(), known, passed))
    found |= set(derivable(folder, known))
    return tuple(sorted(found))


def _of(page: str, data: bytes, known: Known, passed: set[str]) -> Iterator[Refusal]:
    """Yield the refusals of a file; `passed` are texts in which nothing was found before and which are met again."""
    file = opened(page, data, known)
    yield from file.faults
    by_kind = {kind: [piece for piece in file.pieces if piece.kind == kind] for kind in ("words", "head", "number")}
    yield from _looked(page, by_kind["words"] + by_kind["head"], _CHECKS, known, passed)
    yield from _looked(page, by_kind["head"], _OF_HEADS, known, set())
    yield from _looked(page, by_kind["number"], _OF_NUMBERS, known, set())


def _looked(
    page: str, pieces: list[Piece], checks: tuple[Look, ...], known: Known, passed: set[str]
) -> Iterator[Refusal]:
    joined = Joined.of(pieces, passed)
    guilty: set[str] = set()
    for look in checks:
        for found in look(joined.text, known):
            piece = joined.pieces[joined.at(found.at)]
            guilty.add(piece.text)
            yield Refusal(page, piece.where(), found.what, found.remedy)
    passed |= {piece.text for piece in joined.pieces} - guilty
