"""Lists of people: who needs diagnostics, a route, training, a mentor; whom to commend. For internal use only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Regulation, load_catalogue
from pdmon_utils.conditions import Period
from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.measures import Selection, parse_measure, refuse_unknown
from pdmon_utils.populations import Members
from pdmon_utils.registry import Registry
from pdmon_utils.schema import SCHEMA
from pdmon_utils.tally import fraction
from pdmon_utils.views import View
from pdmon_utils.yamls import read_yaml

DUE, ENCOURAGED = "due", "encouraged"
_KEYS = ("title", "why", "of", "like", "table", "years", "having", "without")
_USUAL = {"ped": "ped", "young": "young_lt3"}  # populations where a regulation asks about none of this kind
COLUMNS = ["org_id", "person_id", "position", "subject", "list"]


@dataclass(frozen=True, slots=True)
class PersonList:
    """One list: whom it chooses (`selection`), why, the table without which nobody can be said to lack something.

    `like`: indicators in whose window it looks.
    """

    code: str
    title: str
    why: str
    selection: Selection
    table: str
    years: int = 1
    like: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def person_lists() -> Mapping[str, tuple[PersonList, ...]]:
    """Return the lists by kind (`due`, `encouraged`); raises CatalogueError for what is unknown."""
    said = read_yaml(Path(__file__).parent / "lists.yml")
    refuse_unknown(said, (DUE, ENCOURAGED), "lists.yml")
    return {kind: tuple(_list(code, held) for code, held in lists.items()) for kind, lists in said.items()}


def _list(code: str, said: Any) -> PersonList:  # noqa: ANN401  whatever the file says
    where = f"lists.yml, «{code}»"
    refuse_unknown(said, _KEYS, where, needed=("title", "why", "of", "table"))
    if said["table"] not in SCHEMA:
        raise CatalogueError(f"{where}: нет таблицы «{said['table']}»{nearest(said['table'], SCHEMA)}")
    selection = parse_measure("count", {key: said[key] for key in ("of", "having", "without") if key in said}, where)
    years, like = int(said.get("years", 1)), tuple(said.get("like", "").split())
    for indicator in like:
        if indicator not in (known := _indicators()):
            raise CatalogueError(f"{where}: нет показателя «{indicator}»{nearest(indicator, known)}")
    return PersonList(code, said["title"], said["why"], selection.main, said["table"], years, like)


def _indicators() -> list[str]:
    return [code for criterion in load_catalogue().criteria.values() for code in criterion.indicators]


def population(regulation: Regulation, kind: str) -> str:
    """Return the population of a kind (ped, young) that the regulation asks about most; a named one stays itself."""
    if kind not in _USUAL:
        return kind
    asked = Counter(ask.population.name for ask in regulation.asks.values() if ask.population)
    mine = [name for name, _ in asked.most_common() if name.startswith(kind)]
    return mine[0] if mine else _USUAL[kind]


def _looking_back(period: Period, years: int) -> Period:
    """Return the period that ends on the same day and is that many years long."""
    if years == 1:
        return period
    return replace(period, start=period.end.replace(year=period.end.year - years) + timedelta(days=1))


def listed_people(
    tables: Mapping[str, pd.DataFrame], municipality: str, period: Period, regulation: Regulation, one: PersonList
) -> pd.DataFrame:
    """Return the people of a list, a row for each person and organisation (COLUMNS), by organisation and person."""
    view = View(Registry(tables, (municipality,)), _looking_back(period, one.years))
    chosen = replace(one.selection, of=population(regulation, one.selection.of))
    tally = fraction(Members(view, regulation.populations), chosen, "count", "organisation").numerator
    staff = view.frame("staff").iloc[tally.row].assign(list=one.code)
    rows = staff.drop_duplicates(["org_id", "person_id"])[COLUMNS]
    return rows.astype(object).sort_values(["org_id", "person_id"], ignore_index=True)
