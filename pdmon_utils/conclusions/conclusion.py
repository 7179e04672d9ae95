"""One conclusion, and how the rows a rule speaks of become its sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pdmon_utils.conclusions.edits import REWORD
from pdmon_utils.conclusions.hits import Hit
from pdmon_utils.conclusions.known import COUNTED
from pdmon_utils.conclusions.rules import Rule
from pdmon_utils.conclusions.slots import Slots
from pdmon_utils.journal import Edit
from pdmon_utils.words import Name, Quote, Sentence, Slot, address, amount, plural, say, sentence
from pdmon_utils.words.numerals import NBSP

MANY = 5  # units from which a sentence says how many they are
FOLDED = "neutral"
CRITERION = "criterion"
PLACES = {"organisation": ("организации", "организациях"), "cluster": ("кластере", "кластерах")}


@dataclass(frozen=True)
class Conclusion:
    """One conclusion: what is said, by which rule, of which indicator and units, with the numerals it rests on.

    `units` are codes of organisations, clusters or groups, none for the municipality. `indicator` is the id of the ask,
    or the code of a criterion where the level is «criterion». `edit` is what the analyst decided.
    """

    rule: Rule
    facet: str
    indicator: str
    level: str
    sentence: Sentence
    units: tuple[str, ...] = ()
    breakdown: str = ""
    edit: Edit | None = None

    @property
    def severity(self) -> str:
        """Severity of the rule: attention, data, positive, note, neutral."""
        return self.rule.severity

    @property
    def facts(self) -> tuple[Quote, ...]:
        """The numerals of the sentence with the addresses of their figures."""
        return self.sentence.quotes

    @property
    def wording(self) -> str:
        """The analyst's own wording; empty where the sentence stands."""
        return self.edit.text if self.edit and self.edit.status == REWORD else ""

    @property
    def folded(self) -> bool:
        """True for what deviates in nothing and was not kept or reworded by the analyst."""
        return self.severity == FOLDED and self.edit is None


def conclusion(hits: Sequence[Hit]) -> Conclusion:
    """Return the conclusion on the rows of one rule, indicator, level and cut; units stand by alphabet."""
    listed = sorted(hits, key=lambda hit: (hit.name, hit.unit))
    first = listed[0]
    more = _joined(listed) if first.unit else {}
    return Conclusion(
        rule=first.rule,
        facet=first.rule.facet or str(first.row["facet"] or ""),
        indicator=str(first.row["indicator"]),
        level=first.level,
        sentence=say(first.rule.say, Slots(first.row, more)),
        units=tuple(hit.unit for hit in listed if hit.unit),
        breakdown=str(first.row["breakdown"]),
    )


def _joined(listed: Sequence[Hit]) -> dict[str, Slot]:
    """Return the slots of a sentence about several units."""
    count = _how_many(listed)
    items = [say(hit.rule.each, Slots(hit.row)) for hit in listed]
    separated = [part for item in items for part in ("; ", item)][1:]
    return {"units": sentence(*separated), "n_units": count, "where": _where(listed, count)}


def _how_many(listed: Sequence[Hit]) -> Quote:
    first = listed[0]
    keys = (first.row["indicator"], first.row["scope"], "*", first.row["breakdown"], "*", int(first.row["year"]))
    return Quote(amount(len(listed)), len(listed), address(*keys, f"rule-{first.rule.number}"))


def _where(listed: Sequence[Hit], count: Quote) -> Sentence:
    """Return «в организации», «в 7 организациях», «в кластерах», «по признаку «предмет»»."""
    first, n = listed[0], len(listed)
    if first.level not in PLACES:
        return sentence("по признаку «", Slots(first.row)["cut"], "»")
    one, many = PLACES[first.level]
    noun = plural(n, one, many, many)
    return sentence("в ", count, NBSP, noun) if n >= MANY else sentence(f"в {noun if n > 1 else one}")


def of_criterion(rule: Rule, cells: Mapping[str, object], title: str, place: str) -> Conclusion:
    """Return what a rule says of a criterion as a whole (`seen.criteria`)."""
    code, year = str(cells["criterion"]), cells["year"]
    slots: dict[str, Slot] = {
        name: Quote(amount(held), held, address(code, "municipality", place, "", "", year, name))
        for name, held in ((name, int(str(cells[name]))) for name in COUNTED)
    }
    return Conclusion(rule, rule.facet, code, CRITERION, say(rule.say, {**slots, "title": Name(title)}))
