"""Ways to solve the problems found: the recommendations that follow from the same figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pdmon_utils.conclusions import Conclusion
from pdmon_utils.recommendations import Recommendation
from pdmon_utils.study.advised import Advised
from pdmon_utils.study.data import Data
from pdmon_utils.words import Sentence

MOST = 3  # different ways beside one problem; all of them stand among the recommendations


def ways_of(data: Data) -> Callable[[Conclusion], Sequence[str | Sentence]]:
    """Return what gives the ways of a conclusion: recommendations on its indicator for its units, else general ones."""
    advised = Advised(data)
    held = [*advised.recommendations, *advised.practised]

    def ways(said: Conclusion) -> Sequence[str | Sentence]:
        near = [r for r in held if r.indicator in said.about]
        own = [r for r in near if r.unit in said.units] or [r for r in near if r.level == "general"]
        return _different(own)

    return ways


def _different(found: Sequence[Recommendation]) -> list[str | Sentence]:
    by_text = {str(r.said): r.said for r in found}
    return list(by_text.values())[:MOST]
