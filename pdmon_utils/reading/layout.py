"""An exported form ОО-1 → the draft of its layout: an edition in YAML that a person compares with the order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from pdmon_utils.oo1 import STAFF, section_code
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.reading.folding import trim
from pdmon_utils.reading.graphs import CROSSED_OUT, DEPTH, Graphs, cell_at, graphs_of
from pdmon_utils.reading.statesheet import number_of
from pdmon_utils.reading.workbooks import open_workbook

_TITLE = "форма № ОО-1, приказ Росстата от __.__.____ № ___"
_WORD = re.compile(r"[^\W\d_]{4,}")
_USUAL = frozenset(  # they tell no row from another
    "всего числе численность численности строк строки сумма граф графы имеют работники работников персонала "
    "распределение организации общей него них".split()
)
_SUM = re.compile(r"сумм\w*\s*(?P<what>стр|гр)\w*\.?\s*(?P<numbers>\d[\d\s,–—-]*)", re.IGNORECASE)
_SPAN = re.compile(r"(\d+)(?:\s*[-–—]\s*(\d+))?")
_NAME = 120  # letters of a name
_STEMS, _ENDING, _SHORTEST = 2, 2, 4  # so many stems of a name; letters of a word that may change, and must stay
_HEAD = """\
# Черновик раскладки, снятый с «{file}»: что стояло на листах. Сравните с текстом приказа, прежде чем верить числам.
# 1. Впишите приказ в title; from и until — годы, за которые сдают эту форму.
# 2. Строка и графа — это [название, основы слов, которые должны в нём быть]: уберите лишнее, при случае возьмите чужие.
# 3. controls взяты из слов «сумма строк…» и «сумма граф…»; остальные допишите так же («02 >= 03, 04», «3 = 3.1:3»).
# 4. closed — где на листе стоял Х, fractions — графы с дробными числами.
# 5. Сверка с реестром и показатели (register, populations, figures) есть в раскладке 2016 года: перенесите строки,
#    у которых номера раздела, строк и граф те же. Без них форма читается и проверяется, но в показатели не идёт.
"""


def layout_request(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the draft for the workbook that a request names, or why there is none; runs in the child process."""
    try:
        return {"text": layout_of(Path(asked["path"]), asked["year"])}
    except RefusedFileError as refusal:
        return {"refused": str(refusal)}


def layout_of(path: Path, year: int) -> str:
    """Return the draft of the edition from `year` on, '' for a workbook without a section on staff.

    Raises RefusedFileError for a file that cannot be read.
    """
    found = {section_code(sheet.name): sheet.rows for sheet in open_workbook(path).sheets}
    staff = {code: rows for code, rows in found.items() if code.startswith(STAFF)}
    drafts = {code: (graphs, rows) for code, rows in staff.items() if (graphs := graphs_of(rows[:DEPTH]))}
    if not drafts:
        return ""
    edition = {
        "title": _TITLE,
        "from": str(year),
        "until": str(year),
        "day": "09-20",
        "confirmed": "no",
        "source": f"снято с выгрузки «{path.name}», с приказом не сверено",
        "sections": {code: _section(code, *drafts[code]) for code in sorted(drafts)},
        "controls": [control for code in sorted(drafts) for control in _controls(code, *drafts[code])],
    }
    said = yaml.safe_dump(edition, allow_unicode=True, sort_keys=False, default_flow_style=None, width=_NAME)
    return _HEAD.format(file=path.name) + said


def _section(code: str, graphs: Graphs, rows: Sequence[Sequence[object]]) -> dict[str, Any]:
    title = _title(code, graphs, rows)
    section = {
        "title": title,
        "like": next(iter(_stems(title)), ""),
        "rows": {f"{number:02}": _line(name, f"строка {number:02}") for number, name in _names(graphs, rows).items()},
        "columns": {str(n): _line(graphs.over(at, rows), f"графа {n}") for n, at in graphs.columns.items()},
        "closed": [f"{row:02}:{_spans(closed)}" for row, closed in _closed(graphs, rows).items() if closed],
        "fractions": _fractions(graphs, rows),
    }
    return {key: said for key, said in section.items() if said or key == "like"}


