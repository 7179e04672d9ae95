"""The versions that were published, kept so that the site can be made of them at any time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pdmon_utils.batch.manifest import done, manifest_path
from pdmon_utils.errors import PdmonError
from pdmon_utils.folders import whole
from pdmon_utils.journal import Publication
from pdmon_utils.publish import Page
from pdmon_utils.publish.pages import Recalled
from pdmon_utils.release.history import WITHDRAWN, History, documents, history
from pdmon_utils.store import Workspace

ROOM = "published"
Key = tuple[str, int]  # place and year
New = Mapping[Key, Sequence[Publication]]


class ArchiveError(PdmonError):
    """A version that the journal names is not in the archive as it was published."""


@dataclass(frozen=True, slots=True)
class Archive:
    """`reports/published/<place>/<year>/v<N>/`; what lies in `staged` in the same way wins, until it is kept."""

    reports: Path
    staged: Path | None = None

    def bundle(self, key: Key, document: str, version: int) -> Path:
        """Return the path of a version's notebook; its page, papers and manifest lie beside it."""
        below = Path(key[0], str(key[1]), f"v{version}", f"{document}.ipynb")
        new = self.staged / below if self.staged else None
        return new if new and manifest_path(new).exists() else self.reports / ROOM / below

    def keep(self) -> None:
        """Move what is staged to its place; each file appears whole."""
        if self.staged is None:
            return
        for path in sorted(p for p in self.staged.rglob("*") if p.is_file()):
            with whole(self.reports / ROOM / path.relative_to(self.staged)) as part:
                shutil.copyfile(path, part)


def files_hash(files: Mapping[str, str]) -> str:
    """Return the sha256 of the names and hashes of a version's files."""
    return sha256("".join(f"{name} {digest}\n" for name, digest in sorted(files.items())).encode()).hexdigest()


def shelf(workspace: Workspace, archive: Archive, new: New) -> list[Page]:
    """Return the pages of the whole site: all versions that may be read, with `new` lines of the journals."""
    return _renamed([page for key, said in _journals(workspace, new) for page in _pages(archive, key, said)])


def recalled(workspace: Workspace, archive: Archive, new: New) -> list[Recalled]:
    """Return the reports of which every version was withdrawn, with `new` lines of the journals: latest day first."""
    found = [one for key, said in _journals(workspace, new) for one in _gone(archive, key, said)]
    return sorted(found, key=lambda one: (-one.day.toordinal(), one.name, -one.year, one.title))


def _journals(workspace: Workspace, new: New) -> Iterator[tuple[Key, list[Publication]]]:
    """Yield place and year with what its journal says of publications, by place and year."""
    folders = workspace.journals.iterdir() if workspace.journals.is_dir() else ()
    old = {(p.name, year) for p in folders if p.is_dir() for year in workspace.journal(p.name).years}
    for place, year in sorted({*old, *new}):
        yield (place, year), [*workspace.journal(place).publications(year), *new.get((place, year), ())]


def _gone(archive: Archive, key: Key, said: Sequence[Publication]) -> Iterator[Recalled]:
    """Yield the reports of a year that left the site whole and whose last version the archive still knows by title."""
    for document in documents(said):
        known = history(document, said)
        path = manifest_path(archive.bundle(key, document, known.versions[-1].version))
        if not known.shown and (told := done(path) if path.exists() else None):
            yield Recalled(told["place_name"], told["year"], told["title"], max(one.date for one in known.versions))


def _pages(archive: Archive, key: Key, said: Sequence[Publication]) -> Iterator[Page]:
    for document in documents(said):
        known = history(document, said)
        for one in known.shown:
            page = replace(_page(archive, key, one), current=one == known.current, recalled=_recalled(known))
            yield replace(page, corrected=known.current is not None)


def _recalled(known: History) -> str:
    """Return which versions were withdrawn and when; why stays in the journal: it may name what must not be named."""
    taken = [one for one in known.versions if one.status == WITHDRAWN]
    return "; ".join(f"версия {one.version} отозвана {one.date:%d.%m.%Y}" for one in taken)


def _page(archive: Archive, key: Key, one: Publication) -> Page:
    """Return the page of a version; raises ArchiveError when its files are not those that were published."""
    path = archive.bundle(key, one.document, one.version)
    said = done(manifest_path(path)) if manifest_path(path).exists() else None
    if said is None or files_hash(said["files"]) != one.files:
        raise ArchiveError(
            f"{path.parent}: версия {one.version} документа «{one.document}» не та, что была опубликована. Верните "
            f"папку из резервной копии или отзовите версию: pdmon withdraw {key[0]} {key[1]} -n {one.document} "
            f"--version {one.version} --reason «почему»."
        )
    return Page(
        municipality=said["place"],
        name=said["place_name"],
        region=said["region"],
        year=said["year"],
        notebook=said["notebook"],
        title=said["title"],
        source=path.with_suffix(".html"),
        version=one.version,
        revised=f"исправленная версия от {one.date:%d.%m.%Y}: {one.reason}" if one.version > 1 else "",
        approved=said["approved"],
        published=one.date,
    )


def _renamed(pages: Sequence[Page]) -> list[Page]:
    """Return the pages with the latest name of each place: an archive remembers how it was called."""
    latest = {page.municipality: page for page in sorted(pages, key=lambda p: (p.year, p.version))}
    return [
        replace(page, name=latest[page.municipality].name, region=latest[page.municipality].region) for page in pages
    ]
