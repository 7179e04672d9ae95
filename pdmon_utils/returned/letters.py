"""A covering letter for each organisation that has something to mend, to explain or to hand in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from pdmon_utils.returned.case import DEPARTMENT, Case, Year, tables_held
from pdmon_utils.returned.remarks import Group, groups, needs_answer, tally
from pdmon_utils.rules import RULES
from pdmon_utils.signs import plain
from pdmon_utils.words import count, day

NAMED = 8  # groups of remarks that a letter tells
CELLS = 6  # cells that it names of a group
_TEMPLATES = Path(__file__).parent / "templates"
_SAFE = re.compile(r"[0-9A-Za-zА-Яа-яЁё-][0-9A-Za-zА-Яа-яЁё_-]{0,60}")
_ABBREVIATION = re.compile(r"[А-ЯЁ]{3,}\b")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: whom it is for ('' the department itself), the name of its file, its text."""

    org_id: str
    name: str
    text: str

    @property
    def content(self) -> bytes:
        """The bytes that Notepad and mail programs show well."""
        return plain(self.text).replace("\n", "\r\n").encode("utf-8-sig")


def letters(case: Case, year: Year, copies: Mapping[str, str]) -> list[Letter]:
    """Return the letters of a year; `copies`: file → the marked copy's path. Nobody in order is written to."""
    missing = dict(zip(year.organisations["org_id"], year.organisations["missing"], strict=True))
    found = []
    addressed = (*year.names, *sorted({*year.owners.values()} - {*year.names, DEPARTMENT}), DEPARTMENT)
    twins = Counter(org.casefold() for org in addressed)
    for org in addressed:
        said = _contents(year, org, copies, missing.get(org, ()))
        if said["errors"] or said["queries"] or said["missing"]:
            text = _template("letter.txt.j2").render(case=case, year=year.number, **said, **_terms(case, year))
            found.append(Letter(org, file_name(org, alone=twins[org.casefold()] == 1), _tidy(text)))
    return found


def file_name(org: str, *, alone: bool = True) -> str:
    """Return the name of a letter's file; a code that cannot name one, hides a path or has a twin gives its hash."""
    if org == DEPARTMENT:
        return "_department.txt"
    if alone and _SAFE.fullmatch(org) and not _RESERVED.fullmatch(org):
        return f"{org}.txt"
    return f"_{sha256(org.encode('utf-8', 'replace')).hexdigest()[:12]}.txt"


def _contents(year: Year, org: str, copies: Mapping[str, str], missing: Sequence[str]) -> dict[str, object]:
    files = year.files(org)
    common = year.common(org) if org else []
    own = [remark for file in files for remark in year.by_file[file]]
    remarks = [remark for remark in (*own, *common) if remark.severity != "note"]
    sizes = tally(remarks)
    told = groups(remarks)
    return {
        "organisation": year.name(org) if org else "",
        "abbreviated": bool(_ABBREVIATION.match(year.name(org))),  # «МБОУ …» is the same in every case
        "common": sorted({remark.file.partition("/")[2] for remark in common if remark.severity != "note"}),
        "own": needs_answer(own),
        "silent": org in year.silent,
        "files": [file.partition("/")[2] for file in files if file],
        "tables": tables_held(year, files),
        "errors": sizes["error"],
        "queries": sizes["query"],
        "told": [_line(group) for group in told[:NAMED]],
        "untold": sum(len(group.remarks) for group in told[NAMED:]),
        "missing": missing,
        "copies": [copies[file] for file in files if file in copies and needs_answer(year.by_file[file])],
    }


def _line(group: Group) -> str:
    """Return one group of remarks in a sentence: where, what, what to do, how many more."""
    first, more = group.first, len(group.remarks) - 1
    where = ", ".join(part for part in (first.file.partition("/")[2], first.place) if part)
    said = f"{first.message} [{first.level} {RULES[first.rule].number}{f'; {where}' if where else ''}]"
    if not more:
        return said
    cells = [remark.cell for remark in group.remarks[1:] if remark.cell]
    named = ", ".join(cells[:CELLS]) + (" и далее" if len(cells) > CELLS else "")
    return f"{said} Ещё таких: {more}{f' ({named})' if named else ''}."


def _terms(case: Case, year: Year) -> dict[str, str]:
    signature = case.card.signature
    due = year.due
    ahead = due is not None and due >= case.today
    return {
        "due": day(due) if due and ahead else "«___» ____________ 20___ г.",
        "passed": day(due) if due and not ahead else "",
        "collector": case.card.responsible.get("сбор данных", ""),
        "position": signature.get("position", ""),
        "signed": signature.get("name", ""),
        "where": case.card.genitive or case.card.name,
    }


def _tidy(text: str) -> str:
    """Return the text without spaces at the ends of lines and without more than one blank line in a row."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"


@cache
def _template(name: str) -> Template:
    loader = FileSystemLoader(_TEMPLATES)
    texts = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701  plain text
    texts.filters["count"] = count
    return texts.get_template(name)
