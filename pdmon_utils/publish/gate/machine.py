"""Traces of the machine that made the bundle: errors, folders, names of user and computer."""

from __future__ import annotations

import getpass
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.refusal import Found, around

_REMEDY: Final = "По этому следу узнают устройство компьютера: исправьте тетрадь и выполните её снова (pdmon run)"
_TRACES: Final = re.compile(
    r"Traceback|ipykernel|site-packages|dist-packages|\.ipynb_checkpoints|papermill|__pycache__|<ipython-input"
    r"|(?<![\w.])File \"[^\"\n]+\", line \d+|\b[A-Z]\w+(?:Error|Warning|Exception): ?\S"
)
_PATHS: Final = re.compile(
    r"(?<![\w./:<-])/(?:home|root|Users|tmp|var|work|mnt|media|opt|usr|srv|etc|private|data|Volumes)/[\w.@+-]+"
    r"|(?<![\w])[A-Za-z]:\\{1,2}[^\s\"<>|]*|\\\\[\w.-]+\\[\w$.-]+|file://\S*|(?<![\w.])/root(?![\w-])"
)
_COMMON: Final = frozenset(
    "root user admin administrator localhost home work main data guest test public desktop ubuntu runner".split()
)
_SHORT: Final = 3


def look(text: str, known: Known) -> Iterator[Found]:
    """Yield traces of programs, absolute paths, and the names of this machine."""
    for pattern in (_TRACES, _PATHS):
        for match in pattern.finditer(text):
            yield Found(match.start(), f"след компьютера {around(text, *match.span())}", _REMEDY)
    for word in known.machine:
        for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text, re.IGNORECASE):
            yield Found(match.start(), f"имя пользователя, компьютера или папки {around(text, *match.span())}", _REMEDY)


def this_machine(*folders: Path) -> tuple[str, ...]:
    """Return the names of user, computer and folders that say something about this machine, the longest first."""
    names = {getpass.getuser(), socket.gethostname(), socket.gethostname().partition(".")[0]}
    paths = {str(folder.resolve()) for folder in (*folders, Path.home(), Path.cwd())}
    telling = {name for name in names if len(name) > _SHORT and name.casefold() not in _COMMON}
    return tuple(sorted(telling | {path for path in paths if len(path) > _SHORT}, key=lambda word: (-len(word), word)))
