"""What has to run again and why: only what depends on what changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from pdmon_utils.__main__ import cli
from pdmon_utils.batch import keys
from pdmon_utils.batch.failures import keep_failed
from pdmon_utils.batch.jobs import Job, Wanted, plan
from pdmon_utils.batch.manifest import write_report
from pdmon_utils.batch.standing import NO_REPORT, SPOILT, UNTOLD, changes, standing
from pdmon_utils.journal import Approval
from pdmon_utils.parquet import write_parquet
from pdmon_utils.prepare import prepare
from pdmon_utils.slices import KEPT, parts_of, slices_of
from pdmon_utils.store import Workspace
from pdmon_utils.study.sending import DOCUMENTS

NOTEBOOKS = ("deficits", "note", "region")
CHOICE = [word for name in NOTEBOOKS for word in ("-n", name)]
TOWN, OTHER, REGION = "ulus-primer", "zato-primer", "predgornaya"


@pytest.fixture(scope="module")
def standing_all(tmp_path_factory: pytest.TempPathFactory, workspace: Workspace) -> Path:
    """Return a copy of the districts, all of whose reports lie there as if they had been made of it."""
    home = tmp_path_factory.mktemp("standing")
    shutil.copytree(workspace.home / "data", home / "data")
    shutil.copy(workspace.home / "pdmon.key", home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        for job in jobs(Workspace(home)):
            write_report(job.output, {".ipynb": b"1", ".html": b"2"}, {"key": dict(job.key)})
    return home


@pytest.fixture
def home(tmp_path: Path, standing_all: Path) -> Workspace:
    """Return the districts for one test to change."""
    return Workspace(shutil.copytree(standing_all, tmp_path / "home"))


def jobs(home: Workspace) -> list[Job]:
    """Return the jobs of the last year with their keys as things stand now."""
    fresh = Workspace(home.home)
    return keys.stamped(fresh, plan(fresh, Wanted(years=(2024,), notebooks=NOTEBOOKS)))


def stale(home: Workspace) -> dict[tuple[str, str, str], str]:
    """Return place, audience and notebook of what has to run → why."""
    found = standing(jobs(home))
    return {(one.job.place, one.job.audience, one.job.code): one.why for one in found if one.why}


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_where_nothing_changed_nothing_has_to_run_also_after_preparing_again(home: Workspace) -> None:
    assert stale(home) == {}
    prepare(Workspace(home.home))
    assert stale(home) == {}


def test_a_changed_file_of_a_school_concerns_its_municipality_and_the_region_above(home: Workspace) -> None:
    whole = {(job.place, job.audience, job.code) for job in jobs(home)}
    file = next(path for path in sorted((home.raw / "gorod-primer" / "2024").rglob("*.xlsx")) if "школы" in str(path))
    file.unlink()
    prepare(Workspace(home.home))

    found = stale(home)

    places = {"gorod-primer", Workspace(home.home).municipality("gorod-primer").region_code}
    assert set(found) == {report for report in whole if report[0] in places}
    assert all(why.startswith("изменились данные: «") for why in found.values())


def _note(home: Workspace) -> None:
    write(home.texts(TOWN, 2024) / "note.md", "Слово аналитика.")


def _older_note(home: Workspace) -> None:
    write(home.texts(TOWN, 2023) / "note.md", "Слово аналитика.")


def _card(home: Workspace) -> None:
    card = home.raw / TOWN / "municipality.yaml"
    card.write_text(card.read_text(encoding="utf-8") + "\n# поправка\n", encoding="utf-8")


def _journal(home: Workspace) -> None:
    path = home.journals / TOWN / "2024" / "calendar.csv"
    write(
        path,
        path.read_text(encoding="utf-8-sig") + "x;y;z;2024-01-01\n" if path.exists() else "Шаг;Документ;Кто;Дата\n",
    )


def _template(home: Workspace) -> None:
    write(home.templates / TOWN / "paper.docx", "бланк")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_note, "изменились тексты аналитика"),
        (_older_note, "изменились тексты аналитика"),
        (_card, "изменилась карточка муниципалитета"),
        (_journal, "новые записи в журнале"),
        (_template, "изменился бланк"),
    ],
)
def test_what_people_write_concerns_their_own_municipality(
    home: Workspace, change: Callable[[Workspace], None], why: str
) -> None:
    change(home)

    found = stale(home)
    assert {place for place, *_ in found} <= {TOWN, Workspace(home.home).municipality(TOWN).region_code}
    assert {one for (place, *_), one in found.items() if place == TOWN} == {why}


def test_what_is_written_of_a_later_year_concerns_no_earlier_report(home: Workspace) -> None:
    write(home.raw / TOWN / "2025" / "texts" / "note.md", "Слово аналитика.")

    assert {place for place, *_ in stale(home)} <= set()


def test_a_map_concerns_the_report_of_its_region(home: Workspace) -> None:
    write(home.home / "maps" / f"{REGION}.geojson", "{}")

    assert {(place, why) for (place, *_), why in stale(home).items()} == {(REGION, "изменилась карта")}


def test_an_order_concerns_the_document_that_it_approves(home: Workspace) -> None:
    home.journal(TOWN).add(2024, Approval("note", "7", date(2025, 3, 1)))

    assert set(stale(home).values()) == {"изменилось утверждение"}
    assert set(stale(home)) == {(TOWN, audience, "note") for audience in ("internal", "public")}


def test_a_published_figure_concerns_public_reports_of_its_year_and_later(home: Workspace) -> None:
    row = {
        "municipality": TOWN, "year": 2024, "indicator": "x", "scope": "municipality", "unit": TOWN, "breakdown": "",
        "group": "", "numerator": 1.0, "denominator": 9.0, "withheld": False, "version": 1, "published": "2025-01-01",
    }  # fmt: skip
    home.publish_figures(pd.DataFrame([row]))

    assert {audience for _, audience, _ in stale(home)} == {"public"}
    assert set(stale(home).values()) == {"изменилось то, что уже опубликовано"}


def test_a_rule_of_the_office_and_an_own_notebook_are_named(home: Workspace) -> None:
    write(home.home / "rules" / "conclusions.yml", "{}")
    assert set(stale(home).values()) == {"изменились правила"}

    (job, *_) = (job for job in jobs(home) if job.code == "note")
    shutil.copytree(job.notebook.parent, home.home / "notebooks")
    with (home.home / "notebooks" / "note.ipynb").open("a") as file:
        file.write("\n")
    assert {why for (*_, code), why in stale(home).items() if code == "note"} == {
        "изменилась тетрадь; изменилось утверждение; изменились правила"
    }


def test_a_report_that_is_not_there_not_whole_or_failed_has_to_run(home: Workspace) -> None:
    absent, spoilt, failed, old = jobs(home)[:4]
    for path in absent.output.parent.glob(f"{absent.output.stem}.*"):
        path.unlink()
    spoilt.output.write_bytes(b"3")
    keep_failed(failed, None, "ячейка 3: сбой")
    write_report(old.output, {".ipynb": b"1"}, {})

    found = {one.job.output: one.why for one in standing(jobs(home)) if one.why}

    assert found == {
        absent.output: NO_REPORT,
        spoilt.output: SPOILT,
        failed.output: "не выполнен в прошлый раз: ячейка 3: сбой",
        old.output: UNTOLD,
    }


def test_bytes_are_believed_and_nothing_else(home: Workspace) -> None:
    before = slices_of(home)
    path = home.processed / "tables" / "staff.parquet"
    staff = pd.read_parquet(path)
    stat = path.stat()
    write_parquet(path, staff.assign(rate=staff["rate"].mask(staff["municipality"] == TOWN, 0.25)))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    now = slices_of(home)

    assert {slug for slug in now["tables/staff"] if now["tables/staff"][slug] != before["tables/staff"][slug]} == {TOWN}
    assert {name for name in now if now[name] != before[name]} == {"tables/staff"}


@pytest.mark.parametrize("text", ["", "[]", '{"figures": 1}', '{"figures": {"file": "", "parts": {}}}'])
def test_a_spoilt_list_of_fingerprints_is_made_anew(home: Workspace, text: str) -> None:
    before = slices_of(home)
    (home.processed / KEPT).write_text(text, encoding="utf-8")

    assert slices_of(home) == before


def test_a_fingerprint_does_not_know_the_other_municipalities() -> None:
    rows = pd.DataFrame({"municipality": ["a", "b", "a"], "unit": ["x", "y", "z"], "value": [1.0, 2.0, None]})
    kinds = rows.astype({"unit": "category"})

    assert parts_of(rows)["a"] == parts_of(rows[rows["municipality"] == "a"])["a"] == parts_of(kinds)["a"]
    assert parts_of(rows)["a"] != parts_of(rows[::-1])["a"]
    assert set(parts_of(rows.assign(municipality=["a", "", ""]))) == {"a", "y", "z"}


def test_of_many_changed_tables_three_are_named() -> None:
    now = {f"data tables/{name}": "2" for name in ("staff", "courses", "routes", "events")} | {"data figures": "2"}
    was = dict.fromkeys(now, "1")

    assert changes(was, now).endswith("и ещё 1")
    assert changes({"data figures": "1"}, {"data figures": "2"}) == "изменились данные: показатели"


def test_documents_whose_orders_others_name_are_known() -> None:
    assert keys.SPOKEN_OF == DOCUMENTS


def test_status_and_dry_run_say_what_and_why_and_change_nothing(home: Workspace) -> None:
    (job, *_) = (job for job in jobs(home) if job.place == TOWN)
    job.output.unlink()
    given = ["--home", str(home.home)]

    status = CliRunner().invoke(cli, [*given, "status", "-m", TOWN, "-y", "2024", *CHOICE])
    dry = CliRunner().invoke(cli, [*given, "run", "--dry-run", "-m", TOWN, "-y", "2024", *CHOICE])
    forced = CliRunner().invoke(cli, [*given, "run", "--dry-run", "--force", "-m", OTHER, "-y", "2024", *CHOICE])
    fine = CliRunner().invoke(cli, [*given, "status", "-m", OTHER, "-y", "2024", *CHOICE])

    assert status.exit_code == 1
    assert f"{job.label}: {SPOILT}" in status.output
    assert "выполнить: 1." in status.output
    assert dry.exit_code == 0
    assert dry.output == status.output
    assert "выполнить заново всё (--force)" in forced.output
    assert (fine.exit_code, fine.output.count("\n")) == (0, 1)
    assert "выполнить: 0." in fine.output


def test_a_run_in_which_nothing_changed_executes_nothing(home: Workspace) -> None:
    found = CliRunner().invoke(cli, ["--home", str(home.home), "run", "-m", OTHER, "-y", "2024", *CHOICE])

    assert found.exit_code == 0, found.output
    assert "не выполнено: 0." in found.output
    assert "(без изменений: " in found.output
    assert (home.reports / "_log").is_dir()
