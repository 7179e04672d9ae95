"""Exports of online forms (Яндекс Формы, Google Forms): question texts as headers, mapped by a small file per form.

A csv whose name begins as `files` says becomes rows of `table`: questions become headers, answers values of the
dictionary, the time stamp a date, `constants` columns that nobody was asked about. Nothing else is changed, so Excel
addresses in findings are those of the export.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.reading.folding import fold, trim
from pdmon_utils.reading.sources import refuse_large
from pdmon_utils.schema import SCHEMA
from pdmon_utils.yamls import read_yaml

_KEYS = ("title", "files", "table", "columns", "constants", "values")
_HERE = Path(__file__).parent
_DEPTH = 30
_STAMP = re.compile(r"(\d{4}[-/]\d\d[-/]\d\d|\d\d?\.\d\d?\.\d{4})[T ,]+\d\d?:\d\d.*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Form:
    """One online form: `columns` question → header, `constants` header → value, `values` header → answer → value."""

    title: str
    files: str
    table: str
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]

    def plain(self) -> dict[str, Any]:
        """Return the form as plain data."""
        return asdict(self)


def load_forms(own: Path | None = None) -> tuple[Form, ...]:
    """Return the packaged forms and those in the folder `own`; raises CatalogueError for a wrong file."""
    folders = [own, _HERE] if own and own.is_dir() else [_HERE]
    return tuple(_form(path) for folder in folders for path in sorted(folder.glob("*.yml")))


def _form(path: Path) -> Form:
    said = read_yaml(path)
    for key in said:
        if key not in _KEYS:
            raise CatalogueError(f"{path}: неизвестный ключ «{key}»{nearest(key, _KEYS)}")
    if missing := [key for key in ("files", "table", "columns") if not said.get(key)]:
        raise CatalogueError(f"{path}: не заполнено: {', '.join(missing)}.")
    form = Form(**{"title": path.stem, "constants": {}, "values": {}, **said})
    _check(path, form)
    return form


def _check(path: Path, form: Form) -> None:
    if form.table not in SCHEMA:
        raise CatalogueError(f"{path}: нет таблицы «{form.table}»{nearest(form.table, SCHEMA)}")
    headers = [column.header for column in SCHEMA[form.table].columns.values()]
    for header in (*form.columns.values(), *form.constants, *form.values):
        if header not in headers and header not in {"ФИО", "СНИЛС"}:
            raise CatalogueError(f"{path}: в таблице «{form.table}» нет столбца «{header}»{nearest(header, headers)}")


def form_named(forms: Iterable[Form], stem: str) -> Form | None:
    """Return the form whose `files` begin the name of a file, the longest one of several."""
    fitting = [form for form in forms if fold(stem).startswith(fold(form.files))]
    return max(fitting, key=lambda form: len(form.files), default=None)


def read_form(path: Path, form: Form) -> list[list[object]]:
    """Return an export as rows of the form's table; raises RefusedFileError when its questions are not in it."""
    refuse_large(path)
    rows = max(_readings(path.read_bytes()), key=lambda rows: _known(form, rows)[0], default=[])
    questions, at = _known(form, rows)
    if not questions:
        raise RefusedFileError("form.unknown", title=form.title)
    header = [_questions(form).get(fold(cell), "") for cell in rows[at]]
    extra = list(form.constants.values())
    body = [[*_answers(form, header, row), *extra] if any(map(trim, row)) else [] for row in rows[at + 1 :]]
    return [*([] for _ in range(at)), [*header, *form.constants], *body]


def _readings(data: bytes) -> Iterable[list[list[str]]]:
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            text = data.decode(encoding)
            yield from (list(csv.reader(io.StringIO(text, newline=""), delimiter=sign)) for sign in ",;\t")
        except (UnicodeDecodeError, csv.Error):
            continue


def _known(form: Form, rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Return how many questions of the form the best of the first rows has, and which row this is."""
    counts = [sum(fold(cell) in _questions(form) for cell in row) for row in rows[:_DEPTH]]
    best = max(counts, default=0)
    return best, counts.index(best) if best else 0


def _questions(form: Form) -> Mapping[str, str]:
    return _folded(tuple(form.columns.items()))


@cache
def _folded(pairs: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return {fold(word): said for word, said in pairs}


def _answers(form: Form, header: Sequence[str], row: Sequence[str]) -> list[object]:
    return [_answer(form, head, cell) if head else None for head, cell in zip(header, row, strict=False)]


def _answer(form: Form, header: str, cell: str) -> str:
    known = _folded(tuple(form.values.get(header, {}).items()))
    stamp = _STAMP.fullmatch(trim(cell))
    return known.get(fold(cell), stamp[1].replace("/", "-") if stamp else cell)
