"""What makes a catalogue file wrong: unknown tables, columns, values, populations, scopes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pdmon_utils.catalogue.model import Ask, AskedCut, Indicator
from pdmon_utils.catalogue.targets import parse_target
from pdmon_utils.conditions import Condition
from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.measures import PERSONS, Cut, Having, Selection
from pdmon_utils.populations import Population
from pdmon_utils.registry import PERSON_COLUMNS, keyed_tables
from pdmon_utils.schema import SCHEMA
from pdmon_utils.views import known_columns

SCOPES = ("municipality", "organisation", "cluster", "region")
WINDOWS = ("calendar", "june", "academic")
_KINDS = ("", "distribution")
_DIRECTIONS = ("higher", "lower", "neutral")
_DISCLOSURES = ("open", "internal", "sensitive")
FACETS = ("organisation", "conditions", "results")
_OF_PERSONS = (*PERSON_COLUMNS, *(name for name, table in SCHEMA.items() if "person_id" in table.columns))


def _one_of(value: str, known: tuple[str, ...], where: str) -> None:
    if value not in known:
        named = ", ".join(filter(None, known))
        raise CatalogueError(f"{where}: не знаю «{value}»{nearest(value, known)} Известны: {named}.")


def check_codes(codes: Iterable[str], known: tuple[str, ...], where: str) -> None:
    """Raise CatalogueError for a code that is not among the known ones."""
    for code in codes:
        _one_of(code, known, where)


def _check(table: str, condition: Condition | None, where: str) -> None:
    _one_of(table, keyed_tables(), f"{where}: таблица")
    if condition:
        condition.check(known_columns(table), f"{where}: в таблице «{table}»")


def check_population(population: Population, known: Mapping[str, Population], where: str) -> None:
    """Raise CatalogueError when the population names an unknown table, column, value or wider population."""
    _check(population.table, population.where, where)
    if population.of:
        _one_of(population.of, tuple(known), f"{where}: совокупность")
        _one_of(known[population.of].table, (population.table,), f"{where}: таблица совокупности «{population.of}»")
    met, wider = {population.name}, population.of
    while wider:
        if wider in met:
            raise CatalogueError(f"{where}: совокупность «{wider}» определена через саму себя. Назовите её иначе.")
        met.add(wider)
        wider = known[wider].of


def check_indicator(indicator: Indicator, where: str) -> None:
    """Raise CatalogueError for anything in the measure or the cuts that the tables do not have."""
    _one_of(indicator.kind, _KINDS, f"{where}: kind")
    _one_of(indicator.direction, _DIRECTIONS, f"{where}: direction")
    _one_of(indicator.disclosure, _DISCLOSURES, f"{where}: disclosure")
    _one_of(indicator.facet, FACETS, f"{where}: facet")
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
        _one_of(piece.table, (*_OF_PERSONS, "student_outcomes"), f"{where}: таблица о людях")
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
    parse_target(ask.target, where, ask.kind)
    _check_breaks(ask.breaks, where)
    for scope in ask.scopes:
        _one_of(scope, SCOPES, f"{where}: уровень")
    for part in ask.measure.parts:
        _check_populations(part, populations, where)
    for asked in ask.cuts:
        check_cut(asked.cut, f"{where}, {asked.cut.name}")
        _check_groups(asked, f"{where}, {asked.cut.name}")
        _check_reading(ask, asked.cut, f"{where}, {asked.cut.name}")


def _check_breaks(breaks: object, where: str) -> None:
    """Refuse breaks that are no pairs «year: why»."""
    pairs = breaks.items() if isinstance(breaks, Mapping) else [("", breaks)]
    for year, why in pairs:
        if not re.fullmatch(r"(19|20)\d\d", year) or not isinstance(why, str) or not why:
            raise CatalogueError(f"{where}: breaks — ожидались пары «год: почему», а сказано «{year} {why}».")


def _check_populations(part: Selection, populations: Mapping[str, Population], where: str) -> None:
    for name in filter(None, (part.of, part.outside, part.persons)):
        _one_of(name, tuple(populations), f"{where}: совокупность")
    if part.of and part.each != "organisations":
        _one_of(part.each, (PERSONS, *_OF_PERSONS), f"{where}: таблица о людях")
    if part.of:
        table = "organisations" if part.each == "organisations" else "staff"
        _one_of(populations[part.of].table, (table,), f"{where}: таблица совокупности «{part.of}»")


def _check_groups(asked: AskedCut, where: str) -> None:
    """Refuse a code that only a condition could define where the cut has none for it."""
    cut = asked.cut
    if cut.groups and not cut.columns and not cut.cross:
        for code in asked.groups:
            _one_of(code, tuple(cut.groups), f"{where}: группа")


def _check_reading(ask: Ask, cut: Cut, where: str) -> None:
    """Refuse a cut that reads none of the tables in which the ask counts."""
    read = {"staff"} if cut.cross else {*cut.columns, *(table for group in cut.groups.values() for table in group.when)}
    for part in ask.measure.parts:
        if not read & _counted_tables(part):
            raise CatalogueError(f"{where}: разрез читает {', '.join(sorted(read))}, а показатель — другие таблицы.")


def _counted_tables(part: Selection) -> set[str]:
    evidence = {piece.table for piece in part.having.evidence} if part.having else set()
    if part.persons:
        return evidence
    return {"staff", *evidence} if part.each == PERSONS else {part.each}
