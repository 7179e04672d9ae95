"""Thousands of damaged files: each ends as rows and findings, none as an exception, a hang or a silent loss."""

from __future__ import annotations

import datetime as dt
import re
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import mutations
import seeds
from pdmon_utils.reading.findings import Finding, Place, letters
from pdmon_utils.reading.outcomes import shown
from pdmon_utils.reading.people import Veil
from pdmon_utils.reading.readers import Reader, readers
from pdmon_utils.reading.reading import Reading
from pdmon_utils.reading.rows import Part, read_sheet
from pdmon_utils.reading.sources import Source
from pdmon_utils.schema import SCHEMA, Column, Table

COURSES = [
    ("Код работника", "Код программы", "Дата окончания", "Завершено"),
    *((f"p{day}", "P", dt.date(2022, 5, day), "да") for day in range(1, 9)),
]
STAFF = [("Код организации", "Код работника", "Категория персонала", "Должность", "Внешний совместитель", "Ставка")]
STAFF[0] += ("Принят в организацию",)
STAFF += [("A", f"p{number}", "педагог", "учитель", "нет", 0.5, dt.date(2020, 9, 1)) for number in range(1, 9)]
SHEETS = {"courses": COURSES, "Реестр работников": STAFF, "О файле": [("Код организации", "A"), ("Год", 2022)]}

_CHUNKS, _SIZE = 15, 60
_ROW = re.compile(r"\d+$")
_DEATHS = {"file.crash", "file.memory", "file.slow"}


