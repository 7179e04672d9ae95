"""The sign of a row of the assessment frame: the one reason why something is to be done about it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pdmon_utils.compare.sides import ENOUGH
from pdmon_utils.conclusions import Names, seen

SUBJECT_CUT = "subject"


def signed(frame: pd.DataFrame, names: Names, year: int) -> pd.DataFrame:
    """Return the rows that rules speak of, with `level` of recommendations and `sign` (NA: nothing to be done).

    Groups of cuts count only where both parts of the fraction are divided by subject: the level «subject». Of fewer
    than ten people who teach a subject «nobody» is no ground.
    """
    rows = _of_region(seen(frame, names, year))
    subject = (rows["level"] == "group") & (rows["breakdown"] == SUBJECT_CUT) & (rows["cut"] == "by")
    kept = rows[subject | (rows["breakdown"] == "")]
    level = kept["level"].mask(subject[kept.index], "subject")
    signs = _signs(kept)
    chance = (level == "subject") & (signs == "none") & (kept["denominator"].astype(float) < ENOUGH)
    return kept.assign(level=level, sign=signs.mask(chance)).reset_index(drop=True)


def _of_region(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without «absent» totals of a municipality where the frame is a region's and has the total."""
    held = rows.loc[rows["scope"] == "region", "indicator"]
    return rows[(rows["state"] != "absent") | (rows["scope"] != "municipality") | ~rows["indicator"].isin(held)]


def _signs(rows: pd.DataFrame) -> pd.Series[str]:
    known, wanted, unwanted = rows["state"] == "known", rows["direction"] == "higher", rows["direction"] == "lower"
    listed, structure = rows["kind"] == "list", rows["structure"]
    counted = rows["kind"].isin(("share", "count", "presence", "list", "distribution")) & ~structure
    found = {
        "absent": rows["state"] == "absent",
        "none": known & counted & (rows["numerator"] == 0) & (wanted | (listed & ~unwanted)),
        "missed": rows["plan"] == "missed",
        "fell": rows["became"] == "worse",
        "below": ((rows["side"] == "below") & wanted) | ((rows["side"] == "above") & unwanted),
        "present": known & unwanted & counted & (rows["numerator"] > 0),
        "within": rows["plan"] == "within",
        "partial": known & wanted & (rows["kind"] == "share") & ~structure & (rows["numerator"] < rows["denominator"]),
    }
    masks = [mask.fillna(value=False).to_numpy(dtype=bool) for mask in found.values()]
    signs = pd.Series(np.select(masks, list(found), ""), index=rows.index).astype("str")
    return signs.where(signs != "")
