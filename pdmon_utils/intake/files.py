"""Which files of a municipality are read, in which order, and which are passed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pdmon_utils.intake.findings import Finding
from pdmon_utils.municipality import Municipality

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
DELIMITED = ".csv"
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_TEXTS = "texts"  # the analyst's own words lie beside the data of the year


@dataclass(frozen=True, slots=True)
class Source:
    """One file with data: where it is, its year folder, its path relative to the municipality's folder."""

    path: Path
    year: int
    file: str

    def finding(self, rule: str, message: str) -> Finding:
        """Return an error about the file as a whole."""
        return Finding(rule, "error", message, self.year, self.file)


def sources_of(municipality: Municipality) -> tuple[list[Source], list[Finding]]:
    """Return the files to read, by year and then by path (code points), and findings on all others."""
    sources, said = [], []
    for year in municipality.years:
        for source in _files(municipality.folder, year):
            passed = _passed_over(source)
            sources += [] if passed else [source]
            said += [passed] if passed else []
    return sources, said


def _files(folder: Path, year: int) -> list[Source]:
    top = folder / str(year)
    paths = [path for path in _walk(top) if path.relative_to(top).parts[0] != _TEXTS]
    found = [Source(path, year, path.relative_to(folder).as_posix()) for path in paths]
    return sorted(found, key=lambda source: source.file)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink() and not path.name.startswith("."):
            yield from _walk(path)
        else:
            yield path


def _passed_over(source: Source) -> Finding | None:
    name = source.path.name
    if source.path.is_symlink():
        said = f"«{name}» — ссылка на другое место, такие файлы не читаются. Положите сам файл."
        return source.finding("file.link", said)
    if name.startswith("~$"):
        said = f"«{name}» — след открытой в Excel книги, пропущен. Если книга ещё открыта, сохраните и закройте её."
        return Finding("file.lock", "note", said, source.year, source.file)
    if name.startswith(".") or name.casefold() in _SYSTEM:
        return Finding("file.hidden", "note", f"Скрытый файл «{name}» пропущен.", source.year, source.file)
    if source.path.suffix.casefold() not in {*WORKBOOKS, DELIMITED}:
        said = f"Файлы вида «{name}» не читаются. Если в нём данные, сохраните их как .xlsx."
        return Finding("file.kind", "query", said, source.year, source.file)
    return None
