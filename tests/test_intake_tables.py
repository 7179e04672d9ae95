"""Dtypes of clean tables, and which of several equal rows counts."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdmon_utils.intake import drop_duplicates, empty_table, typed
from pdmon_utils.intake.duplicates import duplicate_findings
from pdmon_utils.intake.tables import UntypedError
from pdmon_utils.municipality import Municipality
from pdmon_utils.schema import SCHEMA
from test_intake import MARIA, REGISTER, book, raw, taken_in, town  # noqa: F401  town is a fixture


@pytest.mark.parametrize("name", SCHEMA)
def test_an_empty_table_has_the_columns_in_order(name: str) -> None:
    own = [column for column in SCHEMA[name].columns if column != "year"]

    assert list(empty_table(name)) == ["municipality", "year", *own, "source_file", "source_sheet", "source_row"]
    assert len(empty_table(name)) == 0


def test_each_kind_of_column_has_its_dtype() -> None:
    dtypes = empty_table("staff").dtypes.astype("str")

    assert dtypes[["year", "person_id", "birth_date", "rate"]].tolist() == ["int64", "str", "datetime64[s]", "float64"]
    assert dtypes[["ped_experience", "is_external", "sex"]].tolist() == ["Int64", "boolean", "category"]


def test_categories_are_all_codes_by_code_point_so_tables_can_be_joined() -> None:
    one = typed("courses", pd.DataFrame({"year": [2022], "form": ["mixed"]}))
    other = typed("courses", pd.DataFrame({"year": [2022], "form": ["full"]}))

    assert one["form"].cat.categories.tolist() == ["dist", "full", "mixed"]
    assert pd.concat([one, other])["form"].dtype == one["form"].dtype


def test_typed_takes_python_values_codes_and_text_alike() -> None:
    frame = pd.DataFrame(
        {
            "year": ["2022", 2022],
            "person_id": ["a", None],
            "date": ["2022-05-05", dt.date(2022, 5, 5)],
            "kind": ["nok", "НОК"],
            "completed": ["true", False],
            "score": [float("nan"), "7,5"],
        },
    )

    table = typed("diagnostics", frame)

    assert table["kind"].tolist() == ["nok", "nok"]
    assert table["date"].tolist() == [pd.Timestamp("2022-05-05")] * 2
    assert table["completed"].tolist() == [True, False]
    assert table["score"].isna().tolist() == [True, False]
    assert table["org_id"].isna().all()


def test_typed_twice_is_typed_once() -> None:
    once = typed("staff", pd.DataFrame({"municipality": ["m"], "year": [2022], "rate": [1], "ped_experience": [3]}))

    pd.testing.assert_frame_equal(typed("staff", once), once)


@pytest.mark.parametrize(
    ("frame", "said"),
    [({"experiense": [1]}, "experiense"), ({"year": [2022], "rate": ["много"]}, "много"), ({"rate": [1]}, "year")],
)
def test_typed_refuses_what_the_schema_does_not_know(frame: dict[str, list[object]], said: str) -> None:
    with pytest.raises(UntypedError, match=said):
        typed("staff", pd.DataFrame(frame))


def test_the_last_row_with_a_key_counts_and_an_empty_key_equals_an_empty_one() -> None:
    reserve = pd.DataFrame(
        {"municipality": "m", "person_id": list("aab"), "kind": "mgmt", "has_plan": ["нет", "да", "нет"]}
    )

    left = drop_duplicates("reserve", typed("reserve", reserve))

    assert left["person_id"].tolist() == ["a", "b"]
    assert left["has_plan"].tolist() == [True, False]


def test_equal_keys_of_two_municipalities_are_two_rows() -> None:
    routes = typed("routes", pd.DataFrame({"municipality": ["m", "n", "m"], "route_id": ["1", "1", "1"]}))

    assert drop_duplicates("routes", routes)["municipality"].tolist() == ["n", "m"]


def test_a_fact_without_key_repeated_in_the_next_year_folder_is_one_fact() -> None:
    support = typed("support", pd.DataFrame({"municipality": "m", "year": [2021, 2022], "person_id": ["a", "a"]}))

    assert drop_duplicates("support", support)["year"].tolist() == [2022]


ROWS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["mgmt", None]), st.sampled_from([True, None])), max_size=7
)


@given(ROWS)
def test_every_row_is_counted_or_said_to_be_replaced(rows: list[tuple[str, str | None, bool | None]]) -> None:
    frame = pd.DataFrame(rows, columns=["person_id", "kind", "has_plan"]).assign(
        municipality="m", source_file="2022/1.xlsx", source_sheet="reserve", source_row=range(2, len(rows) + 2)
    )
    table = typed("reserve", frame)
    last = {(person, kind): at for at, (person, kind, _) in enumerate(rows)}
    replaced = [at for at, row in enumerate(rows) if last[row[:2]] != at and rows[last[row[:2]]] != row]
    repeated = [at for at, row in enumerate(rows) if last[row[:2]] != at and rows[last[row[:2]]] == row]

    said = duplicate_findings("reserve", table)

    assert drop_duplicates("reserve", table)["source_row"].tolist() == sorted(at + 2 for at in last.values())
    assert [found.cell for found in said if found.rule == "row.replaced"] == [f"A{at + 2}" for at in replaced]
    assert [found.message.split(";")[0] for found in said if found.rule == "row.repeated"] == (
        [f"Дословно повторённых дальше строк: {len(repeated)}"] if repeated else []
    )


@pytest.mark.case(18)
def test_an_earlier_version_of_a_book_is_one_question_naming_both_files(town: Municipality) -> None:  # noqa: F811
    people = [["A", f"p{n}", *MARIA[2:]] for n in range(5)]
    book(raw(town, "1.xlsx"), {"staff": [REGISTER, *people]})
    book(raw(town, "2.xlsx"), {"staff": [REGISTER, *([*row[:-1], 0.5] for row in people[:4])]})

    tables, findings = taken_in(town)

    assert sorted(tables["staff"]["rate"]) == [0.5] * 4 + [1]
    (version,) = findings[findings["rule"] == "sheet.versions"].to_dict("records")
    assert (version["file"], version["severity"]) == ("2022/1.xlsx", "query")
    assert "сдана ещё раз в файле «2022/2.xlsx»: оттуда учтено строк: 4 из 5" in version["message"]
    assert "row.replaced" not in set(findings["rule"])


def test_a_few_corrected_rows_are_notes_and_no_version(town: Municipality) -> None:  # noqa: F811
    people = [["A", f"p{n}", *MARIA[2:]] for n in range(5)]
    book(raw(town, "1.xlsx"), {"staff": [REGISTER, *people]})
    book(raw(town, "2.xlsx"), {"staff": [REGISTER, [*people[0][:-1], 0.5]]})

    _, findings = taken_in(town)

    assert "sheet.versions" not in set(findings["rule"])
    assert (findings["rule"] == "row.replaced").sum() == 1
