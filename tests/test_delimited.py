"""A csv file in each encoding and form in which Excel and people save it, and those that are refused."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdmon_utils.reading.delimited import read_delimited
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.schema import SCHEMA

TABLE = SCHEMA["vacancies"]
HEADER = "Код организации;На дату;Должность;Вакантно ставок"
ROWS = [
    ["Код организации", "На дату", "Должность", "Вакантно ставок"],
    ["Школа №1", "01.10.2022", "учитель", "1,5"],
    ["Ёлочка", "01.10.2022", "воспитатель", "2"],
]
TEXT = "\r\n".join(";".join(row) for row in ROWS) + "\r\n"
CODES = "org_id;date;position;rate_vacant\n"


def read(folder: Path, data: bytes) -> list[list[str]]:
    """Return the rows of a file with these bytes."""
    path = folder / "vacancies.csv"
    path.write_bytes(data)
    return read_delimited(path, TABLE)


def refused(folder: Path, data: bytes) -> RefusedFileError:
    """Return why a file with these bytes is refused."""
    with pytest.raises(RefusedFileError) as refusal:
        read(folder, data)
    return refusal.value


@pytest.mark.parametrize(
    "encoding",
    [
        pytest.param("utf-8", marks=pytest.mark.case(1)),
        pytest.param("utf-8-sig", marks=pytest.mark.case(1)),
        pytest.param("cp1251", marks=pytest.mark.case(2)),
        pytest.param("utf-16", marks=pytest.mark.case(5)),
        pytest.param("utf-16-le", marks=pytest.mark.case(5)),
        pytest.param("utf-16-be", marks=pytest.mark.case(5)),
    ],
)
def test_the_encoding_is_known_by_the_header(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, TEXT.encode(encoding)) == ROWS


@pytest.mark.parametrize(
    "encoding",
    [pytest.param("cp866", marks=pytest.mark.case(3)), pytest.param("koi8-r", marks=pytest.mark.case(4))],
)
def test_old_encodings_are_known_by_the_header_too(tmp_path: Path, encoding: str) -> None:
    text = TEXT.replace("№", "N")  # koi8-r has no such sign

    assert read(tmp_path, text.encode(encoding)) == [[cell.replace("№", "N") for cell in row] for row in ROWS]


@pytest.mark.case(4)
def test_bytes_that_make_no_header_in_any_encoding_are_refused_and_never_read_as_nonsense(tmp_path: Path) -> None:
    assert refused(tmp_path, TEXT.encode("mac_cyrillic", errors="replace")).rule == "file.encoding"
    assert refused(tmp_path, "что-то;другое\n1;2\n".encode()).rule == "file.header"


@pytest.mark.case(7)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_known_by_the_header(tmp_path: Path, delimiter: str) -> None:
    text = TEXT.replace("1,5", "1.5").replace(";", delimiter)

    assert read(tmp_path, text.encode())[1] == ["Школа №1", "01.10.2022", "учитель", "1.5"]


@pytest.mark.case(5)
def test_text_saved_by_excel_as_unicode_has_tabs(tmp_path: Path) -> None:
    text = TEXT.replace(";", "\t").replace("Ёлочка", '"Сад ""Ёлочка"""')

    assert read(tmp_path, text.encode("utf-16"))[2][0] == 'Сад "Ёлочка"'


@pytest.mark.case(6)
def test_lines_of_another_encoding_are_refused_with_their_number(tmp_path: Path) -> None:
    one, other = f"{HEADER}\nЁлочка;01.10.2022;учитель;1\n", "Школа;01.10.2022;воспитатель;2\n"

    for data in (one.encode() + other.encode("cp1251"), one.encode("cp1251") + other.encode()):
        refusal = refused(tmp_path, data)
        assert refusal.rule == "file.encoding"
        assert "(строка 3)" in str(refusal)


@pytest.mark.case(6)
def test_a_header_of_codes_says_nothing_and_then_cp1251_is_what_was_promised(tmp_path: Path) -> None:
    row = "Школа №1;2022-10-01;учитель;1\n"

    assert read(tmp_path, (CODES + row).encode())[1][0] == "Школа №1"
    assert read(tmp_path, (CODES + row).encode("cp1251"))[1][0] == "Школа №1"
    assert "(строка 3)" in str(refused(tmp_path, (CODES + row).encode("cp1251") + row.encode()))


@pytest.mark.case(22)
def test_the_header_of_a_csv_may_stand_below_a_title(tmp_path: Path) -> None:
    text = "Сведения о вакансиях;;;\n;;;\n" + TEXT

    for encoding in ("utf-8", "cp1251"):
        assert read(tmp_path, text.encode(encoding))[2] == ROWS[0]


@pytest.mark.case(9)
def test_line_breaks_in_quotes_belong_to_the_cell(tmp_path: Path) -> None:
    text = f'{HEADER}\n"Школа\nв две строки";01.10.2022;учитель;1\n'

    assert read(tmp_path, text.encode())[1][0] == "Школа\nв две строки"


def test_quotes_left_open_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, f'{HEADER}\n"Школа;01.10.2022;учитель;1\n'.encode()).rule == "file.quotes"


PIECES = st.one_of(
    st.binary(max_size=30), st.sampled_from([TEXT.encode(), TEXT.encode("cp1251"), b'"', b"\0", b"\xff\xfe"])
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=6))
def test_whatever_bytes_a_file_has_it_is_read_or_refused(pieces: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder, suppress(RefusedFileError):
        assert read(Path(folder), b"".join(pieces))
