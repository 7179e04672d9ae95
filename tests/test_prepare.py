"""From workbooks to figures: what `pdmon prepare` writes, keeps and repeats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from pdmon_utils.collect import collect
from pdmon_utils.errors import CatalogueError, WorkspaceError
from pdmon_utils.figures import COLUMNS
from pdmon_utils.prepare import places_of, prepare
from pdmon_utils.schema import SCHEMA
from pdmon_utils.store import Workspace

ORGANISATIONS = ["Код организации", "Полное наименование", "Тип", "Муниципальная"]
STAFF = ["Код организации", "Код работника", "Категория персонала", "Должность", "Принят в организацию"]
STAFF += ["Внешний совместитель", "Ставка"]
DIAGNOSTICS = ["Код работника", "Дата", "Вид", "Завершена"]
HIRED, DAY = dt.date(2015, 9, 1), dt.date(2022, 5, 5)


def card(home: Path, slug: str, regulation: str = "kbr") -> None:
    (home / "data/raw" / slug).mkdir(parents=True)
    said = f"name: Город\noktmo: 01234567\nregion: Край\nregion_code: krai\nregulation: {regulation}\n"
    (home / "data/raw" / slug / "municipality.yaml").write_text(said, encoding="utf-8")


def book(home: Path, slug: str, people: Sequence[str], tested: Sequence[str] = (), year: int = 2022) -> None:
    """Save the workbook of a municipality's only school."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    sheets: dict[str, list[list[Any]]] = {
        "Организации": [ORGANISATIONS, ["A", "Школа", "школа", "да"]],
        "Реестр работников": [STAFF, *(["A", person, "педагог", "учитель", HIRED, "нет", 1] for person in people)],
        "Диагностики": [DIAGNOSTICS, *([person, DAY, "дефициты", "да"] for person in tested)],
    }
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    folder = home / "data/raw" / slug / str(year)
    folder.mkdir(exist_ok=True)
    workbook.save(folder / "школа.xlsx")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a workspace of two municipalities: m has two teachers, one of them tested; n has one."""
    card(tmp_path, "m")
    card(tmp_path, "n")
    book(tmp_path, "m", ["01", "1"], ["01"])
    book(tmp_path, "n", ["01"])
    return tmp_path


def diagnosed(home: Path, **said: object) -> list[tuple[str, int, str, float, float]]:
    """Return municipality, year, unit, numerator and denominator of the totals of kbr.1."""
    figures = Workspace(home).figures()
    wanted = {"indicator": "kbr.1", "breakdown": "", **said}
    found = figures[(figures[list(wanted)] == pd.Series(wanted)).all(axis="columns")]
    columns = ["municipality", "year", "unit", "numerator", "denominator"]
    return list(found[columns].itertuples(index=False, name=None))


def files(home: Path) -> dict[str, bytes]:
    """Return every prepared file by its name, without what is kept of readings."""
    folder = home / "data" / "processed"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.parquet"))}


def test_two_municipalities_become_tables_findings_and_figures(home: Path) -> None:
    done = prepare(Workspace(home))

    assert done.municipalities == ("m", "n")
    whole = {f"{name}.parquet" for name in ("figures", "sources", "findings", "deliveries", "inputs")}
    names = {f"names/{slug}.parquet" for slug in "mn"}
    assert set(files(home)) == names | whole | {f"tables/{name}.parquet" for name in SCHEMA}
    figures = Workspace(home).figures()
    assert list(figures.columns) == list(COLUMNS)
    assert done.figures == len(figures)
    assert diagnosed(home, scope="municipality") == [("m", 2022, "m", 1, 2), ("n", 2022, "n", 0, 1)]
    assert diagnosed(home, scope="organisation") == [("m", 2022, "A", 1, 2), ("n", 2022, "A", 0, 1)]
    assert diagnosed(home, scope="region") == [("", 2022, "krai", 1, 2)]


def test_raw_files_stay_as_they_were(home: Path) -> None:
    raw = {path: path.read_bytes() for path in (home / "data" / "raw").rglob("*") if path.is_file()}

    prepare(Workspace(home))

    assert {path: path.read_bytes() for path in (home / "data" / "raw").rglob("*") if path.is_file()} == raw


def test_the_same_input_gives_the_same_bytes(home: Path) -> None:
    prepare(Workspace(home))
    first = files(home)

    prepare(Workspace(home))

    assert files(home) == first


def test_preparing_one_municipality_keeps_rows_and_figures_of_the_other(home: Path) -> None:
    prepare(Workspace(home))
    before = Workspace(home)
    tables, figures, findings = before.tables(["n"]), before.figures(["n"]), before.findings(["n"])
    book(home, "m", ["01", "1", "2"], ["01", "1"])
    book(home, "n", [])  # changed, but not asked for

    done = prepare(Workspace(home), ["m"])

    after = Workspace(home)
    assert done.municipalities == ("m",)
    assert diagnosed(home, scope="municipality") == [("m", 2022, "m", 2, 3), ("n", 2022, "n", 0, 1)]
    pd.testing.assert_frame_equal(after.figures(["n"]), figures)
    pd.testing.assert_frame_equal(after.findings(["n"]), findings)
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(after.tables(["n"])[name], frame)


@pytest.mark.parametrize("slug", ["m", "n"])
def test_preparing_one_municipality_again_gives_the_bytes_of_preparing_all(home: Path, slug: str) -> None:
    prepare(Workspace(home))
    together = files(home)

    prepare(Workspace(home), [slug])

    assert files(home) == together


def test_a_municipality_that_was_not_read_yet_has_no_figures_instead_of_zeros(home: Path) -> None:
    prepare(Workspace(home), ["m"])

    assert diagnosed(home, scope="municipality") == [("m", 2022, "m", 1, 2)]
    assert set(Workspace(home).figures()["municipality"]) == {"", "m"}


def test_a_year_that_was_not_read_yet_has_no_figures_either(home: Path) -> None:
    prepare(Workspace(home))
    book(home, "n", ["01"], year=2023)

    prepare(Workspace(home), ["m"])
    kept = diagnosed(home, scope="municipality")
    prepare(Workspace(home), ["n"])

    assert [row[:2] for row in kept] == [("m", 2022), ("n", 2022)]
    assert [row[:2] for row in diagnosed(home, scope="municipality")] == [("m", 2022), ("n", 2022), ("n", 2023)]


def test_a_municipality_without_a_single_row_does_not_disturb_the_others(home: Path) -> None:
    (home / "data/raw/n/2022/школа.xlsx").unlink()
    prepare(Workspace(home))
    together = files(home)

    prepare(Workspace(home), ["m"])

    assert files(home) == together
    assert diagnosed(home, scope="municipality") == [("m", 2022, "m", 1, 2), ("n", 2022, "n", 0, 0)]


def test_a_municipality_that_was_taken_away_leaves_tables_and_figures(home: Path) -> None:
    prepare(Workspace(home))
    (home / "data/raw/n").rename(home / "n")

    prepare(Workspace(home), ["m"])

    assert set(Workspace(home).table("staff")["municipality"]) == {"m"}
    assert set(Workspace(home).figures()["municipality"]) == {"", "m"}


def test_a_municipality_named_twice_is_read_once(home: Path) -> None:
    heard: list[str] = []

    prepare(Workspace(home), ["m", "m"], heard.append)

    assert heard == ["m"]
    assert len(Workspace(home).table("staff")) == 2


def test_a_workspace_by_a_sixth_regulation_is_prepared_like_any_other(home: Path) -> None:
    (home / "regulations").mkdir()
    text = """\
