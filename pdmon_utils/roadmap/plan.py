"""The roadmap of a year: what was handed in, what last year left undone, what the recommendations propose."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pdmon_utils.catalogue import Direction, Regulation
from pdmon_utils.roadmap.directions import place
from pdmon_utils.roadmap.terms import Term
from pdmon_utils.schema import SCHEMA

HANDED, CARRIED, DRAFT = "handed", "carried", "draft"
UNFINISHED = ("planned", "partial", "failed")
_MARK = "/"  # «МР-23-004/24»: the measure МР-23-004, carried over into 2024


def plan(
    measures: pd.DataFrame,
    proposed: pd.DataFrame,
    law: Regulation,
    held: Mapping[str, Direction],
    when: tuple[int, Term],
) -> pd.DataFrame:
    """Return the measures of the roadmap: columns of `measures`, `said`, `origin`, `again`, `place`.

    `measures` are clean rows of all years, `when` the report year and the term that is proposed. `origin`: handed,
    carried or draft; `again`: True for a measure of last year, by whomever it was carried over. What was handed in
    wins: a draft with its code, or for an indicator that a measure of the year already has in this direction, is left
    out. `place` is the code of a section of `held`, '' for a direction that is not in the list.
    """
    columns, (year, term) = list(SCHEMA["measures"].columns), when
    rows = measures[measures["kind"] == "measure"]
    handed = rows.loc[rows["year"] == year, columns].assign(origin=HANDED)
    carried = _carried(rows, year, set(handed["measure_id"]))[columns].assign(origin=CARRIED)
    late = carried["deadline"] < pd.Timestamp(term.day)
    carried = carried.assign(deadline=carried["deadline"].mask(late, pd.Timestamp(term.day)))
    both = _placed(pd.concat([handed, carried], ignore_index=True).astype(object), law, held)
    fresh = _placed(proposed.assign(origin=DRAFT).astype(object), law, held)
    whole = pd.concat([both, _not_yet(fresh, both)], ignore_index=True)
    whole = whole.assign(again=whole["measure_id"].map(lambda code: is_carried(code, year)).astype(bool))
    order = {code: number for number, code in enumerate(held)}
    ranks = whole["place"].map(lambda code: order.get(code, len(order)))
    return whole.iloc[ranks.argsort(kind="stable")].reset_index(drop=True)


def carried_id(code: str, year: int) -> str:
    """Return the code of a measure carried over into a year; the mark of an earlier year is replaced."""
    return f"{code.partition(_MARK)[0]}{_MARK}{year % 100:02d}"


def is_carried(code: object, year: int) -> bool:
    """Return True for a code that says «carried over into this year»."""
    return str(code).endswith(f"{_MARK}{year % 100:02d}")


def _carried(rows: pd.DataFrame, year: int, taken: set[str]) -> pd.DataFrame:
    """Return last year's unfinished measures under this year's codes; their state is what it was."""
    last = rows[(rows["year"] == year - 1) & rows["status"].isin(UNFINISHED)]
    codes = last["measure_id"].map(lambda code: carried_id(str(code), year))
    return last.assign(measure_id=codes, year=year)[~codes.isin(taken)]


def _placed(rows: pd.DataFrame, law: Regulation, held: Mapping[str, Direction]) -> pd.DataFrame:
    places = [place(law, held, *pair) for pair in zip(rows["direction"], rows["criterion"], strict=True)]
    return rows.assign(place=pd.Series(places, index=rows.index, dtype=object))


def _not_yet(fresh: pd.DataFrame, both: pd.DataFrame) -> pd.DataFrame:
    """Return the drafts whose code, and whose indicator in their direction, nobody has planned yet."""
    planned = set(zip(both["place"], both["indicator_id"], strict=True))
    about = pd.Series(list(zip(fresh["place"], fresh["indicator_id"], strict=True)), index=fresh.index, dtype=object)
    known = fresh["measure_id"].isin(both["measure_id"]) | (about.isin(planned) & fresh["indicator_id"].notna())
    return fresh[~known]
