"""From raw files to what was handed in: cache, receipts, answers, locked years."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from pdmon_utils.collect import Collected, collect
from pdmon_utils.prepare import prepare
from pdmon_utils.reading.children import Child
from pdmon_utils.reading.special import CODE, NOTES, REASON, TEXT
from pdmon_utils.store import Workspace
from test_intake import REGISTER, book
from tiny import workspace_with

DAY = dt.date(2024, 9, 1)
STAFF = [*REGISTER, "Нагрузка, час/нед."]
MARIA = ["A", "maria", "педагог", "учитель", dt.date(2015, 9, 1), "нет", 1, 18]
TIRED = [*MARIA[:-1], 75]


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    workspace = workspace_with(tmp_path, {})
    register(workspace, "a.xlsx", MARIA)
    return workspace


def register(workspace: Workspace, name: str, *rows: list[object], **sheets: list[list[object]]) -> Path:
    path = workspace.raw / "primer" / "2024" / name
    book(path, {"staff": [STAFF, *rows], **sheets})
    return path


def collected(workspace: Workspace, day: dt.date = DAY) -> Collected:
    (each,) = collect(workspace, day=day)
    return each


def asked(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the files that child processes are asked to read."""
    files: list[str] = []
    hear = Child.hear

    def noted(self: Child, request: dict[str, object]) -> bytes:
        files.append(str(request["file"]))
        return hear(self, request)

    monkeypatch.setattr(Child, "hear", noted)
    collected(workspace)
    return sorted(files)


