"""The directions of measures: as the act lists them, else one a criterion that it asks about."""

from __future__ import annotations

from collections.abc import Mapping

from pdmon_utils.catalogue import Criterion, Direction, Regulation

OTHER = ""  # the section of what names a direction that is not in the list


def sections(law: Regulation, criteria: Mapping[str, Criterion]) -> dict[str, Direction]:
    """Return the directions by code; of a regulation that lists none, its unified criteria."""
    if law.directions:
        return dict(law.directions)
    asked = {ask.indicator.criterion: ask.clause for ask in reversed(tuple(law.asks.values()))}
    return {
        code: Direction(code, asked[code], about.title, (code,)) for code, about in criteria.items() if code in asked
    }


def place(law: Regulation, held: Mapping[str, Direction], words: object, criterion: object) -> str:
    """Return the code of the direction that a cell names; a regulation without a list goes by the criterion."""
    if law.directions:
        found = law.direction(words) if isinstance(words, str) else None
        return found.code if found else OTHER
    return str(criterion) if criterion in held else OTHER
