"""Ways to remove the shortcomings that the analysis found, by group of indicators as the regulation names it."""

from __future__ import annotations

from collections.abc import Iterator

from pdmon_utils.recommendations import Recommendation
from pdmon_utils.show import Heading, Notice, Shown, Stack
from pdmon_utils.study.advised import Advised
from pdmon_utils.study.recommended import table

TITLE = "Пути устранения выявленных недостатков"
NOTHING = "Недостатков, о которых говорят правила, по этим показателям не выявлено."
GRAVE = ("absent", "none", "missed", "fell", "below", "present", "within", "partial")


def ways(advised: Advised) -> Stack:
    """Return for each group of indicators how its shortcomings may be removed, in the municipality and by cluster."""
    parts: list[Shown] = [Heading(3, TITLE)]
    for title, criteria in _groups(advised):
        found = [r for r in advised.recommendations if r.criterion in criteria and _removes(r)]
        shown: Shown = table(advised, found, f"{TITLE}: {title}", whom=True) if found else Notice(NOTHING)
        parts += [Heading(4, title), shown]
    return Stack(parts)


def _removes(said: Recommendation) -> bool:
    """Return True for what answers a shortcoming of the municipality, a cluster or a subject."""
    return said.level in ("general", "cluster", "subject") and (said.sign in GRAVE or said.level == "subject")


def _groups(advised: Advised) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield title and criteria of each group: the regulation's analyses that want ways, else its criteria."""
    own = {ask.indicator.criterion for ask in advised.data.asks}
    wanted = [a for a in advised.data.regulation.analyses.values() if a.way and own.intersection(a.criteria)]
    if wanted:
        yield from ((analysis.title, analysis.criteria) for analysis in wanted)
        return
    criteria = advised.data.workspace.catalogue.criteria
    yield from ((criterion.title, (code,)) for code, criterion in criteria.items() if code in own)
