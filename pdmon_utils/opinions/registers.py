"""Registration lists: who came to consultations and meetings, whose lessons were visited (ЗАТО, табл. 1, строка 5)."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.conditions import Period
from pdmon_utils.opinions.feedback import CAME

KINDS = ("cons", "meeting")  # events with a registration list
FORMS = ("cons", "lesson", "rmo", "other")  # of support


def registered(events: pd.DataFrame, participation: pd.DataFrame, people: frozenset[str], span: Period) -> pd.DataFrame:
    """Return consultations and meetings of a period by kind and body: kind, body_kind, events, visits, persons.

    `visits` count a person at every event he came to; an event that nobody's list belongs to has 0 of both.
    """
    inside = events["date"].between(pd.Timestamp(span.start), pd.Timestamp(span.end)) & events["kind"].isin(KINDS)
    held = events.loc[inside, ["event_id", "kind", "body_kind"]].astype(object).fillna("")
    came = participation[participation["role"].isin(CAME) & participation["person_id"].isin(people)]
    told = held.merge(came[["event_id", "person_id"]].drop_duplicates(), on="event_id", how="left")
    grouped = told.groupby(["kind", "body_kind"], sort=True)
    counted = grouped.agg(
        events=("event_id", "nunique"), visits=("person_id", "count"), persons=("person_id", "nunique")
    )
    return counted.reset_index()


def supported(support: pd.DataFrame, people: frozenset[str], span: Period) -> pd.DataFrame:
    """Return support of a period by direction: direction, rows, persons, and rows of every form (`FORMS`)."""
    inside = support["start_date"].between(pd.Timestamp(span.start), pd.Timestamp(span.end))
    rows = support[inside & support["person_id"].isin(people)]
    direction = rows["direction"].astype(str)
    forms = {form: (rows["form"].astype(object) == form).groupby(direction).sum() for form in FORMS}
    told = {"rows": direction.groupby(direction).size(), "persons": rows.groupby(direction)["person_id"].nunique()}
    return pd.DataFrame(told | forms).rename_axis("direction").reset_index()
