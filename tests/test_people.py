"""Names and СНИЛС in raw files: allowed, used to know who is who, and gone from everything that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdmon_utils.intake import Intake, read_municipality
from pdmon_utils.municipality import Municipality
from pdmon_utils.prepare import prepare
from pdmon_utils.reading.people import Veil, is_valid, snils_of
from pdmon_utils.reading.readers import read_here
from pdmon_utils.store import Workspace
from test_intake import REGISTER, book, found, raw, town  # noqa: F401  town is a fixture
from tiny import hand_in, workspace_with

SECRET = b"s" * 32
ROW = ["педагог", "учитель", "01.09.2015", "нет", 1]
ANNA, IRINA = "112-233-445 95", "087-654-303 00"  # numbers used as examples everywhere
NAMED = ["Код организации", "ФИО", "Дата рождения", "СНИЛС", *REGISTER[2:]]
COURSE = ["ФИО", "Код программы", "Дата окончания", "Завершено"]


def read(town: Municipality, secret: bytes = SECRET) -> Intake:  # noqa: F811
    return read_municipality(town, lambda sources, cache: read_here(sources, cache, secret=secret))


def people(intake: Intake, table: str = "staff", column: str = "person_id") -> list[str]:
    return intake.tables[table][column].tolist()


def test_a_register_with_names_and_numbers_keeps_neither(town: Municipality) -> None:  # noqa: F811
    book(raw(town, "1.xlsx"), {"staff": [NAMED, ["A", "Петрова Анна Ильинична", "01.02.1980", ANNA, *ROW]]})

    intake = read(town)

    (code,) = people(intake)
    assert code.startswith("с-")
    everything = " ".join(
        [frame.to_csv() for frame in intake.tables.values()] + [intake.findings.to_csv(), intake.seen.to_csv()]
    )
    assert not [word for word in ("Петрова", "Анна", "112-233", "11223344595") if word in everything]


@pytest.mark.parametrize("handed_in", [ANNA, "11223344595", "112 233 445 95"])
def test_a_number_is_the_same_person_however_it_is_written(town: Municipality, handed_in: str) -> None:  # noqa: F811
    book(raw(town, "1.xlsx"), {"staff": [NAMED, ["A", "Петрова А.", None, ANNA, *ROW]]})
    book(raw(town, "2.xlsx"), {"staff": [NAMED, ["B", "Сидорова А.", None, handed_in, *ROW]]})

    assert len(set(people(read(town)))) == 1


@pytest.mark.case(58)
def test_a_number_that_lost_its_leading_zero_is_mended(town: Municipality) -> None:  # noqa: F811
    book(raw(town, "1.xlsx"), {"staff": [NAMED, ["A", "Иванова И.", None, IRINA, *ROW]]})
    book(raw(town, "2.xlsx"), {"staff": [NAMED, ["B", "Иванова И.", None, 8765430300, *ROW]]})

    assert len(set(people(read(town)))) == 1


@pytest.mark.case(58)
def test_a_wrong_check_sum_is_asked_about_without_showing_the_number(town: Municipality) -> None:  # noqa: F811
    book(raw(town, "1.xlsx"), {"staff": [NAMED, ["A", "Иванова И.", None, "112-233-445 96", *ROW]]})

    intake = read(town)

    assert found(intake.findings, "cell.snils") == [("2022/1.xlsx", "D2", "", "", "query")]
    assert "112" not in " ".join(intake.findings["message"])


def test_a_fact_with_a_name_finds_the_code_of_the_register(town: Municipality) -> None:  # noqa: F811
    register = [
        ["Код организации", "Код работника", "ФИО", *REGISTER[2:]],
        ["A", "017", "Петрова Анна Ильинична", *ROW],
    ]
    courses = [COURSE, ["Петрова  анна Ильинична", "P", "05.05.2022", "да"]]
    book(raw(town, "1.xlsx"), {"staff": register, "courses": courses})

    intake = read(town)

    assert people(intake, "courses") == ["017"]
    assert found(intake.findings, "ref.staff") == []


@pytest.mark.case(73)
def test_a_fact_with_the_name_of_two_persons_is_an_error(town: Municipality) -> None:  # noqa: F811
    same = "Иванова Мария Петровна"
    register = [NAMED, ["A", same, "01.02.1980", None, *ROW], ["A", same, "03.04.1990", None, *ROW]]
    book(raw(town, "1.xlsx"), {"staff": register, "courses": [COURSE, [same, "P", "05.05.2022", "да"]]})

    intake = read(town)

    assert len(set(people(intake))) == 2
    assert found(intake.findings, "person.ambiguous") == [("2022/1.xlsx", "A2", "person_id", "", "error")]
    assert people(intake, "courses")[0] not in people(intake)


@pytest.mark.case(73)
def test_equal_names_that_nothing_tells_apart_are_asked_about(town: Municipality) -> None:  # noqa: F811
    row = ["A", "Иванова Мария Петровна", None, None, *ROW]
    book(raw(town, "1.xlsx"), {"staff": [NAMED, row, row]})

    assert found(read(town).findings, "person.same") == [("2022/1.xlsx", "B3", "person_id", "", "query")]


@pytest.mark.case(74)
def test_a_changed_surname_is_linked_by_the_number_and_asked_about_without(town: Municipality) -> None:  # noqa: F811
    def register(year: int, surname: str, number: str | None) -> None:
        rows = [NAMED, ["A", f"{surname} Анна Ильинична", "01.02.1980", number, *ROW]]
        book(town.folder / str(year) / "1.xlsx", {"staff": rows})

    register(2021, "Петрова", ANNA)
    register(2022, "Смирнова", ANNA)
    assert len(set(people(read(town)))) == 1

    register(2021, "Петрова", None)
    register(2022, "Смирнова", None)
    assert found(read(town).findings, "person.renamed") == [("2022/1.xlsx", "B2", "person_id", "", "query")]


@pytest.mark.case(69)
@pytest.mark.parametrize("name", ["Алиев Вагиф Гасан оглы", "Римская-Корсакова Анна", "Ли Н.", "Ким Ю. О."])
def test_a_name_in_the_column_of_codes_becomes_a_pseudonym(town: Municipality, name: str) -> None:  # noqa: F811
    book(raw(town, "1.xlsx"), {"staff": [REGISTER, ["A", name, *ROW]]})

    (code,) = people(read(town))

    assert code.startswith("л-")


def test_an_ordinary_code_stays_as_it_is(town: Municipality) -> None:  # noqa: F811
    codes = ["001", "А-17", "maria", "Школа 5", "12345678901"]
    book(raw(town, "1.xlsx"), {"staff": [REGISTER, *(["A", code, *ROW] for code in codes)]})

    assert people(read(town)) == codes


def test_another_key_gives_other_pseudonyms(town: Municipality) -> None:  # noqa: F811
    book(raw(town, "1.xlsx"), {"staff": [NAMED, ["A", "Петрова Анна Ильинична", "01.02.1980", ANNA, *ROW]]})

    assert people(read(town)) == people(read(town))
    assert people(read(town)) != people(read(town, b"t" * 32))


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = Workspace(tmp_path).secret()

    assert Workspace(tmp_path).secret() == first
    assert len(first) == 32
    assert (tmp_path / "pdmon.key").stat().st_mode & 0o077 == 0


def test_the_check_sum_of_a_number() -> None:
    assert is_valid(snils_of(ANNA))
    assert is_valid(snils_of(IRINA))
    assert not is_valid("11223344594")
    assert snils_of("12-34") == ""


@given(st.text(), st.text())
def test_a_pseudonym_says_nothing_of_the_name(one: str, other: str) -> None:
    cover = Veil(SECRET)

    assert len(cover.sign("name", one)) == 12
    assert cover.sign("name", one) != cover.sign("snils", one)
    assert cover.sign("name", one, other) != cover.sign("name", other + "x", one)


@pytest.mark.parametrize("number", ["112-233-445 95", "11223344595"])
def test_a_number_in_a_csv_is_no_cell_without_a_header(tmp_path: Path, number: str) -> None:
    workspace = workspace_with(tmp_path, {"fine": "1"})
    head = "org_id;ФИО;СНИЛС;staff_group;position;hire_date;is_external;rate"
    hand_in(workspace, "staff", head, f"001;Иванова Анна Павловна;{number};ped;teacher;2010-09-01;нет;1")
    found = prepare(workspace).findings

    assert "row.ragged" not in set(found["rule"])
    assert workspace.table("staff")["person_id"].str.startswith("с-").tolist() == [True]
