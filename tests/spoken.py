"""What published files say, line by line: a row of a table under its caption, a sentence, the text of a picture."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import docx
import openpyxl
import pandas as pd
from bs4 import BeautifulSoup

from pdmon_utils.catalogue import Ask

_NUMBERS = re.compile(r"(?<![\d,])(?:\d+ из \d+|\d+(?:,\d+)? %)(?!\d)")
_TEXTS = ("p", "li", "figcaption", "dd", "h2", "h3", "h4")


@dataclass(frozen=True)
class Line:
    """Cells of a row, or one text; `under` is the caption or the heading above."""

    cells: tuple[str, ...]
    under: str = ""

    @property
    def text(self) -> str:
        """All of it."""
        return " | ".join(self.cells)


def lines_of(path: Path) -> list[Line]:
    """Return what a page, a paper, a workbook or a file of data says."""
    read = {".html": _page, ".docx": _paper, ".xlsx": _workbook, ".csv": _data}[path.suffix]
    return [Line(tuple(map(_plain, line.cells)), _plain(line.under)) for line in read(path)]


def _plain(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").split())


def _page(path: Path) -> Iterator[Line]:
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
    for table in soup.find_all("table"):
        caption = table.caption.get_text() if table.caption else ""
        for row in table.find_all("tr"):
            yield Line(tuple(cell.get_text() for cell in row.find_all(["th", "td"])), caption)
    for tag in soup.find_all(_TEXTS):
        yield Line((tag.get_text(),))
    for picture in soup.find_all(alt=True):
        above = picture.find_previous(["h2", "h3", "h4"])
        yield Line((str(picture["alt"]),), above.get_text() if above else "")


def _paper(path: Path) -> Iterator[Line]:
    above = ""
    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, docx.table.Table):
            for row in block.rows:
                yield Line(tuple(cell.text for cell in row.cells), above)
        else:
            above = block.text or above
            yield Line((block.text,))


def _workbook(path: Path) -> Iterator[Line]:
    for sheet in openpyxl.load_workbook(path, read_only=True).worksheets:
        rows = [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
        caption = next((row[0] for row in rows if row), "")
        yield from (Line(tuple(row), caption) for row in rows if row)


def _data(path: Path) -> Iterator[Line]:
    for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"):
        yield Line(tuple(row))


# --- hidden figures and how they would be said


@dataclass(frozen=True)
class Secret:
    """A hidden figure: by which names its indicator and group go, its year, and one way to say its true number."""

    names: tuple[str, ...]
    group: tuple[str, ...]
    year: str
    words: str
    parts: tuple[str, str]

    def is_about(self, line: Line) -> bool:
        """Return True when a line names this very indicator and group; a total has no caption of a cut."""
        if not self.group:
            return any(_has(line.text, name) for name in self.names) and "разрез" not in line.under
        there = f"{line.under} | {line.text}"
        return any(_has(there, name) for name in self.names) and any(_has(line.text, words) for words in self.group)


def told(secrets: list[Secret], lines: list[Line]) -> Iterator[tuple[Secret, Line]]:
    """Yield each secret with a line that is about its cell and has its number, in words or in cells of a row."""
    by_words, by_row = defaultdict(list), defaultdict(list)
    for secret in secrets:
        by_row[secret.names[-1], secret.year, *secret.parts].append(secret)
        by_words[secret.words].append(secret)
    for line in lines:
        found = [secret for words in _NUMBERS.findall(line.text) for secret in by_words.get(words, ())]
        yield from ((secret, line) for secret in found if secret.is_about(line))
        cells = {cell.removesuffix(".0").removesuffix(",0") for cell in line.cells}
        rows = [row for row in by_row if row[0] in cells and set(row) <= cells]
        yield from ((secret, line) for row in rows for secret in by_row[row] if cells & set(secret.group or ("",)))


def _has(text: str, said: str) -> bool:
    return said in text and re.search(rf"(?<![\w,]){re.escape(said)}(?![\w])", text) is not None


def secrets_of(true: pd.DataFrame, public: pd.DataFrame, asks: dict[str, Ask]) -> list[Secret]:
    """Return the hidden shares whose number no shown figure of the same name has too, in another year."""
    hides = public["withheld"].to_numpy(dtype=bool)
    shown = {(key, words) for key, _, words, _ in _told(true[~hides], asks)}
    return [
        Secret(*key, year, words, parts)
        for key, year, words, parts in _told(true[hides], asks)
        if (key, words) not in shown
    ]


def _told(
    rows: pd.DataFrame, asks: dict[str, Ask]
) -> Iterator[tuple[tuple[tuple[str, ...], tuple[str, ...]], str, str, tuple[str, str]]]:
    """Yield names, year and each way to say the number of every share."""
    for row in rows[rows["denominator"] > 0].itertuples(index=False):
        ask = asks[row.indicator]
        cut = next((c for c in ask.cuts if c.cut.name == row.breakdown), None)
        group = tuple({row.group, (cut.groups if cut else {}).get(row.group, row.group)} - {""})
        parts = f"{row.numerator:g}", f"{row.denominator:g}"
        for words in (f"{parts[0]} из {parts[1]}", *_percent(row.numerator, row.denominator)):
            yield ((ask.title, row.indicator), group), str(row.year), words, parts


def _percent(part: float, whole: float) -> Iterator[str]:
    exact = Decimal(int(part)) * 100 / Decimal(int(whole))
    for places in ("0.1", "1"):
        yield f"{exact.quantize(Decimal(places), ROUND_HALF_UP)} %".replace(".", ",")
