"""Links to what was made, as JupyterLab's server gives it out: relative to the workspace, in a tab of its own."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from urllib.parse import quote

from pdmon_utils.start.choices import Choice, report, results
from pdmon_utils.store import Workspace

BASE = "PDMON_LAB_URL"  # where the server begins: `pdmon lab` says it
_NAMES = {".html": "Открыть отчёт", ".docx": "Документ Word", ".xlsx": "Книга Excel"}
_LOOK = "color: var(--jp-content-link-color, #0b5cad); text-decoration: underline"
NOTHING = "Отчёта по этому выбору ещё нет: нажмите «Выполнить»."


def linked(workspace: Workspace, choice: Choice) -> str:
    """Return the links of a choice: the report and its papers, the check of the municipality, the notebook to edit."""
    found = [_link(workspace, path, _name(path, choice), "files") for path in results(workspace, choice)]
    checked = workspace.reports / choice.municipality / "check" / "index.html"
    if checked.exists():
        found.append(_link(workspace, checked, "Проверка файлов", "files"))
    own = workspace.own_notebooks / f"{choice.notebook}.ipynb"
    if own.exists():
        found.append(_link(workspace, own, "Править свою тетрадь", "lab/tree"))
    missing = "" if report(workspace, choice).exists() else f"<p>{NOTHING}</p>"
    return missing + f"<p>{' · '.join(found)}</p>"


def _name(path: Path, choice: Choice) -> str:
    return _NAMES[path.suffix] if path.stem == choice.notebook else f"Открыть {path.stem}"


def _link(workspace: Workspace, path: Path, name: str, door: str) -> str:
    base = os.environ.get(BASE, "/")
    place = quote(path.relative_to(workspace.home).as_posix())
    address = escape(f"{base}{door}/{place}")
    return f'<a href="{address}" target="_blank" rel="noopener" style="{_LOOK}">{escape(name)}</a>'
