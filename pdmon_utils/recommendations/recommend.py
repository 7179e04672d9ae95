"""Rules × assessment frame → recommendations, each with its addressee and the figures it follows from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Regulation
from pdmon_utils.conclusions import Names, Slots
from pdmon_utils.conclusions.slots import NEEDS, Row
from pdmon_utils.conditions import Period
from pdmon_utils.recommendations.known import GROUPS, KINDS, SUBJECT, SUBJECTS, WHERE, WHO
from pdmon_utils.recommendations.recommendation import Recommendation, in_order, key_of
from pdmon_utils.recommendations.rules import Master, Rule, load_rules
from pdmon_utils.recommendations.signs import signed
from pdmon_utils.recommendations.specifics import Specifics, portrait, size
from pdmon_utils.words import SLOT, Name, Sentence, Slot, is_missing, plain, say, sentence

MOST_GROUPS = 6  # that a sentence lists
Cells = Mapping[str, Any]


@dataclass(frozen=True)
class _Scene:
    """What is known beside a row: all rows of the frame, names, the year, what is special about organisations."""

    frame: pd.DataFrame
    names: Names
    year: int
    regulation: Regulation
    known: Specifics
    master: Master


def recommend(
    frame: pd.DataFrame,
    names: Names,
    year: int,
    regulation: Regulation,
    known: Specifics | None = None,
    master: Master | None = None,
) -> list[Recommendation]:
    """Return the recommendations that follow from an assessment frame of one municipality (or region) and year.

    General ones first, then by cluster, organisation and subject, units by alphabet, by number of the rule. A rule
    speaks once of a unit: its first indicator gives the key, the others are further grounds.
    """
    scene = _Scene(frame, names, year, regulation, known or Specifics(), master or load_rules())
    rows = signed(frame, names, year)
    found = [made for rule in scene.master.rules.values() for made in _of_rule(rows, rule, scene)]
    return in_order(found, dict(names.organisations))


def _of_rule(rows: pd.DataFrame, rule: Rule, scene: _Scene) -> Iterator[Recommendation]:
    def key(row: Row) -> tuple[str, str]:
        return _unit(row.cells), _criterion(row)

    hits = [Row(cells, scene.names) for cells in find(rows, rule)]
    for _, group in groupby(sorted(hits, key=key), key=key):
        together = list(group)
        for subject in scene.known.subjects.get("", ()) if rule.by_deficits else ("",):
            yield from _made(rule, together, subject, scene)


def _criterion(row: Row) -> str:
    return row.names.asks[row["indicator"]].indicator.criterion


def find(rows: pd.DataFrame, rule: Rule) -> list[Cells]:
    """Return the rows (`signed`) that fulfil a rule, in the order of the frame."""
    level = "general" if rule.by_deficits else rule.level
    chosen = rows[(rows["level"] == level) & rows["measure"].isin(rule.about)]
    if chosen.empty:
        return []
    year = int(chosen["year"].iloc[0])
    told = chosen[rule.when.mask(chosen.__getitem__, Period(year, date(year, 1, 1), date(year, 12, 31)))]
    return [{str(name): value for name, value in cells.items()} for cells in told.to_dict("records")]


def _unit(cells: Cells) -> str:
    """Return whose row this is: code of an organisation or cluster, a subject; empty for the municipality."""
    if cells["level"] == "general":
        return ""
    return str(cells["group"] if cells["level"] == "subject" else cells["unit"])


def _made(rule: Rule, hits: Sequence[Row], subject: str, scene: _Scene) -> Iterator[Recommendation]:
    """Yield one recommendation an addressee; the first row gives the numbers of the text, each row a ground."""
    first, unit = hits[0], subject or _unit(hits[0].cells)
    slots = Slots(first, _own(rule, first, subject, scene))
    because = tuple(_ground(row, slots, scene.master) for row in hits)
    for addressee, text in rule.to.items():
        more = rule.more.get(addressee, "")
        whole = f"{text} {more}" if more and _sayable(more, slots) else text
        if not _sayable(whole, slots):
            continue
        yield Recommendation(
            key=key_of(rule.number, addressee, str(first["indicator"]), rule.level, unit),
            rule=rule.number,
            addressee=addressee,
            level=rule.level,
            criterion=_criterion(first),
            indicator=str(first["indicator"]),
            sentence=say(whole, slots),
            because=because,
            direction=direction_of(rule.directions, _criterion(first), scene.regulation),
            sign="" if is_missing(first["sign"]) else str(first["sign"]),
            theme=rule.theme,
            **_place(rule.level, unit),
        )


def _place(level: str, unit: str) -> dict[str, str]:
    name = {"organisation": "org_id", "cluster": "cluster", "subject": "subject"}.get(level)
    return {name: unit} if name else {}


def direction_of(hints: Iterable[str], criterion: str, regulation: Regulation) -> str:
    """Return the regulation's direction of measures: the first hint it has, else that of the criterion, else ''."""
    serving = [direction.code for direction in regulation.serving(criterion)]
    return next((code for code in (*hints, *serving) if code in regulation.directions), "")


