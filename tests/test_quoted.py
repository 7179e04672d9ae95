"""Texts that public pages quote are asked about while the sheet can still be mended: file, sheet, cell, what."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pdmon_utils.intake.quoted import Discretion
from pdmon_utils.journal import Allowed
from pdmon_utils.journal.sheets import write_records
from pdmon_utils.prepare import prepare
from pdmon_utils.reading.named import SURNAME
from pdmon_utils.reading.people import Veil
from pdmon_utils.reading.surnames import surname_keys
from pdmon_utils.store import Workspace
from tiny import hand_in, workspace_with

VEIL = Veil(b"key of the tests")
NAMES = frozenset(VEIL.sign(SURNAME, key) for key in surname_keys("Канареева"))
ALLOWED = frozenset(("8 (903) 123-45-67", "Чижова Анна Павловна"))
SAID = {
    "Провести семинар для молодых педагогов": "",
    "Назначить наставником Канареевой опытного учителя": "фамилия из реестра",
    "Назначить наставником Иванову М. П.": "имя человека",
    "Позвонить 8 903 765-43-21": "телефон",
    "Позвонить 8 (903) 123-45-67": "",
    "Отчёт слать на school@example.org": "адрес электронной почты",
    "СНИЛС 112-233-445 95": "СНИЛС",
    "Опыт Чижовой А. П.": "",
    "Конкурс имени А. С. Канареева": "",
    "Канареевские чтения": "",
}


@pytest.mark.parametrize(("text", "what"), SAID.items())
def test_a_text_is_asked_about_when_it_tells_of_somebody(text: str, what: str) -> None:
    assert Discretion(VEIL, ALLOWED).complaint(text, NAMES) == what


def asked(workspace: Workspace) -> list[tuple[str, str, str]]:
    found = prepare(workspace).findings
    mine = found[found["rule"] == "text.personal"]
    return [(str(row.file), str(row.cell), str(row.message).partition(".")[0]) for row in mine.itertuples()]


def test_the_finding_names_file_and_cell_until_the_journal_allows_the_name(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {})
    staff = "org_id;ФИО;staff_group;position;hire_date;is_external;rate"
    hand_in(workspace, "organisations", "org_id;org_name;org_type;is_municipal", "001;Школа № 1;школа;да")
    hand_in(workspace, "staff", staff, "001;Канареева Анна Павловна;педагог;учитель;01.09.2015;нет;1")
    head = "practice_id;title;org_id;date;kind;in_bank"
    hand_in(workspace, "practices", head, "П-1;Из опыта Анны Канареевой;001;05.05.2024;практика;да")

    before = asked(workspace)
    allowed = Allowed("Канареева Анна Павловна", "письменное согласие", "методист", date(2025, 1, 1))
    write_records(Allowed, workspace.journals / "primer", [allowed])

    assert before == [("2024/practices.csv", "B2", "Название: фамилия из реестра")]
    assert asked(workspace) == []
