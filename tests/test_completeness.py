"""Who handed in what, when, and what was decided: organisation × table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from pdmon_utils.__main__ import cli
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.example import write_district
from pdmon_utils.intake.deliveries import deliveries
from pdmon_utils.journal import Decision, Receipt
from pdmon_utils.prepare import prepare
from pdmon_utils.receipts import Ledger, counted, deadline, named, progress, receipts
from pdmon_utils.schema import SCHEMA
from pdmon_utils.store import Workspace
from pdmon_utils.study import Study
from tiny import hand_in, workspace_with

MONDAY, FRIDAY, NEXT_WEEK = date(2025, 1, 20), date(2025, 1, 24), date(2025, 1, 27)
DUE = {"staff": FRIDAY, "courses": FRIDAY, "vacancies": None}
Rows = list[tuple[str, str, str]]  # organisation, person, file


def tables(**given: Rows) -> dict[str, pd.DataFrame]:
    """Return clean tables of 2024 as far as receipts read them; each row says organisation, person and file."""
    columns = ["org_id", "person_id", "source_file"]
    frames = {name: pd.DataFrame(given.get(name, []), columns=columns) for name in SCHEMA}
    return {
        name: frame.assign(year=2024, source_sheet=name, mentee_id=frame["person_id"]) for name, frame in frames.items()
    }


def seen(*sheets: tuple[str, str, int]) -> pd.DataFrame:
    """Return sheets said as file, table, number of rows."""
    frame = pd.DataFrame(sheets, columns=["file", "table", "rows"])
    return frame.assign(year=2024, sheet=frame["table"])


def given_by(held: Mapping[str, pd.DataFrame], sheets: pd.DataFrame, **abouts: str) -> dict[tuple[str, str, str], int]:
    """Return (file, table, organisation) → rows; `abouts`: file → the code in its sheet «О файле»."""
    said = {file: {"Код организации": org} for file, org in abouts.items()}
    found = deliveries("primer", held, sheets, said)
    return {(row.file, row.table, row.org_id): row.rows for row in found.itertuples()}


# --- whose file it is


def test_a_file_is_of_the_organisation_it_names() -> None:
    held = tables(courses=[("", "p9", "a")])

    assert given_by(held, seen(("a", "courses", 1), ("a", "vacancies", 0)), a="001") == {
        ("a", "courses", "001"): 1,
        ("a", "vacancies", "001"): 0,
    }


def test_else_of_the_organisation_whose_register_it_holds_even_for_people_of_two_schools() -> None:
    held = tables(
        staff=[("002", "p1", "b"), ("001", "p1", "a"), ("001", "p2", "a")],
        courses=[("", "p1", "a")],
    )

    assert given_by(held, seen(("a", "staff", 2), ("a", "courses", 1), ("b", "staff", 1))) == {
        ("a", "staff", "001"): 2,
        ("a", "courses", "001"): 1,
        ("b", "staff", "002"): 1,
    }


def test_else_a_sheet_is_of_the_organisations_whose_rows_it_holds() -> None:
    held = tables(
        staff=[("001", "p1", "all"), ("002", "p2", "all")],
        courses=[("", "p1", "all"), ("", "p1", "all"), ("", "nobody", "all")],
        vacancies=[("002", "", "all")],
    )

    found = given_by(held, seen(("all", "staff", 2), ("all", "courses", 3), ("all", "vacancies", 1)))
    assert found["all", "courses", "001"] == 2
    assert found["all", "courses", ""] == 1
    assert found["all", "vacancies", "002"] == 1
    assert ("all", "courses", "002") not in found


def test_an_empty_sheet_is_of_the_one_organisation_of_the_file_s_other_sheets() -> None:
    held = tables(vacancies=[("001", "", "a")])

    assert given_by(held, seen(("a", "vacancies", 1), ("a", "courses", 0)))["a", "courses", "001"] == 0


def test_the_district_s_own_workbook_is_nobody_s_though_it_holds_one_register() -> None:
    held = tables(
        organisations=[("001", "", "all"), ("002", "", "all")],
        staff=[("001", "p1", "all")],
        vacancies=[("002", "", "all")],
    )

    found = given_by(held, seen(("all", "organisations", 2), ("all", "staff", 1), ("all", "vacancies", 1)))
    assert found["all", "vacancies", "002"] == 1
    assert found["all", "organisations", ""] == 2


# --- status


def delivered(*sheets: tuple[str, str, str, int]) -> pd.DataFrame:
    """Return deliveries said as file, table, organisation, rows."""
    frame = pd.DataFrame(sheets, columns=["file", "table", "org_id", "rows"])
    return frame.assign(municipality="primer", year=2024, sheet=frame["table"])


def came(*versions: tuple[str, str, date]) -> list[Receipt]:
    return [Receipt(*said) for said in versions]


def statuses(organisations: list[str], sheets: pd.DataFrame, ledger: Ledger) -> dict[tuple[str, str], str]:
    found = receipts(organisations, sheets, ledger)
    return {(row.org_id, row.table): row.status for row in found.itertuples() if row.table in {*ledger.due, "routes"}}


OWN = delivered(("a", "staff", "001", 5), ("a", "courses", "001", 0))


def test_a_table_of_schools_is_not_required_of_a_kindergarten() -> None:
    due = {"student_outcomes": None, "staff": None}
    ledger = Ledger(due, types={"001": "school", "002": "kindergarten"})

    found = statuses(["001", "002", "003"], OWN, ledger)

    asked = {org: found[org, "student_outcomes"] for org in ("001", "002", "003")}
    assert asked == {"001": "не сдано", "002": "не требуется", "003": "не сдано"}


@pytest.mark.case(83)
def test_handed_in_empty_missing_and_not_needed_are_four_things() -> None:
    assert statuses(["001", "002"], OWN, Ledger(DUE, came(("a", "x", MONDAY)))) == {
        ("001", "staff"): "сдано",
        ("001", "courses"): "сдано пустым",
        ("001", "vacancies"): "не сдано",
        ("001", "routes"): "не требуется",
        ("002", "staff"): "не сдано",
        ("002", "courses"): "не сдано",
        ("002", "vacancies"): "не сдано",
        ("002", "routes"): "не требуется",
    }


@pytest.mark.parametrize(("day", "status"), [(FRIDAY, "сдано"), (NEXT_WEEK, "сдано с опозданием")])
def test_who_comes_after_the_last_day_is_late(day: date, status: str) -> None:
    assert statuses(["001"], OWN, Ledger(DUE, came(("a", "x", day))))["001", "staff"] == status


def test_without_a_deadline_or_a_date_of_receipt_nobody_is_late() -> None:
    nothing_due = dict.fromkeys(DUE)

    assert statuses(["001"], OWN, Ledger(nothing_due, came(("a", "x", NEXT_WEEK))))["001", "staff"] == "сдано"
    assert statuses(["001"], OWN, Ledger(DUE))["001", "staff"] == "сдано"


def test_the_first_version_decides_on_lateness_also_under_an_earlier_name() -> None:
    corrected = came(("a", "x", MONDAY), ("a", "y", NEXT_WEEK))
    renamed = came(("старое имя", "x", MONDAY), ("a", "x", NEXT_WEEK))

    for versions in (corrected, renamed):
        found = receipts(["001"], OWN, Ledger(DUE, versions)).set_index("table").loc["staff"]
        assert (found["status"], found["received"].date()) == ("сдано", MONDAY)
    found = receipts(["001"], OWN, Ledger(DUE, corrected)).set_index("table").loc["staff"]
    assert found["changed"].date() == NEXT_WEEK


def decided(status: str, files: int | None = 1) -> list[Decision]:
    return [Decision("001", status, "Иванова", FRIDAY, files=files)]


def test_a_decision_is_about_what_was_handed_in_and_not_about_what_is_missing() -> None:
    versions = came(("a", "x", MONDAY))
    accepted = statuses(["001"], OWN, Ledger(DUE, versions, decided("accepted")))
    returned = statuses(["001"], OWN, Ledger(DUE, versions, decided("returned")))

    assert [accepted["001", name] for name in DUE] == ["принято", "принято", "не сдано"]
    assert [returned["001", name] for name in DUE] == ["возвращено", "возвращено", "не сдано"]


def test_the_last_decision_counts() -> None:
    both = [*decided("returned"), *decided("accepted")]

    assert statuses(["001"], OWN, Ledger(DUE, came(("a", "x", MONDAY)), both))["001", "staff"] == "принято"


def test_a_file_that_changed_after_acceptance_is_named_even_on_the_same_day() -> None:
    versions = came(("a", "x", MONDAY), ("a", "y", FRIDAY))

    assert statuses(["001"], OWN, Ledger(DUE, versions, decided("accepted")))["001", "staff"] == (
        "изменено после принятия"
    )
    assert statuses(["001"], OWN, Ledger(DUE, versions, decided("accepted", 2)))["001", "staff"] == "принято"


def test_a_decision_written_by_hand_is_compared_by_days() -> None:
    same_day = came(("a", "x", MONDAY), ("a", "y", FRIDAY))
    later = came(("a", "x", MONDAY), ("a", "y", NEXT_WEEK))

    assert statuses(["001"], OWN, Ledger(DUE, same_day, decided("accepted", None)))["001", "staff"] == "принято"
    assert statuses(["001"], OWN, Ledger(DUE, later, decided("accepted", None)))["001", "staff"] == (
        "изменено после принятия"
    )


def test_a_file_that_was_only_renamed_stays_accepted() -> None:
    versions = came(("старое имя", "x", MONDAY), ("a", "x", NEXT_WEEK))

    assert statuses(["001"], OWN, Ledger(DUE, versions, decided("accepted")))["001", "staff"] == "принято"


def test_what_comes_after_a_return_is_handed_in_again() -> None:
    versions = came(("a", "x", MONDAY), ("a", "y", FRIDAY))

    assert statuses(["001"], OWN, Ledger(DUE, versions, decided("returned")))["001", "staff"] == "сдано"


def test_excel_took_the_zeros_of_a_code_and_the_decision_is_found_all_the_same() -> None:
    decision = [Decision("1", "accepted", "Иванова", FRIDAY, files=1)]

    assert statuses(["001"], OWN, Ledger(DUE, came(("a", "x", MONDAY)), decision))["001", "staff"] == "принято"


def test_a_common_sheet_without_rows_of_an_organisation_says_nothing_to_report_unless_it_is_silent() -> None:
    sheets = delivered(
        ("a", "staff", "001", 5), ("b", "staff", "002", 5), ("all", "courses", "001", 3), ("all", "courses", "", 1)
    )
    found = statuses(["001", "002", "003"], sheets, Ledger(DUE))

    assert [found[org, "courses"] for org in ("001", "002", "003")] == ["сдано", "сдано пустым", "не сдано"]


def test_a_change_of_a_common_file_is_no_change_of_those_who_are_not_in_it() -> None:
    sheets = delivered(("a", "staff", "001", 5), ("all", "courses", "002", 3), ("all", "courses", "", 1))
    versions = came(("a", "x", MONDAY), ("all", "y", MONDAY), ("all", "z", NEXT_WEEK))
    found = statuses(["001", "002"], sheets, Ledger(DUE, versions, decided("accepted", 2)))

    assert (found["001", "staff"], found["001", "courses"]) == ("принято", "принято")


# --- words

NAMES = {"001": "Школа № 1", "002": "Школа № 2", "003": "Школа № 3"}


def test_inside_the_silent_the_late_and_the_returned_are_named() -> None:
    sheets = delivered(*((org, table, org, 1) for org in ("001", "002") for table in DUE))
    versions = came(("001", "x", MONDAY), ("002", "y", NEXT_WEEK))
    found = progress(receipts(NAMES, sheets, Ledger(DUE, versions, decided("returned", 2))))

    assert counted(found) == "Сведения представили 2 из 3 организаций муниципалитета."
    assert named(found, NAMES) == [
        "Не представили: Школа № 3.",
        "Представили с опозданием: Школа № 2.",
        "Возвращены на исправление: Школа № 1.",
    ]


def test_an_accepted_part_is_a_part() -> None:
    found = progress(receipts(["001"], OWN, Ledger(DUE, came(("a", "x", MONDAY)), decided("accepted"))))

    assert named(found, NAMES) == ["Представили не все таблицы: Школа № 1.", "Приняты данные 1 организации."]


def test_only_the_tables_of_a_step_are_asked_for() -> None:
    found = receipts(["001"], OWN, Ledger(DUE, came(("a", "x", MONDAY))))

    assert progress(found).part == ("001",)
    assert progress(found, {"courses"}).part == ()
    assert progress(found, {"vacancies"}).part == ("001",)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (dict.fromkeys(DUE), "Срок сдачи данных не установлен."),
        (dict.fromkeys(DUE, FRIDAY), "Срок сдачи данных: до 24.01.2025."),
        (DUE, "Сроки сдачи данных: до 24.01.2025 — 2\u00a0таблицы, срок не установлен — 1\u00a0таблица."),
    ],
)
def test_the_deadline_is_said_or_said_to_be_unset(due: dict[str, date | None], said: str) -> None:
    assert deadline(receipts(["001"], OWN, Ledger(due))) == said


def test_without_a_register_nothing_is_counted() -> None:
    found = progress(receipts([], delivered(), Ledger(DUE)))

    assert counted(found) == "Перечень организаций муниципалитета за этот год не представлен."
    assert named(found, {}) == []


# --- the whole way

ORGANISATIONS = ("org_id;org_name;org_type;is_municipal", "001;Школа № 1;школа;да", "002;Школа № 2;школа;да")
STAFF = ("org_id;person_id;staff_group;position;hire_date;is_external;rate", "001;p1;педагог;учитель;01.09.2015;нет;1")


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Return a workspace of two schools, one of which handed in on the 20th of January."""
    monkeypatch.setenv("PDMON_TODAY", "2025-01-20")
    workspace = workspace_with(tmp_path, {})
    card = workspace.raw / "primer" / "municipality.yaml"
    card.write_text(card.read_text(encoding="utf-8") + 'deadlines: {"2024": {сдача данных: "2025-01-24"}}\n', "utf-8")
    hand_in(workspace, "organisations", *ORGANISATIONS)
    hand_in(workspace, "staff", *STAFF)
    prepare(workspace)
    return workspace


