"""Every file of a bundle, opened; a kind that cannot be looked into is refused."""

from __future__ import annotations

import binascii
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

import pyarrow as pa

from pdmon_utils.publish.gate import plain, scripts
from pdmon_utils.publish.gate.archive import archive
from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.markup import Embedded, page_of
from pdmon_utils.publish.gate.pictures import PNG, png
from pdmon_utils.publish.gate.pieces import Opened, Piece, literal
from pdmon_utils.publish.gate.refusal import Refusal
from pdmon_utils.publish.gate.structure import structure
from pdmon_utils.publish.gate.xml import SpoiltXmlError, attributes, texts, xml_root

_UNKNOWN: Final = (
    "Уберите файл: публикуются страницы, DOCX, XLSX, CSV, JSON, PNG и SVG, потому что только их можно проверить целиком"
)
_OTHERS: Final = "Сохраните картинку как PNG: в этом виде нет скрытых сведений о съёмке"
_FOREIGN: Final = "Публикуются только сценарии самой программы: уберите этот"
_LINK: Final = "Положите на его место сам файл"
_SPOILT: Final = (ValueError, SpoiltXmlError, OSError, pa.ArrowException, RecursionError)

Opener = Callable[[str, bytes, Known], Opened]


def opened(page: str, data: bytes, known: Known) -> Opened:
    """Return the pieces and faults of one file of the bundle, its name among them."""
    inside = inner(page, page, data, known)
    return Opened([Piece(page, literal("имя файла")), *inside.pieces], inside.faults)


def inner(page: str, name: str, data: bytes, known: Known) -> Opened:
    """Return what a file gives, also one inside another file; `page` is the file of the bundle."""
    if scripts.digest(data) in known.assets:
        return Opened()
    opener = _OPENERS.get(PurePosixPath(name).suffix.casefold())
    if opener is None:
        return Opened(faults=[Refusal(page, _inside(page, name), "файл неизвестного вида", _UNKNOWN)])
    try:
        found = opener(page, data, known)
    except _SPOILT:
        return Opened(faults=[Refusal(page, _inside(page, name), "файл не читается", _UNKNOWN)])
    return found if page == name else _placed(found, name)


def _inside(page: str, name: str) -> str:
    return "файл целиком" if page == name else name


def _placed(found: Opened, name: str) -> Opened:
    """Return pieces that say in which part of the file they stand."""
    pieces = [Piece(p.text, lambda p=p: f"{name}, {p.where()}", p.kind) for p in found.pieces]  # type: ignore[misc]
    return Opened(pieces, found.faults)


def _html(page: str, data: bytes, known: Known) -> Opened:
    parsed = page_of(plain.text_of(data))
    pieces, faults = list(parsed.pieces), list(structure(page, parsed, known))
    for embedded in parsed.embedded:
        inside = _embedded(page, embedded, known)
        pieces += inside.pieces
        faults += inside.faults
    return Opened(pieces, faults)


def _embedded(page: str, embedded: Embedded, known: Known) -> Opened:
    """Return what lies in a data: address of the page; its place is looked up only where something is found."""
    ending = _MIMES.get(embedded.mime)
    if ending is None:
        return Opened(faults=[Refusal(page, embedded.where(), "вложенные данные, которые не проверить", _OTHERS)])
    try:
        data = embedded.data()
    except binascii.Error:
        return Opened(faults=[Refusal(page, embedded.where(), "вложенная картинка не читается", _OTHERS)])
    found = inner(page, f"картинка{ending}", data, known)
    if not (found.pieces or found.faults):
        return found
    where = embedded.where()
    return Opened(_placed(found, where).pieces, [replace(f, where=f"{where}, {f.where}") for f in found.faults])


def _png(page: str, data: bytes, _known: Known) -> Opened:
    if not data.startswith(PNG):
        return Opened(faults=[Refusal(page, "файл целиком", "это не картинка PNG", _OTHERS)])
    return png(page, "картинка", data)


def _svg(page: str, data: bytes, _known: Known) -> Opened:
    root = xml_root(data)
    active = {"script", "foreignObject", "iframe", "image", "use", "animate", "set", "handler"}
    found = {str(tag.tag).rpartition("}")[2] for tag in root.iter() if isinstance(tag.tag, str)} & active
    handlers = {name for tag in root.iter() if isinstance(tag.tag, str) for name in tag.attrib if name.startswith("on")}
    bad = sorted(found | handlers)
    faults = [Refusal(page, "рисунок SVG", f"в рисунке есть {', '.join(bad)}", _FOREIGN)] if bad else []
    return Opened([*texts(root, "рисунок"), *attributes(root, "рисунок")], faults)


def _script(page: str, data: bytes, known: Known) -> Opened:
    if scripts.is_own(data, known):
        return Opened()
    pieces = scripts.data_of(plain.text_of(data))
    if pieces is None:
        return Opened(faults=[Refusal(page, "файл целиком", "чужой сценарий", _FOREIGN)])
    return Opened(pieces)


def _style(page: str, data: bytes, _known: Known) -> Opened:
    text = plain.text_of(data)
    faults = [
        Refusal(page, "стили", f"загрузка извне: «{what}»", "Уберите из стилей") for what in scripts.outside(text)
    ]
    return Opened(plain.lines(data).pieces, faults)


def _archive(page: str, data: bytes, known: Known) -> Opened:
    return archive(page, data, known, lambda page, name, part: inner(page, name, part, known))


def _other_picture(page: str, _data: bytes, _known: Known) -> Opened:
    return Opened(faults=[Refusal(page, "файл целиком", "картинка, в которой могут быть скрытые сведения", _OTHERS)])


def _json(_page: str, data: bytes, _known: Known) -> Opened:
    return plain.json_file(data)


def _lines(_page: str, data: bytes, _known: Known) -> Opened:
    return plain.lines(data)


def _xml(_page: str, data: bytes, _known: Known) -> Opened:
    root = xml_root(data)
    return Opened([*texts(root, "xml"), *attributes(root, "xml")])


_MIMES: Final = {"image/png": ".png", "image/svg+xml": ".svg"}
_OPENERS: Final[Mapping[str, Opener]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), _html),
    **dict.fromkeys((".docx", ".xlsx", ".zip"), _archive),
    **dict.fromkeys((".json", ".ipynb", ".webmanifest"), _json),
    **dict.fromkeys((".txt", ".md", ".ics", ".sha256", ".htaccess"), _lines),
    **dict.fromkeys((".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".ico", ".tiff"), _other_picture),
    ".csv": plain.table,
    ".css": _style,
    ".js": _script,
    ".parquet": plain.parquet,
    ".png": _png,
    ".svg": _svg,
    ".xml": _xml,
}
