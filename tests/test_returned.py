"""What `pdmon check` gives back: the department's page, letters to organisations, one folder that is always whole."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from pdmon_utils.__main__ import cli
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.folders import replacing
from pdmon_utils.intake import read_municipality
from pdmon_utils.intake.deliveries import DELIVERY_COLUMNS
from pdmon_utils.receipts import Ledger, receipts
from pdmon_utils.returned import writing
from pdmon_utils.returned.case import Case, Year, case_of
from pdmon_utils.returned.letters import file_name
from pdmon_utils.returned.remarks import Remark, groups
from pdmon_utils.returned.writing import Outcome, write_check
from pdmon_utils.store import Workspace
from test_returned_copies import remark
from tiny import hand_in, public_reports, workspace_with

DAY = date(2025, 2, 1)
STAFF = "org_id;person_id;staff_group;position;subject;hire_date;is_external;rate;birth_date"
WORKER = "{0};p{0};педагог;учитель;физика;01.09.2020;нет;{1};{2}"
BAD, GOOD = WORKER.format("001", 1, "31.02.1980"), WORKER.format("001", 1, "01.02.1980")
WHO = (
    "org_id;org_name;org_short;org_type;is_municipal",
    "001;Школа 1;МБОУ «СОШ № 1»;школа;да",
    "002;Школа 2;;школа;да",
)
SIGNED = """responsible: {{сбор данных: методист}}
signature: {{position: Начальник, name: А. Б. В.}}
deadlines: {{"2024": {{сдача данных: "{0}"}}}}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a district of two schools: the first has an unreadable cell, the second is silent."""
    place = workspace_with(tmp_path, {})
    hand_in(place, "organisations", *WHO)
    hand_in(place, "001/staff", STAFF, BAD)
    return place


def case(workspace: Workspace) -> Case:
    """Return what was handed in, on the first of February."""
    return case_of(workspace, "primer", read_municipality(workspace.municipality("primer")), DAY)


def checked(workspace: Workspace, *, copies: bool = False) -> Outcome:
    """Return what a check wrote; copies take a child process, so only where they matter."""
    return write_check(workspace.reports / "primer" / "check", case(workspace), copies=copies)


def signed(workspace: Workspace, due: str) -> Workspace:
    """Return the workspace with a signature and a deadline in the card."""
    card = workspace.raw / "primer" / "municipality.yaml"
    card.write_text(card.read_text(encoding="utf-8") + SIGNED.format(due), encoding="utf-8")
    return Workspace(workspace.home)


def letter(outcome: Outcome, org: str) -> str:
    """Return the letter to an organisation."""
    return (outcome.folder / outcome.letters[2024, org]).read_text(encoding="utf-8-sig")


def page(outcome: Outcome) -> BeautifulSoup:
    """Return the page."""
    return BeautifulSoup(outcome.page.read_text(encoding="utf-8"), "html.parser")


def crowd(workspace: Workspace, *remarks: Remark) -> Case:
    """Return a case with made-up remarks to files of one organisation."""
    delivered = pd.DataFrame(columns=list(DELIVERY_COLUMNS))
    names = {"001": "Школа"}
    due = receipts(names, delivered, Ledger({"staff": DAY}))
    year = Year(2024, names, {one.file: "001" for one in remarks}, due, delivered, remarks)
    return Case(workspace.municipality("primer"), DAY, [year])


def files(folder: Path) -> dict[str, str]:
    """Return path → sha256 of everything in a folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_a_check_writes_page_list_copies_and_letters(workspace: Workspace) -> None:
    outcome = checked(workspace, copies=True)

    assert list(files(outcome.folder)) == [
        "2024/001/staff.xlsx",
        "2024/letters/001.txt",
        "2024/letters/002.txt",
        "2024/letters/_department.txt",
        "2024/organisations.xlsx",
        "findings.csv",
        "index.html",
    ]
    assert "Замечания" in openpyxl.load_workbook(outcome.folder / outcome.copies["2024/001/staff.csv"]).sheetnames


