"""A workbook of tables: cover, contents with links, notes, a sheet a table; the same bytes for the same tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink

from pdmon_utils.documents.about import About
from pdmon_utils.documents.numerals import Numeral
from pdmon_utils.documents.sheets import Sheet
from pdmon_utils.packing import empty_book, fitted, packed, put
from pdmon_utils.show.markup import clean
from pdmon_utils.words import NOT_HANDED_IN

COVER, CONTENTS, NOTES = "Обложка", "Содержание", "Пояснения"
BACK: Final = "← к содержанию"
FICTION: Final = "Муниципалитет вымышлен: данные созданы для примера и не относятся ни к одной настоящей школе."
MARKS: Final = (
    ("…", "скрыто для защиты персональных данных: за числом стоит слишком мало людей или его можно вычислить"),
    ("—", NOT_HANDED_IN),
    (
        "доли",
        "записаны дробью в процентном формате, округлены, как в отчёте; доли частей могут не дать в сумме целого",
    ),
    (
        "числитель, знаменатель",
        "число людей (организаций, строк), из которых получена доля; точную долю даёт их частное",
    ),
    (
        "источник",
        "те же результаты, что в отчёте на этом же месте; числа посчитаны из файлов образовательных организаций",
    ),
)
_LONGEST: Final = 31  # units of UTF-16 in a sheet's name
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'\n\t", " "))
_WIDEST, _NARROWEST = 60, 9  # letters
_CAPTION, _HEAD = 2, 3  # rows of a sheet
_LINE: Final = 15.5  # points
_UNDER: Final = Border(bottom=Side("thin", color="C4C9CF"))
_TOP: Final = Alignment(wrap_text=True, vertical="top", indent=1)  # away from the number before it
_RIGHT: Final = Alignment(vertical="top", horizontal="right")
_FACE: Final = "Calibri"
_HEADER: Final = {"font": Font(name=_FACE, bold=True), "fill": PatternFill("solid", fgColor="EEF1F4")}


class _Looks:
    """The looks of cells by kind: the first is dressed, the others get a copy, since openpyxl compares at each word."""

    def __init__(self) -> None:
        self._held: dict[str, Any] = {}

    def give(self, cell: Any, kind: str, **look: Any) -> None:  # noqa: ANN401  openpyxl has no types
        if kind in self._held:
            cell._style = copy(self._held[kind])  # noqa: SLF001  openpyxl's own way to copy a look
            return
        for name, value in look.items():
            setattr(cell, name, value)
        self._held[kind] = copy(cell._style)  # noqa: SLF001  the same


@dataclass(frozen=True, slots=True)
class Cover:
    """What a workbook says of itself: its name, what it is about, whose it is, further lines, notes."""

    name: str
    heading: str
    author: str
    lines: Sequence[tuple[str, str]]
    notes: Sequence[tuple[str, str]] = MARKS


def cover_of(about: About) -> Cover:
    """Return the cover of a paper's workbook."""
    lines = [
        ("Муниципалитет или регион", about.place_name),
        ("Отчётный год", str(about.year)),
        ("Для кого", "для всех" if about.audience == "public" else "для служебного пользования"),
        ("Состояние", about.approved or "проект: документ не утверждён"),
        *fiction(about.place_name),
    ]
    return Cover(f"{about.kind.name}: таблицы", about.heading, about.authority, lines)


def fiction(place_name: str) -> list[tuple[str, str]]:
    """Return the line that says that the data are made up, where they are."""
    return [("Внимание", FICTION)] if "вымышлен" in place_name.casefold() else []


