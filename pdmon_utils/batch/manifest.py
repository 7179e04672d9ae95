"""The manifest of a report, written last: a report without one, or whose files differ from it, is not done."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from pdmon_utils.batch.switch import switch, unsettled

ENDING = ".manifest.json"
SOURCE = "-source.html"  # of the page that tells where the report comes from


def manifest_path(output: Path) -> Path:
    """Return the path of a report's manifest, beside its notebook."""
    return output.with_name(output.stem + ENDING)


def write_report(output: Path, files: dict[str, bytes], said: dict[str, Any]) -> None:
    """Put a report's files (by ending, as `-source.html`) and the manifest of their hashes in place, all at once.

    Raises OSError; then the report is what it was.
    """
    named = {output.stem + ending: content for ending, content in files.items()}
    manifest = manifest_path(output)
    hashes = {name: sha256(content).hexdigest() for name, content in named.items()}
    text = json.dumps({**said, "files": hashes}, ensure_ascii=False, indent=1, sort_keys=True)
    gone = frozenset(_named_before(manifest) - named.keys())  # papers that are not made any more
    switch(output, {**named, manifest.name: text.encode()}, gone)


def _named_before(manifest: Path) -> set[str]:
    """Return the names of the files that a whole manifest of an earlier run names."""
    try:
        return {Path(name).name for name in json.loads(manifest.read_text(encoding="utf-8"))["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def done(manifest: Path) -> dict[str, Any] | None:
    """Return what the manifest says, None when it is damaged or a file of the report is not the one it names."""
    if unsettled(manifest.with_name(manifest.name.removesuffix(ENDING) + ".ipynb")):
        return None
    try:
        said: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
        files = [(manifest.with_name(name), digest) for name, digest in said["files"].items()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return said if all(_is(path, digest) for path, digest in files) else None


def _is(path: Path, digest: str) -> bool:
    return path.exists() and sha256(path.read_bytes()).hexdigest() == digest
