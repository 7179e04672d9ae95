"""The page of a municipality: for the department only, one file, nothing from outside, readable with many findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from pdmon_utils.receipts import ACCEPTED, CHANGED, EMPTY, HANDED_IN, LATE, MISSING, NOT_NEEDED, RETURNED
from pdmon_utils.returned.case import DEPARTMENT, Case, Year
from pdmon_utils.returned.remarks import LEVELS, Remark, groups, tally
from pdmon_utils.schema import SCHEMA
from pdmon_utils.signs import plain
from pdmon_utils.words import count, number, plural

ROWS = 3_000  # remarks on a page, shared among its files; more make it slow
LEAST = 6  # of every file at least
FOLDED = 60  # under one line
FREQUENT = 15
TITLES = {"error": "Ошибки", "query": "Вопросы", "note": "Пометки"}
SHORT = {
    ACCEPTED: "принято",
    HANDED_IN: "сдано",
    LATE: "поздно",
    RETURNED: "возвр.",
    MISSING: "нет",
    EMPTY: "пусто",
    NOT_NEEDED: "·",
    CHANGED: "изм.",
}
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of remarks: equal ones are folded under the first, `rest` of them are not on the page."""

    first: Remark
    folded: Sequence[str]
    rest: int

    @property
    def more(self) -> int:
        """How many remarks are not the first."""
        return len(self.folded) + self.rest


@dataclass(frozen=True, slots=True)
class FileBlock:
    """One file: its name, links, sizes by severity, lines by severity; `rest` remarks are in none of them."""

    name: str
    copy: str
    failed: str
    unread: bool
    sizes: Mapping[str, int]
    lines: Mapping[str, Sequence[Line]]
    rest: int


@dataclass(frozen=True, slots=True)
class Owner:
    """One organisation of a year with its files."""

    org_id: str
    name: str
    anchor: str
    state: str
    letter: str
    sizes: Mapping[str, int]
    files: Sequence[FileBlock]


@dataclass(frozen=True, slots=True)
class Links:
    """Where things are, relative to the page: file → copy, (year, org_id) → letter; file → why it has no copy."""

    copies: Mapping[str, str]
    letters: Mapping[tuple[int, str], str]
    failed: Mapping[str, str]


def page_html(case: Case, links: Links) -> str:
    """Return the page of a municipality."""
    room = max(LEAST, ROWS // max(1, sum(bool(said) for year in case.years for said in year.by_file.values())))
    return _template().render(
        case=case,
        years=[_year(year, links, room) for year in case.years],
        sizes=tally(case.everything),
        total=len(case.everything),
        others=_lines(case.remarks, room)[0],
        frequent=_frequent(case.everything),
        titles=TITLES,
        style=Markup((_HERE / "page.css").read_text(encoding="utf-8")),  # noqa: S704  our own file
    )


def _year(year: Year, links: Links, room: int) -> dict[str, object]:
    return {
        "number": year.number,
        "sizes": tally(year.remarks),
        "files": sum(bool(file) for file in year.by_file),
        "unread": len(year.unread_errors),
        "owners": list(_owners(year, links, room)),
        "matrix": _matrix(year),
        "silent": [year.name(org) for org in year.silent],
    }


def _owners(year: Year, links: Links, room: int) -> Iterator[Owner]:
    strangers = sorted({*year.owners.values()} - {*year.names, DEPARTMENT})
    for at, org in enumerate((DEPARTMENT, *year.names, *strangers)):
        files, letter = year.files(org), links.letters.get((year.number, org), "")
        if files or letter or org in year.names:
            yield Owner(
                org_id=org,
                name=year.name(org) or "Файлы нескольких организаций",
                anchor=f"y{year.number}-{at}",
                state="сведения не сданы" if org in year.silent else _files_read(year, files),
                letter=quote(letter),
                sizes=tally(remark for file in files for remark in year.by_file[file]),
                files=[_block(year, file, links, room) for file in files],
            )


def _files_read(year: Year, files: Sequence[str]) -> str:
    named = [file for file in files if file]
    unread = len(year.unread_errors.intersection(named))
    return count(len(named), "файл") + (f", из них не прочитано: {number(unread)}" if unread else "")


def _block(year: Year, file: str, links: Links, room: int) -> FileBlock:
    lines, rest = _lines(year.by_file[file], room)
    return FileBlock(
        name=file or "Данные года в целом",
        copy=quote(links.copies.get(file, "")),
        failed=links.failed.get(file, ""),
        unread=file in year.unread_errors,
        sizes=tally(year.by_file[file]),
        lines=lines,
        rest=rest,
    )


def _lines(remarks: Sequence[Remark], room: int) -> tuple[dict[str, list[Line]], int]:
    """Return lines by severity that show `room` remarks in all, and how many remarks are in no line."""
    lines: dict[str, list[Line]] = {severity: [] for severity in LEVELS}
    found = groups(remarks)
    for group in found[:room]:
        folded = [_folded(group.first, remark) for remark in group.remarks[1 : min(room, FOLDED)]]
        room -= len(folded)
        lines[group.first.severity].append(Line(group.first, folded, len(group.remarks) - 1 - len(folded)))
    told = sum(1 + line.more for same in lines.values() for line in same)
    return {severity: same for severity, same in lines.items() if same}, len(remarks) - told


def _folded(first: Remark, remark: Remark) -> str:
    """Return a further remark of a group, as short as it can be: the cell and the value, else its own sentence."""
    said = f"«{remark.value}»" if remark.value else "" if remark.message == first.message else remark.message
    return ": ".join(part for part in (remark.cell, said) if part) or remark.message


def _frequent(remarks: Sequence[Remark]) -> list[tuple[Remark, int]]:
    """Return the rules that were broken most often: one remark as an example, how many there are."""
    found: dict[str, list[Remark]] = {}
    for remark in remarks:
        found.setdefault(remark.rule, []).append(remark)
    ordered = sorted(found.values(), key=lambda same: (-len(same), same[0].number))
    return [(same[0], len(same)) for same in ordered[:FREQUENT]]


def _matrix(year: Year) -> dict[str, object]:
    """Return the tables that are needed in the year and the word for each organisation and table."""
    lines = year.receipts[year.receipts["status"] != NOT_NEEDED]
    needed = [name for name in SCHEMA if name in set(lines["table"])]
    said = {(str(o), str(t)): str(s) for o, t, s in lines[["org_id", "table", "status"]].itertuples(index=False)}
    rows = [
        (year.name(org), [(SHORT[status], status) for name in needed for status in [said.get((org, name), NOT_NEEDED)]])
        for org in year.names
    ]
    return {"titles": [SCHEMA[name].title for name in needed], "rows": rows}


def _shown(value: object) -> object:
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _template() -> Template:
    loader = FileSystemLoader(_HERE / "templates")
    pages = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown
    )
    pages.filters.update(count=count, number=number, plural=plural)
    return pages.get_template("page.html.j2")
