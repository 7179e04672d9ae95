"""Everything known of one municipality and year that may confirm a stage."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from pdmon_utils.catalogue import Direction, Regulation
from pdmon_utils.deadlines import Step
from pdmon_utils.journal import Done


@dataclass(frozen=True, eq=False)
class Facts:
    """What `matrix` looks at; frames are of the year, `place` is the code of a direction.

    `fed`: ids of asks with data of the year; `measures`: rows with `place`; `decisions`: rows of `roadmap.decisions`
    with `place`; `documents`: of the municipality, in force in the year; `done`: steps of the calendar that the journal
    has, with its line; `texts`: unified criteria with the analyst's own text; `verdicts`: judged measures of the years
    before (`place`, `verdict`); `plans`: ids of asks with a planned value.
    """

    law: Regulation
    slug: str
    year: int
    held: Mapping[str, Direction]
    fed: Collection[str]
    measures: pd.DataFrame
    decisions: pd.DataFrame
    documents: pd.DataFrame
    verdicts: pd.DataFrame
    done: tuple[tuple[Step, Done], ...] = ()
    texts: Collection[str] = field(default_factory=tuple)
    plans: Collection[str] = field(default_factory=tuple)
