"""One column of cells → typed values."""

from __future__ import annotations

import datetime as dt

import pytest

from pdmon_utils.reading.cells import Fault, Hole, Value, parse_column
from pdmon_utils.reading.folding import fold
from pdmon_utils.schema import SCHEMA, Column

MAY_DAY = dt.date(2022, 5, 1)


def read(kind: str, cell: object) -> Value | None:
    """Return the value of one cell; its fault's rule in brackets."""
    values, faults = parse_column(Column("c", "C", kind), [cell])
    return f"[{faults[0].rule}]" if faults else values[0]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (dt.date(2022, 5, 1), MAY_DAY),
        (dt.datetime(2022, 5, 1, 14, 30), MAY_DAY),  # noqa: DTZ001  Excel knows no time zones
        ("01.05.2022", MAY_DAY),
        (" 01.05.2022 0:00:00 ", MAY_DAY),
        ("2022-05-01", MAY_DAY),
        ("2022-05-01 00:00:00", MAY_DAY),
        ("2022-05-01T00:00:00", MAY_DAY),
        ("2022-05-01 14:30:00", MAY_DAY),
        ("1.5.2022", MAY_DAY),
        ("01.05.22", MAY_DAY),
        ("01.05.2022 г.", MAY_DAY),
        ("1 мая 2022 г.", MAY_DAY),
        ("«01» мая 2022 года", MAY_DAY),
        ("05/05/2022", dt.date(2022, 5, 5)),
        ("25/12/2021", dt.date(2021, 12, 25)),
        ("05/01/2022", "[cell.slash]"),
        ("12/25/2021", "[cell.calendar]"),
        ("01.05.75", "[cell.century]"),
        ("31.02.2022", "[cell.calendar]"),
        ("31.06.22", "[cell.calendar]"),
        (44682.0, MAY_DAY),
        ("44682", MAY_DAY),
        (2022, "[cell.date]"),
        (4468200, "[cell.date]"),
        (-1, "[cell.date]"),
        ("2022", "[cell.date]"),
        ("01-05-2022", "[cell.date]"),
        ("01,05,2022", "[cell.date]"),
        ("1 мартобря 2022", "[cell.date]"),
        ("2022-05-01 25:00", "[cell.date]"),
        ("весна 2022", "[cell.date]"),
        ("05.2022", "[cell.month]"),
        (dt.time(0, 0), "[cell.date]"),
        ("май 2022", "[cell.month]"),
    ],
)
def test_dates_are_never_guessed(cell: object, value: object) -> None:
    assert read("date", cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1\xa0234,5", 1234.5),
        ("1 234 567", 1234567.0),
        ("\u22121", -1.0),
        (3, 3.0),
        ("12 34", "[cell.number]"),
        ("1,234.5", "[cell.number]"),
        ("72 ч.", "[cell.number]"),
        ("nan", "[cell.number]"),
        ("9" * 400, "[cell.number]"),
        (True, "[cell.number]"),
        (MAY_DAY, "[cell.number]"),
    ],
)
def test_decimals_take_point_comma_and_thousands(cell: object, value: object) -> None:
    assert read("dec", cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [(3.0, 3), ("3,0", 3), ("1 000", 1000), (3.5, "[cell.int]"), ("3.5", "[cell.int]"), ("три", "[cell.int]")],
)
def test_whole_numbers_are_whole(cell: object, value: object) -> None:
    assert read("int", cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0012", "0012"),
        (12.0, "12"),
        (12, "12"),
        (860101001234.0, "860101001234"),
        (1.5, "1.5"),
        (" \ufeffA 1\xa0", "A 1"),
        (True, "ИСТИНА"),
        (MAY_DAY, "[cell.text]"),
        (1e16, "[cell.digits]"),
    ],
)
def test_codes_are_text(cell: object, value: object) -> None:
    assert read("str", cell) == value


@pytest.mark.parametrize("yes", ["да", " ДА ", "Yes", "true", "1", "+", "Истина", 1.0, True])
def test_yes_is_said_in_many_ways(yes: object) -> None:
    assert read("bool", yes) is True


@pytest.mark.parametrize("no", ["нет", "No", "FALSE", "0", "-", "\u2212", "ложь", 0.0, False])
def test_no_is_said_in_many_ways(no: object) -> None:
    assert read("bool", no) is False


@pytest.mark.parametrize("cell", ["может быть", 2.0, MAY_DAY])
def test_neither_yes_nor_no_is_said(cell: object) -> None:
    assert read("bool", cell) == "[cell.bool]"


@pytest.mark.parametrize("kind", ["str", "int", "dec", "date", "bool", "enum"])
@pytest.mark.parametrize("cell", [None, "", "  ", "\xa0", "\u200b"])
def test_blank_cells_are_unknown(kind: str, cell: object) -> None:
    assert read(kind, cell) is None


@pytest.mark.parametrize("kind", ["str", "int", "dec", "date", "bool", "enum"])
def test_an_excel_error_is_read_as_nothing(kind: str) -> None:
    assert read(kind, Hole("#Н/Д", "Исправьте.")) == "[cell.formula]"


def test_true_and_one_in_one_column_stay_different() -> None:
    values, faults = parse_column(Column("c", "C", "int"), [True, 1.0, 1])

    assert values == [None, 1, 1]
    assert list(faults) == [0]


def test_the_fault_tells_what_is_wrong_and_what_to_do() -> None:
    _, faults = parse_column(SCHEMA["courses"].columns["form"], ["очно"])

    assert faults == {
        0: Fault(
            "cell.enum",
            {"guess": " — может быть, «очная»?", "listed": "Допустимы: очная; дистанционная; смешанная."},
        ),
    }
    assert faults[0].message("Форма обучения", "очно") == (
        "Форма обучения: неизвестное значение «очно» — может быть, «очная»? Допустимы: очная; дистанционная; смешанная."
    )


def test_no_two_words_of_the_schema_are_folded_into_one() -> None:
    for table in SCHEMA.values():
        headers = {
            (fold(word), column.name) for column in table.columns.values() for word in (column.name, column.header)
        }
        assert len({word for word, _ in headers}) == len(headers), table.name
        for column in table.columns.values():
            words = {(fold(word), code) for code, russian in column.values.items() for word in (code, russian)}
            assert len({word for word, _ in words}) == len(words), (table.name, column.name)


def test_no_two_tables_are_folded_into_one() -> None:
    words = {(fold(word), table.name) for table in SCHEMA.values() for word in (table.name, table.title)}

    assert len({word for word, _ in words}) == len(words)
