"""A plain xlsx package written by hand: it holds no clock, so the same sheets give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Value: TypeAlias = str | int | float | date | None

_DAY_ZERO = date(1899, 12, 30)
_STAMP = (2022, 1, 1, 0, 0, 0)
_PLAIN, _BOLD, _DATE = 0, 1, 2
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: title, bold first line, further lines, widths of the columns in characters."""

    title: str
    header: Sequence[str]
    body: Sequence[Sequence[Value]]
    widths: Sequence[int]


def _letters(number: int) -> str:
    """Return A for 1, AA for 27."""
    head, last = divmod(number - 1, 26)
    return (_letters(head) if head else "") + chr(ord("A") + last)


def _cell(at: str, value: Value, style: int) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{at}" s="{style}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, date):
        return f'<c r="{at}" s="{_DATE}"><v>{(value - _DAY_ZERO).days}</v></c>'
    return f'<c r="{at}" s="{style}"><v>{value}</v></c>'


def _rows(sheet: Sheet) -> Iterator[str]:
    letters = [_letters(n + 1) for n in range(len(sheet.header))]
    for number, line in enumerate([sheet.header, *sheet.body], start=1):
        style = _BOLD if number == 1 else _PLAIN
        cells = (_cell(f"{letter}{number}", value, style) for letter, value in zip(letters, line, strict=True))
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _sheet(sheet: Sheet) -> str:
    columns = (
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(sheet.widths, start=1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{''.join(columns)}</cols><sheetData>{''.join(_rows(sheet))}</sheetData></worksheet>"
    )


def _book(sheets: Sequence[Sheet]) -> str:
    names = (f'<sheet name={quoteattr(s.title)} sheetId="{n}" r:id="rId{n}"/>' for n, s in enumerate(sheets, start=1))
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{"".join(names)}</sheets></workbook>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    links = (
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(links)}</Relationships>'


def _types(count: int) -> str:
    parts = {f"/xl/worksheets/sheet{n}.xml": f"{_SPREADSHEET}.worksheet+xml" for n in range(1, count + 1)}
    parts |= {"/xl/workbook.xml": f"{_SPREADSHEET}.sheet.main+xml", "/xl/styles.xml": f"{_SPREADSHEET}.styles+xml"}
    parts["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    named = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _core(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>pdmon demo</dc:creator></cp:coreProperties>"
    )


def _parts(title: str, sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return file name within the package → its XML."""
    numbered = [f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)]
    inner = [*((f"{_OFFICE}/worksheet", name) for name in numbered), (f"{_OFFICE}/styles", "styles.xml")]
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _relations([(f"{_OFFICE}/officeDocument", "xl/workbook.xml"), (core, "docProps/core.xml")]),
        "docProps/core.xml": _core(title),
        "xl/workbook.xml": _book(sheets),
        "xl/_rels/workbook.xml.rels": _relations(inner),
        "xl/styles.xml": _STYLES,
        **{f"xl/{name}": _sheet(sheet) for name, sheet in zip(numbered, sheets, strict=True)},
    }


def package(title: str, sheets: Sequence[Sheet]) -> bytes:
    """Return the bytes of an xlsx workbook with these sheets."""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, text in _parts(title, sheets).items():
            info = ZipInfo(name, _STAMP)
            info.create_system = 3  # the same bytes on Windows and Linux
            archive.writestr(info, text.encode(), ZIP_DEFLATED)
    return out.getvalue()
