"""Rules × assessment frame → recommendations, each with its addressee and the figures it follows from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
import pandas as pd

from pdmon_utils.catalogue import Regulation
from pdmon_utils.conclusions import Names
from pdmon_utils.conclusions.hits import Sight
from pdmon_utils.conclusions.written import Row
from pdmon_utils.recommendations.recommendation import Recommendation, in_order, key_of
from pdmon_utils.recommendations.rules import Master, Rule, load_rules
from pdmon_utils.recommendations.signs import signed
from pdmon_utils.recommendations.specifics import Specifics
from pdmon_utils.recommendations.telling import Scene, criterion_of, ground, sayable, slots_of, unit_of
from pdmon_utils.words import Sentence, is_missing, say


def recommend(  # noqa: PLR0913  each is a thing of its own, two by name
    frame: pd.DataFrame,
    names: Names,
    year: int,
    regulation: Regulation,
    *,
    known: Specifics | None = None,
    master: Master | None = None,
) -> list[Recommendation]:
    """Return the recommendations that follow from an assessment frame of one municipality (or region) and year.

    General ones first, then by cluster, organisation and subject, units by alphabet, by number of the rule. A rule
    speaks once of a unit and criterion: its first indicator gives the key, the others are further grounds.
    """
    scene = Scene(frame, names, year, regulation, known or Specifics(), master or load_rules())
    sight = Sight(signed(frame, names, year))
    found = [made for rule in scene.master.rules.values() for made in _of_rule(sight, rule, scene)]
    return in_order(found, dict(names.organisations))


def _of_rule(sight: Sight, rule: Rule, scene: Scene) -> Iterator[Recommendation]:
    def key(row: Row) -> tuple[str, str]:
        return unit_of(row.cells), criterion_of(row)

    hits = find(sight, rule, scene.names)
    for _, group in groupby(sorted(hits, key=key), key=key):
        together = list(group)
        for subject in scene.known.subjects.get("", ()) if rule.over else ("",):
            yield from _made(rule, together, subject, scene)


def find(sight: Sight, rule: Rule, names: Names) -> list[Row]:
    """Return the rows (`signed`) that fulfil a rule, in the order of the frame."""
    found = sight.found(("general" if rule.over else rule.level,), rule.when, rule.about)
    return [Row(sight.cells[place], names) for place in np.flatnonzero(found)]


def _made(rule: Rule, hits: Sequence[Row], subject: str, scene: Scene) -> Iterator[Recommendation]:
    """Yield one recommendation an addressee; the first row gives the numbers of the text, each row a ground."""
    slots, unit = slots_of(rule, hits[0], subject, scene), subject or unit_of(hits[0].cells)
    model = _model(rule, hits[0], unit, scene.regulation)
    because = tuple(ground(row, slots, scene.master) for row in hits)
    for addressee, text in rule.to.items():
        more = rule.more.get(addressee, "")
        whole = f"{text} {more}" if more and sayable(more, slots) else text
        if sayable(whole, slots):
            key = key_of(rule.number, addressee, model.indicator, rule.level, unit)
            yield replace(model, key=key, addressee=addressee, sentence=say(whole, slots), because=because)


def _model(rule: Rule, row: Row, unit: str, regulation: Regulation) -> Recommendation:
    criterion = criterion_of(row)
    return Recommendation(
        key="",
        rule=rule.number,
        addressee="",
        level=rule.level,
        criterion=criterion,
        indicator=str(row["indicator"]),
        sentence=Sentence(()),
        org_id=unit if rule.level == "organisation" else "",
        cluster=unit if rule.level == "cluster" else "",
        subject=unit if rule.level == "subject" else "",
        direction=direction_of(rule.directions, criterion, regulation),
        sign="" if is_missing(row["sign"]) else str(row["sign"]),
        theme=rule.theme,
    )


def direction_of(hints: Iterable[str], criterion: str, regulation: Regulation) -> str:
    """Return the regulation's direction of measures: the first hint it has, else that of the criterion, else ''."""
    serving = [direction.code for direction in regulation.serving(criterion)]
    return next((code for code in (*hints, *serving) if code in regulation.directions), "")
