"""`pdmon lab`: JupyterLab in Russian."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from pdmon_utils.store import Workspace

LAB_SETTINGS = Path(__file__).parent.parent / "lab"


@click.command(help="Открыть JupyterLab на тетрадях рабочей папки.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[-- КЛЮЧИ JUPYTERLAB]")
@click.pass_obj
def lab(workspace: Workspace, options: tuple[str, ...]) -> None:
    """Open JupyterLab in Russian; further options go to it."""
    from jupyterlab.labapp import main as open_lab  # type: ignore[import-untyped]  # noqa: PLC0415

    os.environ["PDMON_HOME"] = str(workspace.home)
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join([str(LAB_SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH", "")])
    sys.argv = ["jupyter-lab", str(workspace.notebooks), *options]
    open_lab()
