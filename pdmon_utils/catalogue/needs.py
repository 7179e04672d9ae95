"""Which tables a regulation needs: those that its asks read, and no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pdmon_utils.catalogue.model import Ask, Regulation
from pdmon_utils.conditions import Condition
from pdmon_utils.measures import PERSONS, Cut, Having, Selection
from pdmon_utils.populations import Population
from pdmon_utils.registry import source_of
from pdmon_utils.schema import SCHEMA

REGISTERS = ("organisations", "staff")
_JOINED = {"organisation": "organisations", "programme": "programmes", "event": "events"}


def tables_needed(regulation: Regulation) -> tuple[str, ...]:
    """Return the tables that the asks read, the two registers among them always, in the order of the schema.

    A table without which a needed one cannot be filled in (its required column names a row there) is needed too.
    """
    read = {*REGISTERS, *(table for ask in regulation.asks.values() for table in _read(ask, regulation.populations))}
    while wider := {*_referred(read)} - read:
        read |= wider
    return tuple(name for name in SCHEMA if name in read)


def _referred(tables: Iterable[str]) -> Iterator[str]:
    for table in tables:
        yield from (c.refers for c in SCHEMA[table].columns.values() if c.refers and c.required)


def _read(ask: Ask, populations: Mapping[str, Population]) -> Iterator[str]:
    for part in ask.measure.parts:
        yield from _of_selection(part)
        for name in filter(None, (part.of, part.outside, part.persons)):
            yield from _of_population(name, populations)
        for asked in ask.cuts:
            yield from _of_cut(asked.cut, _counted(part))


def _counted(part: Selection) -> frozenset[str]:
    """Return the tables whose rows the selection counts, by their names in the catalogue."""
    own = {"staff"} if part.each == PERSONS or part.persons else {part.each}
    return frozenset(own.union(*(_evidence(having) for having in (part.having, part.among_having))))


def _evidence(having: Having | None) -> frozenset[str]:
    return frozenset(piece.table for piece in having.evidence) if having else frozenset()


def _of_selection(part: Selection) -> Iterator[str]:
    table = "staff" if part.each == PERSONS else part.each
    yield source_of(table)
    for condition in (part.where, part.among, *part.at.values()):
        yield from _of_condition(condition)
    for having in (part.having, part.among_having, part.without):
        for piece in having.evidence if having else ():
            yield source_of(piece.table)
            yield from _of_condition(piece.condition)
    yield from _joined((part.sum, part.total, part.items, *part.distinct))


def _of_population(name: str, populations: Mapping[str, Population]) -> Iterator[str]:
    while name:
        population = populations[name]
        yield source_of(population.table)
        yield from _of_condition(population.where)
        name = population.of


def _of_cut(cut: Cut, counted: frozenset[str]) -> Iterator[str]:
    """Yield what the cut reads for rows of the counted tables; its words for other tables serve other asks."""
    yield from _joined(column for table, column in cut.columns.items() if table in counted)
    for group in cut.groups.values():
        for table, condition in (*group.when.items(), *group.base.items()):
            yield from _of_condition(condition if table in counted else None)


def _of_condition(condition: Condition | None) -> Iterator[str]:
    yield from _joined(condition.columns if condition else ())


def _joined(columns: Iterable[str]) -> Iterator[str]:
    yield from (_JOINED[column.partition(".")[0]] for column in columns if "." in column)
