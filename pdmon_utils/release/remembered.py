"""The figures that went out with a version: a cell once hidden stays hidden in every later one."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.disclosure import to_publish
from pdmon_utils.release.archive import Key, New
from pdmon_utils.store import Workspace
from pdmon_utils.study import RegionStudy
from pdmon_utils.study.data import Data

_PUBLIC = "public"


def remember(workspace: Workspace, lines: New) -> None:
    """Write down the public figures of every place and year of which something new is published."""
    for key, said in lines.items():
        if said:
            version, day = max((one.version, one.date) for one in said)
            workspace.publish_figures(to_publish(_shown(workspace, key), version, day))


def _shown(workspace: Workspace, key: Key) -> pd.DataFrame:
    """Return the protected figures of a municipality or of a region, all years up to the report's."""
    place, year = key
    if workspace.has(place):
        return Data("report", place, year, _PUBLIC, workspace).all_figures
    return RegionStudy(place, year, _PUBLIC, home=str(workspace.home)).figures()
