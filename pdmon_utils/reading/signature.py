"""What a file really is: told by its bytes, never by its name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.yamls import read_yaml

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNING = 4096
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 26}
_OFFICE = {"word/": "word", "ppt/": "slides", "xl/workbook.bin": "xlsb", "index/document.iwa": "numbers"}
_STREAMS = {"worddocument": "word", "powerpoint document": "slides"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is no workbook; `texts`: a .csv file may begin so, too."""

    begins: tuple[bytes, ...]
    contains: bytes
    texts: bool
    says: str
    advice: str

    def fits(self, start: bytes) -> bool:
        """Return True when a file of this kind starts so (small letters)."""
        return start.startswith(self.begins) and self.contains in start


def is_zip(data: bytes) -> bool:
    """Return True for the first bytes of a zip archive."""
    return data.startswith(_ZIP)


def is_ole(data: bytes) -> bool:
    """Return True for the first bytes of a compound file: an .xls workbook, an encrypted one, an old document."""
    return data.startswith(_OLE)


def refuse_disguised(data: bytes, *, delimited: bool) -> None:
    """Raise RefusedFileError when bytes that are neither zip nor OLE are of a known kind other than a text table."""
    if not data:
        raise RefusedFileError("file.empty")
    start = data[:_BEGINNING].lower()
    bare = start.removeprefix(_BOM).lstrip()
    for kind in _kinds().values():
        if (kind.fits(start) or kind.fits(bare)) and (kind.texts or not delimited):
            raise _disguised(kind, delimited=delimited)
    if not delimited and _is_text(data[:_BEGINNING]):
        raise disguised("text")


def archive_kind(names: Collection[str]) -> str:
    """Return the id of what a zip archive without workbook is, by the names of its parts."""
    folded = [name.casefold() for name in names]
    for start, kind in _OFFICE.items():
        if any(name.startswith(start) for name in folded):
            return kind
    return "opendocument" if "mimetype" in folded else "zip"


def compound_kind(streams: Collection[str]) -> str:
    """Return the id of what a compound file without workbook is, by the names of its streams (small letters)."""
    return next((kind for name, kind in _STREAMS.items() if name in streams), "compound")


def disguised(name: str, *, delimited: bool = False) -> RefusedFileError:
    """Return the refusal of a file that is of this kind, whatever its name says."""
    return _disguised(_kinds()[name], delimited=delimited)


def _disguised(kind: Kind, *, delimited: bool) -> RefusedFileError:
    expected = "таблица CSV" if delimited else "книга Excel"
    return RefusedFileError("file.disguised", expected=expected, kind=kind.says, advice=kind.advice)


def _is_text(start: bytes) -> bool:
    return start.startswith(_UTF16) or _CONTROL.isdisjoint(start)


@cache
def _kinds() -> dict[str, Kind]:
    return {
        name: Kind(
            begins=tuple(word.encode("latin-1") for word in said.get("begins", ())),
            contains=said.get("contains", "").encode(),
            texts=said.get("texts", "yes") == "yes",
            says=said["says"],
            advice=said["do"],
        )
        for name, said in read_yaml(Path(__file__).parent / "kinds.yml").items()
    }
