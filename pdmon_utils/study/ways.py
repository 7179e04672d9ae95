"""Ways to remove the shortcomings that the analysis found, by group of indicators as the regulation names it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pdmon_utils.conclusions import Conclusion
from pdmon_utils.recommendations import Recommendation
from pdmon_utils.show import Heading, Notice, Shown, Stack
from pdmon_utils.study.advised import Advised
from pdmon_utils.study.recommended import table
from pdmon_utils.words import Sentence

TITLE = "Пути устранения выявленных недостатков"
NOTHING = "Недостатков, о которых говорят правила, по этим показателям не выявлено."
NOT_ASKED = "Положение не требует назвать пути по группам показателей: они даны в адресных рекомендациях."
GRAVE = ("absent", "none", "missed", "fell", "below", "present", "within", "partial")


def ways(advised: Advised) -> Stack:
    """Return for each group of indicators how its shortcomings may be removed, in the municipality and by cluster."""
    parts: list[Shown] = [Heading(3, TITLE)]
    for title, criteria in _groups(advised):
        found = [r for r in advised.recommendations if r.criterion in criteria and _removes(r)]
        shown: Shown = table(advised, found, f"{TITLE}: {title}", whom=True) if found else Notice(NOTHING)
        parts += [Heading(4, title), shown]
    return Stack(parts if parts[1:] else [*parts, Notice(NOT_ASKED)])


def proposed(advised: Advised) -> Callable[[Conclusion], list[str | Sentence]]:
    """Return what finds for a conclusion the recommendations that rest on the same indicator of the same units."""

    def found(told: Conclusion) -> list[str | Sentence]:
        mine = (r for r in advised.recommendations if told.indicator in _rests_on(r) and _concerns(r, told))
        return list(dict.fromkeys(r.said for r in mine))

    return found


def _rests_on(said: Recommendation) -> set[str]:
    return {said.indicator, *(quote.fact.partition("/")[0] for quote in said.facts)}


def _concerns(said: Recommendation, told: Conclusion) -> bool:
    """Return True where a recommendation is about the municipality or the units of a conclusion."""
    return said.unit in told.units if told.units else said.level == "general"


def _removes(said: Recommendation) -> bool:
    """Return True for what answers a shortcoming of the municipality, a cluster or a subject."""
    return said.level in ("general", "cluster", "subject") and (said.sign in GRAVE or said.level == "subject")


def _groups(advised: Advised) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield title and criteria of each group of indicators whose analysis has to name ways."""
    own = {ask.indicator.criterion for ask in advised.data.asks}
    for analysis in advised.data.regulation.analyses.values():
        if analysis.way and own.intersection(analysis.criteria):
            yield analysis.title, analysis.criteria
