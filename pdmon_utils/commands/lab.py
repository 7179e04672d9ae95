"""`pdmon lab`: JupyterLab in Russian on the start page of the workspace."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from pdmon_utils.store import KEY, Workspace

LAB_SETTINGS = Path(__file__).parent.parent / "lab"
_BASE = "--ServerApp.base_url="


@click.command(help="Открыть JupyterLab на начальной странице рабочей папки.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[-- КЛЮЧИ JUPYTERLAB]")
@click.pass_obj
def lab(workspace: Workspace, options: tuple[str, ...]) -> None:
    """Open JupyterLab in Russian; further options go to it."""
    from jupyterlab.labapp import main as open_lab  # type: ignore[import-untyped]  # noqa: PLC0415

    from pdmon_utils.start.page import lay  # noqa: PLC0415

    page = lay(workspace)
    os.environ.update(surroundings(workspace, options))
    sys.argv = ["jupyter-lab", *server_options(workspace, page), *options]
    open_lab()


def server_options(workspace: Workspace, page: Path) -> list[str]:
    """Return what JupyterLab is told: its files are those of the workspace, it opens on `page`, it calls nobody."""
    return [
        f"--ServerApp.root_dir={workspace.home}",
        f"--LabApp.default_url=/lab/tree/{page.name}",
        "--LabApp.extension_manager=readonly",
        *(f"--ContentsManager.hide_globs={name}" for name in (KEY, "__pycache__", "*.pyc", "*.egg-info")),
    ]


def surroundings(workspace: Workspace, options: tuple[str, ...]) -> dict[str, str]:
    """Return the environment of JupyterLab and its kernels: workspace, language, where the server's address begins."""
    from pdmon_utils.start.links import BASE  # noqa: PLC0415

    base = [option.removeprefix(_BASE) for option in options if option.startswith(_BASE)]
    return {
        "PDMON_HOME": str(workspace.home),
        "JUPYTER_CONFIG_PATH": os.pathsep.join([str(LAB_SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH", "")]),
        "PYTHONUTF8": "1",
        BASE: f"/{base[-1].strip('/')}/".replace("//", "/") if base else "/",
    }
