"""Where a report comes from: its page, what everybody may read of it, and the log of its checks."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from bundles import FIRST, NOTEBOOKS, SLUG, YEAR
from pdmon_utils.batch.bundle import completed, ledger_of_job
from pdmon_utils.batch.jobs import Wanted, plan
from pdmon_utils.batch.manifest import done, manifest_path
from pdmon_utils.publish.checks import ALTERNATIVES, LINKS, NUMERALS, OUTSIDE, STRUCTURE, check_report, problems
from pdmon_utils.publish.sourcepage import with_files
from pdmon_utils.publish.versions import fingerprint
from pdmon_utils.release.stored import Left, stored
from pdmon_utils.store import Workspace
from releases import district, jobs
from tiny import workspace_with

each = pytest.mark.parametrize("audience", ["internal", "public"])


@pytest.fixture
def home(bundled: Path) -> Path:
    return FIRST.home(bundled)


def page(home: Path, audience: str, name: str = "note") -> BeautifulSoup:
    path = Workspace(home).report(SLUG, YEAR, audience, name).with_name(f"{name}-source.html")
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def manifest(home: Path, audience: str, name: str = "note") -> dict[str, Any]:
    said = done(manifest_path(Workspace(home).report(SLUG, YEAR, audience, name)))
    assert said is not None
    return said


def rows(soup: BeautifulSoup, caption: str) -> Iterator[list[str]]:
    """Yield the cells of each row of the table with this caption."""
    (table,) = (table for table in soup.find_all("table") if table.caption and table.caption.text == caption)
    for row in table.select("tbody tr"):
        yield [cell.get_text() for cell in row.find_all(["th", "td"])]


def hashes(folder: Path) -> list[str]:
    """Return the sorted hashes of the raw files, taken by an ordinary program."""
    books = sorted(str(path) for path in folder.glob("20*/**/*.xlsx"))
    said = subprocess.run(["sha256sum", *books], capture_output=True, encoding="utf-8", check=True)  # noqa: S607  of this system
    return sorted(line[:64] for line in said.stdout.splitlines())


def of_list(lines: list[str]) -> str:
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


@each
def test_the_fingerprint_of_the_inputs_can_be_taken_by_hand(home: Path, audience: str) -> None:
    known = hashes(home / "data" / "raw" / SLUG)

    assert manifest(home, audience)["inputs"] == {"files": len(known), "sha256": of_list(known)}
    assert of_list(known) in page(home, audience).get_text()


def raw_names(home: Path) -> set[str]:
    """Return the names of the files that schools handed in."""
    names = {path.name for path in (home / "data" / "raw" / SLUG).rglob("*.xlsx")}
    assert names
    return names


def test_the_internal_page_names_every_file_with_its_hash_and_rows(home: Path) -> None:
    raw = home / "data" / "raw" / SLUG
    named = {row[0]: row for row in rows(page(home, "internal"), "Исходные файлы поимённо")}

    assert {file: row[-1] for file, row in named.items()} == {
        path.relative_to(raw).as_posix(): sha256(path.read_bytes()).hexdigest() for path in raw.glob("20*/**/*.xlsx")
    }
    assert all(int(row[3].replace("\u00a0", "")) > 0 for row in named.values())
    assert all(row[1] != "—" for row in named.values()), "день поступления знает журнал"


def test_the_public_page_names_no_file_and_no_exact_number_of_rows(home: Path) -> None:
    text = page(home, "public").get_text()
    tables = {row[0]: row[1:] for row in rows(page(home, "public"), "Строки по таблицам")}

    assert not [name for name in raw_names(home) if name in text]
    assert "школы/" not in text
    assert tables["Реестр работников"][0].isdigit()
    for cells in tables.values():
        assert all(cell == "менее 10" or cell.endswith("0") for cell in cells)


def test_rows_used_and_not_used_are_those_of_the_clean_tables(home: Path) -> None:
    staff = pd.read_parquet(home / "data" / "processed" / "tables" / "staff.parquet")
    (told,) = (row for row in rows(page(home, "internal"), "Строки по таблицам") if row[0] == "Реестр работников")
    read = pd.read_parquet(home / "data" / "processed" / "inputs.parquet").query("table == 'staff'")

    assert told[1:] == [str((staff["year"] == YEAR).sum()), str(len(staff)), str(read["rows"].sum() - len(staff))]


@each
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_page_names_the_hash_of_each_file_of_the_report(home: Path, audience: str, name: str) -> None:
    folder = home / "reports" / SLUG / str(YEAR) / audience
    told = dict(rows(page(home, audience, name), "Контрольные суммы файлов отчёта"))

    assert set(told) >= {f"{name}.html", f"{name}.ipynb"}
    assert told == {file: sha256((folder / file).read_bytes()).hexdigest() for file in told}
    assert set(manifest(home, audience, name)["files"]) == {*told, f"{name}-source.html"}


@each
def test_versions_rules_and_parameters_stand_on_the_page(home: Path, audience: str) -> None:
    said, soup = manifest(home, audience), page(home, audience)
    told = dict(rows(soup, "Чем сделан отчёт"))

    assert told == said["versions"]
    assert {"Программа pdmon", "Python", "pandas", "Версия таблиц для заполнения"} <= set(told)
    assert said["parameters"] == {"municipality": SLUG, "year": YEAR, "audience": audience}
    assert "Номера правил, по которым сделаны выводы на странице" in soup.get_text()


@each
def test_the_log_of_checks_stands_on_the_page_and_in_the_manifest(home: Path, audience: str) -> None:
    said = manifest(home, audience)
    logged = {check["name"]: check for check in said["checks"]}
    shown = {row[0]: row[1:] for row in rows(page(home, audience), "Журнал проверок")}

    print(f"{audience}: чисел проверено {logged[NUMERALS]['looked']}, замечаний {len(problems(said))}")  # noqa: T201
    assert list(logged) == [NUMERALS, LINKS, OUTSIDE, STRUCTURE, ALTERNATIVES] == list(shown)
    assert logged[NUMERALS]["looked"] > 100
    assert problems(said) == ()
    assert {outcome for _, outcome in shown.values()} == {"пройдена"}


def test_how_much_is_hidden_stands_on_the_public_page_only(home: Path) -> None:
    assert "скрыто для защиты сведений о людях" in page(home, "public").get_text()
    assert "скрыто для защиты сведений о людях" not in page(home, "internal").get_text()


@each
def test_the_page_itself_passes_the_checks(home: Path, audience: str) -> None:
    html = str(page(home, audience))

    assert [check for check in check_report(html, {}) if not check.passed] == []


@each
def test_the_report_leads_to_the_page_and_back(home: Path, audience: str) -> None:
    folder = home / "reports" / SLUG / str(YEAR) / audience

    assert 'href="note-source.html"' in (folder / "note.html").read_text(encoding="utf-8")
    assert 'href="note.html"' in str(page(home, audience))


def test_the_site_may_name_its_own_files_on_the_page(home: Path) -> None:
    path = home / "reports" / SLUG / str(YEAR) / "public" / "note-source.html"
    soup = BeautifulSoup(with_files(path.read_text(encoding="utf-8"), {"note.docx": "0" * 64}), "html.parser")

    assert list(rows(soup, "Контрольные суммы файлов отчёта")) == [["note.docx", "0" * 64]]


NUMBER: Mapping[str, float] = {"a/b": 0.5}
HEAD = '<html lang="ru"><head><title>Т</title></head><body><h1>О</h1>'
BAD = {
    NUMERALS: '<p class="pdmon-said">Доля — <data value="0.5" data-fact="a/b">49 %</data>.</p>',
    LINKS: '<a href="#nowhere">сюда</a>',
    OUTSIDE: '<img src="https://example.org/1.png" alt="Доля педагогов по годам">',
    STRUCTURE: "<h4>Выводы</h4>",
    ALTERNATIVES: '<img src="data:image/png;base64,AA" alt="График">',
}


@pytest.mark.parametrize("name", BAD)
def test_each_check_finds_what_is_wrong(name: str) -> None:
    found = [check.name for check in check_report(f"{HEAD}{BAD[name]}</body></html>", NUMBER) if not check.passed]

    assert found == [name]


def test_a_report_whose_inputs_nobody_wrote_down_says_so(tmp_path: Path) -> None:
    (job,) = plan(workspace_with(tmp_path, {"fine": "1"}), Wanted(audiences=("public",)))
    files, said = completed(job, {".ipynb": b"{}", ".html": f"{HEAD}</body></html>".encode()}, ledger_of_job(job))

    assert said["inputs"] is None
    assert "Сведений об исходных файлах нет" in files["-source.html"].decode()


def test_a_fingerprint_knows_files_by_their_place_inside_and_their_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.yml").write_text("1", encoding="utf-8")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "y.yml").write_text("1", encoding="utf-8")

    same, other, renamed = (fingerprint((tmp_path / name,), "rules") for name in "abc")

    assert same == other != renamed


def test_the_manifest_is_plain_json_without_machine_words(home: Path) -> None:
    text = manifest_path(Workspace(home).report(SLUG, YEAR, "public", "note")).read_text(encoding="utf-8")

    assert json.loads(text)["year"] == YEAR
    assert str(home.parent) not in text


WRONG = [{"name": NUMERALS, "looked": 1, "problems": ["в странице 0.41, по данным 0.5"]}]


@pytest.mark.parametrize(
    ("checks", "why"), [(WRONG, "проверка отчёта не пройдена: Числа в предложениях"), (None, "без журнала проверок")]
)
def test_a_report_that_failed_a_check_or_has_no_log_of_them_is_not_published(
    tmp_path: Path, checks: list[dict[str, Any]] | None, why: str
) -> None:
    (job,) = jobs(district(tmp_path, "note"))
    path = manifest_path(job.output)
    said = json.loads(path.read_text(encoding="utf-8"))
    del said["checks"]
    path.write_text(json.dumps(said | ({"checks": checks} if checks else {})), encoding="utf-8")

    found = stored(job)

    assert isinstance(found, Left)
    assert why in found.what
    assert "pdmon run -m primer -y 2024 -n note" in found.remedy


def test_the_site_has_the_page_of_origin_with_the_hash_of_what_it_shows(home: Path) -> None:
    folder = home / "reports" / "site" / SLUG / str(YEAR)
    soup = BeautifulSoup((folder / "note-source.html").read_text(encoding="utf-8"), "html.parser")
    told = dict(rows(soup, "Контрольные суммы файлов отчёта"))

    assert told["note.html"] == sha256((folder / "note.html").read_bytes()).hexdigest()
    assert "note-source.html" in (folder / "note.html").read_text(encoding="utf-8")
    assert not [name for name in raw_names(home) if name in str(soup)]