def test_the_same_files_give_the_same_bytes(workspace: Workspace) -> None:
    first = files(checked(workspace, copies=True).folder)

    assert files(checked(workspace, copies=True).folder) == first


def test_a_copy_handed_in_as_it_is_has_the_same_errors_and_questions(workspace: Workspace) -> None:
    first = case(workspace)
    outcome = checked(workspace, copies=True)
    year = workspace.raw / "primer" / "2024"
    (outcome.folder / "2024" / "001" / "staff.xlsx").rename(year / "001" / "staff.xlsx")
    (year / "001" / "staff.csv").unlink()

    wrong = [[one for one in each.everything if one.severity != "note"] for each in (first, case(workspace))]
    said = [[(one.rule, one.cell, one.message) for one in remarks] for remarks in wrong]
    assert said[0] == said[1]


def test_what_an_earlier_check_left_is_gone(workspace: Workspace) -> None:
    checked(workspace, copies=True)
    hand_in(workspace, "001/staff", STAFF, GOOD)

    assert "2024/001/staff.xlsx" not in files(checked(workspace, copies=True).folder)


def test_a_check_that_fails_leaves_the_earlier_folder_whole(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(checked(workspace).folder)

    def broken(*_: object) -> str:
        raise WorkspaceError("нет места")

    monkeypatch.setattr(writing, "page_html", broken)
    with pytest.raises(WorkspaceError):
        checked(workspace)

    assert files(workspace.reports / "primer" / "check") == before
    assert [path.name for path in (workspace.reports / "primer").iterdir()] == ["check"]


def test_a_folder_in_use_is_said_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "check").mkdir()

    def busy(self: Path, target: Path) -> Path:
        raise PermissionError(self, target)

    monkeypatch.setattr(Path, "rename", busy)
    with pytest.raises(WorkspaceError, match="Закройте открытые в ней файлы"), replacing(tmp_path / "check"):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["check"]


def test_an_unreadable_file_has_no_copy_but_a_line_in_the_letter(workspace: Workspace) -> None:
    (workspace.raw / "primer" / "2024" / "001.xlsx").write_bytes(b"PK\x03\x04 broken")
    outcome = checked(workspace, copies=True)

    assert "2024/001.xlsx" not in outcome.copies
    assert "Файл не прочитан" in letter(outcome, "001")
    assert case(workspace).years[0].unread_errors == {"2024/001.xlsx"}


def test_two_files_that_differ_in_their_ending_have_a_copy_each(workspace: Workspace) -> None:
    book = openpyxl.Workbook()
    book.active.title = "staff"
    for row in (STAFF, BAD):
        book.active.append(row.split(";"))
    book.save(workspace.raw / "primer" / "2024" / "001" / "staff.xlsx")

    assert {"2024/001/staff.xlsx", "2024/001/staff.xlsx.xlsx"} <= {*checked(workspace, copies=True).copies.values()}


