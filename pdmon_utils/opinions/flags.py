"""Where a tag and a mark in the table disagree: «Тема по ИКТ», the topic of a programme."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pdmon_utils.opinions.content import Content
from pdmon_utils.opinions.stems import words_of
from pdmon_utils.opinions.tags import Source

COLUMNS = ("source", "text", "tag", "state", "marked", "rows")


def disagreements(tables: Mapping[str, pd.DataFrame], year: int, found: Content) -> pd.DataFrame:
    """Return texts whose tag and mark disagree: `COLUMNS`; `marked` of `rows` carry the mark in the table.

    `state` of the tag: confirmed, proposed, rejected, none. A confirmed or proposed tag wants every row marked, a
    rejected one or none wants no mark.
    """
    parts = [
        _of_tag(tables[source.table], year, source, tag, found)
        for source in found.tagging.sources.values()
        for tag in source.flags
    ]
    return pd.concat([pd.DataFrame(columns=list(COLUMNS)), *parts], ignore_index=True)


def _of_tag(table: pd.DataFrame, year: int, source: Source, tag: str, found: Content) -> pd.DataFrame:
    own = found.texts[found.texts["source"] == source.code]
    column, value = source.flags[tag]
    rows = table[(table["year"] == year) & table[source.column].notna()]
    told = pd.DataFrame(
        {
            "folded": rows[source.column].astype(str).map(lambda text: " ".join(words_of(text))),
            "marked": (rows[column].astype(object).fillna("") == (True if value == "yes" else value)).astype(int),
        }
    )
    marks = told.groupby("folded")["marked"].sum()
    known = _states(found, tag)
    states = [known.get(str(key), "none") for key in own["key"]]
    folded = own["text"].map(lambda text: " ".join(words_of(text)))
    frame = own.assign(tag=tag, state=states, marked=folded.map(marks).fillna(0).astype(int))
    wanted = frame["state"].isin(["confirmed", "proposed"])
    wrong = (wanted & (frame["marked"] < frame["rows"])) | (~wanted & (frame["marked"] > 0))
    return frame.loc[wrong, list(COLUMNS)]


def _states(found: Content, tag: str) -> dict[str, str]:
    pairs = found.pairs[found.pairs["tag"] == tag]
    words = {True: "confirmed", False: "rejected"}
    states = [words.get(said, "proposed") for said in pairs["confirmed"].astype(object)]
    return dict(zip(pairs["key"], states, strict=True))
