"""A form of a year that nobody has described: its layout is drafted from an export, and then the form is read by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import seeds
from pdmon_utils.__main__ import cli
from pdmon_utils.intake import Intake, read_municipality
from pdmon_utils.municipality import read_card
from pdmon_utils.oo1 import use_editions
from pdmon_utils.oo1.editions import read_edition
from pdmon_utils.oo1.sums import parse_span
from pdmon_utils.reading.layout import _spans, layout_of
from test_oo1 import FILLED, sheet_of
from tiny import CARD

YEAR = 2031
INN = "1400000001"
Rows = Sequence[Sequence[object]]
CONTRACTS: Rows = [
    ["3.3. Работники по договорам", None, None, None, None],
    ["Наименование: «показателя»", "№ строки", "Всего (сумма граф 4, 5)", "из них", None],
    [None, None, None, "женщины", "мужчины"],
    ["1", "2", "3", "4", "5"],
    ["Всего работников (сумма строк 02 – 04)", "01", 9, 6, 3],
    ["#1: директора", "02", 1, 1, 0],
    ["наставники, да", "03", 5, 3, 2],
    ["прочие 'лица'", "04", 3, 2, 1],
    ["из них — охрана", "05", 2, "Х", "X"],
]
MOVEMENT: Rows = [
    ["3.4. Движение кадров"],
    ["Показатель", "№", "Ставок", "Принято", "Выбыло"],
    ["А", "Б", 3, 4, 5],
    ["наставники", "01", 2.5, 1, 0],
    ["прочие", "02", 1, None, None],
]
FORM = {"3.3": CONTRACTS, "3.4": MOVEMENT}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Return a workspace whose editions are used, with one municipality."""
    folder = tmp_path / "data" / "raw" / "primer"
    (folder / str(YEAR)).mkdir(parents=True)
    (folder / "municipality.yaml").write_text(CARD.format(regulation="tyumen"), encoding="utf-8")
    yield tmp_path
    use_editions(tmp_path / "nowhere")


def book_of(home: Path, sections: dict[str, Rows]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Титул"
    for code, rows in sections.items():
        sheet = book.create_sheet(f"Раздел {code}")
        for row in rows:
            sheet.append(row)
    path = home / "data" / "raw" / "primer" / str(YEAR) / f"ОО-1 {INN}.xlsx"
    book.save(path)
    return path


def drafted(home: Path, book: Path) -> str:
    (home / "oo1").mkdir(exist_ok=True)
    text = layout_of(book, YEAR)
    (home / "oo1" / f"{YEAR}.yml").write_text(text, encoding="utf-8")
    use_editions(home / "oo1")
    return text


def read(home: Path) -> Intake:
    return read_municipality(read_card(home / "data" / "raw" / "primer"))


def told(intake: Intake) -> list[tuple[str, str]]:
    found = intake.findings[intake.findings["rule"].str.startswith("oo1.")]
    return list(zip(found["rule"], found["cell"], strict=True))


def changed(rows: Rows, at: tuple[int, int], value: object) -> Rows:
    return [[value if (r, c) == at else cell for c, cell in enumerate(row)] for r, row in enumerate(rows)]


def test_a_form_is_read_whole_by_the_layout_drafted_from_it(home: Path) -> None:
    drafted(home, book_of(home, FORM))

    intake = read(home)

    cells = intake.tables["oo1"].groupby("section").size().to_dict()
    assert cells == {"3.3": 13, "3.4": 6}
    assert told(intake) == []


def test_the_draft_says_names_crosses_fractions_and_promised_sums(home: Path) -> None:
    drafted(home, book_of(home, FORM))

    edition = read_edition(home / "oo1" / f"{YEAR}.yml")
    contracts, movement = edition.sections["3.3"], edition.sections["3.4"]

    assert (edition.first, edition.last) == (YEAR, YEAR)
    assert contracts.title == "Работники по договорам"
    assert [line.name for line in contracts.rows.values()][1:4] == ["#1: директора", "наставники, да", "прочие 'лица'"]
    assert contracts.columns[4].name == "из них женщины"
    assert contracts.closed == {(5, 4), (5, 5)}
    assert (movement.fractions, contracts.fractions) == ({3}, frozenset())
    assert [(control.said, control.over) for control in edition.controls] == [
        ("стр. 01 = 02 + 03 + 04", (3, 4, 5)),
        ("гр. 3 = 4 + 5", (1, 2, 3, 4)),
    ]


def test_a_promised_sum_that_is_broken_in_another_export_is_found(home: Path) -> None:
    drafted(home, book_of(home, FORM))
    book_of(home, {**FORM, "3.3": changed(CONTRACTS, (4, 2), 10)})

    assert told(read(home))[:2] == [("oo1.sum", "C5"), ("oo1.sum", "C5")]


def test_what_the_layout_does_not_know_is_said_with_its_numbers(home: Path) -> None:
    drafted(home, book_of(home, FORM))
    wider = [[*row, extra] for row, extra in zip(MOVEMENT, [None, "Вакансий", 6, 0.5, None], strict=True)]
    book_of(home, {**FORM, "3.4": [*wider, ["тьюторы", "03", 4, 0, "-", None]]})

    intake = read(home)
    messages = intake.findings.set_index("rule")["message"]

    assert "стр. 01: 0,5" in messages["oo1.column"]
    assert "гр. 3: 4, гр. 4: 0, гр. 5: -" in messages["oo1.row"]
    assert len(intake.tables["oo1"]) == 19


def test_a_row_with_another_name_is_not_taken_for_this_one(home: Path) -> None:
    drafted(home, book_of(home, FORM))
    book_of(home, {**FORM, "3.3": changed(CONTRACTS, (6, 0), "советники")})

    assert ("oo1.row_name", "B7") in told(read(home))


@pytest.mark.parametrize("code", FILLED)
def test_the_draft_of_a_known_section_reads_it_as_the_packaged_layout_does(home: Path, code: str) -> None:
    book = book_of(home, {code: sheet_of(code, FILLED[code])})
    drafted(home, book)

    rows = read(home).tables["oo1"]

    assert (set(rows["section"]), len(rows) > 0) == ({code}, True)
    assert [rule for rule, _ in told(read(home))] == []


def test_the_command_writes_the_draft_and_keeps_what_somebody_has_mended(home: Path) -> None:
    book = book_of(home, FORM)
    words = ["--home", str(home), "oo1", str(book), str(YEAR)]
    first, second, forced = (CliRunner().invoke(cli, [*words, *more]) for more in ([], [], ["--force"]))

    assert (first.exit_code, forced.exit_code) == (0, 0)
    assert "разделы 3.3, 3.4" in first.output
    assert "--force" in str(second.exception)
    assert f"«{book.name}»" in (home / "oo1" / f"{YEAR}.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (seeds.xlsx({"Лист1": [["3.1"]]}), "Раздел 3.1"),
        (b"not a workbook", "Файл не прочитан"),
    ],
)
def test_a_book_without_the_form_gives_a_sentence_and_no_draft(home: Path, data: bytes, said: str) -> None:
    book = home / "book.xlsx"
    book.write_bytes(data)

    result = CliRunner().invoke(cli, ["--home", str(home), "oo1", str(book), str(YEAR)])

    assert said in str(result.exception)
    assert not (home / "oo1" / f"{YEAR}.yml").exists()


@given(st.sets(st.integers(1, 60), min_size=1))
def test_numbers_are_said_in_spans_and_read_again(numbers: set[int]) -> None:
    assert list(parse_span(_spans(numbers), "")) == sorted(numbers)
