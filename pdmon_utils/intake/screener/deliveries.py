"""One row per organisation, year and table that organisations hand in: how many rows, and who else handed it in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from pdmon_utils.intake.tables import SOURCE_COLUMNS
from pdmon_utils.schema import SCHEMA

if TYPE_CHECKING:
    from pdmon_utils.intake.screener.screen import Screen

# Tables of events of the year itself: what lasts (routes, mentoring, memberships) is not handed in every year.
ASKED = ("diagnostics", "courses", "participation", "support", "vacancies", "student_outcomes")
_UNIT = ["org_id", "year"]
_TOLD = ["org_name", "org_type"]
_KIND = ["year", "org_type", "title"]


def deliveries(screen: Screen) -> pd.DataFrame:
    """Return org_id, year, org_name, org_type, title (of the table), rows, peers and the percent of them with rows.

    Rows about a person belong to every organisation where the person works in the year; peers are the other
    organisations of the same type with staff.
    """
    units = screen.frame("organisation_years")
    present = units.loc[units["registered"] & (units["persons"] > 0), [*_UNIT, *_TOLD, *SOURCE_COLUMNS]]
    titles = pd.DataFrame({"title": [SCHEMA[table].title for table in ASKED]})
    owned = pd.concat(_owned(screen), ignore_index=True).groupby([*_UNIT, "title"]).size().rename("rows").reset_index()
    asked = present.merge(titles, how="cross").merge(owned, on=[*_UNIT, "title"], how="left").fillna({"rows": 0})
    handed = asked.assign(handed=asked["rows"] > 0).groupby(_KIND, observed=True)["handed"]
    peers = handed.transform("size") - 1
    others = handed.transform("sum") - (asked["rows"] > 0)
    return asked.assign(peers=peers, peers_percent=(100 * others / peers.where(peers > 0)).round())


def _owned(screen: Screen) -> Iterator[pd.DataFrame]:
    """Yield org_id and year of the rows of each table, by their own organisation or by their person's."""
    places = screen.frame("staff")[[*_UNIT, "person_id"]].drop_duplicates()
    for table in ASKED:
        frame, title = screen.frame(table), SCHEMA[table].title
        if "org_id" in frame:
            yield frame.loc[frame["org_id"].notna(), _UNIT].assign(title=title)
        if "person_id" in frame:
            told = frame[["person_id", "year"]].dropna()
            yield told.merge(places, on=["person_id", "year"])[_UNIT].assign(title=title)