title: Положение шестого района
short: Шестой район
act: Приказ № 6
window: calendar
rows:
- clause: п. 1
  criterion: Дефициты
  wording: доля педагогов, прошедших диагностику
  asks: [{id: six.1, indicator: diagnosed, of: ped, scopes: [municipality]}]
"""
    (home / "regulations" / "sixth.yml").write_text(text, encoding="utf-8")
    card(home, "six", "sixth")
    book(home, "six", ["a"], ["a"])

    prepare(Workspace(home))

    figures = Workspace(home).figures(["six"])
    assert figures[["indicator", "numerator", "denominator"]].to_numpy().tolist() == [["six.1", 1, 1]]


def test_errors_are_counted_and_their_rows_are_not_computed(home: Path) -> None:
    book(home, "n", ["01", ""])

    done = prepare(Workspace(home))

    assert done.errors == 1
    assert diagnosed(home, scope="municipality")[1] == ("n", 2022, "n", 0, 1)


def test_checking_finds_the_same_and_writes_nothing(home: Path) -> None:
    book(home, "n", ["01", ""])

    found = pd.concat([each.intake.findings for each in collect(Workspace(home))], ignore_index=True)
    of_one = [each.slug for each in collect(Workspace(home), ["m"])]

    assert (found["severity"] == "error").sum() == 1
    assert of_one == ["m"]
    assert not (home / "data" / "processed" / "tables").exists()
    prepare(Workspace(home))
    pd.testing.assert_frame_equal(Workspace(home).findings(), found.drop(columns="code"), check_dtype=False)


@pytest.mark.parametrize("step", [prepare, lambda workspace: list(collect(workspace))])
def test_an_empty_workspace_says_what_to_do(step: Any, tmp_path: Path) -> None:  # noqa: ANN401
    with pytest.raises(WorkspaceError, match=r"нет муниципалитетов\. Выполните pdmon demo или положите свои файлы"):
        step(Workspace(tmp_path))


def test_an_unknown_municipality_stops_before_anything_is_written(home: Path) -> None:
    with pytest.raises(WorkspaceError, match="Нет муниципалитета «mm»"):
        prepare(Workspace(home), ["m", "mm"])

    assert not (home / "data" / "processed").exists()


def test_an_unknown_regulation_stops_before_anything_is_written(home: Path) -> None:
    card(home, "x", "zata")

    with pytest.raises(CatalogueError, match="Нет положения «zata» — может быть, «zato»"):
        prepare(Workspace(home))

    assert not (home / "data" / "processed").exists()


def test_places_carry_what_figures_need(home: Path) -> None:
    book(home, "n", ["01"], year=2023)

    places = places_of(Workspace(home))

    assert [(p.slug, p.regulation, p.region_code, p.years) for p in places] == [
        ("m", "kbr", "krai", (2022,)),
        ("n", "kbr", "krai", (2022, 2023)),
    ]


def test_a_contradiction_is_an_error_but_its_row_is_counted(home: Path) -> None:
    book(home, "n", ["01"])
    path = home / "data" / "raw" / "n" / "2022" / "staff.csv"
    header = "org_id;person_id;staff_group;position;subject;hire_date;dismiss_date;is_external;rate"
    path.write_text(f"{header}\nA;09;педагог;учитель;физика;01.09.2015;01.09.2014;нет;1\n", encoding="utf-8")

    done = prepare(Workspace(home))

    assert (done.errors, done.losses) == (1, 0)
    assert "09" in set(Workspace(home).table("staff")["person_id"])
