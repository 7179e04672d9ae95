"""The key of a report: fingerprints of all that it is made of, part by part, so that a change can be named in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from pdmon_utils.batch.jobs import Job
from pdmon_utils.publish.versions import digest, libraries, program
from pdmon_utils.slices import Parts, parts_of, slices_of
from pdmon_utils.store import Workspace
from pdmon_utils.study.approved import approval_of

Key = Mapping[str, str]  # part → fingerprint; of data one part a file: «data tables/staff»
DATA: Final = "data "
NOTEBOOK, PARAMETERS, PROGRAM, LIBRARIES = "notebook", "parameters", "program", "libraries"
REGULATIONS, RULES, TEMPLATE, CARD = "regulations", "rules", "template", "card"
MAP, TEXTS, JOURNAL, APPROVAL, PUBLISHED = "map", "texts", "journal", "approval", "published"
SPOKEN_OF: Final = ("recommendations", "practices")  # documents whose orders other papers name, see `study.sending`
_NOTHING: Final = ""
_RECORDS_OF_PUBLICATION: Final = ("approvals.csv", "publications.csv")  # those that a report prints are `APPROVAL`


def stamped(workspace: Workspace, jobs: Sequence[Job]) -> list[Job]:
    """Return the jobs with their keys as things stand now."""
    keys = Keys(workspace)
    return [replace(job, key=keys.of(job)) for job in jobs]


def members_of(workspace: Workspace, place: str) -> tuple[str, ...]:
    """Return the municipality, or those of the region: a report is made of what all of them handed in."""
    cards = workspace.municipalities
    return (place,) if place in cards else tuple(slug for slug, card in cards.items() if card.region_code == place)


class Keys:
    """The keys of a workspace's reports as things stand now; what many of them share is looked at once."""

    def __init__(self, workspace: Workspace) -> None:
        """Look at what all reports share; where nothing is prepared yet a key has no parts of data."""
        prepared = (workspace.processed / "figures.parquet").exists()
        parts: Parts = slices_of(workspace) if prepared else {}
        self._workspace, self._parts, self._home = workspace, parts, workspace.home
        self._common = {
            PROGRAM: program(),
            LIBRARIES: digest(f"{name} {number}" for name, number in libraries().items()),
            REGULATIONS: _folder(self._home / "regulations"),
            RULES: digest([_folder(self._home / "rules"), _file(self._home / "tags.yml")]),
        }
        self._own_notebooks = (self._home / "notebooks").is_dir()
        self._order = cache(self._order_of)
        self._hash, self._data = cache(_file), cache(self._data_of)
        self._people, self._seen, self._papers = cache(self._written), cache(self._published), cache(self._templates)

    def of(self, job: Job) -> Key:
        """Return the key of a report."""
        members = members_of(self._workspace, job.place)
        key = {
            **self._common,
            NOTEBOOK: self._hash(job.notebook),
            PARAMETERS: digest([job.place_name, json.dumps(job.parameters, sort_keys=True, ensure_ascii=False)]),
            TEMPLATE: self._papers(job.place),
            MAP: self._hash(self._home / "maps" / f"{job.place}.geojson"),
            APPROVAL: self._approval(job),
            **self._people(members, job.year),
            **self._data(job.place, members),
        }
        return key if job.audience == "internal" else {**key, PUBLISHED: self._seen(job.place, members, job.year)}

    def _data_of(self, place: str, members: tuple[str, ...]) -> dict[str, str]:
        whose = list(dict.fromkeys((place, *members)))
        return {
            f"{DATA}{name}": digest(f"{slug} {said.get(slug, _NOTHING)}" for slug in whose)
            for name, said in self._parts.items()
        }

    def _written(self, members: tuple[str, ...], year: int) -> dict[str, str]:
        """Return what people wrote up to the year: cards, own texts, journals."""
        raw, journals = self._workspace.raw, self._workspace.journals
        return {
            CARD: digest(_file(raw / slug / "municipality.yaml") for slug in members),
            TEXTS: digest(
                line for slug in members for path in _years(raw / slug, year) for line in _lines(path / "texts", raw)
            ),
            JOURNAL: digest(
                line
                for slug in members
                for path in _years(journals / slug, year)
                for line in _lines(path, journals)
                if not line.endswith(_RECORDS_OF_PUBLICATION)
            ),
        }

    def _templates(self, place: str) -> str:
        """Return the office's templates: the workspace's and the municipality's."""
        folder = self._workspace.templates
        common = sorted(path for path in folder.glob("*") if path.is_file())
        return digest([*(f"{_file(path)} {path.name}" for path in common), *_lines(folder / place, folder)])

    def _approval(self, job: Job) -> str:
        """Return the orders that the report may print: its own and those of papers that others speak of.

        A notebook of the workspace's own may speak of any document, so all orders of the year are its part.
        """
        if self._own_notebooks:
            return _file(self._workspace.journals / job.place / str(job.year) / _RECORDS_OF_PUBLICATION[0])
        return digest(self._order(job.place, job.year, code) for code in (job.code, *SPOKEN_OF))

    def _order_of(self, place: str, year: int, code: str) -> str:
        said = approval_of(self._workspace, place, year, code)
        return f"{said.order} {said.date}" if said else _NOTHING

    def _published(self, place: str, members: tuple[str, ...], year: int) -> str:
        """Return what the public has seen of the years up to this one: it decides what has to stay hidden."""
        region = [] if place in members else [""]
        seen = self._workspace.published([*region, *members])
        mine = (seen["municipality"] != "") | (seen["unit"] == place)
        rows = seen[mine & (seen["year"] <= year)].drop(columns=["version", "published"]).drop_duplicates()
        return digest(f"{whose} {part}" for whose, part in sorted(parts_of(rows).items()))


def _file(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else _NOTHING


def _folder(folder: Path) -> str:
    return digest(_lines(folder, folder)) if folder.is_dir() else _NOTHING


def _years(folder: Path, last: int) -> Iterator[Path]:
    """Yield the folders of the years up to the last one."""
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    yield from (path for path in found if path.is_dir() and path.name.isdigit() and int(path.name) <= last)


def _lines(folder: Path, base: Path) -> Iterable[str]:
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    return (f"{_file(path)} {path.relative_to(base).as_posix()}" for path in found if path.is_file())
