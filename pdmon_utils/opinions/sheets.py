"""Small csv files that an analyst fills in beside the data: read tolerantly, refused with file and line."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from pdmon_utils.errors import PdmonError, nearest
from pdmon_utils.formulas import like_formula

YES_NO = {"да": True, "нет": False, "": None}


class OpinionError(PdmonError):
    """A file of tags, limits or surveys says something that pdmon does not understand."""


def read_sheet(path: Path, headers: Mapping[str, str], needed: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows of a csv file as name → trimmed text; none without a file. `headers`: name → Russian header.

    Raises OpinionError naming the file for a header that is not known or a needed one that is not there.
    """
    if not path.exists():
        return []
    lines = list(csv.reader(io.StringIO(_text(path), newline=""), delimiter=_delimiter(path)))
    names = _names(path, lines[0] if lines else [], headers, needed)
    rows = ({name: cell.strip() for name, cell in zip(names, line, strict=False) if name} for line in lines[1:])
    return [dict.fromkeys(headers, "") | row for row in rows if any(row.values())]


def sheet_text(headers: Mapping[str, str], rows: list[dict[str, str]]) -> str:
    """Return rows as csv with semicolons for Excel; what Excel would take for a formula gets an apostrophe."""
    out = io.StringIO(newline="")
    cells = [[f"'{row[name]}" if like_formula(row[name]) else row[name] for name in headers] for row in rows]
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([list(headers.values()), *cells])
    return out.getvalue()


def yes_no(path: Path, said: str) -> bool | None:
    """Return да as True, нет as False, an empty cell as None; raises OpinionError for another word."""
    if said.lower() not in YES_NO:
        raise OpinionError(f"{path.name}: «{said}» — ожидалось «да», «нет» или пусто.")
    return YES_NO[said.lower()]


def _names(path: Path, head: list[str], headers: Mapping[str, str], needed: tuple[str, ...]) -> list[str]:
    known = {word.lower(): name for name, word in headers.items()} | {"": ""}  # Excel leaves columns without a name
    for said in head:
        if said.strip().lower() not in known:
            raise OpinionError(f"{path.name}: не знаю столбца «{said}»{nearest(said, headers.values())}")
    names = [known[said.strip().lower()] for said in head]
    missing = [headers[name] for name in needed if name not in names]
    if missing:
        raise OpinionError(f"{path.name}: нет столбца {', '.join(f'«{word}»' for word in missing)}. Допишите.")
    return names


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251")


def _delimiter(path: Path) -> str:
    first = _text(path).partition("\n")[0]
    return max(";,\t", key=first.count)
