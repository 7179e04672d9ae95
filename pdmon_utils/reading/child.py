"""A process that handles foreign files under limits: a line of JSON in, a line of JSON out.

`python -m pdmon_utils.reading.child package.module:function` — the function takes and returns plain data. Whatever a
file does to a reader (a panic, an abort, all memory), only this process dies; who asked makes a finding of it.
"""

from __future__ import annotations

import datetime as dt
import gc
import importlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

MEMORY = 2 * 2**30
READY = b"ready\n"
FAULT = b'{"fault":'  # so begins the answer where there is none
OUT_OF_MEMORY = 86  # exit code: there may be no memory left to say it otherwise


def limit_memory(size: int = MEMORY) -> None:
    """Let this process take no more than `size` bytes; Windows has no such limit, there only time is limited."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def dumped(said: object) -> bytes:
    """Return plain data as one line of JSON."""
    return json.dumps(said, ensure_ascii=True, separators=(",", ":"), default=_day).encode() + b"\n"


def _day(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def answer(function: Callable[[Mapping[str, Any]], dict[str, Any]], line: bytes) -> bytes:
    """Return the line that answers a request; an exception becomes its name."""
    try:
        return dumped(function(json.loads(line)))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001  any fault of a reader is the file's fault here
        return dumped({"fault": type(error).__name__})


def main(target: str) -> None:
    """Answer requests until there are no more."""
    module, _, name = target.partition(":")
    function = getattr(importlib.import_module(module), name)
    limit_memory()
    gc.freeze()
    gc.disable()  # a file's cells hold no circles worth looking for before the answer is given
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    out.write(READY)
    out.flush()
    for line in sys.stdin.buffer:
        out.write(answer(function, line))
        out.flush()
        gc.collect()


if __name__ == "__main__":
    main(sys.argv[1])
