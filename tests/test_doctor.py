"""Each check of `pdmon doctor` with an injected fault: the fault is found, named, and has a remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

from pdmon_utils.__main__ import cli
from pdmon_utils.doctor import Finding, Level, examine, machine, place
from pdmon_utils.editions import copy_notebook
from pdmon_utils.store import Workspace
from tiny import workspace_with, write_notebook

GIGABYTE = 2**30


def missing(_: str) -> str:
    raise metadata.PackageNotFoundError


@pytest.mark.parametrize(
    ("check", "level", "said"),
    [
        (lambda: machine.python((3, 9, 1), ">=3.11,<3.14"), Level.ERROR, "версия 3.9.1"),
        (lambda: machine.packages(["pandas>=3"], missing), Level.ERROR, "нет pandas"),
        (lambda: machine.packages(["pandas>=3,<4"], lambda _: "2.3"), Level.ERROR, "pandas 2.3, а нужна <4,>=3"),
        (lambda: machine.kernel("no-such-kernel"), Level.ERROR, "ядро «no-such-kernel» не установлено"),
        (lambda: machine.encoding("utf-8", "ascii"), Level.WARNING, "консоль в кодировке ascii"),
        (lambda: machine.encoding("cp1251", "cp1251"), Level.NOTE, "открываются как cp1251"),
        (lambda: machine.fonts({ord("Ж"): 1}), Level.ERROR, "нет знаков щ ю Ё №"),
        (lambda: machine.memory(GIGABYTE // 2), Level.WARNING, "свободно 0,5 ГБ"),
        (lambda: machine.disk(Path(), GIGABYTE), Level.WARNING, "свободно 1,0 ГБ"),
        (lambda: machine.disk(Path(), GIGABYTE // 10), Level.ERROR, "свободно 0,1 ГБ"),
        (lambda: machine.office(lambda _: None), Level.NOTE, "LibreOffice не найден"),
        (lambda: place.path(Path("/", *["мониторинг"] * 20), windows=True), Level.ERROR, "путь длиной"),
        (lambda: place.path(Path("/home/OneDrive/мониторинг")), Level.WARNING, "синхронизирует облако"),
        (lambda: place.rights(Path("/no/such/folder")), Level.ERROR, "нет папки"),
    ],
)
def test_a_fault_of_the_machine_is_named_with_its_remedy(
    check: Callable[[], list[Finding]], level: Level, said: str
) -> None:
    (found,) = check()

    assert found.level == level
    assert said in found.said
    assert found.remedy.endswith((".", "~$."))


@pytest.mark.parametrize(
    "check",
    [
        machine.python,
        lambda: machine.packages(["pandas>=3", "nothing; python_version < '3'"]),
        lambda: machine.encoding("UTF-8", "cp866"),
        machine.fonts,
        lambda: machine.memory(GIGABYTE * 8),
        lambda: machine.disk(Path(), GIGABYTE * 8),
        lambda: machine.office(lambda name: name),
        lambda: place.path(Path("/данные/Мой район"), windows=True),
    ],
)
def test_a_machine_in_order_is_fine(check: Callable[[], list[Finding]]) -> None:
    assert [found.level for found in check()] == [Level.FINE]


@pytest.fixture
def tiny(tmp_path: Path) -> Workspace:
    return workspace_with(tmp_path, {"fine": "1"})


def test_a_folder_without_rights_is_found(tiny: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "_writable", lambda folder: folder.name != "data")

    (found,) = place.rights(tiny.home)

    assert found.level == Level.ERROR
    assert str(tiny.home / "data") in found.said


def test_workbooks_open_in_excel_are_found(tiny: Workspace) -> None:
    (tiny.raw / "primer" / "2024" / "~$школа-1.xlsx").touch()

    (found,) = place.locks(tiny)

    assert (found.level, found.said) == (Level.WARNING, "открыто в Excel: 1 (школа-1.xlsx)")


def test_names_that_windows_takes_for_one_or_for_a_device_are_found(tiny: Workspace) -> None:
    for name in ("Школа.xlsx", "школа.xlsx", "NUL.csv"):
        (tiny.raw / "primer" / "2024" / name).touch()

    said = [found.said for found in place.names(tiny)]

    assert said == [
        "отличаются только прописными буквами: primer/2024/Школа.xlsx, primer/2024/школа.xlsx",
        "заняты системой Windows: primer/2024/NUL.csv",
    ]


def test_the_state_of_the_data_is_told(tiny: Workspace, workspace: Workspace, tmp_path: Path) -> None:
    assert "нет ни одного муниципалитета" in place.state(Workspace(tmp_path / "empty"))[0].said
    assert place.state(tiny)[0].said == "показатели ещё не рассчитаны"
    assert place.state(workspace)[0].level == Level.FINE

    (tiny.raw / "primer" / "municipality.yaml").write_text("name: Район", encoding="utf-8")
    assert place.state(Workspace(tiny.home))[0].level == Level.ERROR


def test_data_of_an_earlier_version_are_found(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "tells_inputs", False)

    assert place.state(workspace)[0].said == "подготовлены прежней версией программы"


def test_own_notebooks_that_lag_behind_or_cannot_be_read_are_found(tiny: Workspace) -> None:
    assert place.notebooks(tiny)[0].level == Level.FINE

    own = copy_notebook(tiny, "fine")
    write_notebook(tiny.notebooks / "fine.ipynb", "2")
    assert place.notebooks(tiny)[0].said == "в наших есть изменения, которых нет в своих: fine"

    (own.parent / ".base" / "fine.ipynb").write_text("{", encoding="utf-8")
    assert place.notebooks(tiny)[0].level == Level.ERROR


def test_the_command_tells_everything_and_ends_with_1_for_an_error(tiny: Workspace) -> None:
    good = CliRunner().invoke(cli, ["--home", str(tiny.home), "doctor", "--quick", "--json"])
    bad = CliRunner().invoke(cli, ["--home", str(tiny.home / "нет"), "doctor", "--quick"])

    assert {each["check"] for each in json.loads(good.stdout)} >= {"Python", "Библиотеки", "Путь", "Данные"}
    assert good.exit_code == 0
    assert bad.exit_code == 1
    assert "Создайте её" in bad.output


@pytest.mark.notebooks
def test_the_kernel_is_really_started() -> None:
    assert machine.kernel()[0].level == Level.FINE


def test_only_the_slow_check_may_be_left_out(tiny: Workspace) -> None:
    assert "Ядро тетрадей" not in {each.check for each in examine(tiny, kernel=False)}
