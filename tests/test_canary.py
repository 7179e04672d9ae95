"""Names, numbers and addresses in raw files never come out in processed data, pages, lists and letters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from pdmon_utils.collect import collect
from pdmon_utils.prepare import prepare
from pdmon_utils.reading.discreet import discreet
from pdmon_utils.returned.case import case_of
from pdmon_utils.returned.writing import write_check
from pdmon_utils.store import Workspace
from test_intake import REGISTER, book
from tiny import workspace_with

CANARIES = ("Канареева", "Пернатовна", "Желтокрылов", "112-233-445", "11223344595", "kanareeva", "912 345")
STAFF = ["Код организации", "ФИО", "СНИЛС", "Дата рождения", *REGISTER[2:], "Предмет", "Телефон"]
COURSE = ["ФИО", "Код программы", "Дата окончания", "Завершено"]
MARIA, PETR = "Канареева Мария Пернатовна", "Желтокрылов П. С."


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    workspace = workspace_with(tmp_path, {})
    right = [
        "A",
        MARIA,
        "112-233-445 95",
        "01.02.1980",
        "педагог",
        "учитель",
        "01.09.2015",
        "нет",
        1,
        "физика",
        "+7 912 345-67-89",
    ]
    wrong = ["A", "22", "11223344596", MARIA, "педагог", PETR, "вчера", "kanareeva@example.org", 9, MARIA, None]
    facts = [[MARIA, "P", "05.05.2024", "да"], [PETR, "P", "05.05.2024", "112-233-445 95"]]
    path = workspace.raw / "primer" / "2024" / "1.xlsx"
    book(path, {"staff": [STAFF, right, right, wrong], "courses": [COURSE, *facts], MARIA: [["x"]]})
    return workspace


def texts(folder: Path) -> list[tuple[str, str]]:
    """Return every file under the folder as text, parquet as csv, without the school's own books."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".xlsx"):
        said = pd.read_parquet(path).to_csv() if path.suffix == ".parquet" else path.read_text("utf-8-sig", "replace")
        found.append((path.name, said))
    return found


def test_nothing_that_is_kept_or_shown_names_anybody(home: Workspace) -> None:
    prepare(home)
    (each,) = collect(home)
    case = case_of(home, each.slug, each.intake, dt.date(2025, 2, 1))
    write_check(home.reports / each.slug / "check", case)

    kept = texts(home.processed) + texts(home.reports) + texts(home.home / "data" / "journal")
    assert {name for name, _ in kept} >= {
        "staff.parquet",
        "findings.parquet",
        "index.html",
        "findings.csv",
        "files.csv",
    }
    assert [(name, word) for name, said in kept for word in CANARIES if word in said] == []
    assert len(home.table("staff")) == 1
    assert len(each.intake.findings) > 5


@pytest.mark.parametrize(
    "said",
    ["СОШ № 1", "Русский язык и литература", "31.02.2024", "0123456789", "Учитель года", "Школа Современного учителя"],
)
def test_ordinary_words_stay(said: str) -> None:
    assert discreet(said) == said
