"""What may be wrong in the data, as data: every rule has a number, a severity, a sentence and a remedy in `*.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.yamls import read_yaml

Severity = Literal["error", "query", "note"]
SCOPES = ("file", "sheet", "header", "cell", "row", "table", "years", "sources", "journal")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `says` what is wrong and `do` what to do, both with {slots}; `when` is a condition over `table`.

    `at` names the column whose cell is pointed at, `about` the columns that tell whose row it is; `absent` the table
    whose rows the rule misses: rows that were handed in but could not be counted are not missed.
    """

    id: str
    number: int
    severity: Severity
    scope: str
    says: str
    do: str = ""
    table: str = ""
    when: str = ""
    at: str = ""
    about: tuple[str, ...] = ()
    absent: str = ""

    @property
    def loses(self) -> bool:
        """True for an error of reading: what it is about is not counted; contradictions are counted as handed in."""
        return self.severity == "error" and not self.when

    def message(self, **slots: object) -> str:
        """Return the Russian sentences: what is wrong, what to do."""
        return f"{self.says} {self.do}".strip().format_map(slots)


def load_rules(folder: Path = _HERE) -> MappingProxyType[str, Rule]:
    """Return all rules by id, in the order of their numbers; raises CatalogueError for a double id or number."""
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.yml")):
        for code, said in read_yaml(path).items():
            if code in rules:
                raise CatalogueError(f"rules/{path.name}: правило «{code}» указано дважды.")
            rules[code] = _rule(f"rules/{path.name}, «{code}»", code, said)
    _refuse_twins(rules)
    return MappingProxyType(dict(sorted(rules.items(), key=lambda pair: pair[1].number)))


def _rule(where: str, code: str, said: Mapping[str, Any]) -> Rule:
    known = [field.name for field in fields(Rule) if field.name != "id"]
    for key in said:
        if key not in known:
            raise CatalogueError(f"{where}: неизвестный ключ «{key}»{nearest(key, known)}")
    if said["severity"] not in get_args(Severity) or said["scope"] not in SCOPES:
        raise CatalogueError(f"{where}: severity «{said['severity']}» или scope «{said['scope']}» не из списка.")
    words = {key: said.get(key, "") for key in ("says", "do", "table", "when", "at", "absent")}
    severity = cast("Severity", said["severity"])
    about = tuple(said.get("about", "").split())
    return Rule(code, int(said["number"]), severity, said["scope"], about=about, **words)


def _refuse_twins(rules: Mapping[str, Rule]) -> None:
    numbers: dict[int, str] = {}
    for rule in rules.values():
        other = numbers.setdefault(rule.number, rule.id)
        if other != rule.id:
            raise CatalogueError(f"Правило «{rule.id}»: номер {rule.number} уже у правила «{other}».")


RULES = load_rules()
