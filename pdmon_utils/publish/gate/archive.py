"""Files that are archives: documents of Word, workbooks of Excel, plain zip; every part of them is opened."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Final

from pdmon_utils.documents.harmless import fields
from pdmon_utils.publish.gate import docx, xlsx
from pdmon_utils.publish.gate.columns import coded
from pdmon_utils.publish.gate.grids import grids, paper_grids
from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.pieces import Opened, Piece, literal
from pdmon_utils.publish.gate.plain import grid_faults
from pdmon_utils.publish.gate.refusal import Refusal
from pdmon_utils.publish.gate.xml import SpoiltXmlError, attributes, texts, xml_root

_LARGEST: Final = 300 * 2**20
_XML: Final = (".xml", ".rels")
_UNWANTED: Final = {
    "comment": "примечания",
    "pivot": "кэш сводной таблицы",
    "externalLink": "связи с другими книгами",
    "vbaProject": "макросы",
    "embeddings": "вложенные файлы",
    "activeX": "элементы управления",
    "printerSettings": "настройки принтера этого компьютера",
    "connections": "связи с внешними данными",
    "people.xml": "авторы примечаний",
}
_REMAKE: Final = "Сделайте файл заново: pdmon run, затем pdmon publish"
_INSIDE: Final = "Удалите это в Excel или Word (Файл → Сведения → Поиск проблем → Инспектор документов)"

Open = Callable[[str, str, bytes], Opened]


def archive(page: str, data: bytes, known: Known, inner: Open) -> Opened:
    """Return the texts of all parts; `inner` opens a part that is a file of its own (a picture, a page)."""
    try:
        parts = _parts(data)
        opened = [_part(page, name, parts, inner) for name in parts]
        book = _book(page, parts, known) if "xl/workbook.xml" in parts else Opened(faults=_paper(page, parts, known))
    except (SpoiltXmlError, zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        return Opened(faults=[Refusal(page, "файл целиком", "не открывается как архив с документом", _REMAKE)])
    everything = [*opened, book]
    return Opened([p for each in everything for p in each.pieces], [f for each in everything for f in each.faults])


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        entries = packed.infolist()
        if sum(entry.file_size for entry in entries) > _LARGEST:
            raise zipfile.BadZipFile
        parts = {entry.filename: packed.read(entry) for entry in entries if not entry.is_dir()}
        notes = b"\n".join([packed.comment, *(entry.comment + entry.extra for entry in entries)]).strip()
    return {**parts, "примечание архива.txt": notes} if notes else parts


def _part(page: str, name: str, parts: Mapping[str, bytes], inner: Open) -> Opened:
    what = next((what for sign, what in _UNWANTED.items() if sign in name), "")
    faults = [Refusal(page, name, f"в файле есть {what}", _INSIDE)] if what and _holds_something(name, parts) else []
    if not name.endswith(_XML):
        inside = inner(page, name, parts[name]) if not what else Opened()
        return Opened([Piece(name, literal("имя части файла")), *inside.pieces], [*faults, *inside.faults])
    root = xml_root(parts[name])
    pieces = [*attributes(root, name), *(docx.paragraphs(root, name) if name.startswith("word/") else ())]
    if not (xlsx.is_sheet(name) or pieces_are_enough(name)):
        pieces += texts(root, name)
    found = sorted({*_hidden(name, root), *docx.outside(root), *(fields(parts[name]) if name[:5] == "word/" else ())})
    faults += [Refusal(page, name, f"в файле есть {what}", _INSIDE) for what in found]
    return Opened(pieces, faults)


def pieces_are_enough(name: str) -> bool:
    """Return True for the main parts of Word, whose texts are all in paragraphs."""
    return name.startswith(("word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes"))


def _holds_something(name: str, parts: Mapping[str, bytes]) -> bool:
    """Return True unless the part is the empty list of comments that templates of Word carry."""
    if not (name.startswith("word/") and "comment" in name and name.endswith(".xml")):
        return True
    return len(xml_root(parts[name])) > 0


def _hidden(name: str, root: object) -> set[str]:
    if name.startswith("word/") and pieces_are_enough(name):
        return docx.hidden(root)
    if xlsx.is_sheet(name) and xlsx.concealed(root):
        return {"скрытые строки или столбцы"}
    return set()


def _book(page: str, parts: Mapping[str, bytes], known: Known) -> Opened:
    book = xlsx.book_of(parts)
    pieces: list[Piece] = []
    faults = [Refusal(page, f"лист «{name}»", "лист скрыт", _INSIDE) for name in book.hidden]
    for part in filter(xlsx.is_sheet, parts):
        columns: dict[str, list[str]] = {}
        name = book.names.get(part, part)
        root = xml_root(parts[part])
        for column, piece in xlsx.cells(root, name, book.shared):
            pieces.append(piece)
            if piece.kind == "number":
                columns.setdefault(column, []).append(piece.text)
        faults += list(_codes(page, f"лист «{name}», столбец ", columns, known))
        faults += [found for grid in grids(root, name, book.shared) for found in grid_faults(page, grid, known)]
    return Opened(pieces, faults)


def _paper(page: str, parts: Mapping[str, bytes], known: Known) -> list[Refusal]:
    """Return the hidden numbers in the tables of a Word paper."""
    words = (xml_root(part) for name, part in parts.items() if name.startswith("word/") and pieces_are_enough(name))
    return [found for root in words for grid in paper_grids(root) for found in grid_faults(page, grid, known)]


def _codes(page: str, where: str, columns: Mapping[str, list[str]], known: Known) -> Iterator[Refusal]:
    for column, example in coded(columns, known):
        yield Refusal(page, f"{where}{column}", f"коды людей или организаций, например «{example}»", "Уберите столбец")
