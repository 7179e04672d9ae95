"""What a sentence may say of one row of the assessment frame: every numeral with the address of its figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pdmon_utils.conclusions.names import Names
from pdmon_utils.conclusions.written import Row, before, before_share, parts, plain_number, share, value
from pdmon_utils.words import (
    MOVED,
    Name,
    Number,
    Quote,
    Slot,
    Year,
    address,
    amount,
    count,
    exact,
    is_missing,
    number,
    percent,
    say,
    sentence,
    share_digits,
    signed,
)
from pdmon_utils.words.numerals import NBSP

SCALES = {"level": "целевое значение", "growth": "целевой рост"}
SETTERS = {"regulation": "по положению", "municipality": "муниципалитета"}
BROKEN = "с {year} года показатель считается иначе — {why}"
UNTOLD = ", порядок расчёта показателя изменился"
TRENDS = {"up": "рост", "down": "снижение", "none": "не выявлен"}

Telling = Callable[[Row], Slot]


def _figure(row: Row, value: Number, digits: int) -> str:
    """Return a number of the indicator's scale as written: a percentage or an amount."""
    return percent(value, digits) if row.share else number(value, digits)


def _points(row: Row, value: Number, *, sign: bool = True) -> str:
    """Return a difference: percentage points of a share, else an amount; without its sign where words tell it."""
    digits = _digits(row)
    if row.share:
        points = exact(value) * 100
        return f"{signed(points, digits) if sign else number(abs(points), digits)}{NBSP}п.{NBSP}п."
    if row["kind"] == "mean":
        return signed(value, 1) if sign else number(abs(exact(value)), 1)
    return ("+" if exact(value) > 0 else "") + amount(value) if sign else amount(abs(exact(value)))


def _digits(row: Row) -> int:
    """Return the decimals that both years bear."""
    if not row.share:
        return 0 if all(is_missing(row[c]) or float(row[c]).is_integer() for c in ("value", "change")) else 1
    held = [row[name] for name in ("denominator", "before_denominator") if not is_missing(row[name])]
    return min(map(share_digits, held), default=0)


def _change(row: Row) -> Slot:
    return row.quote(_points(row, plain_number(row["change"]), sign=False), "change")


def _change_signed(row: Row) -> Slot:
    return row.quote(_points(row, plain_number(row["change"])), "change")


def _interval(row: Row) -> Slot:
    low, high = (row.quote(_points(row, plain_number(row[c])), c) for c in ("change_low", "change_high"))
    return sentence("от ", low, " до ", high)


def _slope(row: Row) -> Slot:
    points = exact(plain_number(row["slope"])) * 100
    return row.quote(f"{number(abs(points), 1)}{NBSP}п.{NBSP}п.", "slope")


def _plan(row: Row) -> Slot:
    value = plain_number(row["plan_value"])
    said = f"{amount(exact(value) * 100)}{NBSP}%" if row.share else amount(value)
    return row.quote(said, "plan_value")


def _gap(row: Row) -> Slot:
    lacking = plain_number(row["gap"])
    said = count(lacking, "человек") if row.names.of_people(row["indicator"]) else amount(lacking)
    return row.quote(said, "gap")


def _against(row: Row) -> Slot:
    """Return the municipality's value beside which a unit stands; its address is the municipality's own figure."""
    fact = address(row["indicator"], "municipality", row.names.place, "", "", int(row["year"]), "value")
    value = plain_number(row["against"])
    digits = 1 if is_missing(row["whole"]) else share_digits(row["whole"])
    return Quote(percent(value, digits) if row.share else number(value, 1), value, fact)


def _ahead(column: str) -> Telling:
    def telling(row: Row) -> Slot:
        return row.quote(_figure(row, plain_number(row[column]), _digits(row)), column)

    return telling


def _number(column: str) -> Telling:
    return lambda row: row.quote(amount(plain_number(row[column])), column)


def _counting(column: str, noun: str) -> Telling:
    return lambda row: row.quote(count(plain_number(row[column]), noun), column)


def _word(column: str, words: Mapping[str, str]) -> Telling:
    return lambda row: words[row[column]]


