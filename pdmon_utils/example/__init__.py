"""Fictional example districts for `pdmon demo`: invented, seeded, with all five regulations."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from pdmon_utils.errors import WorkspaceError
from pdmon_utils.example.district import entries_of
from pdmon_utils.example.flaws import CORRECTION
from pdmon_utils.example.ledger import write_journal, write_region
from pdmon_utils.example.lore import facts
from pdmon_utils.example.places import District, Entry, district
from pdmon_utils.example.workbooks import csv_bytes, workbook_bytes, write
from pdmon_utils.schema import SCHEMA

__all__ = ["MARK", "example_slugs", "write_example"]

MARK = "ВЫМЫШЛЕННЫЕ-ДАННЫЕ.txt"
_MARK_TEXT = (
    "Эта папка создана командой «pdmon demo»: муниципалитет, организации, люди и числа вымышлены.\n"
    "Команда перезаписывает папку целиком. Не храните здесь настоящие данные.\n"
)


def example_slugs() -> tuple[str, ...]:
    """Return the folder names of the example districts."""
    return tuple(facts("districts"))


def _refuse_foreign(folders: Iterable[Path]) -> None:
    for folder in folders:
        if folder.exists() and not (folder / MARK).exists():
            raise WorkspaceError(
                f"{folder}: папка уже есть и создана не командой «pdmon demo» (нет файла {MARK}). "
                "Пример не записан, чтобы не потерять ваши данные: переименуйте папку или укажите другой каталог."
            )


def _title(place: District, year: int, org: str) -> str:
    names = {one.id: one.name for one in place.organisations}
    who = names.get(org.removesuffix(CORRECTION), "общие таблицы района")
    return f"{place.card['name']}: {who}, {year} год (вымышленные данные)"


def _by_file(entries: Iterable[Entry]) -> dict[tuple[int, str], dict[str, list[Entry]]]:
    """Return (year, organisation) → table → entries."""
    files: dict[tuple[int, str], dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        files[entry.year, entry.org][entry.table].append(entry)
    return files


def _files(place: District, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """Yield path within the district's folder and content of every table file."""
    for (year, org), tables in sorted(_by_file(entries).items()):
        apart = [table for table in place.csv if not org and table in tables]
        for table in apart:
            yield f"{year}/{SCHEMA[table].title}.csv", csv_bytes(table, tables[table])
        rest = {table: rows for table, rows in tables.items() if table not in apart}
        yield (
            f"{year}/школы/{org}.xlsx" if org else f"{year}/общие.xlsx",
            workbook_bytes(_title(place, year, org), rest),
        )


def _card(place: District) -> bytes:
    said = yaml.safe_dump(dict(place.card), allow_unicode=True, sort_keys=False, width=120)
    return f"# Вымышленный муниципалитет: карточка примера «pdmon demo»\n{said}".encode()


def _texts(place: District) -> Iterator[tuple[str, bytes]]:
    if place.analyst:
        for name, text in facts("texts")[place.slug].items():
            yield f"{place.analyst}/texts/{name}.md", str(text).encode()
        yield f"{place.analyst}/texts/tags.csv", _decisions()


def _decisions() -> bytes:
    """Return what the analyst decided on tags, as Excel saves it in Russia."""
    rows = [[said[name] for name in ("source", "text", "tag", "confirmed")] for said in facts("tags")["decisions"]]
    lines = [["Источник", "Текст", "Метка", "Подтверждено"], *rows]
    return "".join(f"{';'.join(line)}\r\n" for line in lines).encode("utf-8-sig")


def write_district(raw: Path, slug: str, *, seed: int, journals: Path | None = None) -> None:
    """Write one example district in place of an earlier one, and its journal if `journals` is named.

    Raises WorkspaceError over somebody's own folder.
    """
    folders = [raw / slug, *([journals / slug] if journals else ())]
    _refuse_foreign(folders)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        write(folder / MARK, _MARK_TEXT.encode())
    place = district(slug, seed)
    write(raw / slug / "municipality.yaml", _card(place))
    files = dict(_files(place, entries_of(slug, seed)))
    for path, content in [*_texts(place), *files.items()]:
        write(raw / slug / path, content)
    if journals:
        write_journal(journals / slug, place, files)


def write_example(raw: Path, journals: Path | None = None, *, seed: int = 2022) -> tuple[str, ...]:
    """Write the example districts and return their slugs; raises WorkspaceError over somebody's own folder."""
    slugs = example_slugs()
    regional = [journals / region for region in facts("journal")["approvals"]["regions"]] if journals else []
    _refuse_foreign([*(folder / slug for slug in slugs for folder in (raw, journals) if folder), *regional])
    for slug in slugs:
        write_district(raw, slug, seed=seed, journals=journals)
    for folder in regional:
        shutil.rmtree(folder, ignore_errors=True)
        write(folder / MARK, _MARK_TEXT.encode())
        write_region(folder, folder.name)
    return slugs
