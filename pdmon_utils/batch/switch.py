"""The files of a report change all at once: what is new lies beside them, one file says so, then each takes its place.

Whatever stops it, a later start finishes what was said, or takes all of it back. Until then the report is not done.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pdmon_utils.batch import files

_PART, _OLD, _SAID = ".part", ".old", ".switch"
_STRAY: Final = (_PART, _OLD, _SAID)


def switch(output: Path, new: Mapping[str, bytes], gone: frozenset[str] = frozenset()) -> None:
    """Put files (name → content, the manifest last) beside `output` and remove those that are `gone`.

    Raises OSError; then all files are the old ones, or, where even that failed, `settle` makes them so or all new.
    """
    folder = output.parent
    folder.mkdir(parents=True, exist_ok=True)
    settle(output)
    before = [name for name in (*new, *sorted(gone)) if (folder / name).exists()]
    told = {
        "files": {name: sha256(content).hexdigest() for name, content in new.items()},
        "gone": sorted(gone),
        "before": before,
    }
    try:
        _lay(output, new, before)
        _say(output, told)
    except OSError:
        _clear(output, told)
        raise
    try:
        _forward(output, told)
        _said(output).unlink()
    except OSError:
        _back(output, told)
        raise
    _clear(output, told)


def settle(output: Path) -> None:
    """Finish a switch that was broken off, or take it back where its parts are gone; else do nothing."""
    said = _read(_said(output))
    if said is None:
        files.remove([_said(output)])
        return
    if _whole(output, said):
        _forward(output, said)
        _clear(output, said)
    else:
        _back(output, said)


def unsettled(output: Path) -> bool:
    """Return True while a switch is under way or was broken off."""
    return _said(output).exists()


def sweep(reports: Path) -> None:
    """Settle every switch that was broken off, remove what was left beside reports; only for the lock's owner."""
    strays = list(_strays(reports))
    for path in strays:
        if path.name.endswith(_SAID):
            settle(path.with_name(path.name[1:].removesuffix(_SAID) + ".ipynb"))
    files.remove(strays)


def _strays(reports: Path) -> Iterator[Path]:
    for place in reports.iterdir() if reports.is_dir() else ():
        if place.is_dir() and place.name not in {"site", "published"}:
            yield from (path for path in place.rglob(".*") if path.name.endswith(_STRAY))


def _lay(output: Path, new: Mapping[str, bytes], before: list[str]) -> None:
    for name, content in new.items():
        files.write(_beside(output, name, _PART), content)
    for name in before:
        files.keep(output.with_name(name), _beside(output, name, _OLD))


def _say(output: Path, told: Mapping[str, Any]) -> None:
    """Write down what is going to be: from now on it can be finished, or taken back, by anybody."""
    part = _beside(output, _said(output).name[1:], _PART)
    files.write(part, json.dumps(told, ensure_ascii=False).encode())
    files.replace(part, _said(output))
    files.sync(output.parent)


def _forward(output: Path, told: Mapping[str, Any]) -> None:
    for name in told["files"]:
        part = _beside(output, name, _PART)
        if part.exists():
            files.replace(part, output.with_name(name))
    for name in told["gone"]:
        output.with_name(name).unlink(missing_ok=True)
    files.sync(output.parent)


def _back(output: Path, told: Mapping[str, Any]) -> None:
    """Give every file the content it had; raises OSError, and then a later `settle` does it."""
    for name in (*told["files"], *told["gone"]):
        old = _beside(output, name, _OLD)
        if old.exists():
            files.replace(old, output.with_name(name))
        elif name not in told["before"]:
            output.with_name(name).unlink(missing_ok=True)
    files.sync(output.parent)
    _clear(output, told)


def _clear(output: Path, told: Mapping[str, Any]) -> None:
    """Remove what was said, then what lay beside; the other way round a settling could not know what to do."""
    part = _beside(output, _said(output).name[1:], _PART)
    names = (*told["files"], *told["gone"])
    files.remove([_said(output), part, *(_beside(output, name, ending) for name in names for ending in (_PART, _OLD))])


def _whole(output: Path, told: Mapping[str, Any]) -> bool:
    """Return True when every new file lies in its place or beside it."""
    return all(
        _is(_beside(output, name, _PART), digest) or _is(output.with_name(name), digest)
        for name, digest in told["files"].items()
    )


def _is(path: Path, digest: str) -> bool:
    return path.exists() and sha256(path.read_bytes()).hexdigest() == digest


def _said(output: Path) -> Path:
    return output.with_name(f".{output.stem}{_SAID}")


def _beside(output: Path, name: str, ending: str) -> Path:
    return output.with_name(f".{name}{ending}")


def _read(path: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    good = isinstance(said, dict) and {"files", "gone", "before"} <= said.keys()
    return said if good else None