def asked(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--home", str(workspace.home), *arguments], prog_name="pdmon")


def page(workspace: Workspace, audience: str = "internal") -> str:
    return Study("deficits", "primer", 2024, audience, home=str(workspace.home)).completeness()._repr_html_()


def test_every_report_names_the_silent_inside_and_only_counts_outside(town: Workspace) -> None:
    assert "Не представили: Школа № 2." in page(town)
    assert "Срок сдачи данных: до 24.01.2025." in page(town)
    assert "нет данных менее чем трёх организаций" in page(town, "public")
    assert "Школа" not in page(town, "public")
    assert "Срок" not in page(town, "public")


def test_an_accepted_organisation_is_accepted_in_the_next_report_without_preparing_again(town: Workspace) -> None:
    answer = asked(town, "accept", "primer", "2024", "--by", "Иванова", "--organisation", "001")

    assert answer.exit_code == 0
    assert "Приняты: Школа № 1." in answer.output
    assert "Приняты данные 1 организации." in page(town)
    matrix = Study("intake", "primer", 2024, home=str(town.home)).matrix()._repr_html_()
    assert "принято (1)" in matrix
    assert "Иванова, 20.01.2025" in matrix


def test_after_a_change_an_accepted_organisation_is_accepted_no_more(town: Workspace) -> None:
    asked(town, "accept", "primer", "2024", "--by", "Иванова")
    hand_in(town, "staff", *STAFF, "001;p2;педагог;учитель;01.09.2016;нет;1")
    prepare(town)

    assert "Изменены после принятия: Школа № 1." in page(town)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("accept", "primer", "2024", "--by", "И", "-o", "003"), "Нет организации «003»"),
        (("accept", "primer", "2024", "--by", "И", "-o", "002"), "сведений за 2024 год не представила"),
        (("return", "primer", "2019", "--by", "И"), "данных за 2019 год нет. Есть годы: 2024"),
        (("reopen", "primer", "2024", "--by", "И", "--reason", "так"), "2024 год не закрыт"),
        (("accept", "primer", "2024", "--by", "И", "--today", "завтра"), "«завтра» — не дата"),
        (("calendar", "primer", "--done", "zato.pr.36", "--by", "И", "--document", "П"), "может быть, «zato.pr.3.6»"),
    ],
)
def test_a_wrong_decision_is_refused(town: Workspace, arguments: tuple[str, ...], said: str) -> None:
    answer = asked(town, *arguments)

    assert answer.exit_code != 0
    assert said in str(answer.exception)
    assert town.journal("primer").decisions(2024) == ()