def _texts(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    return [[shown(cell) for cell in row] for row in rows]


CSV = "\r\n".join(";".join(row) for row in _texts(COURSES))
RICH = b"".join(
    (
        seeds.record(0xFD, struct.pack("<HHHI", 9, 0, 0, 0)),  # shared text
        seeds.record(0x27E, struct.pack("<HHHI", 9, 1, 0, 12 << 2 | 2)),  # a number in four bytes
        seeds.record(0xBD, struct.pack("<HHHIHIH", 9, 2, 0, 6, 0, 10, 3)),  # several of them
        seeds.record(0x06, struct.pack("<HHHBBHHHHIH", 9, 4, 0, 0, 0, 0, 0, 0xFFFF, 0, 0, 0)),  # formula with a text
        seeds.record(0x207, struct.pack("<HB", 1, 0) + b"x"),  # its text
        seeds.record(0x208, struct.pack("<HHHHHHI", 9, 0, 4, 255, 0, 0, 0x20)),  # a hidden row
        seeds.record(0x7D, struct.pack("<HHHHHH", 3, 3, 0, 0, 1, 0)),  # a hidden column
        seeds.record(0xE5, struct.pack("<HHHHH", 1, 9, 9, 0, 1)),  # merged cells
    )
)
COMMON = seeds.shared_texts("p9", "итог") + seeds.record(0x41E, struct.pack("<HHB", 164, 3, 0) + b"d.m")
BODIES = {name: seeds.sheet_records(rows) for name, rows in SHEETS.items()}
STREAM = seeds.xls_stream({**BODIES, "Черновик": seeds.sheet_records([["x"]], RICH)}, COMMON)
SOUND = {
    "xlsx": ("1.xlsx", seeds.xlsx(SHEETS)),
    "ods": ("1.ods", seeds.ods({n: "".join(seeds.ods_row(*row) for row in _texts(r)) for n, r in SHEETS.items()})),
    "xls": ("1.xls", seeds.compound({"Workbook": STREAM})),
    "csv": ("courses.csv", CSV.encode()),
    "cp1251": ("courses.csv", CSV.encode("cp1251")),
    "utf-16": ("courses.csv", CSV.replace(";", "\t").encode("utf-16")),
}
BYTES = (mutations.flipped, mutations.cut, mutations.moved, mutations.edged)
DAMAGE = {
    "xlsx": (*BYTES, *[mutations.repacked] * 12),
    "ods": (*BYTES, *[mutations.repacked] * 12),
    "xls": (*BYTES, *[lambda _, dice: mutations.rerecorded(STREAM, dice)] * 8),
    **dict.fromkeys(("csv", "cp1251", "utf-16"), (*BYTES, mutations.marked, mutations.marked)),
}


@pytest.fixture(scope="module")
def read() -> Iterator[Reader]:
    """Give a reader with one limited child process."""
    with readers(b"secret", jobs=1) as reader:
        yield reader


def reading_of(read: Reader, folder: object, name: str, data: bytes) -> Reading:
    """Return what the child makes of the bytes."""
    path = seeds.saved(folder, name, data)  # type: ignore[arg-type]
    return read([Source(path, 2022, f"2022/{name}")], None)[0].reading


def unaccounted(reading: Reading) -> list[str]:
    """Return the sheets of which a filled row is neither read nor told of."""
    return [f"{seen.sheet}: {seen.rows}" for seen in reading.seen if not _accounted(reading, seen.sheet, seen.rows)]


def _accounted(reading: Reading, sheet: str, filled: int) -> bool:
    kept = {row for part in reading.parts if part.place.sheet == sheet for row in part.rows}
    said = [found for found in reading.findings if found.sheet == sheet]
    whole = any(found.rule.startswith("header.") and found.severity == "error" for found in said)
    told = {int(row[0]) for found in said if (row := _ROW.search(found.cell))} - kept
    return whole or filled - len(kept) <= len(told)


@pytest.mark.parametrize("kind", SOUND)
def test_the_sound_files_are_read_whole(read: Reader, tmp_path: object, kind: str) -> None:
    reading = reading_of(read, tmp_path, *SOUND[kind])

    assert {part.place.table: len(part.rows) for part in reading.parts}["courses"] == 8
    assert [found for found in reading.findings if found.severity == "error"] == []


@pytest.mark.case(12)
@pytest.mark.case(34)
@pytest.mark.parametrize("chunk", range(_CHUNKS))
@pytest.mark.parametrize("kind", SOUND)
def test_a_damaged_file_ends_as_rows_and_findings(read: Reader, tmp_path: object, kind: str, chunk: int) -> None:
    name, sound = SOUND[kind]
    ends: Counter[str] = Counter()
    for number in range(chunk * _SIZE, (chunk + 1) * _SIZE):
        dice = Random(f"{kind} {number}")  # noqa: S311  no secret
        reading = reading_of(read, tmp_path, name, dice.choice(DAMAGE[kind])(sound, dice))

        assert reading.parts or reading.findings or reading.seen, number
        assert unaccounted(reading) == [], number
        assert not [found.message for found in reading.findings if found.rule in _DEATHS], number
        ends["read" if any(part.rows for part in reading.parts) else "refused"] += 1

    assert min(ends["read"], ends["refused"]) > 0


CELLS = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.text("0123456789.,-/ %гг", max_size=12),
    st.sampled_from(
        ["—", "нет", "н/д", "Итого", "31.02.2022", "1 234,5", "=1+1", "<script>", "\u202e", "\0", "д" * 2000]
    ),
    st.booleans(),
    st.integers(-(10**20), 10**20).map(float),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
PLAIN = {"int": 1, "dec": 1, "date": dt.date(2022, 5, 5), "bool": "да", "str": "код"}
COLUMNS = [(table, column) for table in SCHEMA.values() for column in table.columns.values()]


def _plain(column: Column) -> object:
    if column.values:
        return next(iter(column.values.values()))
    if column.name == "year":
        return 2022
    return PLAIN[column.type] if column.min is None or column.type == "date" else column.min


def _read(table: Table, rows: Sequence[Sequence[object]]) -> tuple[Part | None, list[Finding]]:
    part, found, _ = read_sheet(table, rows, Place(2022, "2022/1.xlsx", table.title, table.name), Veil(b"secret"))
    return part, found


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(COLUMNS), CELLS)
def test_any_cell_is_read_or_is_blank_or_is_told_of(where: tuple[Table, Column], cell: object) -> None:
    table, column = where
    at = list(table.columns).index(column.name)
    row = [_plain(each) for each in table.columns.values()]
    row[at] = cell

    part, found = _read(table, [[each.header for each in table.columns.values()], row])

    value = part.columns[column.name][0] if part and part.rows else None
    blank = part is not None and part.rows and shown(cell) == ""
    told = [finding for finding in found if finding.cell == f"{letters(at)}2" or finding.rule.startswith("row.")]
    assert value is not None or blank or told


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(list(SCHEMA.values())), st.text(max_size=60), st.data())
def test_any_header_is_known_or_is_told_of(table: Table, word: str, data: st.DataObject) -> None:
    assume(shown(word))
    headers = [each.header for each in table.columns.values()]
    at = data.draw(st.integers(0, len(headers) - 1))
    headers[at] = word

    part, found = _read(table, [headers, [_plain(each) for each in table.columns.values()]])

    known = part is not None and letters(at) in part.letters.values()
    told = {finding.rule for finding in found if finding.cell.rstrip("12") == letters(at)}
    missing = {finding.rule for finding in found} & {"header.missing", "header.double"}
    assert known or told or missing


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(list(SCHEMA.values())), st.lists(st.lists(CELLS, max_size=8), max_size=8))
def test_any_sheet_of_any_cells_is_no_exception(table: Table, rows: list[list[object]]) -> None:
    part, found = _read(table, rows)

    assert part is None or found
