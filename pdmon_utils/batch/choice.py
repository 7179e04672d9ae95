"""Which of papermill's engines makes the reports; asks papermill for nothing, since papermill asks for our engine."""

from __future__ import annotations

import os
import sys
from typing import Final

NAME: Final = "pdmon"
STOCK: Final = "kernel"
VARIABLE: Final = "PDMON_ENGINE"


def chosen() -> str:
    """Return the engine that reports are made with: `pdmon`, or papermill's own where PDMON_ENGINE says `kernel`."""
    return "nbclient" if os.environ.get(VARIABLE) == STOCK or not can_fork() else NAME


def can_fork() -> bool:
    """Return True where a process can be forked from a clean one: not on Windows."""
    return hasattr(os, "fork") and sys.platform != "win32"