def _own(rule: Rule, row: Row, subject: str, scene: _Scene) -> dict[str, Slot]:
    """Return the slots that are no columns of the row; what is not known is not there."""
    unit = _unit(row.cells)
    named = {"organisation": lambda: _who(unit, scene), "cluster": lambda: Slots(row)["unit"]}
    who = named[row["level"]]() if row["level"] in named else None
    where = None if row["level"] == "general" else Slots(row)["unit"]
    subjects = scene.known.subjects.get(unit if rule.level == "organisation" else "", ())
    found: dict[str, Slot | None] = {
        WHO: who,
        WHERE: sentence(" — ", where) if where else sentence(),
        SUBJECT: Name(subject) if subject else Slots(row)["group"] if row["level"] == "subject" else None,
        SUBJECTS: _listed(subjects),
        KINDS: _listed(scene.known.kinds.get(subject, ())),
        GROUPS: _groups(rule, row, scene),
    }
    return {name: slot for name, slot in found.items() if slot is not None}


def _who(org_id: str, scene: _Scene) -> Sentence:
    return portrait(scene.known, scene.names, org_id, size(scene.frame, scene.names, org_id, scene.year))


def _groups(rule: Rule, row: Row, scene: _Scene) -> Sentence | None:
    """Return the names of the groups with the most in them, of the first of the rule's cuts that the figures have."""
    frame = scene.frame
    mine = frame[
        (frame["indicator"] == row["indicator"]) & (frame["scope"] == row["scope"]) & (frame["unit"] == row["unit"])
    ]
    cut = next((name for name in rule.groups if name in set(mine["breakdown"])), None)
    full = mine[(mine["breakdown"] == cut) & (mine["numerator"] > 0)]
    ordered = full.sort_values(["numerator", "group"], ascending=[False, True])["group"].astype(str)
    return _listed([scene.names.group(row["indicator"], str(cut), code) for code in ordered])


def _listed(names: Iterable[str]) -> Sentence | None:
    """Return «a; b; c и другие» with every name marked; None without any."""
    held = list(names)
    parts: list[Slot] = [part for name in held[:MOST_GROUPS] for part in ("; ", Name(name))][1:]
    rest = " и другие" if len(held) > MOST_GROUPS else ""
    return sentence(*parts, rest) if held else None


def _ground(row: Row, slots: Slots, master: Master) -> Sentence:
    """Return why it is said: the first sentence of the row's sign whose numbers are known."""
    own = Slots(row, slots.more)
    sign = row["sign"] if not is_missing(row["sign"]) else "other"
    return ended(
        next(say(text, own) for text in (*master.grounds[sign], *master.grounds["other"]) if _sayable(text, own))
    )


def ended(said: Sentence) -> Sentence:
    """Return the sentence with one full stop: «12 ед.» brings its own."""
    *head, last = said.parts
    doubled = last == "." and head and plain(head[-1]).endswith(".")
    return Sentence(tuple(head)) if doubled else said


def _sayable(text: str, slots: Slots) -> bool:
    """Return True where every slot of a text is known; nobody lacks «0 человек»."""
    wanted = SLOT.findall(text)
    if any(name not in slots for name in wanted):
        return False
    needed = {column for name in wanted if name not in slots.more for column in NEEDS.get(name, ())}
    return not any(is_missing(slots.row[column]) or (column == "gap" and not slots.row[column]) for column in needed)
