"""One conclusion, and how the rows a rule speaks of become its sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pdmon_utils.conclusions.edits import REWORD
from pdmon_utils.conclusions.hits import Hit
from pdmon_utils.conclusions.known import COUNTED
from pdmon_utils.conclusions.rules import Rule
from pdmon_utils.conclusions.slots import Slots
from pdmon_utils.journal import Edit
from pdmon_utils.words import Name, Quote, Sentence, Slot, address, amount, plain, plural, say, sentence
from pdmon_utils.words.numerals import NBSP

MANY = 5  # units from which a sentence says how many they are
FOLDED = "neutral"
CRITERION = "criterion"
PLACES = {"organisation": ("организации", "организациях"), "cluster": ("кластере", "кластерах")}


@dataclass(frozen=True)
class Conclusion:
    """One conclusion: what is said, by which rule, of which indicator and units, with the numerals it rests on.

    `units` are codes of organisations, clusters or groups, none for the municipality. `indicator` is the id of the ask,
    or the code of a criterion where the level is «criterion»; `others` are further indicators of which the same is
    said. `edit` is what the analyst decided.
    """

    rule: Rule
    facet: str
    indicator: str
    level: str
    sentence: Sentence
    year: int
    units: tuple[str, ...] = ()
    breakdown: str = ""
    edit: Edit | None = None
    others: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """All indicators of the conclusion."""
        return (self.indicator, *self.others)

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
    def count_fact(self) -> str:
        """Address of the number of its units."""
        return address(self.indicator, self.level, "*", self.breakdown, "*", self.year, f"rule-{self.rule.number}")

    @property
    def plain(self) -> Conclusion:
        """The conclusion without the analyst's edit."""
        return replace(self, edit=None)

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
        sentence=ended(say(first.rule.say, Slots(first.row, more))),
        year=int(first.row["year"]),
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
    keys = (first.row["indicator"], first.level, "*", first.row["breakdown"], "*", int(first.row["year"]))
    return Quote(amount(len(listed)), len(listed), address(*keys, f"rule-{first.rule.number}"))


def _where(listed: Sequence[Hit], count: Quote) -> Sentence:
    """Return «в организации», «в 7 организациях», «в кластерах», «по признаку «предмет»»."""
    first, n = listed[0], len(listed)
    if first.level not in PLACES:
        return sentence("по признаку «", Slots(first.row)["cut"], "»")
    one, many = PLACES[first.level]
    noun = plural(n, one, many, many)
    return sentence("в ", count, NBSP, noun) if n >= MANY else sentence(f"в {noun if n > 1 else one}")


def gathered(told: Sequence[Conclusion]) -> Conclusion:
    """Return one conclusion for indicators of which the same is said: their titles stand one after another."""
    first, *others = told
    titles = Name("; ".join(dict.fromkeys(plain(said.sentence.parts[0]) for said in told)))
    said = Sentence((titles, *first.sentence.parts[1:]))
    return replace(first, sentence=said, others=tuple(other.indicator for other in others)) if others else first


def ended(said: Sentence) -> Sentence:
    """Return the sentence with one full stop where its last word is an abbreviation: «75 чел.»."""
    *parts, last = said.parts
    return Sentence(tuple(parts)) if last == "." and parts and plain(parts[-1]).endswith(".") else said


def of_criterion(rule: Rule, cells: Mapping[str, object], title: str, place: str) -> Conclusion:
    """Return what a rule says of a criterion as a whole (`seen.criteria`)."""
    code, year = str(cells["criterion"]), int(str(cells["year"]))
    held = {name: int(str(cells[name])) for name in COUNTED}
    slots: dict[str, Slot] = {name: Quote(amount(n), n, fact_of(code, place, year, name)) for name, n in held.items()}
    return Conclusion(rule, rule.facet, code, CRITERION, say(rule.say, {**slots, "title": Name(title)}), year)


def fact_of(criterion: str, place: str, year: int, name: str) -> str:
    """Return the address of a number of indicators of a criterion (`known.COUNTED`)."""
    return address(criterion, "municipality", place, "", "", year, name)
