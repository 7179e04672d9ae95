"""What may be shown to whom: public pages get no organisation and no number that points at few people.

A public cut is shown whole or not at all, so no hidden cell can be worked out from its neighbours on the page. «Few»
is asked of everything that a reader can work out from a cut and its total: the people inside a group's numerator, the
people of the group outside it, the people of the total who are not in the group, and those who are in no group.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.measures import PERSONS

FEW_PEOPLE = 5
PUBLIC_SCOPES = ("municipality", "region")
REASON = f"Разрез не публикуется: в нём есть группа, за которой стоит меньше {FEW_PEOPLE} человек."
OF_ONE_PERSON = (PERSONS, "staff", "participation", "reserve", "routes", "mentees", "mentors", "diagnostics")
_PLACE = ["municipality", "year", "indicator", "scope", "unit"]
_CUT = [*_PLACE, "breakdown"]
_CELL = ["year", "indicator", "breakdown", "group"]


def for_public(figures: pd.DataFrame, asks: Mapping[str, Ask]) -> pd.DataFrame:
    """Return the figures a public page may show: of municipalities and one region, small ones emptied.

    Emptied rows keep their keys, have no numbers and `withheld` true; internal columns are the same as given.
    """
    shown = figures[figures["scope"].isin(PUBLIC_SCOPES)]
    people = _people(shown, asks)
    sensitive = (shown["breakdown"] != "") & shown["indicator"].map(lambda code: _sensitive(asks, code)).astype(bool)
    withheld = sensitive | _whole(shown, _few(people) | _few_beside(shown, people))
    withheld |= _whole(shown, _few_beyond(shown, people, withheld))
    emptied = {part: shown[part].mask(withheld) for part in ("numerator", "denominator", "value")}
    return shown.assign(**emptied, withheld=withheld)


def counts_people(ask: Ask) -> bool:
    """Return True when the numerator counts persons, or things that belong to one person each (not events, posts…)."""
    return ask.measure.main.each in OF_ONE_PERSON


def _sensitive(asks: Mapping[str, Ask], indicator: str) -> bool:
    return indicator in asks and asks[indicator].indicator.disclosure == "sensitive"


def _people(figures: pd.DataFrame, asks: Mapping[str, Ask]) -> pd.DataFrame:
    """Return the people inside the numerator and the rest of the denominator; empty where no people are counted.

    The numerator of a mean is a sum (of years, of hours): its people are the denominator.
    """
    means = figures["indicator"].map(lambda code: code in asks and asks[code].kind == "mean").astype(bool)
    counted = figures["indicator"].map(lambda code: code in asks and counts_people(asks[code])).astype(bool)
    inside = figures["numerator"].mask(means, figures["denominator"])
    outside = (figures["denominator"] - figures["numerator"]).mask(means)
    return pd.DataFrame({"inside": inside.where(counted), "outside": outside.where(counted)})


def _few(people: pd.DataFrame) -> pd.Series[bool]:
    """Return where some number of people is above zero and below the mark."""
    return ((people > 0) & (people < FEW_PEOPLE)).any(axis=1)


def _few_beside(figures: pd.DataFrame, people: pd.DataFrame) -> pd.Series[bool]:
    """Return the groups of cuts beside which few are left of the total: without this group, or without them all."""
    is_total = figures["breakdown"] == ""
    totals = people.where(is_total).groupby([figures[name] for name in _PLACE]).transform("max")
    groups = people.groupby([figures[name] for name in _CUT]).transform("sum", min_count=1)
    return ~is_total & (_few(totals - people) | _few(totals - groups))


def _few_beyond(figures: pd.DataFrame, people: pd.DataFrame, withheld: pd.Series[bool]) -> pd.Series[bool]:
    """Return the region's rows from which few people are left once the municipalities shown are subtracted."""
    is_region = figures["scope"] == "region"
    named = people.where(~is_region & ~withheld).groupby([figures[name] for name in _CELL]).transform("sum")
    return is_region & _few(people - named)


def _whole(figures: pd.DataFrame, rows: pd.Series[bool]) -> pd.Series[bool]:
    """Return all rows of the cuts that have one of `rows`."""
    return rows.groupby([figures[name] for name in _CUT]).transform("any")
