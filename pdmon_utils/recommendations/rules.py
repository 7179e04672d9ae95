"""The rules of recommendations as data: when, about what, at which level, and what is said to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.conclusions import TELLING
from pdmon_utils.conditions import Condition, parse_condition
from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.measures import refuse_unknown
from pdmon_utils.recommendations.known import ADDRESSEES, COLUMNS, LEVELS, OVER, OWN_SLOTS, SIGNS, THEMES
from pdmon_utils.words import SLOT
from pdmon_utils.yamls import read_yaml

_HERE = Path(__file__).parent
COMMON = "common"  # the file of the rules that are the same for every criterion
_KEYS = ("number", "level", "about", "when", "to", "more", "groups", "directions", "theme", "over")
_NEEDED = ("number", "level", "when", "to")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `to` is addressee → text with slots, `more` what is added where all of its slots can be said.

    `about`: codes of the catalogue's indicators. `groups`: cuts whose groups the slot
    {groups} lists. `directions`: codes of directions of measures, the first that the regulation has is meant.
    `over`: the rule is said of the municipality once for each subject with deficits.
    """

    number: int
    code: str
    level: str
    when: Condition
    to: Mapping[str, str]
    about: tuple[str, ...]
    more: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    theme: str = ""
    over: str = ""


@dataclass(frozen=True, slots=True)
class Master:
    """All rules by number, and the sentences of their grounds: sign ('' for a condition of its own) → templates."""

    rules: Mapping[int, Rule]
    grounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def load_rules() -> Master:
    """Return the rules of the package; raises CatalogueError for what is unknown and for a number said twice."""
    return Master(_by_number(_all(_HERE / "rules")), read_grounds(_HERE / "grounds.yml"))


def _all(folder: Path) -> Iterator[Rule]:
    for path in sorted(folder.glob("*.yml")):
        yield from read_rules(path)


def _by_number(rules: Iterable[Rule]) -> MappingProxyType[int, Rule]:
    held: dict[int, Rule] = {}
    for rule in rules:
        other = held.setdefault(rule.number, rule)
        if other is not rule:
            raise CatalogueError(f"Правило рекомендаций «{rule.code}»: номер {rule.number} уже у «{other.code}».")
    return MappingProxyType(dict(sorted(held.items())))


def read_rules(path: Path) -> list[Rule]:
    """Return the rules of one criterion (the file is named as it) or of all (`common`); raises CatalogueError."""
    known = load_catalogue().criteria
    _refuse([path.stem], (*known, COMMON), f"{path.name}: нет критерия")
    criteria = known.values() if path.stem == COMMON else [known[path.stem]]
    indicators = tuple(code for criterion in criteria for code in criterion.indicators)
    return [_rule(path, code, said, indicators) for code, said in read_yaml(path).items()]


def _rule(path: Path, code: str, said: Any, indicators: tuple[str, ...]) -> Rule:  # noqa: ANN401  whatever is said
    where = f"{path.name}, «{code}»"
    refuse_unknown(said, _KEYS, where, needed=_NEEDED)
    if not said["number"].isdigit():
        raise CatalogueError(f"{where}: number «{said['number']}» не целое число.")
    rule = Rule(
        number=int(said["number"]),
        code=code,
        level=said["level"],
        when=parse_condition(said["when"], where),
        to=_addressed(said["to"], where),
        more=_more(said, where),
        theme=said.get("theme", ""),
        over=said.get("over", ""),
        about=tuple(said.get("about", "").split()) or indicators,
        groups=tuple(said.get("groups", "").split()),
        directions=tuple(said.get("directions", "").split()),
    )
    _check(rule, indicators, where)
    return rule


def _addressed(said: Any, where: str) -> Mapping[str, str]:  # noqa: ANN401  whatever is said
    refuse_unknown(said, tuple(ADDRESSEES), f"{where}, to")
    if not said:
        raise CatalogueError(f"{where}: не указан адресат. Адресаты: {', '.join(ADDRESSEES)}.")
    return dict(said)


def _more(said: Mapping[str, Any], where: str) -> Mapping[str, str]:
    more = said.get("more", {})
    refuse_unknown(more, tuple(said["to"]), f"{where}, more")
    return dict(more)


def _check(rule: Rule, indicators: tuple[str, ...], where: str) -> None:
    rule.when.check(COLUMNS, where)
    _refuse([rule.level], LEVELS, f"{where}: нет уровня")
    _refuse([rule.theme] if rule.theme else [], THEMES, f"{where}: нет темы")
    _refuse([rule.over] if rule.over else [], OVER, f"{where}: не знаю, по чему повторять правило:")
    _refuse(rule.about, indicators, f"{where}: в критерии нет показателя")
    _refuse(rule.groups, _cuts(), f"{where}: нет разреза")
    _refuse(rule.directions, _directions(), f"{where}: ни одно положение не знает направления")
    for text in (*rule.to.values(), *rule.more.values()):
        check_text(text, where)


def check_text(text: str, where: str) -> None:
    """Raise CatalogueError for an unknown slot or a number that is no figure's."""
    _refuse(SLOT.findall(text), (*OWN_SLOTS, *TELLING), f"{where}: нет слова")
    if re.search(r"\d", SLOT.sub("", text)):
        raise CatalogueError(f"{where}: в тексте «{text}» число без показателя. Напишите его словом или уберите.")


def read_grounds(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Return the sentences of grounds: sign → templates, the first that can be said is said. Raises CatalogueError."""
    said = read_yaml(path)
    refuse_unknown(said, (*SIGNS, "other"), path.name, needed=(*SIGNS, "other"))
    for sign, templates in said.items():
        for text in templates:
            check_text(text, f"{path.name}, «{sign}»")
    return {sign: tuple(templates) for sign, templates in said.items()}


def _cuts() -> list[str]:
    asks = (ask for regulation in load_catalogue().regulations.values() for ask in regulation.asks.values())
    return sorted({asked.cut.name for ask in asks for asked in ask.cuts})


def _directions() -> list[str]:
    return sorted({code for regulation in load_catalogue().regulations.values() for code in regulation.directions})


def _refuse(said: Iterable[str], known: Iterable[str], what: str) -> None:
    words = list(known)
    for word in said:
        if word not in words:
            raise CatalogueError(f"{what} «{word}»{nearest(word, words)} Известны: {', '.join(words)}.")
