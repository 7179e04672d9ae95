"""The assessment: one wide frame on which conclusions, recommendations, roadmap and effects are said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare import plans as planned
from pdmon_utils.compare.breaks import Told, since
from pdmon_utils.compare.changes import changes
from pdmon_utils.compare.forecasts import forecasts
from pdmon_utils.compare.points import KEYS, Points, points_of
from pdmon_utils.compare.trends import trends
from pdmon_utils.disclosure import Protected

KNOWN, WITHHELD, UNDEFINED = "known", "withheld", "undefined"


def assess(
    figures: Protected,
    asks: Sequence[Ask],
    year: int,
    *,
    plans: planned.Plans | None = None,
    breaks: Told | None = None,
) -> pd.DataFrame:
    """Return one row for each figure of the report year, with the columns that `columns.yml` describes.

    `figures` are one municipality's (or region's): fed years only, protected for a public page. `asks` are all of the
    regulation; `plans` and `breaks` as in the municipality's card. Raises PdmonError for a plan that does not fit.
    """
    points = points_of(figures, asks, year, since(asks, breaks or {}, year))
    frame = pd.concat([_now(points), changes(points), trends(points), forecasts(points)], axis=1)
    return _with_plans(frame, planned.foremost(planned.targets(asks, plans or {}, year)))


def _now(points: Points) -> pd.DataFrame:
    """Return keys, what is known of the asks, parts, value, `state` and `few` of the report year."""
    shown = {name: getattr(points, name)[:, -1] for name in ("numerator", "denominator", "value")}
    state = np.select([points.withheld[:, -1], points.known[:, -1]], [WITHHELD, KNOWN], UNDEFINED)
    rows = points.rows.drop(columns="unit_of").assign(**shown, state=pd.Series(state).astype("str"))
    return rows.assign(few=points.few[:, -1])


def _with_plans(frame: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the foremost target of each indicator beside its total."""
    found = planned.judged(frame, targets)[[*KEYS, *planned.PLAN]]
    return frame.merge(found, how="left", on=KEYS, validate="one_to_one")
