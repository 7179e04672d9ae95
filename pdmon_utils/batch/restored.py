"""A process as it was before a notebook ran in it: each keeper looks once and gives back later what has changed.

What cannot be given back: modules of libraries stay loaded and as the notebook left their insides, threads and child
processes go on, memory that a library holds stays held.
"""

from __future__ import annotations

import builtins
import faulthandler
import gc
import locale
import logging
import os
import pdb  # noqa: T100  ipykernel puts its own debugger in its place
import random
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np
import pandas as pd

_LISTS: Final[tuple[list[Any], ...]] = (
    sys.path,
    sys.argv,
    sys.meta_path,
    sys.path_hooks,
    logging.root.handlers,
    logging.root.filters,
)
_NAMES: Final[tuple[tuple[Any, str], ...]] = (
    *((sys, name) for name in "stdin stdout stderr displayhook excepthook".split()),
    *((pdb, name) for name in ("Pdb", "set_trace")),
    *((faulthandler, name) for name in ("enable", "register") if hasattr(faulthandler, name)),
    (logging.root, "level"),
    (logging.root.manager, "disable"),
    (threading, "excepthook"),
)
Undo = Callable[[], object]


@contextmanager
def restored() -> Iterator[None]:
    """Give the process back as it was: environment, folder, settings, streams, what a notebook imported."""
    with ExitStack() as stack:
        for keeper in _KEEPERS:
            stack.callback(keeper())
        stack.enter_context(warnings.catch_warnings())  # given back first: the notebook may have made errors of them
        yield
    gc.collect()


def _folder() -> Undo:
    folder = Path.cwd()
    return lambda: os.chdir(folder)


def _environment() -> Undo:
    kept = dict(os.environ)

    def undo() -> None:
        for name in os.environ.keys() - kept.keys():
            del os.environ[name]
        os.environ.update(kept)

    return undo


def _lists() -> Undo:
    kept = [(each, list(each)) for each in _LISTS]

    def undo() -> None:
        for each, values in kept:
            each[:] = values

    return undo


def _names() -> Undo:
    kept = [(holder, name, getattr(holder, name)) for holder, name in _NAMES]

    def undo() -> None:
        for holder, name, value in kept:
            setattr(holder, name, value)

    return undo


def _loggers() -> Undo:
    kept = {one: list(one.handlers) for one in _known_loggers()}

    def undo() -> None:
        for one in _known_loggers():
            one.handlers[:] = kept.get(one, [])

    return undo


def _known_loggers() -> list[logging.Logger]:
    return [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]


def _builtins() -> Undo:
    kept = dict(vars(builtins))

    def undo() -> None:
        for name in vars(builtins).keys() - kept.keys():
            delattr(builtins, name)
        vars(builtins).update(kept)

    return undo


def _modules() -> Undo:
    """Forget modules that lie where the notebook lies or put a folder of its own; those of libraries stay loaded."""
    kept, main, roots = set(sys.modules), sys.modules["__main__"], tuple(filter(None, sys.path))

    def undo() -> None:
        for name in set(sys.modules) - kept:
            file = getattr(sys.modules[name], "__file__", None)
            if file and not str(file).startswith(roots):
                del sys.modules[name]
        sys.modules["__main__"] = main

    return undo


def _signals() -> Undo:
    if threading.current_thread() is not threading.main_thread():
        return lambda: None
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    return lambda: [signal.signal(number, handler or signal.SIG_DFL) for number, handler in kept.items()]


def _depth() -> Undo:
    kept = sys.getrecursionlimit()
    return lambda: sys.setrecursionlimit(kept)


def _words() -> Undo:
    kept = locale.setlocale(locale.LC_ALL)
    return lambda: locale.setlocale(locale.LC_ALL, kept)


def _chance() -> Undo:
    """Let the next notebook draw other numbers, whatever seed this one has set."""
    errors, printed = np.geterr(), np.get_printoptions()

    def undo() -> None:
        random.seed()
        np.random.seed()  # noqa: NPY002  what notebooks seed
        np.seterr(**errors)
        np.set_printoptions(**printed)

    return undo


def _frames() -> Undo:
    registered: Any = pd._config.config._registered_options  # type: ignore[attr-defined]  # noqa: SLF001  no public list
    kept = _options(registered)

    def undo() -> None:
        with warnings.catch_warnings(action="ignore"):
            for name, value in _options(registered).items():
                if name in kept and value != kept[name]:
                    pd.set_option(name, kept[name])

    return undo


def _options(names: Any) -> dict[str, Any]:  # noqa: ANN401  the library's own
    with warnings.catch_warnings(action="ignore"):  # some are on their way out
        return {name: pd.get_option(name) for name in names}


def _charts() -> Undo:
    kept = dict(mpl.rcParams)

    def undo() -> None:
        if plt := sys.modules.get("matplotlib.pyplot"):
            plt.close("all")
        dict.update(mpl.rcParams, kept)

    return undo


_KEEPERS: Final = (
    _folder,
    _environment,
    _lists,
    _names,
    _loggers,
    _builtins,
    _modules,
    _signals,
    _depth,
    _words,
    _chance,
    _frames,
    _charts,
)
