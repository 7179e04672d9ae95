"""The exported form ОО-1 as a file: from a workbook to rows of the table and figures."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pdmon_utils import oo1
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.fallback import fallback_figures
from pdmon_utils.figures import Place, compute_figures
from pdmon_utils.intake import Intake, read_municipality
from pdmon_utils.municipality import read_card
from pdmon_utils.oo1 import edition_of, use_editions
from test_oo1 import FILLED, Numbers, sheet_of
from tiny import CARD

SCHOOLS = "org_id;org_name;org_type;is_municipal\n1400000001;Школа;school;да\n"
TITLE = [["на начало 2016/2017 учебного года"], ["ОКПО", "ИНН"], [1, 2], ["12345678", "1400000001"]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "primer" / "2016").mkdir(parents=True)
    (tmp_path / "primer" / "municipality.yaml").write_text(CARD.format(regulation="tyumen"), encoding="utf-8")
    (tmp_path / "primer" / "2016" / "organisations.csv").write_text(SCHOOLS, encoding="utf-8")
    return tmp_path / "primer"


def handed_in(home: Path, sections: dict[str, Numbers]) -> Intake:
    book = openpyxl.Workbook()
    book.active.title = "Титульный лист"
    for row in TITLE:
        book.active.append(row)
    for code, numbers in sections.items():
        sheet = book.create_sheet(f"Раздел {code}")
        for row in sheet_of(code, numbers):
            sheet.append(row)
    book.save(home / "2016" / "oo1.xlsx")
    return read_municipality(read_card(home))


def test_a_workbook_with_a_title_page_gives_rows_of_its_organisation(home: Path) -> None:
    read = handed_in(home, FILLED)
    form = read.tables["oo1"]

    assert set(form["org_id"]) == {"1400000001"}
    assert set(form["section"]) == set(FILLED)
    assert [rule for rule in read.findings["rule"] if rule.startswith(("oo1.", "sheet."))] == []


def test_a_broken_sum_points_at_its_cell(home: Path) -> None:
    found = handed_in(home, {"3.1": {**FILLED["3.1"], (7, 3): 4}}).findings
    broken = found[found["rule"] == "oo1.sum"]

    assert broken[["file", "sheet", "cell"]].to_numpy().tolist() == [
        ["2016/oo1.xlsx", "Раздел 3.1", "C10"],
        ["2016/oo1.xlsx", "Раздел 3.1", "C11"],
    ]


def test_the_workbook_alone_gives_figures(home: Path) -> None:
    tables, regulations = handed_in(home, FILLED).tables, load_catalogue().regulations
    places = [Place("primer", "tyumen", "vymyshlennaya", (2016,))]

    figures = fallback_figures(tables, compute_figures(tables, places, regulations), places, regulations)

    higher = figures[(figures["indicator"] == "tmn.l.19") & (figures["scope"] == "municipality")]
    assert higher[["numerator", "denominator"]].to_numpy().tolist() == [[2, 3]]


def test_a_form_of_another_year_is_one_file_of_the_workspace(tmp_path: Path) -> None:
    packaged = (Path(oo1.__file__).parent / "editions" / "2016.yml").read_text(encoding="utf-8")
    order = "приказ Росстата от 17.08.2016 № 429"
    later = packaged.replace('from: "2016"', 'from: "2020"').replace(order, "новый приказ")
    (tmp_path / "oo1").mkdir()
    (tmp_path / "oo1" / "2020.yml").write_text(later, encoding="utf-8")
    try:
        stamp = use_editions(tmp_path / "oo1")
        titles = [edition.title for year in (2016, 2019, 2020) if (edition := edition_of(year))]
        assert ["новый приказ" in title for title in titles] == [False, False, True]
        assert stamp != use_editions(tmp_path)
    finally:
        use_editions(tmp_path / "nowhere")
    assert edition_of(2020) == edition_of(2016)


def test_numbers_of_a_section_that_nobody_has_described_are_kept_and_nothing_follows_from_them(home: Path) -> None:
    handed_in(home, FILLED)
    book = openpyxl.load_workbook(home / "2016" / "oo1.xlsx")
    sheet = book.create_sheet("Раздел 3.6")
    for row in (["А", "Б", 3, 4], ["всего", "01", 7, 2]):
        sheet.append(row)
    book.save(home / "2016" / "oo1.xlsx")

    read = read_municipality(read_card(home))

    assert len(read.tables["oo1"].query("section == '3.6'")) == 2
    (said,) = read.findings.query("rule == 'oo1.section'").to_dict("records")
    assert (said["sheet"], said["severity"]) == ("Раздел 3.6", "query")
