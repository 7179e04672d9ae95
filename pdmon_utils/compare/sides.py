"""On which side of the municipality's value a unit lies: organisations, clusters and groups of cuts.

Organisations and groups are held against funnel limits, clusters are compared school by school; both with the
correction of Benjamini and Hochberg inside the indicator's units.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pdmon_utils.compare.clusters import against_rest
from pdmon_utils.stats.funnel import p_values
from pdmon_utils.stats.many import q_values

ENOUGH = 10  # people: of fewer nothing is said, chance would speak
CERTAIN = 0.05
ABOVE, BELOW, INSIDE = "above", "below", "inside"
_TABLE = ["indicator", "scope", "breakdown"]


def sides(frame: pd.DataFrame, clusters: pd.Series[str] | None = None) -> pd.DataFrame:
    """Return the assessment frame of one municipality and year with the columns `against`, `side` and `side_q`.

    `clusters` gives the cluster of each org_id; without it clusters get no side. NA where nothing may be said: no
    share of things counted one by one, fewer than ten people, a withheld value, a cut of the numerator only.
    """
    against = frame["indicator"].map(_wholes(frame)).where(_is_unit(frame))
    apart = frame["value"] - against
    p = pd.Series(np.nan, index=frame.index)
    tested = frame[(frame["scope"] != "cluster") & ~frame["summed"] & apart.notna()]
    for value, rows in tested.groupby(against, sort=False):
        p[rows.index] = p_values(rows["numerator"], rows["denominator"], float(value))
    means = _of_clusters(frame, clusters)
    p, apart = p.fillna(means["p"]), apart.mask(frame["scope"] == "cluster", means["apart"])
    p = p.where((frame["denominator"] >= ENOUGH) & against.notna())
    q = p.groupby([frame[name] for name in _TABLE], group_keys=False).transform(lambda held: q_values(held.to_numpy()))
    return frame.assign(against=against, side=side_of(apart, q), side_q=q)


def side_of(apart: pd.Series[float], q: pd.Series[float]) -> pd.Series[str]:
    """Return above, below or inside by the sign of the difference and its q; NA without a q."""
    found = pd.Series(np.where(apart > 0, ABOVE, BELOW), index=apart.index, dtype="str")
    return found.where((q <= CERTAIN) & (apart != 0), INSIDE).where(q.notna())


def _wholes(frame: pd.DataFrame) -> pd.Series[float]:
    """Return the municipality's value of each share; the total of a distribution is the whole and no level."""
    whole = (frame["scope"] == "municipality") & (frame["breakdown"] == "") & (frame["kind"] == "share")
    held: pd.Series[float] = frame[whole].drop_duplicates("indicator").set_index("indicator")["value"].astype(float)
    return held


def _is_unit(frame: pd.DataFrame) -> pd.Series[bool]:
    """Return the rows that are compared: units, and groups of cuts that divide the denominator too."""
    totals = (frame["scope"] == "municipality") & (frame["breakdown"] == "")
    whole = frame["indicator"].map(frame[totals].drop_duplicates("indicator").set_index("indicator")["denominator"])
    divided = (frame["denominator"] != whole).groupby([frame[name] for name in _TABLE]).transform("any")
    units = frame["scope"].isin(("organisation", "cluster"))
    return units | ((frame["scope"] == "municipality") & (frame["breakdown"] != "") & divided)


def _of_clusters(frame: pd.DataFrame, clusters: pd.Series[str] | None) -> pd.DataFrame:
    """Return p and the mean difference from the other schools for each row of a cluster, by the frame's index."""
    rows = frame[(frame["scope"] == "cluster") & (frame["breakdown"] == "")]
    found = pd.DataFrame(np.nan, index=frame.index, columns=["p", "apart"])
    schools = frame[(frame["scope"] == "organisation") & (frame["breakdown"] == "")]
    if clusters is None or rows.empty:
        return found
    for indicator, held in rows.groupby("indicator"):
        own = schools[schools["indicator"] == indicator].set_index("unit")
        tested = against_rest(own["value"].astype(float), clusters).reindex(held["unit"])
        found.loc[held.index, ["p", "apart"]] = tested[["p", "apart"]].to_numpy()
    return found
