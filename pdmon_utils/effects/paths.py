"""By which way deficits went: repeated diagnostics of one person, and what lay between (КБР, п. 2.1.1)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

FORMS = {
    "pk": "курсы повышения квалификации",
    "route": "индивидуальный образовательный маршрут",
    "mentoring": "наставничество",
    "several": "несколько форм сразу",
    "none": "ни одной из этих форм",
}
COLUMNS = ["form", "pairs", "removed"]
_SINGLE = ("pk", "route", "mentoring")


def paths(tables: Mapping[str, pd.DataFrame], until: pd.Timestamp) -> pd.DataFrame:
    """Return a row a form: `pairs` of diagnostics (a deficit, then the last one of the same direction), `removed` ones.

    A pair is a person and a direction of competences with a deficit found and a later diagnostics, both not after
    `until`. A form counts if a course ended, or a route or mentoring was in force, between the two. Pairs with several
    forms stand by themselves, so the rows add up to all pairs.
    """
    held = pairs(tables["diagnostics"], until)
    programmes = tables["programmes"]
    pk = set(programmes.loc[programmes["kind"] == "pk", "programme_id"])
    courses = tables["courses"]
    ended = courses[courses["completed"].eq(other=True).fillna(value=False) & courses["programme_id"].isin(pk)]
    spans = {
        "pk": _spans(ended, "person_id", "end_date", "end_date"),
        "route": _spans(tables["routes"], "person_id", "start_date", "end_date"),
        "mentoring": _spans(tables["mentoring"], "mentee_id", "start_date", "end_date"),
    }
    had = pd.DataFrame({form: _between(held, rows) for form, rows in spans.items()}, index=held.index)
    number = had.sum(axis=1)
    form = had.idxmax(axis=1).astype(object).where(number <= 1, "several").where(number > 0, "none")
    told = held.assign(form=form).groupby("form")["removed"].agg(["size", "sum"]).reindex(list(FORMS), fill_value=0)
    return pd.DataFrame({"form": list(FORMS), "pairs": told["size"].to_numpy(), "removed": told["sum"].to_numpy()})


def pairs(diagnostics: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Return person, `first` and `last` day and `removed`: from the first deficit found to the last diagnostics."""
    rows = diagnostics[diagnostics["kind"].eq("deficit") & diagnostics["completed"].eq(other=True).fillna(value=False)]
    rows = rows[rows["person_id"].notna() & rows["deficit_found"].notna() & (rows["date"] <= until)]
    rows = rows.assign(direction=rows["direction"].astype(object).fillna(""), found=rows["deficit_found"].astype(bool))
    key = ["person_id", "direction"]
    first = rows[rows["found"]].groupby(key)["date"].min().rename("first")
    last = rows.sort_values(["date", "found"], kind="stable").groupby(key)[["date", "found"]].last()  # a deficit counts
    both = last.join(first, how="inner").rename(columns={"date": "last"}).reset_index()
    both = both[both["last"] > both["first"]]
    return both.assign(removed=~both["found"]).drop(columns="found").reset_index(drop=True)


def _spans(rows: pd.DataFrame, person: str, start: str, end: str) -> pd.DataFrame:
    return pd.DataFrame({"person_id": rows[person], "start": rows[start], "end": rows[end]})


def _between(held: pd.DataFrame, spans: pd.DataFrame) -> pd.Series[bool]:
    """Return for each pair whether some span of the person meets the days after the first up to the last."""
    met = held.reset_index(names="at").merge(spans, on="person_id")
    inside = (met["start"] <= met["last"]) & (met["end"].isna() | (met["end"] > met["first"]))
    return pd.Series(held.index.isin(met.loc[inside, "at"]), index=held.index)
