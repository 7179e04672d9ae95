"""The small language of conditions: what it says about rows, and what it refuses."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from pdmon_utils import cells
from pdmon_utils.conditions import Answers, Period, parse_condition
from pdmon_utils.errors import CatalogueError

YEAR = Period(2022, date(2022, 1, 1), date(2022, 12, 31))
PEOPLE = pd.DataFrame(
    {
        "name": ["anna", "boris", "vera", "gleb"],
        "kind": pd.Categorical(["pk", "pp", None, "pk"]),
        "age": [34.0, 35.0, None, 60.0],
        "completed": pd.array([True, False, None, True], dtype="boolean"),
        "hired": pd.to_datetime(["2022-01-01", "2022-12-31", None, "2023-01-01"]),
        "left": pd.to_datetime(["2022-01-02", None, None, "2022-12-31"]),
        "event.level": pd.array(["mun", "reg", None, "fed"], dtype="str"),
    }
)
KNOWN = {"kind": {"pk": "ПК", "pp": "ПП"}, "experience": {}, "event.level": {"mun": "муниципальный"}}


def who(text: str, period: Period = YEAR) -> list[str]:
    """Return the names of the people who fulfil the condition."""
    return PEOPLE["name"][parse_condition(text).mask(PEOPLE.__getitem__, period)].to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('kind == "pk"', ["anna", "gleb"]),
        ('kind != "pk"', ["boris"]),
        ('kind in ("pk", "pp")', ["anna", "boris", "gleb"]),
        ('kind not in ("pk", "module")', ["boris"]),
        ("age < 35", ["anna"]),
        ("age <= 35", ["anna", "boris"]),
        ("age > 35", ["gleb"]),
        ("age >= 35", ["boris", "gleb"]),
        ("age == 35", ["boris"]),
        ("age != 35", ["anna", "gleb"]),
        ('event.level == "fed"', ["gleb"]),
    ],
)
def test_vera_whose_cells_are_empty_fulfils_no_comparison(text: str, expected: list[str]) -> None:
    assert who(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'event.level == "mun"',
        'event.level != "mun"',
        'event.level in ("mun", "fed")',
        'event.level not in ("mun", "fed")',
        'not event.level == "mun"',
        "event.level == name",
        "name != event.level",
        "name",
    ],
)
def test_long_columns_of_texts_answer_as_short_ones(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short = who(text)
    monkeypatch.setattr(cells, "SHORT", 0)

    assert who(text) == short


def test_a_table_that_answers_many_conditions_answers_each_as_if_it_were_the_only_one() -> None:
    texts = ['kind == "pk"', 'kind == "pk" and age > 35', 'not kind == "pk"', 'kind == "pk" or completed', "completed"]
    answers = Answers(PEOPLE.__getitem__, YEAR)
    told = [PEOPLE["name"][parse_condition(text).answered(answers)].to_list() for text in texts]

    assert told == [who(text) for text in texts]


def test_a_bare_name_means_yes_or_filled() -> None:
    assert who("completed") == ["anna", "gleb"]
    assert who("kind") == ["anna", "boris", "gleb"]
    assert who("left") == ["anna", "gleb"]


def test_not_turns_the_answer_round_so_an_unknown_yes_is_not_a_yes() -> None:
    assert who("not completed") == ["boris", "vera"]
    assert who("not age < 35") == ["boris", "vera", "gleb"]


def test_and_or_and_brackets_bind_as_in_a_sentence() -> None:
    assert who('kind == "pp" or kind == "pk" and age > 35') == ["boris", "gleb"]
    assert who('(kind == "pp" or kind == "pk") and age > 35') == ["gleb"]
    assert who('kind == "pk" and age > 30 and completed') == ["anna", "gleb"]


def test_a_column_is_compared_with_a_column_row_by_row() -> None:
    assert who("left > hired") == ["anna"]
    assert who("left < hired") == ["gleb"]


def test_both_edges_of_the_window_belong_to_it() -> None:
    assert who("hired in window") == ["anna", "boris"]
    assert who("hired not in window") == ["gleb"]
    assert who("hired in window", Period(2022, date(2022, 1, 2), date(2022, 12, 30))) == []


def test_names_of_the_period_stand_for_its_days_and_year() -> None:
    assert who("hired == window_start") == ["anna"]
    assert who("hired <= window_end") == ["anna", "boris"]
    assert who("hired > reporting_date") == ["gleb"]
    assert who("age < report_year", Period(35, date(2022, 1, 1), date(2022, 1, 1))) == ["anna"]


def test_no_rows_give_no_answer_and_no_error() -> None:
    nobody = PEOPLE.iloc[:0]

    mask = parse_condition('kind == "pk" and hired in window and not left > hired').mask(nobody.__getitem__, YEAR)

    assert mask.tolist() == []


def test_what_no_row_can_fulfil_any_more_is_not_looked_at() -> None:
    asked: list[str] = []

    def resolve(name: str) -> pd.Series:
        asked.append(name)
        return PEOPLE[name]

    assert not parse_condition('kind == "no" and age > 35 and completed').mask(resolve, YEAR).any()
    assert asked == ["kind"]
    assert parse_condition('kind == "no" or age > 35').mask(resolve, YEAR).any()
    assert asked == ["kind", "kind", "age"]


def test_a_condition_names_its_columns_but_not_the_period() -> None:
    condition = parse_condition('kind == "pk" and event.level in ("mun",) and not left > hired and hired in window')

    assert condition.columns == {"kind", "event.level", "left", "hired"}


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("len(kind) == 2", "len(kind)"),
        ("(lambda: kind)()", "lambda"),
        ("age + 1 > 35", "age + 1"),
        ("age > -1", "-1"),
        ("kind[0] == 'p'", "kind[0]"),
        ("18 < age < 35", "18 < age < 35"),
        ("event.level.name == 'mun'", "event.level.name"),
        ("[kind]", "[kind]"),
        ("kind if age else left", "if age"),
        ("(k := kind)", "k := kind"),
        ("kind is completed", "kind is completed"),
        ("f'{kind}' == 'pk'", "f'{kind}'"),
        ("{1: kind}", "{1: kind}"),
        ("[k for k in kind]", "for k in kind"),
        ("__import__('os').name", "__import__"),
    ],
)
def test_python_beyond_the_language_is_refused_where_it_stands(text: str, refused: str) -> None:
    with pytest.raises(CatalogueError) as error:
        parse_condition(text, "young.yml, young_left")

    assert str(error.value).startswith("young.yml, young_left: в условии ")
    assert refused in str(error.value).partition("нельзя: ")[2]


@pytest.mark.parametrize(
    "text",
    [
        '"pk"',
        "5",
        '"pk" == kind',
        "5 > age",
        "(age < 35) == completed",
        'kind == ("pk", "pp")',
        "kind == None",
        "completed == True",
        'kind in ("pk")',
        "kind in ()",
        "kind in (kind, age)",
        "kind in left",
        "window",
        "hired == window",
        "hired in window_start",
        "report_year == age",
        "window.start == hired",
        "not 5",
        "completed and 5",
    ],
)
def test_what_reads_like_the_language_but_says_nothing_is_refused_too(text: str) -> None:
    with pytest.raises(CatalogueError, match="нельзя"):
        parse_condition(text)


@pytest.mark.parametrize("text", ["kind ==", "", "kind = 'pk'", 'kind == "pk', "возраст моложе 35"])
def test_a_sentence_that_cannot_be_read_is_quoted_with_its_place(text: str) -> None:
    with pytest.raises(CatalogueError, match=r"cuts\.yml: условие не читается: «"):
        parse_condition(text, "cuts.yml")


def test_an_unknown_column_names_the_nearest_one() -> None:
    condition = parse_condition("experiense < 3")

    with pytest.raises(CatalogueError) as error:
        condition.check(KNOWN, "vilyuysk.yml, young")

    assert "vilyuysk.yml, young: нет столбца «experiense» — может быть, «experience»?" in str(error.value)
    assert "experiense < 3" in str(error.value)


def test_an_unknown_column_on_the_right_is_noticed_as_well() -> None:
    with pytest.raises(CatalogueError, match="нет столбца «hire»"):
        parse_condition("experience < hire").check(KNOWN, "x")


@pytest.mark.parametrize("text", ['event.level == "mum"', 'event.level in ("mun", "mum")', 'not event.level != "mum"'])
def test_an_unknown_value_names_the_nearest_one(text: str) -> None:
    with pytest.raises(CatalogueError, match=r"в столбце «event\.level» нет значения «mum» — может быть, «mun»\?"):
        parse_condition(text).check(KNOWN, "x")


def test_a_column_without_a_dictionary_takes_any_value() -> None:
    parse_condition('experience == 77 and kind == "pp" and experience < kind').check(KNOWN, "x")