def test_only_changed_files_are_read_again(home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    register(home, "b.xlsx", TIRED)
    first = collected(home)

    assert asked(home, monkeypatch) == []
    register(home, "b.xlsx", MARIA)
    assert asked(home, monkeypatch) == ["2024/b.xlsx"]
    register(home, "b.xlsx", TIRED)
    again = collected(home)
    pd.testing.assert_frame_equal(first.intake.tables["staff"], again.intake.tables["staff"])
    pd.testing.assert_frame_equal(first.intake.findings, again.intake.findings)


@pytest.mark.case(118)
def test_a_damaged_reading_is_read_anew(home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    collected(home)
    (kept,) = (home.processed / "read" / "primer").iterdir()
    kept.write_bytes(kept.read_bytes()[:-9])

    assert asked(home, monkeypatch) == ["2024/a.xlsx"]


def test_readings_of_files_that_are_gone_are_forgotten(home: Workspace) -> None:
    extra = register(home, "b.xlsx", TIRED)
    collected(home)
    extra.unlink()
    collected(home)

    assert len(list((home.processed / "read" / "primer").iterdir())) == 1


def test_the_day_a_file_came_is_kept(home: Workspace) -> None:
    collected(home)
    collected(home, DAY + dt.timedelta(days=3))

    assert [(r.file, r.received) for r in home.journal("primer").files(2024)] == [("2024/a.xlsx", DAY)]


@pytest.mark.case(56)
def test_an_answer_in_the_returned_book_settles_the_question_also_for_later_files(home: Workspace) -> None:
    register(home, "a.xlsx", TIRED)
    (query,) = collected(home).intake.findings.query("rule == 'value.range'").to_dict("records")
    notes = [
        ["Перечень"],
        [CODE, "Лист", REASON, TEXT],
        [query["code"], "staff", "совмещение должностей по приказу", "№ 5"],
    ]
    register(home, "a.xlsx", TIRED, **{NOTES: notes})

    (settled,) = collected(home).intake.findings.query("rule == 'value.range'").to_dict("records")
    assert settled["severity"] == "note"
    assert settled["message"].endswith("Пояснение: совмещение должностей по приказу. № 5")

    register(home, "a.xlsx", ["A", "oleg", *MARIA[2:]], TIRED)  # a new version without the sheet, on another row
    (still,) = collected(home).intake.findings.query("rule == 'value.range'").to_dict("records")
    assert (still["cell"], still["severity"]) == ("H3", "note")
    (answer,) = home.journal("primer").answers(2024)
    assert (answer.rule, answer.date) == ("value.range", DAY)


def test_an_answer_to_another_value_settles_nothing(home: Workspace) -> None:
    register(home, "a.xlsx", TIRED)
    (query,) = collected(home).intake.findings.query("rule == 'value.range'").to_dict("records")
    notes = [[CODE, REASON, TEXT], [query["code"], "", "так и есть"]]
    register(home, "a.xlsx", [*TIRED[:-1], 99], **{NOTES: notes})

    assert collected(home).intake.findings.query("rule == 'value.range'")["severity"].tolist() == ["query"]


def test_a_locked_year_is_not_replaced(home: Workspace) -> None:
    prepare(home)
    home.journal("primer").lock(2024, "Орлова О.", DAY)
    assert prepare(home).errors == 0
    before = home.table("staff")
    register(home, "a.xlsx", ["A", "oleg", *MARIA[2:]])
    register(home, "b.xlsx", MARIA)

    prepared = prepare(home)

    assert prepared.findings["rule"].tolist()[:2] == ["year.locked"] * 2
    assert "Орлова О., 01.09.2024" in prepared.findings["message"][0]
    pd.testing.assert_frame_equal(home.table("staff"), before)
    assert len(home.journal("primer").files(2024)) == 1

    home.journal("primer").reopen(2024, "Орлова О.", DAY, "исправлен реестр")
    prepare(home)
    assert sorted(home.table("staff")["person_id"]) == ["maria", "oleg"]


@pytest.mark.case(19)
def test_a_file_of_another_place_or_year_is_not_counted(home: Workspace) -> None:
    about = [["ОКТМО", "00001001"], ["Год", 2023]]
    register(home, "b.xlsx", ["A", "oleg", *MARIA[2:]], **{"О файле": about})

    intake = collected(home).intake

    assert intake.tables["staff"]["person_id"].tolist() == ["maria"]
    assert intake.findings.query("rule == 'file.alien'")["file"].tolist() == ["2024/b.xlsx"]


@pytest.mark.case(17)
def test_a_copy_under_another_name_is_pointed_out(home: Workspace) -> None:
    path = register(home, "a.xlsx", MARIA)
    path.with_name("b.xlsx").write_bytes(path.read_bytes())

    intake = collected(home).intake

    assert len(intake.tables["staff"]) == 1
    assert intake.findings.query("rule == 'file.twin'")["file"].tolist() == ["2024/b.xlsx"]


@pytest.mark.case(114)
def test_a_file_that_changes_while_it_is_read_is_refused(home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    hear = Child.hear

    def hear_and_write(self: Child, request: dict[str, object]) -> bytes:
        line = hear(self, request)
        path = Path(str(request["path"]))
        path.write_bytes(path.read_bytes() + b"0")
        return line

    monkeypatch.setattr(Child, "hear", hear_and_write)

    assert collected(home).intake.findings["rule"].tolist() == ["file.changed"]


@pytest.mark.case(33)
def test_a_table_handed_in_empty_is_no_absence(home: Workspace) -> None:
    people = {org: [[org, f"{org}{n}", *MARIA[2:]] for n in range(3)] for org in "ABCDE"}
    courses = [["Код работника", "Код программы", "Дата окончания", "Завершено"]]
    schools = [["Код организации", "Полное наименование", "Тип", "Муниципальная"]]
    schools += [[org, f"Школа {org}", "школа", "да"] for org in people]
    register(home, "a.xlsx", Организации=schools)
    for org, rows in people.items():
        facts = [[row[1], "P", dt.date(2024, 5, 5), "да"] for row in rows]
        sheets = {"courses": courses + facts} if org in "ABC" else {"courses": courses} if org == "D" else {}
        register(home, f"{org}.xlsx", *rows, **sheets)

    missed = collected(home).intake.findings.query("rule == 'deliveries.missing'")["message"].tolist()

    assert [said.split(":")[0] for said in missed if "Обучение" in said] == ["Школа E"]
