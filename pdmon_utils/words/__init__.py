"""Figures → Russian sentences: the only place that knows Russian grammar and the way numbers are written."""

from __future__ import annotations

from pdmon_utils.words.grammar import WordsError, count, day, join_ru, period, plural, short_day
from pdmon_utils.words.intervals import newcombe, wilson
from pdmon_utils.words.numerals import (
    NO_DATA,
    Number,
    amount,
    exact,
    is_missing,
    number,
    percent,
    percent_of,
    share_digits,
    share_text,
    signed,
)
from pdmon_utils.words.sentences import (
    KINDS,
    NO_DENOMINATOR,
    NOT_HANDED_IN,
    PERCENTS,
    ROUNDING_NOTE,
    Figure,
    change_text,
    figure_text,
    plain_unit,
    short_text,
)

__all__ = [
    "KINDS",
    "NOT_HANDED_IN",
    "NO_DATA",
    "NO_DENOMINATOR",
    "PERCENTS",
    "ROUNDING_NOTE",
    "Figure",
    "Number",
    "WordsError",
    "amount",
    "change_text",
    "count",
    "day",
    "exact",
    "figure_text",
    "is_missing",
    "join_ru",
    "newcombe",
    "number",
    "percent",
    "percent_of",
    "period",
    "plain_unit",
    "plural",
    "share_digits",
    "share_text",
    "short_day",
    "short_text",
    "signed",
    "wilson",
]