def test_a_copy_that_cannot_be_made_is_told_and_the_rest_goes_on(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_TARGET", "pdmon_utils.returned.copies:opened")
    outcome = checked(workspace, copies=True)

    assert list(outcome.failed) == ["2024/001/staff.csv", "2024/organisations.csv"]
    assert "Размеченную копию сделать не удалось" in page(outcome).get_text()
    assert "Замечания" not in letter(outcome, "001")


def test_a_letter_says_what_is_wrong_what_to_do_by_when_and_how_to_answer(workspace: Workspace) -> None:
    said = letter(checked(signed(workspace, "2025-02-20"), copies=True), "001")

    assert said.startswith("Руководителю МБОУ «СОШ № 1»\n\nО данных мониторинга за 2024 год\n")
    assert "Получены файлы: 001/staff.csv." in said
    assert "При проверке найдено: 1\u00a0ошибка." in said
    assert "1. Дата рождения: даты «31.02.1980» нет в календаре." in said
    assert "[ошибка 307; 001/staff.csv, лист «staff», I2]" in said
    assert "откройте размеченную копию (2024/001/staff.xlsx)" in said
    assert "Срок: не позднее 20\u00a0февраля 2025\u00a0г.\nКому прислать: методист." in said
    assert said.endswith("Начальник  ____________________  А. Б. В.\n")


def test_a_deadline_that_has_passed_leaves_room_for_a_new_one(workspace: Workspace) -> None:
    said = letter(checked(signed(workspace, "2025-01-20")), "001")

    assert "Срок сдачи данных истёк 20\u00a0января 2025\u00a0г. Просим прислать файлы не позднее «___»" in said


def test_a_silent_organisation_is_reminded(workspace: Workspace) -> None:
    said = letter(checked(workspace), "002")

    assert said.startswith("Руководителю организации\nШкола 2\n")
    assert "от Вашей организации не поступили" in said
    assert "«Реестр работников»" in said


def test_an_organisation_in_order_is_not_written_to(workspace: Workspace) -> None:
    hand_in(workspace, "001/staff", STAFF, GOOD)
    all_given = case(workspace)
    all_given.years[0].receipts["status"] = "сдано"

    assert (2024, "001") not in write_check(workspace.reports / "check", all_given).letters


def test_of_a_file_of_several_organisations_each_is_told_its_own_rows(workspace: Workspace) -> None:
    other = WORKER.format("002", 1, "вчера")
    hand_in(workspace, "001/staff", STAFF)
    hand_in(workspace, "staff", STAFF, BAD, other)
    outcome = checked(workspace)
    first, second = letter(outcome, "001"), letter(outcome, "002")

    assert ("I2]" in first, "I3]" in first, "I2]" in second, "I3]" in second) == (True, False, False, True)
    assert "сообщите верные значения или пояснения ответным письмом" in second
    assert "staff.xlsx" not in first + second
    assert "I2]" in letter(outcome, "")


def test_a_file_without_readable_rows_is_of_the_organisation_in_its_path(workspace: Workspace) -> None:
    (workspace.raw / "primer" / "2024" / "Школа_002 (новая).xlsx").write_bytes(b"PK\x03\x04 broken")

    assert "Файл не прочитан" in letter(checked(workspace), "002")


def test_letters_open_in_notepad(workspace: Workspace) -> None:
    content = (checked(workspace).folder / "2024" / "letters" / "001.txt").read_bytes()

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n") > 5


@pytest.mark.parametrize("org", ["../../etc", "C:\\x", "con", "a/b", "", "1" * 300, "а\x00", "7701234567", "..", "А-1"])
def test_a_code_never_becomes_a_path(org: str) -> None:
    assert re.fullmatch(r"[0-9A-Za-zА-Яа-яЁё_-]{1,61}\.txt", file_name(org))
    assert file_name(org).casefold() != "con.txt"


def test_different_codes_have_different_letters() -> None:
    codes = ["../a", "./a", "a", "", "001", "1"]

    assert len({file_name(code) for code in codes}) == len(codes)


def test_the_page_is_one_file_for_people_and_programs_that_read_aloud(workspace: Workspace) -> None:
    soup = page(checked(workspace))

    assert soup.html["lang"] == "ru"
    assert len(soup.find_all("h1")) == 1
    assert soup.find_all(["script", "img", "link", "iframe", "form"]) == []
    assert "default-src 'none'" in soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert "Для служебного пользования" in soup.get_text()
    assert [table for table in soup.find_all("table") if not table.caption.get_text(strip=True)] == []
    assert [head for head in soup.find_all("th") if head.get("scope") not in ("row", "col")] == []
    assert {link["href"] for link in soup.find_all("a") if "//" in link["href"]} == set()


def test_every_link_of_the_page_leads_somewhere(workspace: Workspace) -> None:
    outcome = checked(workspace, copies=True)
    soup = page(outcome)
    inside = {link["href"][1:] for link in soup.find_all("a") if link["href"].startswith("#")}
    outside = {link["href"] for link in soup.find_all("a") if not link["href"].startswith("#")}

    assert inside <= {tag["id"] for tag in soup.find_all(id=True)}
    assert outside == {*files(outcome.folder)} - {"index.html"}


@pytest.mark.case(87)
@pytest.mark.case(88)
@pytest.mark.case(89)
def test_whatever_stands_in_a_file_is_shown_as_text(workspace: Workspace) -> None:
    evil = "<script>alert(1)</script>{{ 7*7 }}\x00\u202e\"'><img src=x onerror=y>"
    one = remark("cell.date", "error", "C2", said=evil, sheet=evil)
    soup = page(write_check(workspace.reports / "check", crowd(workspace, one), copies=False))

    assert soup.find_all(["script", "img"]) == []
    assert "<script>alert(1)</script>{{ 7*7 }}\"'><img src=x onerror=y>" in soup.get_text()


def test_ten_thousand_findings_fit_a_page_and_none_is_forgotten(workspace: Workspace) -> None:
    long = "Исправьте. " * 12
    many = [remark("cell.date", "error", f"C{row}", said=f"«{row}» — не дата. {long}") for row in range(2, 10_002)]
    outcome = write_check(workspace.reports / "check", crowd(workspace, *many), copies=False)
    text = (outcome.folder / "findings.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert outcome.page.stat().st_size < 2_000_000
    assert "ещё 9\u00a0999 таких же" in page(outcome).get_text()
    assert len(rows) == 10_001
    assert letter(outcome, "001").count("не дата") == 1


def test_many_kinds_in_many_files_stay_within_a_page(workspace: Workspace) -> None:
    many = [
        Remark("x", "cell.date", "error", f"2024/{file}.xlsx", f"лист {kind}", "A1", "staff", "", "", "Не так. " * 30)
        for file in range(500)
        for kind in range(30)
    ]
    outcome = write_check(workspace.reports / "check", crowd(workspace, *many), copies=False)

    assert outcome.page.stat().st_size < 4_000_000
    assert "Здесь не показаны: 24" in page(outcome).get_text()


def test_equal_remarks_stand_together_errors_first() -> None:
    said = [remark("value.range", "query", f"D{n}") for n in (2, 10, 9)] + [remark("cell.date", "error", "C2")]

    assert [(g.first.rule, [r.cell for r in g.remarks]) for g in groups(said)] == [
        ("cell.date", ["C2"]),
        ("value.range", ["D2", "D9", "D10"]),
    ]


@pytest.mark.case(90)
def test_the_list_of_findings_holds_no_formula(workspace: Workspace) -> None:
    one = remark("cell.date", "error", "C2", said="=HYPERLINK(1)", sheet="@x")
    outcome = write_check(workspace.reports / "check", crowd(workspace, one), copies=False)
    text = (outcome.folder / "findings.csv").read_text(encoding="utf-8-sig")

    assert ";'@x;" in text
    assert ";'=HYPERLINK(1);" in text


def test_the_site_never_takes_a_check_for_a_report(workspace: Workspace) -> None:
    checked(workspace, copies=True)

    assert public_reports(workspace) == []


def asked(workspace: Workspace, *options: str) -> Result:
    """Return what `pdmon check` answers."""
    return CliRunner().invoke(cli, ["--home", str(workspace.home), "check", *options], prog_name="pdmon")


def test_the_command_tells_where_everything_is(workspace: Workspace) -> None:
    result = asked(workspace)

    assert result.exit_code == 1
    assert "Школа 2" in result.output
    assert str(workspace.reports / "primer" / "check" / "index.html") in result.output
    assert "размеченных копий: 2, писем: 3" in result.output


def test_the_command_can_leave_copies_out_and_say_only_the_total(workspace: Workspace) -> None:
    result = asked(workspace, "--no-copies", "--quiet")

    assert "размеченных копий: 0" in result.output
    assert "31.02.1980" not in result.output


def test_the_command_can_speak_to_programs(workspace: Workspace) -> None:
    result = asked(workspace, "--json")
    said = json.loads(result.output)

    assert result.exit_code == 1
    assert said["errors"] == 1
    assert said["municipalities"][0]["silent"] == {"2024": ["002"]}
