"""The gate of a workspace, as the publication calls it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pdmon_utils.publish.gate.examine import examine
from pdmon_utils.publish.gate.knowing import known_of
from pdmon_utils.publish.gate.refusal import Refusal
from pdmon_utils.store import Workspace


def gate_of(workspace: Workspace) -> Callable[[Path], tuple[Refusal, ...]]:
    """Return what examines a site of the workspace; it knows the people of every municipality that was prepared.

    When called, raises WorkspaceError for a municipality of the site that was not prepared.
    """

    def look(folder: Path) -> tuple[Refusal, ...]:
        shown = {path.name for path in folder.iterdir()}
        slugs = [slug for slug in workspace.municipalities if slug in shown or workspace.has_names(slug)]
        return examine(folder, known_of(workspace, slugs))

    return look
