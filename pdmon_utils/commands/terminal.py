"""What all commands share: the console, their common arguments and options, exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click
from rich.console import Console

TOWNS = "[МУНИЦИПАЛИТЕТ]..."
_WIDE = 160  # letters a line where there is no window to fit into
console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)
Command = Callable[..., Any]


def several(name: str, short: str, metavar: str, words: str, kind: type = str) -> Callable[[Command], Command]:
    """Return an option that may be given several times."""
    return click.option(name, short, type=kind, multiple=True, metavar=metavar, help=words)
