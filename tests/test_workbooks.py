"""Workbooks of tables and open data: numbers are numbers, texts stay texts, nothing hidden comes out."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from openpyxl import Workbook

from conftest import YEAR
from papers import ABOUT, output, shown
from pdmon_utils.documents import columns_csv, figures, figures_csv, figures_xlsx, made
from pdmon_utils.documents.figures import COLUMNS, HIDDEN, NUMBERS, figure_rows
from pdmon_utils.documents.numerals import Numeral, numeral, parted
from pdmon_utils.documents.workbook import BACK, CONTENTS, COVER, FICTION, NOTES, names_of
from pdmon_utils.show import Fold, Heading, Passport, Stack, Table
from pdmon_utils.store import AUDIENCES, Workspace
from pdmon_utils.study.data import Data

SHARES = Table(
    pd.DataFrame({"Показатель": ["Прошли", "Обучены", "Маршруты"], "Значение": ["50,8 % (92 из 181)", "…", "—"]}),
    *("Показатели за 2024 год", "Примечание."),
    numeric=("Значение",),
)
FORMULAS = (
    "=1+1",
    '=HYPERLINK("x";"нажмите")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1;1)",
    "\t=1+1",
    "\r=1+1",
    "=DDE(1;2)",
    "=IMPORTXML(1;2)",
)
each_payload = pytest.mark.parametrize("payload", FORMULAS)


def book(*things: Table | Stack | Fold | Passport | Heading, name: str = "Примерный район") -> Workbook:
    content = made(shown(*things), replace(ABOUT, place_name=name))[".xlsx"]
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(opened: Workbook) -> list[object]:
    return [cell for sheet in opened for row in sheet.iter_rows() for cell in row if cell.value is not None]


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def opened(workspace: Workspace, place: str, audience: str) -> Data:
    return Data("note", place, YEAR, audience, workspace)


@pytest.mark.parametrize(
    ("written", "value", "shown_as"),
    [
        ("24,1 %", 0.241, "0.0%"),
        ("76\u00a0%", 0.76, "0%"),
        ("+10,1 п. п.", 10.1, '+0.0" п. п.";-0.0" п. п.";0.0" п. п."'),
        ("−0,5", -0.5, "0.0"),
        ("10\u00a0000 чел.", 10000, '# ##0" чел."'),
        ("3 позиции", 3, '0" позиции"'),
    ],
)
def test_a_written_figure_becomes_a_number_with_its_format(written: str, value: float, shown_as: str) -> None:
    assert numeral(written) == Numeral(value, shown_as)


@pytest.mark.parametrize(
    "written", ["", "…", "—", "от −0,1 до +20,0", "не менее 55 %", "2022–2024", "12.03.2024", "3 (5)"]
)
def test_what_is_no_figure_stays_a_text(written: str) -> None:
    assert numeral(written) is None


def test_a_share_with_its_parts_becomes_three_columns_of_numbers() -> None:
    sheet = book(SHARES).worksheets[3]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=6)]
    assert parted("50,8 % (92 из 181)") == ("50,8 %", "92", "181")
    assert rows == [
        ["Показатель", "Значение", "Значение: числитель", "Значение: знаменатель"],
        ["Прошли", 0.508, 92, 181],
        ["Обучены", "…", None, None],
        ["Маршруты", "—", None, None],
    ]
    assert sheet["B4"].number_format == "0.0%"


def test_a_sheet_has_its_caption_a_frozen_header_repeated_in_print_and_the_note() -> None:
    sheet = book(SHARES).worksheets[3]

    assert [sheet["A1"].value, sheet["A2"].value, sheet["A8"].value] == [BACK, SHARES.caption, SHARES.legend]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B4", "$3:$3")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)  # A4


def test_the_book_opens_with_cover_contents_and_notes_and_links_lead_to_sheets() -> None:
    found = book(
        Heading(3, "По годам"), SHARES, Fold("Подробно", [SHARES]), Passport([("Пункт", "п. 1")], "к.1 · Доля")
    )

    assert found.sheetnames[:3] == [COVER, CONTENTS, NOTES]
    links = [row[0].hyperlink.location for row in found[CONTENTS].iter_rows(min_row=2)]
    assert links == [f"'{name}'!A1" for name in found.sheetnames[3:]]
    assert [row[1].value for row in found[CONTENTS].iter_rows(min_row=2, max_row=2)] == ["По годам"]
    assert len(links) == 3  # a table, a table inside a fold, the passports
    assert FICTION not in [cell.value for cell in found[COVER]["B"]]


def test_the_cover_says_whose_it_is_its_state_and_that_a_district_is_made_up() -> None:
    said = [cell.value for cell in book(SHARES, name="Примерный район (вымышленный)")[COVER]["B"]]

    assert {"2024", "для служебного пользования", ABOUT.approved, FICTION} <= set(said)


def test_the_same_book_has_the_same_bytes_and_says_nothing_of_a_person_or_a_machine() -> None:
    first, second = (made(shown(SHARES), ABOUT)[".xlsx"] for _ in range(2))
    core = openpyxl.load_workbook(io.BytesIO(first)).properties

    assert first == second
    assert (core.creator, core.lastModifiedBy) == (ABOUT.authority, ABOUT.authority)
    assert core.created.year == core.modified.year == 1980


def test_names_of_sheets_are_short_different_and_allowed() -> None:
    names = names_of(
        ["Доля [педагогов]: 1/2?*", "Очень длинное название таблицы о показателях", "'х'", "'х'", "😀" * 40, ""]
    )

    assert len(set(map(str.casefold, names))) == 6
    assert all(0 < len(name.encode("utf-16-le")) <= 62 for name in names)
    assert not [name for name in names if set(name) & set("[]:*?/\\'")]


@each_payload
def test_a_text_that_looks_like_a_formula_stays_a_text_in_every_cell(payload: str) -> None:
    table = Table(pd.DataFrame({payload: [payload], "Значение": [payload]}), payload, payload, numeric=("Значение",))

    found = cells(book(Heading(3, payload), table, Passport([(payload, payload)], payload), name=payload))

    assert {cell.data_type for cell in found} <= {"s", "n"}  # type: ignore[attr-defined]
    assert sum(str(cell.value).strip() == payload.strip() for cell in found) >= 6  # type: ignore[attr-defined]


def test_a_table_of_pandas_comes_into_the_book_and_what_is_not_for_all_does_not() -> None:
    html = "<table><thead><tr><th>Имя</th></tr></thead><tbody><tr><td>=1+1</td></tr></tbody></table>"
    notebook = output({"text/html": html, "text/plain": ""})
    sheet = openpyxl.load_workbook(io.BytesIO(made(notebook, ABOUT)[".xlsx"])).worksheets[3]
    notebook.cells[1].metadata["tags"] = ["remove"]

    hidden = openpyxl.load_workbook(io.BytesIO(made(notebook, replace(ABOUT, audience="public"))[".xlsx"]))

    assert (sheet["A3"].value, sheet["A4"].value, sheet["A4"].data_type) == ("Имя", "=1+1", "s")
    assert hidden.sheetnames == [COVER, CONTENTS, NOTES]


def test_only_papers_that_are_books_of_tables_bring_one() -> None:
    assert sorted(made(shown(SHARES), ABOUT)) == [".docx", ".xlsx"]
    assert sorted(made(shown(SHARES), replace(ABOUT, code="letter"))) == [".docx"]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_open_data_are_what_the_audience_may_see_and_name_no_organisation(workspace: Workspace, audience: str) -> None:
    data = opened(workspace, "ulus-primer", audience)
    shown_rows = data.figures(scope="municipality").query("year == @YEAR")
    rows = read_csv(figures_csv(data))

    assert len(rows) == len(shown_rows) > 0
    assert sum(row["Пометка"] == HIDDEN for row in rows) == shown_rows["withheld"].sum()
    assert bool(shown_rows["withheld"].any()) == (audience == "public")
    assert [row for row in rows if row["Пометка"] and any(row[name] for name in NUMBERS)] == []
    told = sorted(float(row["Значение"].replace(",", ".")) for row in rows if row["Значение"])
    assert told == pytest.approx(sorted(shown_rows["value"].dropna()))


def test_the_csv_opens_in_russian_excel(workspace: Workspace) -> None:
    content = figures_csv(opened(workspace, "ulus-primer", "public"))
    first, second = content.decode("utf-8-sig").splitlines()[:2]

    assert content.startswith(b"\xef\xbb\xbf")
    assert first.split(";") == list(COLUMNS)
    assert "," in second.split(";")[10]
    assert [row["Столбец"] for row in read_csv(columns_csv())] == list(COLUMNS)


def test_the_workbook_of_figures_has_a_sheet_a_criterion_with_numbers_as_numbers(workspace: Workspace) -> None:
    data = opened(workspace, "ulus-primer", "public")
    found = openpyxl.load_workbook(io.BytesIO(figures_xlsx(data)))
    rows = figure_rows(data)

    sheets = found.worksheets[3:]
    written = [row for sheet in sheets for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]]
    at = [cell.value for cell in sheets[0][3]].index("Значение")
    assert [sheet["A2"].value for sheet in sheets] == [
        f"{title}, {YEAR} год" for title in dict.fromkeys(rows["Критерий"])
    ]
    assert len(written) == len(rows)
    assert sum(isinstance(row[at], int | float) for row in written) == rows["Значение"].notna().sum()
    assert sum(row[at] == HIDDEN for row in written) == (rows["Пометка"] == HIDDEN).sum()


def test_open_data_have_the_same_bytes_on_every_run(workspace: Workspace) -> None:
    first, second = (opened(workspace, "zato-primer", "public") for _ in range(2))

    assert figures_csv(first) == figures_csv(second)
    assert figures_xlsx(first) == figures_xlsx(second)


@each_payload
def test_a_name_that_looks_like_a_formula_is_none_in_open_data(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, payload: str
) -> None:
    monkeypatch.setattr(figures, "post_words", lambda _: payload)
    data = opened(workspace, "ulus-primer", "internal")
    data.card = replace(data.card, name=payload)

    rows = read_csv(figures_csv(data))
    found = openpyxl.load_workbook(io.BytesIO(figures_xlsx(data)))

    assert [text for row in rows for text in row.values() if text[:1] in tuple("=+-@\t\r")] == [
        row[name] for row in rows for name in NUMBERS if row[name].startswith("-")
    ]
    assert {cell.data_type for cell in cells(found)} <= {"s", "n"}  # type: ignore[attr-defined]