def _title(code: str, graphs: Graphs, rows: Sequence[Sequence[object]]) -> str:
    """Return the words over the table that begin with the section's number, without it, else its number."""
    words = (cell_at(row, place) for row in rows[: graphs.row] for place in range(len(row)))
    named = next((word for word in words if word.startswith(code)), "")
    return trim(named.removeprefix(code).lstrip(".: "))[:_NAME] or f"раздел {code}"


def _names(graphs: Graphs, rows: Sequence[Sequence[object]]) -> dict[int, str]:
    """Return number → name; of two rows with one number the first."""
    names: dict[int, str] = {}
    for _, number, name in graphs.numbered(rows):
        names.setdefault(number, name)
    return names


def _line(words: str, nameless: str) -> list[str]:
    name = " ".join(words.split())
    return [name[:_NAME] or nameless, " ".join(_stems(name))]


def _stems(name: str) -> list[str]:
    """Return what most of all tells a name from others: its longest words without their endings."""
    words = [word for word in _WORD.findall(_SUM.sub("", name).lower()) if word not in _USUAL]
    longest = sorted(dict.fromkeys(words), key=len, reverse=True)[:_STEMS]
    return [word[: max(_SHORTEST, len(word) - _ENDING)] for word in words if word in longest][:_STEMS]


def _closed(graphs: Graphs, rows: Sequence[Sequence[object]]) -> dict[int, list[int]]:
    """Return row → its columns that are crossed out."""
    return {
        number: [n for n, at in graphs.columns.items() if cell_at(rows[line], at).casefold() in CROSSED_OUT]
        for line, number, _ in graphs.numbered(rows)
    }


def _fractions(graphs: Graphs, rows: Sequence[Sequence[object]]) -> list[str]:
    """Return the columns in which some number is no whole one."""
    cells = {number: [row[at] for row in rows[graphs.row :] if at < len(row)] for number, at in graphs.columns.items()}
    numbers = {n: filter(None, map(number_of, found)) for n, found in cells.items()}
    return [str(n) for n, found in numbers.items() if any(not number.is_integer() for number in found)]


def _controls(code: str, graphs: Graphs, rows: Sequence[Sequence[object]]) -> Iterator[dict[str, str]]:
    """Yield the sums that the names of rows and columns promise, over the cells that are open in all their parts."""
    names, closed = _names(graphs, rows), _closed(graphs, rows)
    for row, name in names.items():
        parts = _parts(name, "стр", set(names) - {row})
        over = [column for column in graphs.columns if not any(column in closed[part] for part in (row, *parts))]
        if parts and over:
            yield {"section": code, "rows": _equation(row, parts, 2), "over": _spans(over)}
    for column, place in graphs.columns.items():
        parts = _parts(graphs.over(place, rows), "гр", set(graphs.columns) - {column})
        over = [row for row in names if not set(closed[row]) & {column, *parts}]
        if parts and over:
            yield {"section": code, "columns": _equation(column, parts, 1), "over": _spans(over)}


def _equation(whole: int, parts: Iterable[int], digits: int) -> str:
    left, *right = (f"{number:0{digits}}" for number in (whole, *parts))
    return f"{left} = {' + '.join(right)}"


def _parts(name: str, what: str, known: set[int]) -> list[int]:
    """Return the numbers that a name says it is the sum of; nothing where one of them is not on the sheet."""
    found = _SUM.search(name)
    if found is None or found["what"].lower() != what:
        return []
    spans = ((int(first), int(last or first)) for first, last in _SPAN.findall(found["numbers"]))
    parts = [number for first, last in spans for number in range(first, last + 1)]
    return parts if set(parts) <= known else []


def _spans(numbers: Iterable[int]) -> str:
    """Return «3-5, 7» for 3, 4, 5, 7."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][-1] == number - 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    return ", ".join("-".join(map(str, span)) for span in spans)