def test_a_locked_year_takes_no_decisions_until_it_is_reopened(town: Workspace) -> None:
    locked = asked(town, "lock", "primer", "2024", "--by", "Петрова")
    refused = asked(town, "return", "primer", "2024", "--by", "Иванова")
    asked(town, "reopen", "primer", "2024", "--by", "Петрова", "--reason", "уточнение")

    assert "Закрыто без принятых данных организаций (2): Школа № 1, Школа № 2." in locked.output
    assert "год закрыт (Петрова, 20.01.2025)" in str(refused.exception)
    assert asked(town, "return", "primer", "2024", "--by", "Иванова").exit_code == 0
    assert [turn.reason for turn in town.journal("primer").turns(2024)] == ["", "уточнение"]


def test_the_calendar_says_where_each_step_stands_and_who_has_not_handed_in(town: Workspace) -> None:
    answer = asked(town, "calendar", "primer", "--today", "2025-02-10")
    words = " ".join(answer.output.split())

    assert answer.exit_code == 0
    assert "срок прошёл" in words
    assert "идёт" in words
    assert "Сведения представили 1 из 2 организаций" in words
    assert "Не представили: Школа № 2." in words
    assert "zato.pr.3.6: сдали 0 из 2; не сдали или сдали не всё: Школа № 2, Школа № 1." in words


