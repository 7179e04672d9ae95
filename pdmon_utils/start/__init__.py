"""The start page of JupyterLab: what there is, four choices, a few buttons, and the commands behind them.

`choices` and `overview` read the workspace, `steps` are the command lines, `child` runs them, `panel` shows it all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdmon_utils.start.panel import Panel

__all__ = ["start"]


def start(home: str | None = None) -> Panel:
    """Return the panel of the workspace in `home`, else in PDMON_HOME; a notebook shows it."""
    from pdmon_utils.start.panel import Panel  # noqa: PLC0415  brings ipywidgets, which only JupyterLab needs
    from pdmon_utils.store import Workspace  # noqa: PLC0415  brings pandas

    return Panel(Workspace.find(home))
