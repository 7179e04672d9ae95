"""What may be shown to whom: public pages get no organisation and no number that points at few people.

A public cut is shown whole or not at all, so no hidden cell can be worked out from its neighbours on the page.
"""

from __future__ import annotations

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.measures import PERSONS

FEW_PEOPLE = 5
PUBLIC_SCOPES = ("municipality", "region")
REASON = f"Разрез не публикуется: в нём есть группа, за которой стоит меньше {FEW_PEOPLE} человек."


def for_public(figures: pd.DataFrame, asks: dict[str, Ask]) -> pd.DataFrame:
    """Return the figures a public page may show: of municipalities and regions, small ones emptied.

    Emptied rows keep their keys, have no numbers and `withheld` true; internal columns are the same as given.
    """
    shown = figures[figures["scope"].isin(PUBLIC_SCOPES)]
    small = _small(shown) & shown["indicator"].map(lambda i: i in asks and counts_people(asks[i]))
    cut = ["municipality", "year", "indicator", "scope", "unit", "breakdown"]
    withheld = small.groupby([shown[name] for name in cut]).transform("any")
    withheld |= (shown["breakdown"] != "") & shown["indicator"].map(lambda i: _sensitive(asks, i))
    emptied = shown[["numerator", "denominator", "value"]].mask(withheld)
    return shown.assign(**emptied, withheld=withheld)


def counts_people(ask: Ask) -> bool:
    """Return True when the numerator counts persons (not events, documents, posts or organisations)."""
    return ask.measure.main.each in (PERSONS, "staff", "participation", "reserve")


def _sensitive(asks: dict[str, Ask], indicator: str) -> bool:
    return indicator in asks and asks[indicator].indicator.disclosure == "sensitive"


def _small(figures: pd.DataFrame) -> pd.Series:
    """Return where a numerator, or what is left of the denominator, is above zero and below the mark."""
    rest = figures["denominator"] - figures["numerator"]
    few_in = (figures["numerator"] > 0) & (figures["numerator"] < FEW_PEOPLE)
    few_out = (rest > 0) & (rest < FEW_PEOPLE)
    return few_in | few_out