def workbook(cover: Cover, sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook as .xlsx."""
    book = empty_book()
    core = book.properties
    core.creator = core.lastModifiedBy = clean(cover.author)
    core.title, core.subject, core.language = clean(cover.name), clean(cover.heading), "ru-RU"
    names, looks = names_of(sheet.caption for sheet in sheets), _Looks()
    _add_cover(book, cover)
    _add_contents(book, sheets, names, looks)
    _pairs(book, NOTES, (("Пометка", "Что означает"), *cover.notes), head=True)
    for name, sheet in zip(names, sheets, strict=True):
        _add_table(book, name, sheet, looks)
    return packed(book)


def names_of(captions: Iterable[str]) -> list[str]:
    """Return a name for each sheet: its number, then as much of the caption as Excel allows; all different."""
    return [
        _cut(f"{at} {' '.join(clean(words).translate(_FORBIDDEN).split())}") for at, words in enumerate(captions, 1)
    ]


def _cut(name: str) -> str:
    while len(name.encode("utf-16-le")) > 2 * _LONGEST:
        name = name[:-1]
    return name.strip()


def _add_cover(book: Workbook, cover: Cover) -> None:
    rows = [("Документ", cover.name), ("О чём", cover.heading), ("Составитель", cover.author), *cover.lines]
    sheet = _pairs(book, COVER, rows)
    sheet["B1"].font = Font(name=_FACE, bold=True, size=14)
    sheet.row_dimensions[1].height = 2 * _LINE


def _pairs(book: Workbook, name: str, rows: Iterable[tuple[str, str]], *, head: bool = False) -> Any:  # noqa: ANN401
    """Add a sheet of two columns and return it."""
    sheet = book.create_sheet(name)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 100
    for line, row in enumerate(rows, 1):
        for at, text in enumerate(row, 1):
            cell = sheet.cell(line, at)
            put(cell, clean(text))
            cell.alignment, cell.font = _TOP, Font(name=_FACE, bold=at == 1 or (head and line == 1))
    fitted(sheet, head=head)
    return sheet


def _add_contents(book: Workbook, sheets: Sequence[Sheet], names: Sequence[str], looks: _Looks) -> None:
    sheet = book.create_sheet(CONTENTS)
    for letter, width in zip("ABC", (90, 60, 36), strict=True):
        sheet.column_dimensions[letter].width = width
    rows = [("Таблица", "Раздел", "Лист"), *((s.caption, s.section, n) for s, n in zip(sheets, names, strict=True))]
    for line, row in enumerate(rows, 1):
        for at, text in enumerate(row, 1):
            cell = sheet.cell(line, at)
            looks.give(cell, f"contents {line == 1}", alignment=_TOP, font=Font(name=_FACE, bold=line == 1))
            put(cell, clean(text))
        if line > 1:
            _link(sheet.cell(line, 1), row[-1], looks, alignment=_TOP)
    sheet.freeze_panes = "A2"
    fitted(sheet)


def _link(cell: Any, target: str, looks: _Looks, **look: Any) -> None:  # noqa: ANN401  openpyxl has no types
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{target}'!A1")
    quoted = cell.quotePrefix
    looks.give(cell, f"link {sorted(look)}", font=Font(name=_FACE, color="0B5394", underline="single"), **look)
    cell.quotePrefix = quoted


def _add_table(book: Workbook, name: str, table: Sheet, looks: _Looks) -> None:
    sheet = book.create_sheet(name)
    for column, width in zip(range(1, len(table.header) + 1), _widths(table), strict=True):
        sheet.column_dimensions[sheet.cell(_HEAD, column).column_letter].width = width
    for line, row in enumerate((table.header, *table.rows), _HEAD):
        for at, value in enumerate(row, 1):
            _fill(sheet.cell(line, at), value, looks, head=line == _HEAD)
    if not table.rows:
        put(sheet.cell(_HEAD + 1, 1), NOT_HANDED_IN)
    fitted(sheet, head=False)
    _around(sheet, table, looks)
    sheet.freeze_panes, sheet.print_title_rows = f"B{_HEAD + 1}", f"{_HEAD}:{_HEAD}"


def _around(sheet: Any, table: Sheet, looks: _Looks) -> None:  # noqa: ANN401  openpyxl has no types
    """Write what stands above and below the table; these texts run over the columns and do not widen the first."""
    put(sheet.cell(1, 1), BACK)
    _link(sheet.cell(1, 1), CONTENTS, looks)
    looks.give(sheet.cell(_CAPTION, 1), "caption", font=Font(name=_FACE, bold=True, size=12))
    put(sheet.cell(_CAPTION, 1), clean(table.caption))
    if not table.note:
        return
    line, wide = _HEAD + max(1, len(table.rows)) + 2, max(2, len(table.header))
    put(sheet.cell(line, 1), clean(table.note))
    sheet.cell(line, 1).alignment = _TOP
    sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=wide)
    room = sum(_widths(table)) or _WIDEST
    sheet.row_dimensions[line].height = _LINE * math.ceil(len(table.note) / room * 1.1)


def _fill(cell: Any, value: str | Numeral, looks: _Looks, *, head: bool) -> None:  # noqa: ANN401  openpyxl has no types
    if isinstance(value, Numeral):
        looks.give(cell, value.format, border=_UNDER, number_format=value.format, alignment=_RIGHT)
        put(cell, value.value)
    else:
        looks.give(cell, f"cell {head}", border=_UNDER, alignment=_TOP, **(_HEADER if head else {}))
        put(cell, clean(value) or None)


def _widths(table: Sheet) -> list[float]:
    """Return the width of each column in letters: as its texts need, within bounds."""
    columns = zip(table.header, *table.rows, strict=True)
    return [min(_WIDEST, max(_NARROWEST, *(_needs(cell) for cell in column))) for column in columns]


def _needs(cell: str | Numeral) -> float:
    if isinstance(cell, Numeral):
        return len(cell.format) + 4
    words, longest = max(map(len, cell.split()), default=0), len(cell)
    return max(words + 2, min(longest + 2, 18 + longest / 3))
