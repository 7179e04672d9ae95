"""How figures are said in Russian."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdmon_utils.words import (
    WordsError,
    amount,
    count,
    day,
    figure_text,
    join_ru,
    number,
    percent,
    percent_of,
    period,
    plural,
    share_text,
    short_day,
    short_text,
    signed,
)

NAN = math.nan


def plain(text: str) -> str:
    """Return the text with ordinary spaces, to be readable in a test."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("x", "digits", "said"),
    [
        (1234567.891, 1, "1 234 567,9"),
        (-1234.5, 1, "−1 234,5"),
        (-0.04, 1, "0,0"),
        (2.675, 2, "2,68"),
        (0.5, 0, "1"),
        (999.95, 1, "1 000,0"),
        (12, 2, "12,00"),
        (None, 0, "нет данных"),
        (NAN, 0, "нет данных"),
        (pd.NA, 0, "нет данных"),
        (math.inf, 0, "нет данных"),
    ],
)
def test_numbers_have_a_decimal_comma_and_are_rounded_half_up(x: float, digits: int, said: str) -> None:
    assert plain(number(x, digits)) == said


def test_thousands_and_the_percent_sign_never_part_from_their_number() -> None:
    assert number(1000) == "1\u00a0000"
    assert percent(0.412) == "41,2\u00a0%"


def test_an_amount_has_only_the_decimals_it_needs() -> None:
    assert [amount(x) for x in (5, 5.0, 1.5, 0.25, 0.999, None)] == ["5", "5", "1,5", "0,25", "1", "нет данных"]


def test_a_change_has_its_sign_and_a_zero_none() -> None:
    assert [signed(x, 1) for x in (3.25, -1.5, 0, 0.04)] == ["+3,3", "−1,5", "0,0", "0,0"]


# where Python's own formatting goes the other way: 1/16 → «6.2», 1/8 → «12», 9/40 → «22»
@pytest.mark.parametrize(
    ("numerator", "denominator", "digits", "said"),
    [(1, 16, 1, "6,3"), (1, 8, 0, "13"), (5, 8, 0, "63"), (1, 40, 0, "3"), (9, 40, 0, "23"), (37, 40, 0, "93")],
)
def test_half_a_unit_is_rounded_up_as_at_school(numerator: int, denominator: int, digits: int, said: str) -> None:
    assert plain(percent_of(numerator, denominator, digits)) == f"{said} %"
    assert plain(percent(numerator / denominator, digits)) == f"{said} %"


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_percentages_agree_with_integer_arithmetic(numerator: int, denominator: int, digits: int) -> None:
    units = (2 * numerator * 100 * 10**digits + denominator) // (2 * denominator)

    said = percent_of(numerator, denominator, digits).replace("\u00a0", "").rstrip("%").replace(",", "")

    assert int(said) == units


def test_a_share_of_nothing_is_no_number() -> None:
    assert percent_of(0, 0) == "нет данных"


@pytest.mark.parametrize(
    ("n", "form"),
    [
        *((1, "one"), (21, "one"), (101, "one"), (2, "few"), (34, "few"), (1.5, "few"), (5.25, "few")),
        *((0, "many"), (5, "many"), (5.0, "many"), (11, "many"), (12, "many"), (111, "many"), (114, "many")),
    ],
)
def test_nouns_agree_with_their_number(n: float, form: str) -> None:
    assert plural(n, "one", "few", "many") == form


def test_counts_are_said_with_their_noun() -> None:
    said = [count(1, "педагог"), count(2, "педагогический работник"), count(5, "человек"), count(1.5, "ставка")]

    assert [plain(text) for text in said] == ["1 педагог", "2 педагогических работника", "5 человек", "1,5 ставки"]


def test_an_unknown_noun_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(WordsError, match="может быть, «педагог»"):
        count(3, "педагок")


def test_dates_are_written_out() -> None:
    assert plain(day(date(2024, 9, 1))) == "1 сентября 2024 г."
    assert short_day(date(2024, 9, 1)) == "01.09.2024"


def test_a_period_says_its_year_once_if_it_is_one() -> None:
    assert plain(period(date(2024, 1, 1), date(2024, 12, 31))) == "с 1 января по 31 декабря 2024 г."
    assert plain(period(date(2023, 9, 1), date(2024, 8, 31))) == "с 1 сентября 2023 г. по 31 августа 2024 г."


@pytest.mark.parametrize(
    ("items", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a и b"), (["a", "b", "c"], "a, b и c")]
)
def test_an_enumeration_ends_with_and(items: list[str], said: str) -> None:
    assert join_ru(items) == said


@pytest.mark.parametrize(
    ("kind", "unit", "parts", "said"),
    [
        ("share", "%", (412, 1000, 0.412), "41,2 % (412 из 1 000)"),
        ("share", "%", (41, 100, 0.41), "41,0 % (41 из 100)"),
        ("share", "%", (21, 50, 0.42), "42 % (21 из 50)"),
        ("share", "%", (4, 10, 0.4), "40 % (4 из 10)"),
        ("share", "%", (3, 7, 3 / 7), "3 из 7 (доля не приводится: знаменатель меньше 10)"),
        ("share", "%", (0, 0, NAN), "не рассчитывается: знаменатель равен 0"),
        ("share", "%", (NAN, NAN, NAN), "данные не представлены"),
        ("share", "%", (5, NAN, NAN), "данные не представлены"),
        ("distribution", "структура", (25, 200, 0.125), "12,5 % (25 из 200)"),
        ("count", "чел.", (412, NAN, 412), "412 чел."),
        ("count", "чел.", (0, NAN, 0), "0 чел."),
        ("count", "ед.", (10.25, NAN, 10.25), "10,25 ед."),
        ("mean", "час/нед. (и ставки)", (1234.5, 67, 18.4254), "18,4 час/нед. (1 234,5 на 67)"),
        ("mean", "лет", (432, 10, 43.2), "43,2 года (432 на 10)"),
        ("mean", "балл", (0, 0, NAN), "не рассчитывается: знаменатель равен 0"),
        ("presence", "есть/нет", (3, NAN, 1), "есть (3)"),
        ("presence", "есть/нет; ед.", (0, NAN, 0), "нет"),
        ("list", "перечень", (7, NAN, 7), "7 позиций"),
        ("list", "перечень", (NAN, NAN, NAN), "данные не представлены"),
    ],
)
def test_a_figure_is_said_honestly(kind: str, unit: str, parts: tuple[float, float, float], said: str) -> None:
    assert plain(figure_text(kind, unit, *parts)) == said


def test_an_unknown_kind_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(WordsError, match="может быть, «share»"):
        figure_text("shares", "%", 1, 2, 0.5)


def test_the_short_value_knows_its_unit() -> None:
    said = [short_text("%", 0.412), short_text("%", 0.412, 50), short_text("%", 3 / 7, 7), short_text("лет", 43)]

    assert [plain(text) for text in said] == ["41,2 %", "41 %", "3 из 7", "43,0"]
    assert [short_text("чел.", 12.0), short_text("%", NAN, 50), share_text(1, 0)] == ["12", "нет данных", "нет данных"]
