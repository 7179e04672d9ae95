"""How numerators, denominators and groups become figure rows (rules 20, 21, 25), and the register of indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .rules import Row
    from .unit import Unit

Answer = tuple[str, str, float, float | None]  # breakdown, group, numerator, denominator
Groups = dict[str, set[str]]


class Indicator(NamedTuple):
    """One indicator: how it is called, in which units it exists, and the function that answers it."""

    id: str
    kind: str
    window: str
    scopes: tuple[str, ...]
    answer: Callable[[Unit], list[Answer]]


REGISTER: dict[str, Indicator] = {}
SCOPES = {"m": "municipality", "o": "organisation", "c": "cluster", "r": "region"}


def indicator(id_: str, kind: str, window: str, scopes: str) -> Callable[..., Callable[[Unit], list[Answer]]]:
    """Return a decorator that enters the function in the register; scopes are letters of SCOPES."""

    def enter(function: Callable[[Unit], list[Answer]]) -> Callable[[Unit], list[Answer]]:
        if id_ in REGISTER:
            raise ValueError(id_)
        REGISTER[id_] = Indicator(id_, kind, window, tuple(SCOPES[letter] for letter in scopes), function)
        return function

    return enter


def value_of(kind: str, numerator: float, denominator: float | None) -> float | None:
    """Return the value of a figure of this kind (rule 25)."""
    if kind == "presence":
        return 1.0 if numerator > 0 else 0.0
    if kind in ("count", "list"):
        return float(numerator)
    if denominator is None:
        raise ValueError(kind)
    return numerator / denominator if denominator else None


def who(facts: Iterable[Row]) -> set[str]:
    """Return the persons of the facts."""
    return {fact["person_id"] for fact in facts}


def grouped(facts: Iterable[Row], group: Callable[[Row], Any]) -> Groups:
    """Return the persons of the facts of each group; a fact has one group, several (a list), or none."""
    groups: Groups = {}
    for fact in facts:
        found = group(fact)
        for code in found if isinstance(found, list) else [found]:
            if code is not None:
                groups.setdefault(code, set()).add(fact["person_id"])
    return groups


def share(hits: set[str], base: set[str], *cuts: list[Answer]) -> list[Answer]:
    """Return the total of a share of persons and its cuts."""
    return [("", "", len(hits & base), len(base)), *(row for cut in cuts for row in cut)]


def count(hits: set[str], *cuts: list[Answer]) -> list[Answer]:
    """Return the total of a count of persons and its cuts."""
    return [("", "", len(hits), None), *(row for cut in cuts for row in cut)]


def split(name: str, codes: list[str] | None, groups: Groups, of: set[str], base: set[str] | None) -> list[Answer]:
    """Return a cut that divides the numerator only; `of` limits the persons, codes=None is an open dictionary."""
    parts = {code: len(groups.get(code, set()) & of) for code in (groups if codes is None else codes)}
    shown = {code: number for code, number in parts.items() if codes is not None or number}
    return [(name, code, number, None if base is None else len(base)) for code, number in shown.items()]


def by(name: str, codes: list[str] | None, groups: Groups, hits: set[str], base: set[str]) -> list[Answer]:
    """Return a cut that divides numerator and denominator."""
    parts = {code: groups.get(code, set()) & base for code in (groups if codes is None else codes)}
    shown = {code: people for code, people in parts.items() if codes is not None or people}
    return [(name, code, len(people & hits), len(people)) for code, people in shown.items()]


def objects(name: str, codes: list[str], items: list[Any], group: Callable[[Any], Any]) -> list[Answer]:
    """Return a cut that counts things, not persons."""
    return [(name, code, sum(group(item) == code for item in items), None) for code in codes]


def total(numerator: float, denominator: float | None = None) -> Answer:
    """Return the total row."""
    return ("", "", numerator, denominator)


def summed(rows: Iterable[Row], column: str) -> float:
    """Return the sum of the filled cells, rounded to two decimals (rule 19)."""
    return round(float(sum(row[column] for row in rows if row[column] is not None)), 2)
