"""The fictional districts of `pdmon demo`: invented, repeatable, readable, wrong only where flaws.yml says so."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.example import MARK, example_slugs, write_district, write_example
from pdmon_utils.example.district import entries_of
from pdmon_utils.example.flaws import CORRECTION, Raw
from pdmon_utils.example.lore import facts
from pdmon_utils.example.people import Person, full_years
from pdmon_utils.example.places import YEARS, Entry, district
from pdmon_utils.example.xlsx import Sheet, package
from pdmon_utils.intake import read_municipality
from pdmon_utils.municipality import read_card
from pdmon_utils.schema import SCHEMA

SEED = 2022
SMALL = "zato-primer"


@pytest.fixture(scope="module")
def handed_in() -> dict[str, list[Entry]]:
    return {slug: entries_of(slug, SEED) for slug in example_slugs()}


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    for slug in (SMALL, "ulus-primer"):
        write_district(folder, slug, seed=SEED)
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def rows(entries: list[Entry], table: str) -> list[dict[str, Any]]:
    return [entry.row for entry in entries if entry.table == table]


# --- what may be overwritten


def test_a_folder_that_the_example_did_not_write_is_left_alone(tmp_path: Path) -> None:
    own = tmp_path / SMALL / "2024" / "наши данные.xlsx"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"real")

    with pytest.raises(WorkspaceError, match="создана не командой «pdmon demo»"):
        write_example(tmp_path)

    assert content(tmp_path) == {f"{SMALL}/2024/наши данные.xlsx": b"real"}


def test_its_own_folder_is_written_anew_without_leftovers(tmp_path: Path) -> None:
    write_district(tmp_path, SMALL, seed=1)
    (tmp_path / SMALL / "2019").mkdir()

    write_district(tmp_path, SMALL, seed=1)

    assert not (tmp_path / SMALL / "2019").exists()
    assert "вымышлены" in (tmp_path / SMALL / MARK).read_text(encoding="utf-8")


def test_the_same_seed_gives_the_same_bytes_and_another_one_does_not(tmp_path: Path, raw: Path) -> None:
    write_district(tmp_path, SMALL, seed=SEED)
    first, again = content(raw / SMALL), content(tmp_path / SMALL)
    write_district(tmp_path, SMALL, seed=SEED + 1)

    assert again == first
    assert content(tmp_path / SMALL)["2024/общие.xlsx"] != first["2024/общие.xlsx"]


# --- plainly invented


@pytest.mark.parametrize("slug", example_slugs())
def test_a_card_says_that_it_is_invented(slug: str) -> None:
    card = district(slug, SEED).card

    assert "вымышлен" in card["name"].casefold()
    assert card["oktmo"].startswith("00")
    assert card["signature"]["name"].endswith("(вымышлено)")
    assert all("вымышленн" in row["org_name"] for row in rows(entries_of(slug, SEED), "organisations"))


def test_every_regulation_has_a_district_and_one_region_has_two() -> None:
    cards = [district(slug, SEED).card for slug in example_slugs()]

    assert sorted(card["regulation"] for card in cards) == ["kbr", "kbr", "tyumen", "ust-labinsk", "vilyuysk", "zato"]
    assert len({card["region_code"] for card in cards if card["regulation"] == "kbr"}) == 1


def test_plans_and_measures_name_indicators_of_the_district_s_own_regulation(handed_in: dict[str, list[Entry]]) -> None:
    regulations = load_catalogue().regulations
    for slug, entries in handed_in.items():
        card = district(slug, SEED).card
        planned = {indicator for plan in card["plans"].values() for indicator in plan}
        addressed = {row["indicator_id"] for row in rows(entries, "measures")}

        assert planned | addressed <= set(regulations[card["regulation"]].asks)
        assert {row["year"] for row in rows(entries, "measures")} == set(YEARS)
        assert {row["kind"] for row in rows(entries, "measures")} == {"measure", "rec", "practice_rec", "decision"}


# --- readable


def test_the_card_is_read_as_any_other(raw: Path) -> None:
    card = read_card(raw / SMALL)

    assert card.name == "городской округ ЗАТО Сосноярский (вымышленный)"
    assert card.years == YEARS
    assert card.plans["2024"]["zato.3.1b"] == "0.55"


def test_a_workbook_opens_with_a_word_about_the_data_and_russian_sheets(raw: Path) -> None:
    book = openpyxl.load_workbook(raw / SMALL / "2024" / "школы" / "00101.xlsx")

    first, *tables = book.sheetnames
    assert first == "О данных"
    assert book[first]["A1"].value == "ВЫМЫШЛЕННЫЕ ДАННЫЕ"
    assert tables[:2] == ["Реестр работников", "Диагностики"]
    assert set(tables) <= {table.title for table in SCHEMA.values()}


def test_codes_stay_text_and_dates_are_dates(raw: Path) -> None:
    book = openpyxl.load_workbook(raw / SMALL / "2024" / "школы" / "00102.xlsx")
    header, row, *_ = book["Реестр работников"].iter_rows()
    cell = dict(zip([cell.value for cell in header], row, strict=True))

    assert cell["Код организации"].value == "00102"
    assert isinstance(cell["Принят в организацию"].value, datetime)
    assert cell["Принят в организацию"].number_format == "dd\\.mm\\.yyyy"
    assert cell["Внешний совместитель"].value in ("да", "нет")


def test_csv_is_what_excel_saves_in_russia(raw: Path) -> None:
    header, first, *_ = (raw / "ulus-primer" / "2024" / "Мероприятия и конкурсы.csv").read_bytes().split(b"\r\n")

    assert header.decode("cp1251").split(";")[:2] == ["Код", "Название"]
    assert "Августовская педагогическая конференция" in first.decode("cp1251")
    assert (
        "Мероприятия и конкурсы"
        not in CalamineWorkbook.from_path(raw / "ulus-primer" / "2024" / "общие.xlsx").sheet_names
    )


def test_the_analyst_s_text_is_marked_as_an_example(raw: Path) -> None:
    texts = sorted((raw / SMALL / "2024" / "texts").glob("*.md"))

    assert [path.stem for path in texts] == [
        "deficits",
        "mastery",
        "staffing",
        "support",
        "support.subj",
        "young",
        "zato.3.5c",
    ]
    assert all("данные вымышлены" in path.read_text(encoding="utf-8") for path in texts)


def test_the_intake_finds_what_is_wrong_on_purpose_and_nothing_else(raw: Path) -> None:
    intake = read_municipality(read_card(raw / SMALL))
    tables, findings = intake.tables, intake.findings
    wrong = findings[findings.severity == "error"]
    listed = [said for said in facts("flaws")["cells"] if said["district"] == SMALL]

    assert sorted(wrong.value) == sorted(said["text"] for said in listed)
    assert list(findings[findings.rule == "ref.staff"].value) == ["099001"]
    assert findings[findings.severity == "query"].rule.value_counts().to_dict() == {
        "persons.rate_high": 18,  # two posts at once
        "diagnostics.deficit_unknown": 6,  # optional cells that schools left empty (rates.yml)
        "routes.unended": 2,
        "organisations.lost": 1,  # the row with the unreadable position
        "outcomes.total_jump": 1,
        "ref.staff": 1,
    }
    assert tables["staff"].person_id.nunique() > 200


# --- consistent


def test_every_value_is_a_code_of_the_schema_unless_spoilt(handed_in: dict[str, list[Entry]]) -> None:
    unknown = {
        (entry.table, name, value)
        for entries in handed_in.values()
        for entry in entries
        for name, value in entry.row.items()
        if (codes := SCHEMA[entry.table].columns[name].values)
        and value not in (None, "")
        and not isinstance(value, Raw)
        and str(value) not in codes
    }

    assert unknown == set()


def test_required_cells_are_filled_unless_spoilt(handed_in: dict[str, list[Entry]]) -> None:
    empty = {
        (entry.table, column.name)
        for entries in handed_in.values()
        for entry in entries
        for column in SCHEMA[entry.table].columns.values()
        if column.required and entry.row.get(column.name) in (None, "")
        if not isinstance(entry.row.get(column.name), Raw)
    }

    assert empty == set()


def test_keys_are_repeated_only_by_corrections_and_routes_handed_in_again(handed_in: dict[str, list[Entry]]) -> None:
    for entries in handed_in.values():
        seen: dict[tuple[Any, ...], list[Entry]] = defaultdict(list)
        for entry in entries:
            if SCHEMA[entry.table].key:
                seen[entry.table, *(entry.row.get(name) for name in SCHEMA[entry.table].key)].append(entry)
        again = [group for group in seen.values() if len(group) > 1]

        assert all(group[0].table == "routes" or group[-1].org.endswith(CORRECTION) for group in again)
        assert any(group[0].table == "routes" for group in again)


def test_people_grow_older_but_never_change_their_birthday_or_lose_a_category(
    handed_in: dict[str, list[Entry]],
) -> None:
    ranks = ["none", "sfz", "first", "top"]
    for entries in handed_in.values():
        births, categories = defaultdict(set), defaultdict(list)
        for row in rows(entries, "staff"):
            if isinstance(row["birth_date"], date):
                births[row["person_id"]].add(row["birth_date"])
            if row["category"] in ranks:
                categories[row["person_id"]].append((row["year"], ranks.index(row["category"])))

        assert {len(days) for days in births.values()} == {1}
        assert all(
            [rank for _, rank in sorted(held)] == sorted(rank for _, rank in held) for held in categories.values()
        )


def test_facts_lie_in_the_folder_of_their_report_year(handed_in: dict[str, list[Entry]]) -> None:
    dated = {"diagnostics": "date", "courses": "end_date", "events": "date", "practices": "date"}
    for slug, entries in handed_in.items():
        place = district(slug, SEED)
        astray = [
            entry
            for entry in entries
            if entry.table in dated
            and entry.row.get("kind") != "head_att"  # held before or after its due date
            and isinstance(day := entry.row[dated[entry.table]], date)
            and not place.opening(entry.year) <= day <= place.closing(entry.year)
        ]

        assert astray == []
        assert {entry.year for entry in entries} == set(YEARS)


def test_a_silent_organisation_is_registered_but_hands_in_nothing(handed_in: dict[str, list[Entry]]) -> None:
    entries = handed_in["ulus-primer"]
    silent = next(org.id for org in district("ulus-primer", SEED).organisations if org.silent)
    handed = {(entry.year, entry.table) for entry in entries if silent in (entry.org, entry.row.get("org_id"))}

    assert (2024, "organisations") in handed
    assert (2023, "staff") in handed
    assert (2024, "staff") not in handed


def test_the_two_districts_of_a_region_share_people_and_programmes_but_not_the_meaning_of_local_codes(
    handed_in: dict[str, list[Entry]],
) -> None:
    here, there = handed_in["predgorye-primer"], handed_in["ravnina-primer"]
    births = [{r["person_id"]: r["birth_date"] for r in rows(e, "staff") if r["birth_date"]} for e in (here, there)]
    shared = set(births[0]) & set(births[1])
    events = [{row["event_id"] for row in rows(entries, "events")} for entries in (here, there)]
    orgs = [{row["org_id"] for row in rows(entries, "organisations")} for entries in (here, there)]

    assert 3 <= len(shared) <= 6
    assert all(births[0][person] == births[1][person] for person in shared)
    assert rows(here, "programmes") == rows(there, "programmes")
    assert events[0] & events[1]
    assert not orgs[0] & orgs[1]


def test_every_district_is_of_a_size_that_a_report_can_show(handed_in: dict[str, list[Entry]]) -> None:
    for slug, entries in handed_in.items():
        heads = defaultdict(set)
        for row in rows(entries, "staff"):
            if row["year"] == YEARS[0]:
                heads[row["org_id"]].add(row["person_id"])

        assert 8 <= len(district(slug, SEED).organisations) <= 30
        assert all(10 <= len(people) <= 80 for people in heads.values())


def test_any_seed_will_do() -> None:
    sizes = [len(entries_of(SMALL, seed)) for seed in (1, 7, 99)]

    assert min(sizes) > 3000
    assert len(set(sizes)) == 3


# --- the pieces


def test_full_years_are_completed_on_the_day_itself() -> None:
    assert full_years(date(2000, 9, 1), date(2024, 8, 31)) == 23
    assert full_years(date(2000, 9, 1), date(2024, 9, 1)) == 24


def test_a_category_comes_with_the_years() -> None:
    person = Person(
        id="000001",
        sex="f",
        birth=date(1990, 1, 1),
        start=date(2012, 9, 1),
        told="date",
        education="hi_ped",
        first_after=4,
        top_after=9,
        graduate=True,
        drive=1.0,
        topic="",
        topic_ict_since=2030,
    )

    assert [person.category(date(year, 9, 1)) for year in (2013, 2014, 2016, 2021)] == ["none", "sfz", "first", "top"]


def test_a_package_holds_text_numbers_dates_and_empty_cells() -> None:
    sheet = Sheet("Лист & «знаки»", ["А", "Б", "В", "Г"], [["<00123>", 1.5, date(2024, 2, 29), None]], [5, 5, 5, 5])

    book = openpyxl.load_workbook(BytesIO(package("Проверка", [sheet])))

    line = [cell.value for cell in book["Лист & «знаки»"][2]]
    assert line == ["<00123>", 1.5, datetime(2024, 2, 29), None]  # noqa: DTZ001  Excel knows no time zones
    assert book["Лист & «знаки»"].freeze_panes == "A2"
