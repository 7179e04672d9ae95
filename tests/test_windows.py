"""What can be tested here of other systems: start scripts, encodings, processes without fork, wheels of Windows."""

from __future__ import annotations

import ast
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pdmon_utils.__main__ import cli
from pdmon_utils.batch import pool
from pdmon_utils.batch.choice import STOCK, chosen
from pdmon_utils.batch.jobs import Job, Wanted, plan
from pdmon_utils.batch.runner import Outcome
from pdmon_utils.commands.wheelhouse import PYTHONS, asked, locked_for
from tiny import workspace_with

ROOT = Path(__file__).parents[1]
SCRIPTS = ("install.cmd", "lab.cmd", "pdmon.cmd")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
MAKE = shutil.which("make") or ""
TEXTUAL = {"read_text", "write_text", "open", "NamedTemporaryFile"}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_of_windows_has_its_line_ends_and_names_the_code_page_before_any_russian_word(name: str) -> None:
    content = (ROOT / name).read_bytes()
    head, _, rest = content.partition(b"chcp 65001")

    assert content.count(b"\n") == content.count(b"\r\n") > 0
    assert head.isascii()
    assert not rest.isascii()
    assert not content.startswith(b"\xef\xbb\xbf")  # cmd would take the mark for a command


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_label_and_file_that_a_script_names_is_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert set(re.findall(r"goto (\w+)", text)) == set(re.findall(r"^:(\w+)", text, flags=re.MULTILINE))
    assert [file for file in re.findall(r"\b\w+\.cmd\b", text) if not (ROOT / file).exists()] == []
    assert "PYTHONUTF8=1" in text


@pytest.mark.parametrize("name", ["lab.sh", "pdmon.sh"])
def test_a_script_of_linux_is_one_that_the_shell_accepts(name: str) -> None:
    assert subprocess.run(["/bin/sh", "-n", ROOT / name], check=False).returncode == 0
    assert (ROOT / name).stat().st_mode & 0o111


def test_a_script_says_that_the_programme_is_not_installed_yet(tmp_path: Path) -> None:
    script = tmp_path / "pdmon.sh"
    script.write_bytes((ROOT / "pdmon.sh").read_bytes())

    ended = subprocess.run(["/bin/sh", script, "doctor"], capture_output=True, encoding="utf-8", check=False)

    assert (ended.returncode, ended.stderr) == (2, "Программа ещё не установлена. Выполните: make install\n")


@pytest.mark.skipif(not MAKE, reason="make не установлен")
def test_make_names_the_python_that_is_needed(tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())

    ended = subprocess.run(
        [MAKE, "-C", tmp_path, "install", "PYTHON=false"], capture_output=True, encoding="utf-8", check=False
    )

    assert ended.returncode == 2
    assert "Нужен Python 3.11, 3.12 или 3.13. Укажите его: make install PYTHON=python3.12" in ended.stdout


@pytest.mark.skipif(not MAKE, reason="make не установлен")
def test_wheels_beside_the_programme_are_what_it_is_installed_from(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    told = [MAKE, "-C", tmp_path, "-n", "install"]
    online = subprocess.run(told, capture_output=True, encoding="utf-8", check=True).stdout
    (tmp_path / "wheels").mkdir()
    offline = subprocess.run(told, capture_output=True, encoding="utf-8", check=True).stdout

    assert "--no-index" not in online
    assert offline.count("--no-index --find-links wheels") == 2
    assert "--no-index --find-links wheels" in (ROOT / "install.cmd").read_text(encoding="utf-8")


def test_every_text_file_is_opened_with_its_encoding_named() -> None:
    nameless = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "pdmon_utils").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _reads_text(node)
    ]

    assert nameless == []


def _reads_text(call: ast.Call) -> bool:
    """Return True for a call that opens a text file and leaves the encoding to the system."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    words = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    binary = any(re.fullmatch(r"[rwax]\+?b\+?|[rwax]b", word) for word in words)
    named = any(word.arg == "encoding" for word in call.keywords)
    of_archive = name == "open" and isinstance(call.func, ast.Attribute) and len(call.args) > len(words)
    return name in TEXTUAL and not (binary or named or of_archive or ast.unparse(call.func).startswith("os."))


def kind_of_process(job: Job) -> Outcome:
    return Outcome(job, f"{type(multiprocessing.current_process()).__name__} {os.getpid()}", 0.0)


def test_one_spawned_worker_makes_all_reports_where_nothing_can_be_forked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    monkeypatch.setattr(pool, "make", kind_of_process)
    workspace = workspace_with(tmp_path, {"fine": "1"})

    first, second = (outcome.reason for outcome in pool.Batch(1).run(plan(workspace, Wanted())))

    assert first.startswith("SpawnProcess ")
    assert first == second


def test_papermill_starts_its_kernels_as_usual_where_nothing_can_be_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")

    assert chosen() == STOCK


@pytest.mark.parametrize("encoding", ["cp1251", "cp866"])
def test_help_and_errors_are_printed_by_a_console_of_windows(encoding: str, tmp_path: Path) -> None:
    command = [sys.executable, "-X", "utf8=0", "-m", "pdmon_utils", "--home", tmp_path / "Мой район", "check"]
    ended = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": encoding}, check=False)

    assert ended.returncode == 2
    assert "Нет рабочей папки" in ended.stdout.decode(encoding)


# --- wheels for a machine without the internet


def test_wheels_are_chosen_by_the_system_they_are_for() -> None:
    windows, linux = (locked_for(LOCK, system, "3.11") for system in ("windows", "linux"))

    assert "colorama==" in windows
    assert "pywinpty==" in windows
    assert "pexpect==" not in windows
    assert "pexpect==" in linux
    assert "pywinpty==" not in linux


@pytest.mark.parametrize("python", PYTHONS)
def test_every_library_is_there_once_and_with_its_hashes(python: str) -> None:
    lines = locked_for(LOCK, "windows", python).splitlines()
    names = [line.partition("==")[0] for line in lines]

    assert len(names) == len(set(names)) > 100
    assert [line for line in lines if "--hash=sha256:" not in line or ";" in line] == []


def test_pip_is_asked_for_locked_wheels_only(tmp_path: Path) -> None:
    words = asked(tmp_path / "lock", tmp_path / "wheels", "windows", "3.12")

    assert {"--require-hashes", "--no-deps", "win_amd64", "3.12.10"} <= set(words)
    assert words[words.index("--only-binary") + 1] == ":all:"


def test_a_download_that_fails_says_so_and_ends_with_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "pdmon_utils.commands.wheelhouse.asked", lambda *_: [sys.executable, "-c", "raise SystemExit(3)"]
    )

    result = CliRunner().invoke(
        cli, ["wheelhouse", str(tmp_path / "wheels"), "--system", "windows", "--python", "3.11"]
    )

    assert result.exit_code == 1
    assert "Проверьте интернет и повторите" in result.output
