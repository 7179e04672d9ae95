"""Measures with their findings, contribution and verdict: a frame that pages, problems and the cycle are said on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import TypeAlias

import pandas as pd

from pdmon_utils.effects.contribution import Contribution
from pdmon_utils.effects.levels import carried_out, moved
from pdmon_utils.effects.verdicts import verdict
from pdmon_utils.roadmap.rows import Row, records

Assessed: TypeAlias = Mapping[tuple[str, int], Row]  # (indicator, report year) → its row of the assessment frame
Share: TypeAlias = Callable[[Row, Row | None], Contribution]


def judged(
    lines: pd.DataFrame, assessed: Assessed, documents: Collection[str], today: date, share: Share
) -> pd.DataFrame:
    """Return `chosen` lines with `carried`, `moved`, `verdict`, `rule` (its number), `row` (assessment or None),
    `contribution`; `share` tells the contribution of one line. Nothing is said of what is not there.
    """  # noqa: D205  the columns are one list
    said = [_judged(line, assessed, documents, today, share) for line in records(lines)]
    columns = ["carried", "moved", "verdict", "rule", "row", "contribution"]
    found = pd.DataFrame(said, columns=columns, index=lines.index, dtype=object)
    return pd.concat([lines, found], axis=1)


def _judged(line: Row, assessed: Assessed, documents: Collection[str], today: date, share: Share) -> dict[str, object]:
    row = assessed.get((line["indicator_id"], int(line["term"])))
    carried, became = carried_out(line, documents, today), moved(line, row)
    contribution = share(line, row)
    rule = verdict(carried, became, contribution.told)
    return {
        "carried": carried,
        "moved": became,
        "verdict": rule.word,
        "rule": rule.number,
        "row": row,
        "contribution": contribution,
    }
