"""A study speaks Russian to whoever types it: help, docstrings for `?`, and the nearest name for a slip."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from pdmon_utils.errors import StudyError, nearest
from pdmon_utils.show import Table
from pdmon_utils.yamls import read_yaml

Class = TypeVar("Class", bound=type)


@cache
def calls() -> dict[str, Any]:
    """Return what `calls.yml` says: documents of the classes, and `calls`: name → what it returns."""
    return read_yaml(Path(__file__).with_name("calls.yml"))


def public(cls: type) -> list[str]:
    """Return the names that an analyst may use."""
    return [name for name in dir(cls) if not name.startswith("_")]


def spoken(cls: Class) -> Class:
    """Return the class whose methods refuse wrong parameters in Russian and explain themselves by `?`."""
    cls.__doc__ = calls()[cls.__name__]
    for name in [*public(cls), "__init__"]:
        method = inspect.getattr_static(cls, name)
        if inspect.isfunction(method):
            setattr(cls, name, _strict(cls.__name__ if name == "__init__" else f"study.{name}", method))
    return cls


def _strict(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    signature = inspect.signature(method)

    @wraps(method)
    def called(*given: Any, **named: Any) -> Any:  # noqa: ANN401  passed on as they are
        try:
            signature.bind(*given, **named)
        except TypeError:
            raise StudyError(_refusal(name, signature, given, named)) from None
        return method(*given, **named)

    called.__doc__ = calls()["calls"].get(method.__name__, method.__doc__)
    return called


def _refusal(name: str, signature: inspect.Signature, given: tuple[Any, ...], named: dict[str, Any]) -> str:
    """Return which parameter is wrong, and those that there are."""
    known = [each for each in signature.parameters if each != "self"]
    there = f"Есть: {', '.join(known)}." if known else "Параметров нет."
    for word in named:
        if word not in known:
            return f"{name}: нет параметра «{word}»{nearest(word, known)} {there}"
    needed = [p.name for p in signature.parameters.values() if p.default is p.empty and p.kind < p.VAR_POSITIONAL]
    lacking = [word for word in needed[len(given) :] if word not in named]
    if lacking:
        return f"{name}: не указано: {', '.join(lacking)}. {there}"
    return f"{name}: лишнее или дважды указанное значение. {there}"


class Speaking:
    """What the three studies share: the list of calls, and an unknown name answered with the nearest one."""

    def help(self) -> Table:
        """Return the list of everything that can be called."""
        said = calls()["calls"]
        rows = [(f"study.{name}{'()' if self._called(name) else ''}", said[name]) for name in public(type(self))]
        return Table(pd.DataFrame(rows, columns=["Вызов", "Что возвращает"]), "Что можно вызвать")

    def _called(self, name: str) -> bool:
        return callable(inspect.getattr_static(type(self), name))

    if not TYPE_CHECKING:  # a type checker would take every name for a known one

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401  never returns
            """Raise AttributeError in Russian; names with an underscore are asked by Python and Jupyter themselves."""
            if name.startswith("_"):
                raise AttributeError(name)
            guess = nearest(name, public(type(self)))
            raise AttributeError(f"В study нет «{name}»{guess} Всё, что есть: study.help().")


def asked_year(year: object) -> str:
    """Return a year's digits; raises StudyError for what is no whole number (a text, a fraction)."""
    if isinstance(year, bool) or not hasattr(year, "__index__"):
        raise StudyError(f"Год {year!r} — не целое число. Напишите его цифрами без кавычек: year = 2024.")
    return str(year.__index__())
