"""What each municipality has in the prepared files, as fingerprints: its reports are made of its own rows alone.

`data/processed/slices.json` keeps them beside the hash of every file they were taken from. Bytes are compared, never
times: a file that is not the one named there is read again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pandas as pd

from pdmon_utils.errors import WorkspaceError
from pdmon_utils.folders import whole
from pdmon_utils.parquet import write_parquet
from pdmon_utils.schema import SCHEMA
from pdmon_utils.store import Workspace

KEPT: Final = "slices.json"
FILES: Final = (*(f"tables/{name}" for name in SCHEMA), "findings", "figures", "sources", "deliveries", "inputs")
Parts = Mapping[str, Mapping[str, str]]  # file → whose → fingerprint


def slices_of(workspace: Workspace) -> Parts:
    """Return the fingerprint of what each municipality has in each file of `FILES`; a region's rows are of its code.

    Raises WorkspaceError before `pdmon prepare`.
    """
    if not (workspace.processed / "figures.parquet").exists():
        raise WorkspaceError("Нет файла figures.parquet: данные ещё не подготовлены. Выполните pdmon prepare.")
    kept = _kept(workspace)
    now = {name: _bytes(path) for name, path in _paths(workspace)}
    found = {
        name: kept[name] if kept.get(name, {}).get("file") == sha else _read(workspace, name, sha)
        for name, sha in now.items()
    }
    if found != kept:
        with suppress(OSError):  # who may not write here reads the files again next time
            _keep(workspace, found)
    return {name: said["parts"] for name, said in found.items()}


def parts_of(frame: pd.DataFrame) -> dict[str, str]:
    """Return whose → fingerprint of the rows, their order and the names of the columns."""
    if frame.empty:
        return {}
    whose = _whose(frame)
    head = "\n".join(map(str, frame.columns)).encode()
    rows = pd.util.hash_pandas_object(frame, index=False).to_numpy()
    places = whose.reset_index(drop=True).groupby(whose.to_numpy(), sort=True).indices
    return {str(slug): sha256(head + rows[at].tobytes()).hexdigest() for slug, at in places.items()}


def copy_slices(workspace: Workspace, whose: Collection[str], target: Workspace) -> None:
    """Write the rows of these municipalities (and regions, by code) of every prepared file to another workspace."""
    for name, path in _paths(workspace):
        frame = pd.read_parquet(path, filters=[("municipality", "in", ["", *whose])])
        rows = frame[_whose(frame).isin(whose)].reset_index(drop=True)
        write_parquet(target.processed / f"{name}.parquet", rows)


def _whose(frame: pd.DataFrame) -> pd.Series[str]:
    """Return whose each row is: figures of a region belong to no municipality."""
    whose = frame["municipality"].astype(str)
    return whose.mask(whose == "", frame["unit"].astype(str)) if "unit" in frame else whose


def _paths(workspace: Workspace) -> Iterator[tuple[str, Path]]:
    for name in FILES:
        path = workspace.processed / f"{name}.parquet"
        if path.exists():
            yield name, path


def _read(workspace: Workspace, name: str, sha: str) -> dict[str, Any]:
    return {"file": sha, "parts": parts_of(pd.read_parquet(workspace.processed / f"{name}.parquet"))}


def _bytes(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _kept(workspace: Workspace) -> dict[str, Any]:
    try:
        said = json.loads((workspace.processed / KEPT).read_bytes())
    except (OSError, ValueError):
        return {}
    good = isinstance(said, dict) and all(
        isinstance(one, dict) and {"file", "parts"} <= one.keys() for one in said.values()
    )
    return said if good else {}


def _keep(workspace: Workspace, found: Mapping[str, Any]) -> None:
    with whole(workspace.processed / KEPT) as part:
        part.write_text(json.dumps(found, indent=0, sort_keys=True), encoding="utf-8")
