"""The verdict on a measure: three findings → a word and the rule that says so (`verdicts.yml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pdmon_utils.errors import CatalogueError
from pdmon_utils.yamls import read_yaml

_SAID: Mapping[str, Any] = read_yaml(Path(__file__).parent / "verdicts.yml")
CARRIED: Mapping[str, str] = MappingProxyType(dict(_SAID["carried"]))
MOVED: Mapping[str, str] = MappingProxyType(dict(_SAID["moved"]))
TOLD: Mapping[str, str] = MappingProxyType(dict(_SAID["contribution"]))
VERDICTS: Mapping[str, str] = MappingProxyType(dict(_SAID["verdicts"]))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the verdict's code, the findings it is about (empty: any), and why, in words; `number` counts from 1."""

    number: int
    word: str
    says: str
    carried: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    contribution: tuple[str, ...] = ()

    def holds(self, carried: str, moved: str, told: str) -> bool:
        """Return True when all findings are among those the rule names."""
        named = ((carried, self.carried or CARRIED), (moved, self.moved or MOVED), (told, self.contribution or TOLD))
        return all(finding in known for finding, known in named)


def _rule(number: int, said: Mapping[str, Any]) -> Rule:
    lists = {key: tuple(said.get(key, ())) for key in ("carried", "moved", "contribution")}
    return Rule(number, said["word"], said["says"], **lists)


RULES: tuple[Rule, ...] = tuple(_rule(number, said) for number, said in enumerate(_SAID["rules"], start=1))


def verdict(carried: str, moved: str, told: str = "untold") -> Rule:
    """Return the first rule that holds; raises CatalogueError where none does (a test shows that one always does)."""
    for rule in RULES:
        if rule.holds(carried, moved, told):
            return rule
    raise CatalogueError(f"verdicts.yml: нет правила для «{carried}», «{moved}», «{told}». Допишите его.")
