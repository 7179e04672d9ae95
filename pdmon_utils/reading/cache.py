"""Readings of files that have not changed: kept as JSON, named by everything they depend on, checked when used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pdmon_utils.folders import whole

_HERE = Path(__file__).parent
_CODE = (_HERE, _HERE.parent / "rules", _HERE.parent / "schema")  # a reading depends on these and on the file


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of readings of one municipality."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """Return what was kept under the key, None if nothing was or it has been damaged."""
        try:
            seal, _, said = (self.folder / key).read_bytes().partition(b"\n")
        except OSError:
            return None
        return said if seal == _seal(said) else None

    def put(self, key: str, said: bytes) -> None:
        """Keep the bytes; the file appears whole or not at all."""
        with whole(self.folder / key) as part:
            part.write_bytes(_seal(said) + b"\n" + said)

    def keep(self, keys: Iterable[str]) -> None:
        """Forget everything but these keys."""
        kept = set(keys)
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.name not in kept:
                path.unlink(missing_ok=True)


def key_of(*parts: str | bytes) -> str:
    """Return the name of a reading: a hash of the parts and of the program that reads."""
    said = [part.encode() if isinstance(part, str) else part for part in (*parts, program())]
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in said)).hexdigest()


@cache
def program() -> str:
    """Return the hash of all code and data that a reading depends on."""
    paths = sorted(path for folder in _CODE for path in folder.rglob("*") if path.suffix in {".py", ".yml"})
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def _seal(said: bytes) -> bytes:
    return hashlib.sha256(said).hexdigest().encode()
