"""Where the results were discussed (ЗАТО, п. 5.3): meetings of the events table and minutes of the documents table."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.conditions import Period
from pdmon_utils.schema import SCHEMA

KINDS = ("meeting", "round", "conf", "forum", "seminar")
STEMS = ("мониторинг", "итог", "результат", "рекоменда", "дорожн")
NEAR = pd.Timedelta(days=14)  # minutes are signed not long after the meeting
COLUMNS = ["date", "kind", "title", "number", "url"]


def discussions(events: pd.DataFrame, documents: pd.DataFrame, span: Period) -> pd.DataFrame:
    """Return date, kind in words, title, number and link of the protocol; a row a discussion, by date.

    A discussion is a meeting, round table, conference, forum or seminar whose title speaks of the monitoring's results,
    or minutes of the municipality; minutes signed within two weeks after a meeting are its protocol.
    """
    minutes = documents[(documents["kind"] == "minutes") & (documents["scope"] != "org")]
    minutes = minutes[minutes["date"].between(pd.Timestamp(span.start), pd.Timestamp(span.end))]
    words = SCHEMA["events"].columns["kind"].values
    met = events[events["kind"].isin(KINDS) & _speaks(events["title"])]
    met = met[met["date"].between(pd.Timestamp(span.start), pd.Timestamp(span.end))].astype(object)
    number, url = (pd.Series(said, index=met.index, dtype=object) for said in _protocols(met["date"], minutes))
    met = met.assign(kind=met["kind"].map(words), number=number, url=url)
    alone = minutes[~minutes["number"].isin(met["number"].dropna())].astype(object).assign(kind="протокол")
    return pd.concat([met[COLUMNS], alone[COLUMNS]]).sort_values(["date", "title"], ignore_index=True)


def _speaks(titles: pd.Series[str]) -> pd.Series[bool]:
    return titles.str.lower().str.contains("|".join(STEMS), na=False)


def _protocols(days: pd.Series, minutes: pd.DataFrame) -> tuple[list[object], list[object]]:
    found = [_protocol(pd.Timestamp(day), minutes) for day in days]
    return [number for number, _ in found], [url for _, url in found]


def _protocol(day: pd.Timestamp, minutes: pd.DataFrame) -> tuple[object, object]:
    near = minutes[(minutes["date"] >= day) & (minutes["date"] <= day + NEAR)].sort_values("date")
    return (near.iloc[0]["number"], near.iloc[0]["url"]) if len(near) else (None, None)
