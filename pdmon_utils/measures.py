"""How an indicator is measured: five verbs (share, count, mean, listing, presence) said in YAML, as frozen dataclasses.

A verb holds one or more selections; each selection says what is counted (`each`), of whom (`of`), and under which
conditions. The words of a selection are explained in ARCHITECTURE.md, «The catalogue».
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pdmon_utils.conditions import Condition, parse_condition
from pdmon_utils.errors import CatalogueError, nearest

VERBS = ("share", "count", "mean", "listing", "presence")
PERSONS = "persons"


@dataclass(frozen=True, slots=True)
class Evidence:
    """At least one row of `table` that fulfils `condition`."""

    table: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Having:
    """Pieces of evidence a person must have: all of them, or any of them."""

    evidence: tuple[Evidence, ...]
    any: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """What is counted in a numerator and in its denominator."""

    each: str = PERSONS
    of: str = ""
    where: Condition | None = None
    having: Having | None = None
    among: Condition | None = None
    among_having: Having | None = None
    without: Having | None = None
    outside: str = ""
    persons: str = ""
    distinct: tuple[str, ...] = ()
    sum: str = ""
    total: str = ""
    items: str = ""
    at: Mapping[str, Condition] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """A verb and its selections; the numerator is the sum over the selections."""

    verb: str
    parts: tuple[Selection, ...]

    @property
    def main(self) -> Selection:
        """The first selection; all but lists and presences have only this one."""
        return self.parts[0]


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a cut: a condition per table; `base` narrows the denominator where it differs."""

    when: Mapping[str, Condition]
    base: Mapping[str, Condition] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cut:
    """A way to divide a figure: by the values of a column per table, or by groups with conditions.

    `rest` is the code that gathers every other value and the empty ones; `empty` the code of an empty value;
    `whole`: groups are taken from the whole population, not only from the numerator; `cross` = two columns.
    """

    name: str
    title: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    rest: str = ""
    empty: str = ""
    whole: bool = False
    cross: tuple[str, str] | None = None


def refuse_unknown(said: Any, known: tuple[str, ...], where: str, needed: tuple[str, ...] = ()) -> None:  # noqa: ANN401
    """Raise CatalogueError for what is no mapping, an unknown key (naming the nearest) or a needed one left out."""
    if not isinstance(said, dict):
        raise CatalogueError(f"{where}: ожидались пары «ключ: значение», а сказано «{said}».")
    for key in said:
        if key not in known:
            raise CatalogueError(f"{where}: не знаю ключа «{key}»{nearest(key, known)} Известны: {', '.join(known)}.")
    missing = [key for key in needed if not said.get(key)]
    if missing:
        raise CatalogueError(f"{where}: не указано: {', '.join(missing)}. Допишите.")


def parse_measure(verb: str, said: Any, where: str) -> Measure:  # noqa: ANN401  a mapping or a list of them
    """Return the measure said under a verb in YAML."""
    parts = said if isinstance(said, list) else [said]
    return Measure(verb, tuple(_selection(part, f"{where}, {verb}") for part in parts))


_SELECTION_KEYS = tuple("each of where having among without outside persons distinct sum total items at".split())


def _selection(said: Any, where: str) -> Selection:  # noqa: ANN401
    refuse_unknown(said, _SELECTION_KEYS, where)
    among = said.get("among")
    return Selection(
        each=said.get("each", PERSONS),
        of=said.get("of", ""),
        where=_optional(said.get("where"), where),
        having=_having(said.get("having"), where),
        among=_optional(among, where) if isinstance(among, str) else None,
        among_having=_having(among, where) if not isinstance(among, str) else None,
        without=_having(said.get("without"), where),
        outside=said.get("outside", ""),
        persons=said.get("persons", ""),
        distinct=tuple(said.get("distinct", ())),
        sum=said.get("sum", ""),
        total=said.get("total", ""),
        items=said.get("items", ""),
        at={scope: parse_condition(text, where) for scope, text in said.get("at", {}).items()},
    )


def _optional(text: str | None, where: str) -> Condition | None:
    return parse_condition(text, where) if text else None


def _having(said: Any, where: str) -> Having | None:  # noqa: ANN401
    if not said:
        return None
    either = isinstance(said, dict) and "any" in said
    pieces = said["any"] if either else said
    listed = pieces if isinstance(pieces, list) else [pieces]
    evidence = tuple(
        Evidence(table, parse_condition(text, f"{where}, {table}")) for piece in listed for table, text in piece.items()
    )
    return Having(evidence, any=either)


def parse_cut(name: str, said: Mapping[str, Any], where: str) -> Cut:
    """Return the cut said under a name in YAML."""
    refuse_unknown(said, ("title", "columns", "groups", "rest", "empty", "whole", "cross"), where)
    cross = said.get("cross")
    return Cut(
        name=name,
        title=said.get("title", name),
        columns=dict(said.get("columns", {})),
        groups={code: _group(group, f"{where}, {code}") for code, group in said.get("groups", {}).items()},
        rest=said.get("rest", ""),
        empty=said.get("empty", ""),
        whole=said.get("whole") == "yes",
        cross=(cross[0], cross[1]) if cross else None,
    )


def _group(said: Mapping[str, Any], where: str) -> Group:
    base = said.get("base", {})
    return Group(
        when={table: parse_condition(text, where) for table, text in said.items() if table != "base"},
        base={table: parse_condition(text, where) for table, text in base.items()},
    )
