"""The notebook that JupyterLab opens first, laid into the workspace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pdmon_utils.folders import whole
from pdmon_utils.store import Workspace

NAME = "start.ipynb"
_OURS = Path(__file__).parent.parent / "lab" / NAME


def lay(workspace: Workspace) -> Path:
    """Return the start page of the workspace; it is written anew unless the analyst changed its cells."""
    path = workspace.home / NAME
    ours = _OURS.read_bytes()
    if not path.exists() or _cells(path.read_bytes()) == _cells(ours):
        with whole(path) as part:
            part.write_bytes(ours)
    return path


def _cells(content: bytes) -> Any:  # noqa: ANN401  what a JSON file holds
    """Return what the cells say; None for what is no notebook: it is not ours to write over."""
    try:
        return ["".join(cell["source"]) for cell in json.loads(content)["cells"]]
    except (ValueError, KeyError, TypeError):
        return None
