"""What a button does, as command lines that a person may copy."""

from __future__ import annotations

import os
import shlex
import subprocess
from dataclasses import dataclass, replace

from pdmon_utils.start.choices import Choice
from pdmon_utils.store import Workspace

NOTE = "note"
Line = tuple[str, ...]  # the words behind `pdmon`


@dataclass(frozen=True, slots=True)
class Step:
    """A button: its words, the commands that it runs one after another, and what their exit code 1 means."""

    name: str
    lines: tuple[Line, ...]
    found: str = "есть незавершённое, см. ниже"


def check(choice: Choice) -> Step:
    """Return the step that looks at the files of the municipality."""
    return Step(
        "Проверка файлов", (("check", choice.municipality, "--quiet"),), "в файлах есть ошибки, см. страницу проверки"
    )


def run(workspace: Workspace, choice: Choice) -> Step:
    """Return the step that makes the chosen report; data that changed are prepared first."""
    chosen = ("-m", choice.municipality, "-y", choice.year, "-n", choice.notebook, "-a", choice.audience)
    before: tuple[Line, ...] = () if prepared(workspace, choice.municipality) else (("prepare", choice.municipality),)
    found = "не всё выполнено или не все строки учтены, см. ниже"
    return Step("Отчёт", (*before, ("run", *chosen)), found)


def note(workspace: Workspace, choice: Choice) -> Step:
    """Return the step that makes the document of the whole year: the аналитическая справка, in Word."""
    return replace(run(workspace, replace(choice, notebook=NOTE)), name="Справка")


def copy(choice: Choice) -> Step:
    """Return the step that gives the analyst a copy of the notebook for editing."""
    return Step("Своя тетрадь", (("notebooks", "copy", choice.notebook),))


def prepared(workspace: Workspace, municipality: str) -> bool:
    """Return True when no file of the municipality is newer than the figures computed from it."""
    figures = workspace.processed / "figures.parquet"
    if not figures.exists():
        return False
    known = figures.stat().st_mtime
    slugs = set(workspace.figures([municipality])["municipality"])
    files = (path for path in (workspace.raw / municipality).rglob("*") if path.is_file() and "texts" not in path.parts)
    return bool(slugs) and all(path.stat().st_mtime <= known for path in files)


def spoken(workspace: Workspace, line: Line, *, windows: bool = os.name == "nt") -> str:
    """Return a command as it is typed in a terminal, quoted as the system wants it."""
    words = ["pdmon", *(() if _usual(workspace) else ("--home", str(workspace.home))), *line]
    return subprocess.list2cmdline(words) if windows else shlex.join(words)


def _usual(workspace: Workspace) -> bool:
    """Return True for the workspace that `pdmon` finds by itself in a fresh terminal."""
    return workspace == Workspace.usual()
