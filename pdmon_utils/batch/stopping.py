"""Ctrl-C, or a system that asks a command to end: heard at once, and not forgotten where Python drops the exception."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from typing import Any, Final

LOOK: Final = 1.0  # seconds after which whoever waits asks again
_asked = Event()


@contextmanager
def heard() -> Iterator[None]:
    """Let both signals raise KeyboardInterrupt while the block runs, if only at the next `heed`."""
    if current_thread() is not main_thread():  # Python gives signals to the main thread alone
        yield
        return
    before = {number: signal.signal(number, _ask) for number in (signal.SIGINT, signal.SIGTERM)}
    ignored, sys.unraisablehook = sys.unraisablehook, _ignored(sys.unraisablehook)
    try:
        yield
    finally:
        sys.unraisablehook = ignored
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
        _asked.clear()


def heed() -> None:
    """Raise KeyboardInterrupt once a signal has come: in a destructor or a callback of C Python could not raise it."""
    if _asked.is_set():
        raise KeyboardInterrupt


def _ask(*_: object) -> None:
    _asked.set()
    raise KeyboardInterrupt


def _ignored(tell: Any) -> Any:  # noqa: ANN401  hooks of Python
    def hook(unraisable: Any) -> None:  # noqa: ANN401  the same
        if not issubclass(unraisable.exc_type, KeyboardInterrupt):
            tell(unraisable)

    return hook
