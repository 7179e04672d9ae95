"""Figures from the form ОО-1: which cells, of which organisations."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

import pandas as pd

from pdmon_utils.catalogue import Ask, AskedCut, Regulation
from pdmon_utils.conditions import Period, parse_condition
from pdmon_utils.fallback.parts import Answers, Key, Parts, Unit, added, has_denominator, spread
from pdmon_utils.intake.stateform import Form
from pdmon_utils.oo1 import Answer, Edition, Term, total

_NO_ROW = (Term(0),)


def form_answers(
    slug: str,
    forms: Sequence[Form],
    units: Mapping[str, Unit],
    regulation: Regulation,
    own: frozenset[str] = frozenset(),
) -> Answers:
    """Return the figures that the forms of one year answer and that no table in `own` knows better.

    The municipality's are those of the summary form, else the sum over the organisations.
    """
    answers = Answers(slug)
    for ask in regulation.asks.values() if forms else ():
        chosen = _chosen(ask, forms[0].edition)
        if chosen and chosen[0].unless not in own:
            _answer(answers, ask, chosen[0], [form for form in forms if _fits(form, units, chosen[1])], units)
    return answers


def _chosen(ask: Ask, edition: Edition) -> tuple[Answer, str] | None:
    """Return the answer with its row filled in, and the condition on organisations; None if the form cannot tell."""
    answer = edition.answers.get(ask.indicator.code)
    name = ask.population.name if ask.population else ""
    if answer is None or has_denominator(ask) != bool(answer.denominator):
        return None
    if answer.row:
        return answer, ""
    if name not in edition.populations:
        return None
    row, where = edition.populations[name]
    return replace(answer, row=row), where


def _fits(form: Form, units: Mapping[str, Unit], where: str) -> bool:
    """Return whether the organisation is one the population speaks of; a summary always is."""
    if not where or not form.owner:
        return True
    unit = units.get(form.owner)
    if unit is None:
        return False
    row = pd.DataFrame([{"org_type": unit.org_type, "is_municipal": unit.is_municipal}])
    return bool(parse_condition(where).mask(lambda name: row[name], Period(0, date.min, date.max))[0])


def _answer(answers: Answers, ask: Ask, answer: Answer, forms: Sequence[Form], units: Mapping[str, Unit]) -> None:
    """Add the figures of one ask."""
    known = {form.owner: parts for form in forms if (parts := _parts(form, answer)) is not None}
    whole = known.pop("", None)
    answers.found |= dict(spread(ask, answers.slug, known, units, whole))
    if (ask.id, "municipality", answers.slug, "", "") not in answers.found:
        return
    counted = [form for form in forms if (form.owner == "" if whole is not None else form.owner in known)]
    for asked in ask.cuts:
        told = dict(_groups(ask, asked, answer, counted, answers.slug))
        answers.found |= told
        if not has_denominator(ask):
            listed = {(ask.id, "municipality", answers.slug, asked.cut.name, group) for group in asked.groups}
            answers.untold |= listed - set(told)


def _parts(form: Form, answer: Answer) -> Parts | None:
    row = (Term(answer.row),)
    numerator = _amount(form, answer.numerator, row)
    denominator = _amount(form, answer.denominator, row) if answer.denominator else math.nan
    return None if numerator is None or denominator is None else (numerator, denominator)


def _amount(form: Form, columns: Sequence[Term], rows: Sequence[Term]) -> float | None:
    """Return a sum of columns over a sum of rows; None as soon as one cell is unknown."""
    cells = product(rows, columns)
    return total((Term(0, r.sign * c.sign), form.value(r.number, c.section, c.number)) for r, c in cells)


def _groups(ask: Ask, asked: AskedCut, answer: Answer, forms: Sequence[Form], slug: str) -> Iterator[tuple[Key, Parts]]:
    """Yield the municipality's figure of each group that every form tells (rule 21: open groups only if not 0)."""
    name = asked.cut.name
    for group in {**answer.rows.get(name, {}), **answer.columns.get(name, {})}:
        told = [_group_parts(form, asked, answer, group) for form in forms]
        known = [parts for parts in told if parts is not None]
        if len(known) < len(told) or not (asked.open or group in asked.groups):
            continue
        parts = added(known)
        if not asked.open or (parts[1] if asked.by else parts[0]) > 0:
            yield (ask.id, "municipality", slug, name, group), parts


def _group_parts(form: Form, asked: AskedCut, answer: Answer, group: str) -> Parts | None:
    rows = answer.rows.get(asked.cut.name, {}).get(group) or (Term(answer.row),)
    columns = answer.columns.get(asked.cut.name, {}).get(group) or answer.numerator
    numerator = _amount(form, columns, rows)
    over = rows if asked.by else (Term(answer.row),)
    denominator = _amount(form, answer.denominator, over) if answer.denominator else math.nan
    return None if numerator is None or denominator is None else (numerator, denominator)
