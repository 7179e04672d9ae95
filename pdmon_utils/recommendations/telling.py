"""What a recommendation may say beside the columns of its row: who, in which subjects, of which groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Regulation
from pdmon_utils.conclusions import Names, Slots
from pdmon_utils.conclusions.slots import NEEDS
from pdmon_utils.conclusions.written import Row
from pdmon_utils.recommendations.known import GROUPS, KINDS, SUBJECT, SUBJECTS, WHERE, WHO
from pdmon_utils.recommendations.rules import Master, Rule
from pdmon_utils.recommendations.specifics import Specifics, portrait, sizes
from pdmon_utils.words import SLOT, Name, Quote, Sentence, Slot, is_missing, plain, say, sentence

MOST_GROUPS = 6  # that a sentence lists
Cells = Mapping[str, Any]
Cuts = dict[tuple[Any, ...], dict[str, list[tuple[Any, float]]]]
_CUT = ["indicator", "scope", "unit", "breakdown", "group", "numerator"]


@dataclass(frozen=True)
class Scene:
    """What is known beside a row: all rows of the frame, names, the year, what is special about organisations."""

    frame: pd.DataFrame
    names: Names
    year: int
    regulation: Regulation
    known: Specifics
    master: Master

    @cached_property
    def sizes(self) -> dict[str, Quote]:
        """How many teachers an organisation has, by org_id."""
        return sizes(self.frame, self.names, self.year)

    @cached_property
    def cuts(self) -> Cuts:
        """Indicator, scope and unit → cut → its groups with their numerators, in the order of the frame."""
        held: Cuts = defaultdict(lambda: defaultdict(list))
        for *whose, cut, group, numerator in self.frame[_CUT].itertuples(index=False, name=None):
            held[tuple(whose)][cut].append((group, numerator))
        return held


def unit_of(cells: Cells) -> str:
    """Return whose row this is: code of an organisation or cluster, a subject; empty for the municipality."""
    if cells["level"] == "general":
        return ""
    return str(cells["group"] if cells["level"] == "subject" else cells["unit"])


def criterion_of(row: Row) -> str:
    """Return the unified criterion of a row's indicator; rows of what was not handed in have one too."""
    return row.names.asks[row["indicator"]].indicator.criterion


def slots_of(rule: Rule, row: Row, subject: str, scene: Scene) -> Slots:
    """Return the slots of a row and the further ones of a rule; what is not known is not among them."""
    found = {**_place(row, subject, scene), **_lists(rule, row, subject, scene)}
    return Slots(row, {name: slot for name, slot in found.items() if slot is not None})


def _place(row: Row, subject: str, scene: Scene) -> dict[str, Slot | None]:
    unit, level = unit_of(row.cells), row["level"]
    name = None if level == "general" else Slots(row)["unit"]
    return {
        WHO: _who(unit, scene) if level == "organisation" else name,
        WHERE: sentence(" — ", name) if name else sentence(),
        SUBJECT: Name(subject) if subject else name if level == "subject" else None,
    }


def _who(org_id: str, scene: Scene) -> Sentence:
    return portrait(scene.known, scene.names, org_id, scene.sizes.get(org_id))


def _lists(rule: Rule, row: Row, subject: str, scene: Scene) -> dict[str, Slot | None]:
    unit = unit_of(row.cells) if row["level"] == "organisation" else ""
    return {
        SUBJECTS: listed(scene.known.subjects.get(unit, ())),
        KINDS: listed(scene.known.kinds.get(subject, ())),
        GROUPS: _groups(rule, row, scene),
    }


def _groups(rule: Rule, row: Row, scene: Scene) -> Sentence | None:
    """Return the names of the groups with the most in them, of the first of the rule's cuts that the figures have."""
    held = scene.cuts.get((row["indicator"], row["scope"], row["unit"]), {}) if rule.groups else {}
    cut = next((name for name in rule.groups if name in held), "")
    full = [(people, str(group)) for group, people in held[cut] if not is_missing(people) and people > 0] if cut else []
    ordered = sorted(full, key=lambda pair: (-pair[0], pair[1]))
    return listed(scene.names.group(row["indicator"], cut, code) for _, code in ordered)


def listed(names: Iterable[str]) -> Sentence | None:
    """Return «a; b; c и другие» with every name marked; None without any."""
    held = list(names)
    parts: list[Slot] = []
    for name in held[:MOST_GROUPS]:
        parts += ["; ", Name(name)]
    rest = " и другие" if len(held) > MOST_GROUPS else ""
    return sentence(*parts[1:], rest) if held else None


def ground(row: Row, slots: Slots, master: Master) -> Sentence:
    """Return why a recommendation is given: the first sentence of the row's sign whose numbers are known."""
    own = Slots(row, slots.more)
    sign = "other" if is_missing(row["sign"]) else row["sign"]
    text = next(text for text in (*master.grounds[sign], *master.grounds["other"]) if sayable(text, own))
    return ended(say(text, own))


def ended(said: Sentence) -> Sentence:
    """Return the sentence with one full stop: «12 ед.» brings its own."""
    *head, last = said.parts
    doubled = last == "." and head and plain(head[-1]).endswith(".")
    return Sentence(tuple(head)) if doubled else said


def sayable(text: str, slots: Slots) -> bool:
    """Return True where every slot of a text is known; nobody lacks «0 человек»."""
    wanted = SLOT.findall(text)
    if any(name not in slots for name in wanted):
        return False
    needed = {column for name in wanted if name not in slots.more for column in NEEDS.get(name, ())}
    return not any(is_missing(slots.row[column]) or (column == "gap" and not slots.row[column]) for column in needed)
