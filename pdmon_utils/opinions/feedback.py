"""How events were received: mean of the feedback, attendance against the plan (ЗАТО, табл. 1, строка 3)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pdmon_utils.conditions import Period
from pdmon_utils.yamls import read_yaml

CAME = ("part", "speaker", "applicant")  # rule 15: jury and organisers do not take part
COLUMNS = (
    *("event_id", "title", "kind", "level", "date", "planned", "came", "attendance", "answered", "feedback"),
    *("low_feedback", "low_attendance"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Below which mark (1 to 5) and attendance (fraction) an event is listed; from how many answers a mean tells."""

    feedback: float
    attendance: float
    answers: int


def limits() -> Limits:
    """Return the limits of `limits.yml`."""
    said = read_yaml(Path(__file__).parent / "limits.yml")
    return Limits(float(said["feedback"]), float(said["attendance"]), int(said["answers"]))


def event_feedback(events: pd.DataFrame, participation: pd.DataFrame, span: Period, bounds: Limits) -> pd.DataFrame:
    """Return the events of a period, one row each: `COLUMNS`, by date and title.

    `came` and `answered` are persons; `feedback` is the mean over persons who gave a mark, `attendance` came / planned;
    empty where nobody answered, or nothing was planned or nobody's coming was written down.
    """
    held = events[events["date"].between(pd.Timestamp(span.start), pd.Timestamp(span.end))]
    took_part = participation[participation["role"].isin(CAME)]
    told = took_part.groupby("event_id")
    marks = took_part.dropna(subset="feedback").groupby(["event_id", "person_id"])["feedback"].mean()
    of_event = marks.astype(float).groupby("event_id")
    known = pd.DataFrame(
        {"came": told["person_id"].nunique(), "answered": of_event.size(), "feedback": of_event.mean()}
    )
    named = held.rename(columns={"planned_participants": "planned"})
    joined = named.merge(known, left_on="event_id", right_index=True, how="left")
    return _judged(joined, bounds).sort_values(["date", "title", "event_id"], ignore_index=True)[list(COLUMNS)]


def _judged(rows: pd.DataFrame, bounds: Limits) -> pd.DataFrame:
    planned = rows["planned"].astype("Float64").where(rows["planned"] > 0)
    attendance = (rows["came"].astype("Float64") / planned).astype(float)
    answered = rows["answered"].fillna(0).astype(int)
    return rows.assign(
        attendance=attendance,
        answered=answered,
        low_feedback=(rows["feedback"] < bounds.feedback) & (answered >= bounds.answers),
        low_attendance=attendance < bounds.attendance,
    )
