"""A column in which each different cell is kept once is the column that it stands for."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import given
from hypothesis import strategies as st

from pdmon_utils.reading.child import dumped
from pdmon_utils.reading.findings import Place
from pdmon_utils.reading.reading import Reading
from pdmon_utils.reading.rows import Part
from pdmon_utils.reading.values import Values, told_apart
from pdmon_utils.reading.wire import packed, unpacked

WORDS = st.lists(st.none() | st.sampled_from(["физика", "химия", "право"]) | st.text(max_size=3), max_size=12)
DAYS = st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@given(WORDS)
def test_it_reads_like_the_list_of_its_rows(words: list[str | None]) -> None:
    column = Values.of(words)

    assert (list(column), len(column)) == (words, len(words))
    assert [column[at] for at in range(len(words))] == words
    assert (column[1:], column[:-2]) == (words[1:], words[:-2])
    assert column == words
    assert column != [*words, "ещё"]


@given(WORDS)
def test_a_value_is_kept_once_and_every_row_knows_where(words: list[str | None]) -> None:
    different, places = told_apart(words)

    assert different == list(dict.fromkeys(words))
    assert [different[at] for at in places] == words


@given(WORDS, st.data())
def test_rows_are_found_taken_and_emptied(words: list[str | None], data: st.DataObject) -> None:
    column = Values.of(words)
    rows = data.draw(st.lists(st.sampled_from(range(len(words))), unique=True).map(sorted)) if words else []

    assert list(column.unfilled()) == [at for at, word in enumerate(words) if word is None]
    assert list(column.rows_where(lambda word: word == "право")) == [at for at, w in enumerate(words) if w == "право"]
    assert column.only(rows) == [words[at] for at in rows]
    assert column.without(rows) == [None if at in rows else word for at, word in enumerate(words)]
    assert column == words


def test_what_changes_nothing_gives_the_column_itself() -> None:
    column = Values.of(["а", "б", "а"])

    assert column.each(lambda word: word) is column
    assert column.each(lambda word: "в" if word == "а" else word) == ["в", "б", "в"]


def test_two_cells_of_one_meaning_may_stand_side_by_side() -> None:
    column = Values([True, True, None], Values.of("абв").places)

    assert column == [True, True, None]
    assert list(column.unfilled()) == [2]


@given(
    st.lists(st.tuples(st.text(max_size=5), DAYS, st.none() | st.floats(0, 2), st.none() | st.booleans()), max_size=8)
)
def test_a_reading_comes_through_the_wire_as_it_was(rows: list[tuple[str, dt.date, float, bool]]) -> None:
    names = ("person_id", "birth_date", "rate", "is_external")
    columns = {name: Values.of(row[at] for row in rows) for at, name in enumerate(names)}
    part = Part(Place(2024, "2024/a.xlsx", "Кадры", "staff"), columns, list(range(2, len(rows) + 2)), {"rate": "C"})

    sent = dumped(packed(Reading(parts=[part])))

    assert [dict(got.columns) for got in unpacked(json.loads(sent)).parts] == [columns]
    assert dumped(packed(unpacked(json.loads(sent)))) == sent
