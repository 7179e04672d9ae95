"""Frames of a workspace on disk: files that are never half there, rows of municipalities found in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from pdmon_utils.errors import WorkspaceError
from pdmon_utils.folders import whole


def read_parquet(path: Path, municipalities: Iterable[str] | None = None) -> pd.DataFrame:
    """Return a frame, of the named municipalities or of all; raises WorkspaceError before `pdmon prepare`."""
    if not path.exists():
        raise WorkspaceError(f"Нет файла {path.name}: данные ещё не подготовлены. Выполните pdmon prepare.")
    wanted = None if municipalities is None else list(municipalities)
    frame = pd.read_parquet(path, filters=[("municipality", "in", wanted)] if wanted else None)
    return frame.iloc[:0] if wanted == [] else frame  # pyarrow cannot look for nothing


def write_parquet(path: Path, frame: pd.DataFrame, mode: int = 0o666) -> None:
    """Write a frame so that the file is never half there; `mode` are its rights."""
    with whole(path) as part:
        part.touch(mode)
        frame.to_parquet(part, index=False, row_group_size=20_000)
