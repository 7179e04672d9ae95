"""Many files → their readings: unchanged ones from the cache, the others in limited child processes."""

from __future__ import annotations

import gc
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from pdmon_utils.oo1 import use_editions
from pdmon_utils.reading.cache import Cache, key_of
from pdmon_utils.reading.child import dumped
from pdmon_utils.reading.children import Child
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.reading.forms import Form
from pdmon_utils.reading.people import Veil
from pdmon_utils.reading.reading import Reading, read_file
from pdmon_utils.reading.sources import LARGEST, Source
from pdmon_utils.reading.wire import unpacked

_TARGET = "pdmon_utils.reading.wire:read_request"
_TRIES = 2
_NOWHERE = Path("oo1")  # no such folder, no further editions
_OWN = os.urandom(32)  # of this process


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it was received: hash of its bytes and what it gave."""

    source: Source
    digest: str
    reading: Reading


Reader = Callable[[Sequence[Source], Cache | None], list[Received]]


def read_here(
    sources: Sequence[Source],
    _cache: Cache | None = None,
    *,
    secret: bytes | None = None,
    forms: Sequence[Form] = (),
) -> list[Received]:
    """Return the files read in this process: no limits, no cache; without a secret every process has its own."""
    cover = Veil(secret or _OWN)
    return [Received(s, _digest(s.path), read_file(s.path, s.year, s.file, cover, forms)) for s in sources]


@contextmanager
def readers(secret: bytes, forms: Sequence[Form] = (), oo1: Path = _NOWHERE, jobs: int = 0) -> Iterator[Reader]:
    """Give a reader with `jobs` child processes (by default one a core, at most four), which end with the block.

    `secret` is the key of names, `forms` are the online forms, `oo1` is a folder with further editions of ОО-1.
    """
    terms = {"secret": secret.hex(), "forms": [form.plain() for form in forms], "oo1": str(oo1)}
    terms["stamp"] = use_editions(oo1)
    size = jobs or min(4, os.cpu_count() or 1)
    with ExitStack() as stack:
        gc.freeze()  # what is loaded so far stays: the collector need not go through it for every file
        stack.callback(gc.unfreeze)
        free: SimpleQueue[Child] = SimpleQueue()
        for _ in range(size):
            free.put(stack.enter_context(Child(_TARGET)))
        pool = stack.enter_context(ThreadPoolExecutor(size))

        def read(sources: Sequence[Source], cache: Cache | None) -> list[Received]:
            work = [pool.submit(_received, source, terms, cache, free) for source in sources]
            received = [each.result() for each in work]
            if cache:
                cache.keep(key for _, key in received)
            return [file for file, _ in received]

        yield read


def _received(
    source: Source, terms: Mapping[str, Any], cache: Cache | None, free: SimpleQueue[Child]
) -> tuple[Received, str]:
    digest = _digest(source.path)
    about = {name: said for name, said in terms.items() if name != "oo1"}  # the stamp says what lies in that folder
    key = key_of(digest, str(source.year), source.file, dumped(about))
    kept = cache.get(key) if cache else None
    if kept is not None:
        return Received(source, digest, unpacked(json.loads(kept))), key
    reading, line = _read(source, terms, free)
    if cache and reading.parts:
        cache.put(key, line)
    return Received(source, digest, reading), key


def _read(source: Source, terms: Mapping[str, Any], free: SimpleQueue[Child]) -> tuple[Reading, bytes]:
    """Return the reading of a file that did not change meanwhile, and the line in which the child process said it.

    A second try is for a file that was being copied.
    """
    request = {"path": str(source.path), "year": source.year, "file": source.file, **terms}
    for _ in range(_TRIES):
        before = _state(source.path)
        try:
            with _borrowed(free) as child:
                line = child.hear(request)
        except RefusedFileError as refusal:
            return Reading(findings=[source.finding(refusal.rule, **refusal.slots)]), b""
        if _state(source.path) == before:
            return unpacked(json.loads(line)), line
    return Reading(findings=[source.finding("file.changed")]), b""


@contextmanager
def _borrowed(free: SimpleQueue[Child]) -> Iterator[Child]:
    child = free.get()
    try:
        yield child
    finally:
        free.put(child)


def _state(path: Path) -> tuple[int, int]:
    try:
        about = path.stat()
    except OSError:
        return (0, 0)  # gone: the reader says so
    return about.st_mtime_ns, about.st_size


def _digest(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            return ""  # it will be refused
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
