"""Files as they were received: copies and strangers among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pdmon_utils.municipality import Municipality
from pdmon_utils.reading.findings import Finding
from pdmon_utils.reading.readers import Received
from pdmon_utils.reading.special import OKTMO, VERSION, YEAR


def accepted(
    municipality: Municipality, files: Sequence[Received], version: str
) -> tuple[list[Received], list[Finding]]:
    """Return the files that belong here, and findings: strangers are not counted, copies and old templates are."""
    strangers = {file.source.file: said for file in files if (said := _stranger(municipality, file))}
    kept = [file for file in files if file.source.file not in strangers]
    return kept, [*strangers.values(), *_copies(kept), *_outdated(kept, version)]


def _stranger(municipality: Municipality, file: Received) -> Finding | None:
    about = file.reading.about
    for what, expected in ((OKTMO, municipality.oktmo), (YEAR, str(file.source.year))):
        if about.get(what, expected) != expected:
            return file.source.finding("file.alien", what=what, value=about[what], expected=expected)
    return None


def _copies(files: Sequence[Received]) -> Iterator[Finding]:
    first: dict[tuple[int, str], str] = {}
    for file in files:
        other = first.setdefault((file.source.year, file.digest), file.source.file)
        if other != file.source.file and file.reading.parts:
            yield file.source.finding("file.twin", other=other)


def _outdated(files: Sequence[Received], version: str) -> Iterator[Finding]:
    for file in files:
        own = file.reading.about.get(VERSION, version)
        if version and own != version:
            yield file.source.finding("file.template", value=own, expected=version)
