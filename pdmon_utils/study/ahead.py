"""What the pages of several reports have in common, worked out before the first of them asks for it."""

from __future__ import annotations

from pdmon_utils.recommendations.people import DUE
from pdmon_utils.study.advice import lines_of
from pdmon_utils.study.advised import Advised
from pdmon_utils.study.brief import brief
from pdmon_utils.study.clusters import clusters
from pdmon_utils.study.completeness import completeness
from pdmon_utils.study.data import PLAIN, Data
from pdmon_utils.study.effectiveness import judgement
from pdmon_utils.study.funnels import funnels
from pdmon_utils.study.managed import Managed
from pdmon_utils.study.pages import page
from pdmon_utils.study.people import People
from pdmon_utils.study.roadmap import planned
from pdmon_utils.study.schools import Schools
from pdmon_utils.study.strata import decomposition
from pdmon_utils.study.targets import judged

EVERYTHING, SHEET = "note", "organisation"  # shows the pages of all indicators; is made for each organisation
BRIEF, JUDGED = "brief", ("cycle", "effectiveness")  # shows charts that others show, too; show what measures did


def work_ahead(data: Data) -> None:
    """Work out what `data.shared` keeps of a report's pages: a process forked from this one has it."""
    _ = Advised(data).recommendations, Advised(data).sizes, completeness(data), judged(data), lines_of(data)
    if last := Advised(data).last:
        _ = last.recommendations  # whose use this year's pages tell
    if data.criterion not in PLAIN or data.criterion == EVERYTHING:
        _indicators(data)
    if data.criterion == SHEET:
        _ = People(data, DUE).rows, planned(Managed(data))
    if data.criterion == BRIEF:
        brief(data)
    if data.criterion in JUDGED:
        judgement(Managed(data))


def _indicators(data: Data) -> None:
    schools = Schools(data)
    for ask in data.asks:
        page(schools, ask)
    for compare in (clusters, funnels, decomposition):
        compare(schools)
