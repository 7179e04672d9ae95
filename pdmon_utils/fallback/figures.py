"""Figures of municipality-years without a register, put where the computed ones had nothing to count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Regulation
from pdmon_utils.fallback.counts import TABLE, Handed, handed_answers, handed_in
from pdmon_utils.fallback.forms import form_answers
from pdmon_utils.fallback.parts import Answers, Unit, units_of, value_of
from pdmon_utils.figures import COLUMNS, KEY, Place
from pdmon_utils.intake.stateform import Form, forms_of

Tables = Mapping[str, pd.DataFrame]


def fallback_figures(
    tables: Tables, figures: pd.DataFrame, places: Sequence[Place], regulations: Mapping[str, Regulation]
) -> pd.DataFrame:
    """Return the figures with those of handed-in counts and of the form ОО-1 where no register was handed in.

    Only municipality-years without a single row of `staff` change, and of these only figures that counted nothing
    (numerator 0, denominator 0 or none). Groups found in an open dictionary are added; groups of a count that the form
    cannot tell are left out rather than said to be 0. Same columns, dtypes and order as `compute_figures`; a region's
    figures stay as they are.
    """
    held = {
        (place.slug, year): (answers, regulations[place.regulation])
        for place, year in without_register(tables["staff"], places)
        if place.regulation in regulations
        and (answers := _answers(tables, place.slug, year, regulations[place.regulation]))
    }
    return _merged(figures, held) if held else figures


def without_register(staff: pd.DataFrame, places: Sequence[Place]) -> Iterator[tuple[Place, int]]:
    """Yield the places and report years for which there is no row of the register."""
    pairs = staff[["municipality", "year"]].drop_duplicates().itertuples(index=False)
    handed = {(str(slug), int(year)) for slug, year in pairs}
    yield from ((place, year) for place in places for year in place.years if (place.slug, year) not in handed)


def told_by(
    tables: Tables, slug: str, year: int, regulation: Regulation
) -> tuple[Sequence[Form], Sequence[Handed], Mapping[str, Unit]]:
    """Return the forms, the usable handed-in rows and the organisations of a municipality and year."""
    forms = forms_of(rows_of(tables["oo1"], slug, year))
    rows, _ = handed_in(rows_of(tables[TABLE], slug, year), regulation)
    return forms, rows, units_of(tables["organisations"], slug, year)


def rows_of(frame: pd.DataFrame, slug: str, year: int) -> pd.DataFrame:
    """Return the rows of a municipality and year."""
    return frame[(frame["municipality"] == slug) & (frame["year"] == year)]


def _answers(tables: Tables, slug: str, year: int, regulation: Regulation) -> Answers:
    forms, rows, units = told_by(tables, slug, year, regulation)
    told = form_answers(slug, forms, units, regulation, dated_tables(tables, slug, year))
    return told.overruled(handed_answers(slug, rows, units))


def dated_tables(tables: Tables, slug: str, year: int) -> frozenset[str]:
    """Return the tables with a row of that calendar year: what was handed in of our own."""
    dated = {name: _of(frame, slug)["date"] for name, frame in tables.items() if "date" in frame.columns}
    return frozenset(name for name, days in dated.items() if (days.dt.year == year).any())


def _of(frame: pd.DataFrame, slug: str) -> pd.DataFrame:
    return frame[frame["municipality"] == slug]


def _merged(figures: pd.DataFrame, held: Mapping[tuple[str, int], tuple[Answers, Regulation]]) -> pd.DataFrame:
    pairs = pd.MultiIndex.from_arrays([figures["municipality"], figures["year"]])
    touched = pairs.isin(list(held)) & (figures["scope"] != "region").to_numpy()
    rows = [row for (slug, year), told in held.items() for row in _new_rows(figures[touched], slug, year, *told)]
    new = pd.DataFrame(rows, columns=list(COLUMNS)).astype(figures.dtypes)
    return pd.concat([figures[~touched], new], ignore_index=True).sort_values(
        list(KEY), kind="stable", ignore_index=True
    )


def _new_rows(
    figures: pd.DataFrame, slug: str, year: int, answers: Answers, regulation: Regulation
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of one municipality and year: computed ones, answered ones in their place, then new groups."""
    left = dict(answers.found)
    for row in rows_of(figures, slug, year).itertuples(index=False, name=None):
        key, (numerator, denominator) = row[2:7], row[7:9]
        parts = left.pop(key, None)
        counted = numerator != 0 or denominator > 0
        if counted or (parts is None and key not in answers.untold):
            yield row
        elif parts is not None:
            yield (slug, year, *key, *parts, value_of(regulation.asks[key[0]], parts))
    for key, parts in left.items():
        if key[1] == "municipality":
            yield (slug, year, *key, *parts, value_of(regulation.asks[key[0]], parts))
