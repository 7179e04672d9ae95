"""Where a notebook runs; asks papermill for nothing, since papermill asks for our engine."""

from __future__ import annotations

import os
import sys
from typing import Final

from pdmon_utils.errors import WorkspaceError, nearest

NAME: Final = "pdmon"  # papermill's name for our engine
WARM, STOCK, HERE = "warm", "kernel", "here"
WAYS: Final = (WARM, STOCK, HERE)
VARIABLE: Final = "PDMON_ENGINE"


def chosen() -> str:
    """Return where notebooks run: what PDMON_ENGINE says, else `warm`; raises WorkspaceError for another word.

    `warm`: in a kernel forked from a warm process, where nothing can be forked the same as `kernel`; `kernel`: in one
    started as usual; `here`: in this very process.
    """
    said = os.environ.get(VARIABLE) or WARM
    if said not in WAYS:
        raise WorkspaceError(f"{VARIABLE}: не знаю «{said}»{nearest(said, WAYS)} Можно: {', '.join(WAYS)}.")
    return STOCK if said == WARM and not can_fork() else said


def can_fork() -> bool:
    """Return True where a process can be forked from a clean one: not on Windows."""
    return hasattr(os, "fork") and sys.platform != "win32"
