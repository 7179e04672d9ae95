"""Breaks of a series: years since which an indicator is counted otherwise and is not compared with years before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pdmon_utils.catalogue import Ask

Told = Mapping[str, Mapping[str, str]]  # year → indicator id → why, as in the municipality's card


def reasons(ask: Ask, told: Told, year: int) -> dict[int, str]:
    """Return the breaks of an ask up to a year: year → why, of the regulation and of the municipality's card."""
    own = {when: asks[ask.id] for when, asks in told.items() if ask.id in asks}
    return {int(when): why for when, why in sorted({**ask.breaks, **own}.items()) if int(when) <= year}


def since(asks: Iterable[Ask], told: Told, year: int) -> dict[str, int]:
    """Return for each indicator with a break the first year that compares with the report year."""
    found = {ask.id: reasons(ask, told, year) for ask in asks}
    return {code: max(breaks) for code, breaks in found.items() if breaks}
