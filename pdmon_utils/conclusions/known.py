"""What a condition of the master list may ask of: the columns of the assessment frame and a few of our own."""

from __future__ import annotations

from collections.abc import Mapping

LEVELS = ("general", "group", "cluster", "organisation", "criterion")
FACETS = ("organisation", "conditions", "results")
SEVERITIES = ("attention", "data", "positive", "note", "neutral")  # in the order in which they are told


def _codes(words: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), "")


# Column → codes its cells may hold (none: numbers, texts, yes/no).
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "indicator": {},
    "scope": _codes("municipality organisation cluster region"),
    "unit": {},
    "breakdown": {},
    "group": {},
    "kind": _codes("share count mean presence distribution list"),
    "criterion": {},
    "topic": {},
    "facet": _codes("organisation conditions results"),
    "direction": _codes("higher lower neutral"),
    "numerator": {},
    "denominator": {},
    "value": {},
    "state": _codes("known withheld undefined absent"),
    "few": {},
    "before_year": {},
    "before_numerator": {},
    "before_denominator": {},
    "before_value": {},
    "broken": {},
    "change": {},
    "change_low": {},
    "change_high": {},
    "change_p": {},
    "change_q": {},
    "moved": _codes("grew fell same"),
    "became": _codes("better worse same"),
    "plan_kind": _codes("level growth"),
    "plan_source": _codes("regulation municipality"),
    "plan_value": {},
    "plan": _codes("reached missed within no_base"),
    "gap": {},
    "points": {},
    "trend": _codes("up down none"),
    "trend_p": {},
    "slope": {},
    "against": {},
    "side": _codes("above below inside"),
    "side_q": {},
    "forecast": {},
    "forecast_low": {},
    "forecast_high": {},
    "forecast_why": {},
}
YES_NO = ("few", "broken")
NUMBERS = tuple(
    "numerator denominator value before_year before_numerator before_denominator before_value change change_low "
    "change_high change_p change_q plan_value gap points trend_p slope against side_q forecast forecast_low "
    "forecast_high".split()
)
ADDED: Mapping[str, Mapping[str, str]] = {
    "year": {},
    "level": _codes("general group cluster organisation"),
    "measure": {},  # code of the indicator in the catalogue, the same in all regulations
    "structure": {},  # yes: the total is the whole and says nothing by itself
    "cut": _codes("by split"),
    "whole": {},  # denominator of the municipality's total
}
COUNTED = ("indicators", "known", "absent", "better", "worse", "reached", "missed", "within", "zero", "lost")
OF_ROWS: Mapping[str, Mapping[str, str]] = {**COLUMNS, **ADDED}
OF_CRITERIA: Mapping[str, Mapping[str, str]] = {"criterion": {}, **{name: {} for name in COUNTED}}
