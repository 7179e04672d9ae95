"""Rules with a condition, parsed and refused where they name a table, column, value or slot that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from string import Formatter

from pdmon_utils.conditions import PERIOD_NAMES, Condition, parse_condition
from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.intake.screener.made import MADE
from pdmon_utils.intake.screener.screen import known_columns, source_of
from pdmon_utils.rules import Rule
from pdmon_utils.schema import SCHEMA


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule ready to run: its condition, the columns its sentence names, the columns that tell what it is about."""

    rule: Rule
    condition: Condition
    slots: tuple[str, ...]
    about: tuple[str, ...]


def clauses(rules: Iterable[Rule]) -> tuple[Clause, ...]:
    """Return the clauses of the rules that have a condition, by number; raises CatalogueError for unknown words."""
    told = sorted((rule for rule in rules if rule.when), key=lambda rule: rule.number)
    return tuple(_clause(rule) for rule in told)


def _clause(rule: Rule) -> Clause:
    where = f"Правило «{rule.id}»"
    if rule.table not in {*SCHEMA, *MADE}:
        raise CatalogueError(f"{where}: нет таблицы «{rule.table}»{nearest(rule.table, [*SCHEMA, *MADE])}")
    _refuse_period(rule, where)
    condition, known = parse_condition(rule.when, where), known_columns(rule.table)
    condition.check(known, where)
    clause = Clause(rule, condition, _slots(rule), rule.about or _key(rule, where))
    for name in (*clause.slots, *clause.about):
        if name not in known:
            raise CatalogueError(f"{where}: в таблице «{rule.table}» нет столбца «{name}»{nearest(name, known)}")
    _refuse_no_cell(rule, where)
    return clause


def _refuse_no_cell(rule: Rule, where: str) -> None:
    """Refuse a rule that points at a column nobody hands in: it has no cell."""
    columns = SCHEMA[source_of(rule.table)].columns
    if rule.at not in columns or rule.at not in known_columns(rule.table):
        raise CatalogueError(f"{where}: на столбец «{rule.at}» нельзя указать{nearest(rule.at, columns)}")


def _refuse_period(rule: Rule, where: str) -> None:
    for name in PERIOD_NAMES:
        if re.search(rf"\b{name}\b", rule.when):
            raise CatalogueError(f"{where}: «{name}» есть только в показателях; конец года строки — year_end.")


def _key(rule: Rule, where: str) -> tuple[str, ...]:
    key = SCHEMA[rule.table].key if rule.table in SCHEMA else ()
    if not key:
        raise CatalogueError(f"{where}: у таблицы «{rule.table}» нет ключа, перечислите столбцы в about.")
    return key


def _slots(rule: Rule) -> tuple[str, ...]:
    """Return the names in {braces}; a dotted name is joined, as in a condition."""
    named = (name for _, name, _, _ in Formatter().parse(f"{rule.says} {rule.do}") if name)
    return tuple(dict.fromkeys(named))