def test_a_step_is_done_by_a_document_that_stays_in_the_journal(town: Workspace) -> None:
    asked(town, "calendar", "primer", "--done", "zato.pr.3.6", "--document", "Приказ № 1", "--by", "Иванова")
    answer = asked(town, "calendar", "primer")

    assert "сделано" in answer.output
    assert [(done.step, done.document) for done in town.journal("primer").done(2024)] == [("zato.pr.3.6", "Приказ № 1")]


def test_the_calendar_file_is_the_same_on_any_day(town: Workspace, tmp_path: Path) -> None:
    for name, day in (("a.ics", "2025-01-20"), ("b.ics", "2025-03-20")):
        asked(town, "calendar", "primer", "--ics", str(tmp_path / name), "--today", day)

    assert (tmp_path / "a.ics").read_bytes() == (tmp_path / "b.ics").read_bytes()
    assert (tmp_path / "a.ics").read_bytes().count(b"BEGIN:VEVENT") == 2


def test_the_example_has_one_late_one_returned_and_a_silent_organisation(workspace: Workspace) -> None:
    found = Study("intake", "ulus-primer", 2024, home=str(workspace.home)).completeness()._repr_html_()

    for words in ("Не представили: ", "Представили с опозданием: ", "Возвращены на исправление: ", "Приняты данные "):
        assert words in found


def test_the_journal_of_the_example_is_the_same_twice_and_never_replaces_somebody_s_own(tmp_path: Path) -> None:
    def written(name: str) -> dict[str, bytes]:
        home = tmp_path / name
        write_district(home / "raw", "zato-primer", seed=2022, journals=home / "journal")
        return {str(path.relative_to(home)): path.read_bytes() for path in (home / "journal").rglob("*.csv")}

    assert written("a") == written("b")
    assert len(written("a")) == 10  # files, decisions and approvals of three years, one year locked
    own = tmp_path / "c" / "journal" / "zato-primer" / "2024" / "decisions.csv"
    own.parent.mkdir(parents=True)
    own.write_text("моё", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="создана не командой"):
        written("c")
    assert own.read_text(encoding="utf-8") == "моё"
