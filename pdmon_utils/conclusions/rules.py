"""The master list of conclusions as data: every rule has a number, a condition, a severity and a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.conclusions.known import COUNTED, FACETS, LEVELS, OF_CRITERIA, OF_ROWS, SEVERITIES
from pdmon_utils.conclusions.slots import TELLING
from pdmon_utils.conditions import Condition, parse_condition
from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.measures import refuse_unknown
from pdmon_utils.words import SLOT
from pdmon_utils.yamls import read_yaml

_MASTER = Path(__file__).parent / "master"
_KEYS = (
    "number",
    "levels",
    "severity",
    "facet",
    "when",
    "about",
    "beside",
    "gathers",
    "say",
    "each",
    "note",
)
_NEEDED = ("number", "levels", "severity", "when", "say", "note")
COMMON = tuple("title clause population cut year before_year next_year plan plan_kind plan_source against".split())
JOINED = ("units", "where", "n_units")
OF_CRITERION = ("title", *COUNTED)
EACH = "{unit} ({share})"


@dataclass(frozen=True, slots=True)
class Beside:
    """A second indicator of the same unit that must fulfil a condition too: its codes in the catalogue."""

    about: tuple[str, ...]
    when: Condition


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `say` is the sentence; where units are joined, `each` is what is said of one of them.

    `about`: codes of the catalogue's indicators the rule is for (empty: all). `gathers`: indicators of which the
    same is said of the same units share one sentence. `note`: method and threshold, for people. `own`: the rule lies in
    the workspace.
    """

    code: str
    number: int
    levels: tuple[str, ...]
    severity: str
    when: Condition
    say: str
    note: str
    facet: str = ""
    about: tuple[str, ...] = ()
    beside: Beside | None = None
    gathers: bool = False
    each: str = EACH
    own: bool = False

    def joins(self, level: str) -> bool:
        """Return True where the units of a level are told in one sentence."""
        return level in ("group", "cluster", "organisation")


@lru_cache(maxsize=4)
def load_rules(own: Path | None = None) -> MappingProxyType[int, Rule]:
    """Return all rules by number: the master list and the file of the workspace, if there is one.

    Raises CatalogueError for an unknown key, column, value or slot, and for a code or number that is taken.
    """
    rules: dict[int, Rule] = {}
    for path in sorted(_MASTER.glob("*.yml")):
        _add(rules, read_rules(path))
    if own and own.exists():
        _add(rules, (replace(rule, own=True) for rule in read_rules(own)))
    return MappingProxyType(dict(sorted(rules.items())))


def _add(rules: dict[int, Rule], further: Iterable[Rule]) -> None:
    for rule in further:
        twin = next((r for r in rules.values() if rule.code == r.code or rule.number == r.number), None)
        if twin:
            raise CatalogueError(
                f"Правило вывода {rule.number} «{rule.code}»: номер или код уже у правила {twin.number} «{twin.code}». "
                "Правило нельзя заменить: возьмите другой номер (свои — от 1001) и код."
            )
        rules[rule.number] = rule


def read_rules(path: Path) -> list[Rule]:
    """Return the rules of one file in its order; raises CatalogueError naming file, rule and the nearest thing."""
    return [_rule(code, said, f"{path.name}, «{code}»") for code, said in read_yaml(path).items()]


def _rule(code: str, said: Any, where: str) -> Rule:  # noqa: ANN401  whatever the file says
    refuse_unknown(said, _KEYS, where, needed=_NEEDED)
    if not said["number"].isdigit():
        raise CatalogueError(f"{where}: number «{said['number']}» не целое число.")
    levels = tuple(said["levels"].split())
    _all_known(levels, LEVELS, f"{where}: нет уровня")
    _all_known([said["severity"]], SEVERITIES, f"{where}: нет важности")
    _all_known([said["facet"]] if "facet" in said else [], FACETS, f"{where}: нет направления")
    known = OF_CRITERIA if "criterion" in levels else OF_ROWS
    rule = Rule(
        code=code,
        levels=levels,
        number=int(said["number"]),
        when=_condition(said["when"], known, where),
        about=_indicators(said.get("about", ""), where),
        beside=_beside(said["beside"], where) if "beside" in said else None,
        gathers=said.get("gathers") == "yes",
        **{key: said[key] for key in ("severity", "facet", "say", "each", "note") if key in said},
    )
    _check_slots(rule, where)
    return rule


def _condition(text: str, known: Mapping[str, Mapping[str, str]], where: str) -> Condition:
    condition = parse_condition(text, where)
    condition.check(known, where)
    return condition


def _beside(said: Any, where: str) -> Beside:  # noqa: ANN401  whatever the file says
    refuse_unknown(said, ("about", "when"), f"{where}, beside", needed=("about", "when"))
    return Beside(_indicators(said["about"], where), _condition(said["when"], OF_ROWS, f"{where}, beside"))


def _indicators(words: str, where: str) -> tuple[str, ...]:
    """Return the codes of the catalogue's indicators that are named; raises CatalogueError for an unknown one."""
    known = tuple(code for criterion in load_catalogue().criteria.values() for code in criterion.indicators)
    for code in words.split():
        if code not in known:
            raise CatalogueError(f"{where}: в каталоге нет показателя «{code}»{nearest(code, known)}")
    return tuple(words.split())


def _check_slots(rule: Rule, where: str) -> None:
    if "criterion" in rule.levels:
        known: tuple[str, ...] = OF_CRITERION
    else:
        known = (*COMMON, *JOINED) if rule.joins(rule.levels[0]) else tuple(TELLING)
        _all_known(SLOT.findall(rule.each), tuple(TELLING), f"{where}, each: нет слова")
    if len({rule.joins(level) for level in rule.levels}) > 1:
        raise CatalogueError(f"{where}: уровни {', '.join(rule.levels)} говорятся по-разному. Разделите правило.")
    _all_known(SLOT.findall(rule.say), known, f"{where}, say: нет слова")
    if rule.gathers and not rule.say.startswith("{title}"):
        raise CatalogueError(f"{where}: общее предложение о показателях (gathers) начинается с {{title}}.")
    if re.search(r"\d", SLOT.sub("", rule.say + rule.each)):
        raise CatalogueError(f"{where}: в предложении число без показателя. Напишите его словом или уберите.")


def _all_known(said: Iterable[str], known: tuple[str, ...], what: str) -> None:
    for word in said:
        if word not in known:
            raise CatalogueError(f"{what} «{word}»{nearest(word, known)} Известны: {', '.join(known)}.")
