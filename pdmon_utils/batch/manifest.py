"""The manifest of a report, written last: a report without one, or whose files differ from it, is not done."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from pdmon_utils.publish import Page

ENDING = ".manifest.json"
SOURCE = "-source.html"  # of the page that tells where the report comes from


def manifest_path(output: Path) -> Path:
    """Return the path of a report's manifest, beside its notebook."""
    return output.with_name(output.stem + ENDING)


def replace_file(content: bytes, target: Path) -> None:
    """Write a file so that it is whole or absent at any moment."""
    part = target.with_name(f".{target.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)


def write_report(output: Path, files: dict[str, bytes], said: dict[str, Any]) -> None:
    """Put a report's files (by ending, as `-source.html`) beside `output`, then the manifest with their hashes."""
    named = {output.stem + ending: content for ending, content in files.items()}
    output.parent.mkdir(parents=True, exist_ok=True)
    manifest = manifest_path(output)
    for name in _named_before(manifest) - named.keys():
        output.with_name(name).unlink(missing_ok=True)  # a paper that is not made any more
    manifest.unlink(missing_ok=True)
    for name, content in named.items():
        replace_file(content, output.with_name(name))
    hashes = {name: sha256(content).hexdigest() for name, content in named.items()}
    text = json.dumps({**said, "files": hashes}, ensure_ascii=False, indent=1, sort_keys=True)
    replace_file(text.encode(), manifest)


def _named_before(manifest: Path) -> set[str]:
    """Return the names of the files that a whole manifest of an earlier run names."""
    said = done(manifest) if manifest.exists() else None
    return {Path(name).name for name in said["files"]} if said else set()


def done(manifest: Path) -> dict[str, Any] | None:
    """Return what the manifest says, None when it is damaged or a file of the report is not the one it names."""
    try:
        said: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
        files = [(manifest.with_name(name), digest) for name, digest in said["files"].items()]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return said if all(_is(path, digest) for path, digest in files) else None


def _is(path: Path, digest: str) -> bool:
    return path.exists() and sha256(path.read_bytes()).hexdigest() == digest


def public_pages(reports: Path) -> Iterator[Page]:
    """Yield the pages of all public reports that are done."""
    for manifest in sorted(reports.glob(f"*/*/public/*{ENDING}")):
        said = done(manifest)
        if said:
            yield Page(
                municipality=said["place"],
                name=said["place_name"],
                region=said["region"],
                year=said["year"],
                notebook=said["notebook"],
                title=said["title"],
                source=manifest.with_name(manifest.name.removesuffix(ENDING) + ".html"),
            )
