"""What makes a catalogue file wrong: unknown tables, columns, values, populations, scopes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pdmon_utils.catalogue.model import Ask, Indicator
from pdmon_utils.conditions import Condition
from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.measures import PERSONS, Cut, Having, Selection
from pdmon_utils.populations import Population
from pdmon_utils.registry import keyed_tables
from pdmon_utils.views import known_columns

SCOPES = ("municipality", "organisation", "cluster", "region")
WINDOWS = ("calendar", "june", "academic")
_KINDS = ("", "distribution")
_DIRECTIONS = ("higher", "lower", "neutral")


def _one_of(value: str, known: tuple[str, ...], where: str) -> None:
    if value not in known:
        raise CatalogueError(f"{where}: не знаю «{value}»{nearest(value, known)} Известны: {', '.join(filter(None, known))}.")


def _check(table: str, condition: Condition | None, where: str) -> None:
    _one_of(table, keyed_tables(), f"{where}: таблица")
    if condition:
        condition.check(known_columns(table), f"{where}: в таблице «{table}»")


def check_population(population: Population, known: Mapping[str, Population], where: str) -> None:
    """Raise CatalogueError when the population names an unknown table, column, value or wider population."""
    _check(population.table, population.where, where)
    if population.of:
        _one_of(population.of, tuple(known), f"{where}: совокупность")


def check_indicator(indicator: Indicator, where: str) -> None:
    """Raise CatalogueError for anything in the measure or the cuts that the tables do not have."""
    _one_of(indicator.kind, _KINDS, f"{where}: kind")
    _one_of(indicator.direction, _DIRECTIONS, f"{where}: direction")
    for part in indicator.measure.parts:
        _check_selection(part, where)
    for cut in indicator.cuts.values():
        check_cut(cut, f"{where}, {cut.name}")


def _check_selection(part: Selection, where: str) -> None:
    table = "staff" if part.each in (PERSONS, "staff") else part.each
    for condition in (part.where, part.among, *part.at.values()):
        _check(table, condition, where)
    for having in (part.having, part.among_having, part.without):
        _check_having(having, where)
    for name in filter(None, (part.sum, part.total, part.items, *part.distinct)):
        _one_of(name, tuple(known_columns(table)), f"{where}: столбец таблицы «{table}»")
    for scope in part.at:
        _one_of(scope, SCOPES, f"{where}: уровень")


def _check_having(having: Having | None, where: str) -> None:
    for piece in having.evidence if having else ():
        _check(piece.table, piece.condition, where)


def check_cut(cut: Cut, where: str) -> None:
    """Raise CatalogueError when a cut names a table or column that is not there."""
    for table, column in cut.columns.items():
        _one_of(table, keyed_tables(), f"{where}: таблица")
        _one_of(column, tuple(known_columns(table)), f"{where}: столбец таблицы «{table}»")
    for group in cut.groups.values():
        for table, condition in (*group.when.items(), *group.base.items()):
            _check(table, condition, where)


def check_ask(ask: Ask, populations: Mapping[str, Population], where: str) -> None:
    """Raise CatalogueError for an unknown window, scope, population or group of the ask."""
    _one_of(ask.window, WINDOWS, f"{where}: окно")
    _one_of(ask.direction, _DIRECTIONS, f"{where}: direction")
    for scope in ask.scopes:
        _one_of(scope, SCOPES, f"{where}: уровень")
    for part in ask.measure.parts:
        for name in filter(None, (part.of, part.outside, part.persons)):
            _one_of(name, tuple(populations), f"{where}: совокупность")
    for asked in ask.cuts:
        check_cut(asked.cut, f"{where}, {asked.cut.name}")
        for code in _needing_rule(asked.cut, tuple(asked.groups)):
            _one_of(code, tuple(asked.cut.groups), f"{where}, {asked.cut.name}: группа")


def _needing_rule(cut: Cut, codes: tuple[str, ...]) -> Iterator[str]:
    """Yield the codes that only a condition could define: the cut reads no column."""
    if cut.groups and not cut.columns and not cut.cross:
        yield from codes
