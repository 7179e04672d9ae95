"""The command line as a person meets it: Russian words, exit codes, remedies."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pdmon_utils.__main__ import cli, main
from pdmon_utils.batch.choice import VARIABLE, WAYS
from pdmon_utils.commands.new import KINDS
from pdmon_utils.russian import WORDS, translated
from pdmon_utils.store import Workspace
from tiny import hand_in, workspace_with

ORGANISATIONS = ("org_id;org_name;org_type;is_municipal", "001;Школа № 1;школа;да")
STAFF = "org_id;person_id;staff_group;position;hire_date;is_external;rate"
MARIA, OLEG = "001;p1;педагог;учитель;01.09.2015;нет;1", "001;p2;педагог;учитель;31.02.2020;нет;1"
LATIN = re.compile(r"[A-Za-z]{2,}")
NAMES = re.compile(
    r"--?[a-z-]+|PDMON_[A-Z]+|pdmon|Excel|Word|templates|\.ics|data/raw|deficits|oo1|JupyterLab|JUPYTERLAB|internal|public|windows|linux|Python"
    r"|notebooks/own|copy|diff|update"
)


def asked(*arguments: str) -> Result:
    """Return what click answers."""
    return CliRunner().invoke(cli, list(arguments), prog_name="pdmon")


def told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[object, str]:
    """Return exit code and text of the program itself."""
    monkeypatch.setattr(sys, "argv", ["pdmon", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code, capsys.readouterr().out


@pytest.fixture
def good(tmp_path: Path) -> Workspace:
    """Return a workspace whose files are in order but for a sheet nobody knows."""
    workspace = workspace_with(tmp_path, {"fine": "1"})
    hand_in(workspace, "organisations", *ORGANISATIONS)
    hand_in(workspace, "staff", STAFF, MARIA)
    hand_in(workspace, "заметки", "что;когда", "а;б")
    return workspace


@pytest.fixture
def spoilt(good: Workspace) -> Workspace:
    """Return a workspace with an unreadable cell: row 3, column E of the register."""
    hand_in(good, "staff", STAFF, MARIA, OLEG)
    return good


@pytest.mark.parametrize("command", ["", *cli.commands])
def test_every_help_is_russian(command: str) -> None:
    result = asked(*command.split(), "--help")
    foreign = LATIN.findall(NAMES.sub("", result.output))

    assert result.exit_code == 0
    assert result.output.startswith("Использование: pdmon")
    assert set(foreign) <= {*cli.commands, *KINDS, *WAYS, VARIABLE, "Ctrl", "JSON"}


def test_every_command_says_what_it_does() -> None:
    assert [name for name, command in cli.commands.items() if not command.help] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rum",), "Нет команды 'rum'. Может быть, 'run'?"),
        (("run", "--yeer"), "Нет ключа '--yeer'. Может быть, '--year'?"),
        (("run", "--year"), "После ключа '--year' нужно значение."),
        (("run", "--year", "прошлый"), "Неверное значение '--year' / '-y': 'прошлый' — не целое число."),
        (("run", "--jobs", "0"), "Неверное значение '--jobs' / '-j': 0 вне границ x>=1."),
        (("run", "--audience", "all"), "'all' — не одно из: 'internal', 'public'."),
        (("run", "--dry-run=1"), "Ключ '--dry-run' не принимает значения."),
        (("publish", "сайт"), "Лишний аргумент: сайт"),
        (("publish", "a", "b"), "Лишние аргументы: a b"),
        (("--home", __file__, "run"), "это файл, а нужна папка."),
    ],
)
def test_wrong_use_is_said_in_russian_and_ends_with_2(arguments: tuple[str, ...], said: str) -> None:
    result = asked(*arguments)

    assert result.exit_code == 2
    assert said in result.output
    assert not {"Usage", "Error", "Try", "No such", "Invalid"} & set(re.findall(r"[A-Z][a-z]+", result.output))


def test_without_a_command_the_help_is_shown() -> None:
    result = asked()

    assert result.exit_code == 2
    assert "Команды:" in result.output


def test_words_keep_the_places_that_click_fills() -> None:
    places = re.compile(r"\{\w+[^}]*\}|%\(\w+\)s")
    kept = {english: (set(places.findall(english)), set(places.findall(russian))) for english, russian in WORDS.items()}

    assert {english: sets for english, sets in kept.items() if not sets[1] <= sets[0]} == {}
    assert [english for english, (given, used) in kept.items() if given - used - {"{number_type}", "{name}"}] == []


def test_a_message_nobody_translated_stays_as_it_is() -> None:
    assert translated("{editor}: Editing failed") == "{editor}: Editing failed"


def test_check_names_the_unreadable_cell_and_computes_nothing(spoilt: Workspace) -> None:
    result = asked("--home", str(spoilt.home), "check")
    (line,) = [line for line in result.output.splitlines() if "ошибка" in line and "staff.csv" in line]

    assert result.exit_code == 1
    assert [cell.strip() for cell in line.split("│")[1:4]] == ["2024/staff.csv", "staff", "E3"]
    assert "31.02.2020" in result.output
    assert not (spoilt.processed / "figures.parquet").exists()


def test_check_of_files_with_only_notes_ends_with_0(good: Workspace) -> None:
    result = asked("--home", str(good.home), "check")

    assert result.exit_code == 0
    assert "пометка" in result.output
    assert "из них ошибок: 0." in result.output


def test_a_file_name_in_brackets_is_shown_as_it_is(good: Workspace) -> None:
    source = good.raw / "primer" / "2024" / "заметки.csv"
    source.rename(source.with_name("заметки [b] [1].csv"))

    assert "заметки [b] [1].csv" in asked("--home", str(good.home), "check").output


def test_prepare_with_only_notes_ends_with_0(good: Workspace) -> None:
    result = asked("--home", str(good.home), "prepare")

    assert result.exit_code == 0
    assert len(good.figures()) > 0


def test_prepare_with_errors_ends_with_1_and_writes_everything(spoilt: Workspace) -> None:
    result = asked("--home", str(spoilt.home), "prepare")

    assert result.exit_code == 1
    assert "из них ошибок: 1 (не учтено из-за них: 1)." in result.output
    assert spoilt.table("staff")["person_id"].tolist() == ["p1"]
    assert spoilt.findings().loc[lambda t: t["severity"] == "error", "cell"].tolist() == ["E3"]
    assert len(spoilt.figures()) > 0


def test_a_dry_run_names_the_reports_and_makes_none(workspace: Workspace) -> None:
    result = asked("--home", str(workspace.home), "run", "-m", "zato-primer", "-y", "2024", "-n", "note", "--dry-run")

    assert result.exit_code == 0
    named = [f"zato-primer · 2024 · note · {audience}: нет отчёта" for audience in ("internal", "public")]
    assert result.output.splitlines()[:2] == named
    assert not workspace.reports.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("publish",), "Сначала выполните pdmon run --audience public."),
        (("run", "-n", "fin"), "Нет тетради «fin» — может быть, «fine»?"),
        (("run", "-m", "prime"), "Нет муниципалитета «prime» — может быть, «primer»?"),
        (("check", "prime"), "Нет муниципалитета «prime» — может быть, «primer»?"),
        (("prepare", "prime"), "Нет муниципалитета «prime» — может быть, «primer»?"),
    ],
)
def test_what_is_not_there_is_said_with_the_remedy_and_ends_with_2(
    good: Workspace,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    code, text = told(capsys, monkeypatch, "--home", str(good.home), *arguments)

    assert code == 2
    assert text.startswith("Ошибка: ")
    assert said in text


@pytest.mark.parametrize("command", ["check", "run", "notebooks", "lab"])
def test_a_workspace_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    code, text = told(capsys, monkeypatch, "--home", str(tmp_path / "нет"), command)

    assert (code, text) == (
        2,
        f"Ошибка: Нет рабочей папки {tmp_path / 'нет'}. Создайте её или укажите другую: --home ПАПКА.\n",
    )


@pytest.mark.parametrize("command", ["check", "prepare", "run", "publish", "calendar"])
def test_an_empty_workspace_says_how_to_fill_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    code, text = told(capsys, monkeypatch, "--home", str(tmp_path), command)

    assert code == 2
    assert "Выполните pdmon demo" in text


def test_the_workspace_may_be_named_by_the_environment(good: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDMON_HOME", str(good.home))

    assert (
        asked("run", "--dry-run", "-a", "public").output.splitlines()[0] == "primer · 2024 · fine · public: нет отчёта"
    )


@pytest.mark.notebooks
def test_good_notebooks_are_run_approved_and_published(good: Workspace, tmp_path: Path) -> None:
    home = ("--home", str(good.home))
    order = ("approve", "primer", "2024", "--order", "12-п", "--date", "20.01.2025", "--by", "Иванова")
    prepared = asked(*home, "prepare")
    run = asked(*home, "run", "--audience", "public")
    early = asked(*home, "publish")
    lacking = asked(*home, *order)
    approved = asked(*home, *order, "--anyway")
    published = asked(*home, "publish", "--to", str(tmp_path / "share"))

    assert [x.exit_code for x in (prepared, run, early, lacking, approved, published)] == [0, 0, 1, 1, 0, 0]
    assert "Отчётов: 1, готово: 1, не выполнено: 0." in run.output
    assert "Не утверждён (проект) (1): primer · 2024 · fine · public." in early.output
    assert "повторите с ключом --anyway" in lacking.output
    assert good.journal("primer").approvals(2024)[0].lacks.endswith("Нет качественного анализа показателей")
    assert (good.reports / "site" / "primer" / "2024" / "fine.html").exists()
    assert (tmp_path / "share" / "primer" / "2024" / "fine.html").exists()
    assert "primer · 2024 · fine: опубликован; приказ № 12-п от 20.01.2025" in asked(*home, "published").output
    assert "primer · 2024 · fine: опубликован" in asked(*home, "ready", "primer", "2024").output

    assert asked(*home, "withdraw", "primer", "2024", "--reason", "ошибка").exit_code == 0
    assert not (good.reports / "site").exists()
