"""One recommendation: whom it is for, what is to be done, from which figures it follows, what the analyst decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pdmon_utils.journal import Amendment
from pdmon_utils.recommendations.known import LEVELS
from pdmon_utils.words import Quote, Sentence

REWORD, DROP, ADD = "reword", "drop", "add"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation; `key` names it in the analyst's file, the same in every run.

    `addressee` is a code of the schema's audience, `level` general, cluster, organisation or subject; `direction` the
    code of a direction of measures of the regulation ('' where it has none); `because` the sentences of its grounds;
    `indicator` the id of the ask it follows from. `rule` is 0 for one that the analyst added.
    """

    key: str
    rule: int
    addressee: str
    level: str
    criterion: str
    indicator: str
    sentence: Sentence
    because: tuple[Sentence, ...] = ()
    org_id: str = ""
    cluster: str = ""
    subject: str = ""
    direction: str = ""
    sign: str = ""
    theme: str = ""
    edit: Amendment | None = None

    @property
    def unit(self) -> str:
        """Code of the organisation or cluster, or the subject; empty for the municipality."""
        return self.org_id or self.cluster or self.subject

    @property
    def facts(self) -> tuple[Quote, ...]:
        """The numerals that it says and that it rests on."""
        return tuple(quote for said in (self.sentence, *self.because) for quote in said.quotes)

    @property
    def wording(self) -> str:
        """The analyst's own words; empty where the sentence stands."""
        return self.edit.text if self.edit and self.edit.status in (REWORD, ADD) else ""

    @property
    def said(self) -> Sentence | str:
        """What is shown: the analyst's words, else the sentence."""
        return self.wording or self.sentence


def key_of(rule: int, addressee: str, indicator: str, level: str = "general", unit: str = "") -> str:
    """Return the key: rule, addressee, indicator and unit, e.g. «101/mms/vil.1.2.3a» or «121/heads/kbr.1/org-0302»."""
    prefix = {"organisation": "org", "cluster": "cluster", "subject": "предмет"}
    tail = f"/{prefix[level]}-{unit}" if unit else ""
    return f"{rule}/{addressee}/{indicator}{tail}"


def in_order(found: Iterable[Recommendation], name: dict[str, str]) -> list[Recommendation]:
    """Return recommendations by level, name of the unit (by alphabet) and number of the rule."""
    return sorted(found, key=lambda r: (LEVELS.index(r.level), name.get(r.unit, r.unit), r.rule, r.key))