def _year(column: str, further: int = 0) -> Telling:
    return lambda row: Year(int(row[column]) + further)


def _broken(row: Row) -> Slot:
    """Return since when and why values do not compare, as it goes on after «не сопоставляется»."""
    found = row.names.broken(row["indicator"], int(row["year"]))
    return say(f": {BROKEN}", {"year": Year(found[0]), "why": Name(found[1])}) if found else UNTOLD


def _group(row: Row) -> Slot:
    return Name(row.names.group(row["indicator"], row["breakdown"], row["group"]))


def _unit(row: Row) -> Slot:
    """Return the name of whose row this is: an organisation, a cluster, or a group of a cut."""
    return _group(row) if row["breakdown"] else Name(row.names.unit(row["scope"], row["unit"]))


TELLING: Mapping[str, Telling] = {
    "title": lambda row: Name(row.names.title(row["indicator"])),
    "clause": lambda row: Name(row.names.asks[row["indicator"]].clause),
    "population": lambda row: Name(row.names.population(row["indicator"])),
    "unit": _unit,
    "group": _group,
    "cut": lambda row: Name(row.names.cut(row["indicator"], row["breakdown"])),
    "year": _year("year"),
    "before_year": _year("before_year"),
    "next_year": _year("year", 1),
    "value": value,
    "share": share,
    "parts": parts,
    "numerator": _number("numerator"),
    "denominator": _number("denominator"),
    "before": before_share,
    "before_value": before,
    "broken": _broken,
    "moved": _word("moved", MOVED),
    "change": _change,
    "change_signed": _change_signed,
    "interval": _interval,
    "plan": _plan,
    "plan_kind": _word("plan_kind", SCALES),
    "plan_source": _word("plan_source", SETTERS),
    "gap": _gap,
    "points": _counting("points", "год"),
    "trend": _word("trend", TRENDS),
    "slope": _slope,
    "against": _against,
    "forecast": _ahead("forecast"),
    "forecast_low": _ahead("forecast_low"),
    "forecast_high": _ahead("forecast_high"),
}


# What must be known of a row before a slot can be said of it; a rule is silent on rows that lack it.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "before_year": ("before_year",),
    "before": ("before_year", "before_numerator"),
    "before_value": ("before_year", "before_numerator"),
    "numerator": ("numerator",),
    "denominator": ("denominator",),
    "parts": ("numerator", "denominator"),
    "value": ("numerator",),
    "share": ("numerator",),
    "change": ("change",),
    "change_signed": ("change",),
    "interval": ("change_low", "change_high"),
    "plan": ("plan_value",),
    **{
        name: (name,)
        for name in (
            *("moved", "plan_kind", "plan_source", "gap", "points", "trend", "slope", "against"),
            *("forecast", "forecast_low", "forecast_high"),
        )
    },
}


class Slots(Mapping[str, Slot]):
    """The slots of one row by name, each written when it is asked for; `more` are further ones of the caller."""

    def __init__(self, row: Row, more: Mapping[str, Slot] | None = None) -> None:
        """Take the row and what else the sentence may say."""
        self.row, self.more = row, dict(more or {})

    def __getitem__(self, name: str) -> Slot:
        """Return one slot."""
        return self.more[name] if name in self.more else TELLING[name](self.row)

    def __contains__(self, name: object) -> bool:
        """Return True for a slot that can be said; nothing is written for the answer."""
        return name in self.more or name in TELLING

    def __iter__(self) -> Iterator[str]:
        """Yield the names of all slots."""
        yield from self.more
        yield from (name for name in TELLING if name not in self.more)

    def __len__(self) -> int:
        """Return how many slots there are."""
        return len({*self.more, *TELLING})


def slots(cells: Mapping[str, Any], names: Names, more: Mapping[str, Slot] | None = None) -> Slots:
    """Return the slots of a row of the assessment frame; `cells` holds its columns and the report `year`.

    Names of slots: `TELLING`. A slot whose columns are NA in this row must not be asked for: the condition of the rule
    (or of the recommendation) has to make sure.
    """
    return Slots(Row(cells, names), more)
