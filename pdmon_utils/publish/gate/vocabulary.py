"""The words of pdmon itself and of the law: what may stand in a report whatever the register says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from pdmon_utils.reading.folding import fold
from pdmon_utils.reading.surnames import folded
from pdmon_utils.yamls import read_yaml

_PACKAGE: Final = Path(__file__).parents[2]
_KINDS: Final = frozenset((".yml", ".py", ".j2", ".ipynb"))
_WORD: Final = re.compile(r"[^\W\d_]+")
_SMALL: Final = re.compile(r"(?<![^\W_])[а-яё]{2,}(?![^\W_])")
_INSIDE: Final = re.compile(r"(?<=[а-яё,] )[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*")  # a capital inside a sentence
_WORDING: Final = 12  # a shorter text of the catalogue is a name or a code
_APART: Final = frozenset(("example", "reading", "gate"))  # fictional districts; rooms that write surnames as examples


def wordings(folders: Iterable[Path]) -> tuple[str, ...]:
    """Return every text of the catalogue's files and of further regulations, folded."""
    files = (path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*.yml")))
    texts = {text for path in files for text in _texts(read_yaml(path)) if len(text) >= _WORDING}
    return tuple(sorted(fold(text) for text in texts))


def _texts(said: Any) -> Iterator[str]:  # noqa: ANN401  YAML may hold anything
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        yield from (text for value in said.values() for text in _texts(value))
    elif isinstance(said, Sequence):
        yield from (text for value in said for text in _texts(value))


@cache
def ordinary() -> frozenset[str]:
    """Return the words that the program, its rules and notebooks write in small letters, folded."""
    return frozenset(folded(word) for text in _own() for word in _SMALL.findall(text))


@cache
def proper() -> frozenset[str]:
    """Return the words that the catalogue writes with a capital inside a sentence: places, offices, programmes."""
    files = (path.read_text(encoding="utf-8") for path in sorted((_PACKAGE / "catalogue").rglob("*.yml")))
    return frozenset(folded(word) for text in files for word in _INSIDE.findall(text))


def words_of(*names: str) -> frozenset[str]:
    """Return the words of names of places, folded, double ones also in parts."""
    return frozenset(folded(word) for name in names for word in (*_WORD.findall(name), *name.split()))


def _own() -> Iterator[str]:
    notebooks = _PACKAGE.parent / "notebooks"
    for folder in (_PACKAGE, notebooks):
        for path in sorted(folder.rglob("*")):
            if path.suffix in _KINDS and not _APART & set(path.relative_to(folder).parts):
                yield path.read_text(encoding="utf-8")
