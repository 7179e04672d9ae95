"""Which numerators are part of others by the catalogue: whoever fulfils more conditions fulfils fewer of them too."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from itertools import permutations

from pdmon_utils.catalogue import Ask
from pdmon_utils.conditions import Condition
from pdmon_utils.disclosure.classes import counts_people
from pdmon_utils.measures import Evidence, Having, Selection

_COUNTING = ("share", "count")


def nested(asks: Mapping[str, Ask]) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield pairs (inner, outer): everybody in the numerator of one is in the other's; and the cuts that keep it true.

    Two asks of the same people are a pair either way. What is not sure by the conditions alone is no pair.
    """
    parents = {ask.population.name: ask.population.of for ask in asks.values() if ask.population}
    told = [ask for ask in asks.values() if ask.measure.verb in _COUNTING and counts_people(ask) and _plain(ask)]
    for inner, outer in permutations(told, 2):
        one, other = inner.measure.main, outer.measure.main
        if inner.window == outer.window and _inside(one, other, parents):
            yield inner.id, outer.id, frozenset(_shared(inner, outer))


def _plain(ask: Ask) -> bool:
    """Return True when the numerator is a number of people and nothing else decides who is in it."""
    main = ask.measure.main
    return len(ask.measure.parts) == 1 and not (main.sum or main.items or main.at or main.persons)


def _inside(inner: Selection, outer: Selection, parents: Mapping[str, str]) -> bool:
    """Return True when every condition of the outer selection is one of the inner's."""
    return (
        (inner.each, inner.distinct) == (outer.each, outer.distinct)
        and outer.of in _ancestors(inner.of, parents)
        and _said(outer.where) | _said(outer.among) <= _said(inner.where) | _said(inner.among)
        and all(_proved(inner, having) for having in (outer.having, outer.among_having) if having)
        and (outer.without is None or _evidence(outer.without) == _evidence(inner.without))
        and outer.outside in {"", inner.outside}
    )


def _ancestors(name: str, parents: Mapping[str, str]) -> Collection[str]:
    """Return the population and every wider one that it is named a part of."""
    found = [name]
    while parents.get(found[-1]):
        found.append(parents[found[-1]])
    return found


def _said(condition: Condition | None) -> set[str]:
    """Return what a condition asks for, each thing that has to be true."""
    if condition is None:
        return set()
    both = isinstance(condition.tree, ast.BoolOp) and isinstance(condition.tree.op, ast.And)
    return {ast.unparse(each) for each in (condition.tree.values if both else [condition.tree])}  # type: ignore[attr-defined]


def _proved(inner: Selection, having: Having) -> bool:
    """Return True when the inner selection asks for this evidence too, or for more of it."""
    held = [each for each in (inner.having, inner.among_having) if each]
    if _evidence(having) in map(_evidence, held):
        return True
    pieces = [piece for each in held if not each.any for piece in each.evidence]
    proofs = [any(_narrower(piece, wanted) for piece in pieces) for wanted in having.evidence]
    return any(proofs) if having.any else all(proofs)


def _narrower(piece: Evidence, wanted: Evidence) -> bool:
    return piece.table == wanted.table and _said(wanted.condition) <= _said(piece.condition)


def _evidence(having: Having | None) -> tuple[object, ...]:
    """Return evidence as texts: two trees of one text are not equal."""
    return (having.any, *((e.table, e.condition.text) for e in having.evidence)) if having else ()


def _shared(inner: Ask, outer: Ask) -> Iterator[str]:
    """Yield the cuts of both that put a person into the same group: by a column of the register, or by equal evidence.

    A cut of the whole population has the same groups whatever is counted, so both must be cuts of one population.
    """
    names = {asked.cut.name for asked in outer.cuts}
    one, other = inner.measure.main, outer.measure.main
    same = all(_evidence(getattr(one, part)) == _evidence(getattr(other, part)) for part in ("having", "among_having"))
    for asked in inner.cuts:
        registered = not asked.cut.groups and "staff" in asked.cut.columns
        if asked.cut.name in names and (one.of == other.of if asked.cut.whole else same or registered):
            yield asked.cut.name
