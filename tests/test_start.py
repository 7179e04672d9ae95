"""The start page without a browser: what is offered, what a button runs, what it says, what it links to."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from pdmon_utils.batch.failures import keep_failed
from pdmon_utils.batch.jobs import plan
from pdmon_utils.batch.keys import NOTEBOOK, stamped
from pdmon_utils.batch.manifest import write_report
from pdmon_utils.commands.lab import server_options, surroundings
from pdmon_utils.prepare import prepare
from pdmon_utils.start import choices, start, steps
from pdmon_utils.start.child import STOPPED, Child
from pdmon_utils.start.choices import Choice
from pdmon_utils.start.links import NOTHING, linked
from pdmon_utils.start.overview import overview
from pdmon_utils.start.page import lay
from pdmon_utils.store import Workspace
from tiny import hand_in, workspace_with, write_notebook

CHOICE = Choice("primer", "2024", "fine", "internal")


@pytest.fixture
def tiny(tmp_path: Path) -> Workspace:
    workspace = workspace_with(tmp_path, {"fine": "1"})
    hand_in(workspace, "organisations", "org_id;org_name;org_type;is_municipal", "001;Школа № 1;школа;да")
    return workspace


# --- what may be chosen


def test_the_choices_come_from_the_workspace(workspace: Workspace) -> None:
    offered = {value: words for words, value in choices.notebooks(workspace, "zato-primer", "internal")}
    town = ("городской округ ЗАТО Сосноярский (вымышленный) (zato-primer)", "zato-primer")

    assert town in choices.municipalities(workspace)
    assert choices.years(workspace, "zato-primer") == [("2024", "2024"), ("2023", "2023")]
    assert offered["note"] == "Аналитическая справка (note)"
    assert "region" not in offered
    assert "leaders" not in offered  # the regulation asks for nothing of it


def test_the_public_choices_have_no_internal_notebook(workspace: Workspace) -> None:
    values = [value for _, value in choices.notebooks(workspace, "zato-primer", "public")]

    assert "note" in values
    assert not {"intake", "organisation"} & set(values)


def test_a_notebook_without_a_heading_is_offered_by_its_name(tiny: Workspace) -> None:
    (tiny.notebooks / "plain.ipynb").write_text('{"cells": []}', encoding="utf-8")
    (tiny.notebooks / "broken.ipynb").write_text("{", encoding="utf-8")

    offered = [words for words, _ in choices.notebooks(tiny, "primer", "internal")]

    assert offered == ["broken (broken)", "plain (plain)", "Проба (fine)"]


# --- what a button runs


def test_a_report_is_made_of_data_prepared_before(tiny: Workspace, workspace: Workspace) -> None:
    report = ("run", "-m", "primer", "-y", "2024", "-n", "fine", "-a", "internal")

    assert steps.run(tiny, CHOICE).lines == (("prepare", "primer"), report)
    assert len(steps.run(workspace, Choice("zato-primer", "2024", "note", "public")).lines) == 1


def test_a_file_newer_than_the_figures_is_prepared_again(workspace: Workspace, tmp_path: Path) -> None:
    shutil.copytree(workspace.home / "data", tmp_path / "data")
    copied = Workspace(tmp_path)
    assert steps.prepared(copied, "zato-primer")

    (copied.raw / "zato-primer" / "2024" / "новое.csv").write_text("", encoding="utf-8")

    assert not steps.prepared(copied, "zato-primer")
    assert steps.prepared(copied, "ulus-primer")


def test_a_command_is_spoken_as_it_is_typed(tmp_path: Path) -> None:
    place = Workspace(tmp_path / "Мой район")

    assert steps.spoken(place, ("check", "primer"), windows=False) == f"pdmon --home '{place.home}' check primer"
    assert steps.spoken(place, ("check", "primer"), windows=True) == f'pdmon --home "{place.home}" check primer'
    assert steps.spoken(Workspace.usual(), ("check", "primer")) == "pdmon check primer"


def test_a_child_tells_its_words_line_by_line_and_its_end(tiny: Workspace) -> None:
    said: list[str] = []
    ends: list[int] = []
    step = steps.Step("Проба", (("run", "--dry-run"), ("run", "-m", "primerr", "--dry-run"), ("run", "--dry-run")))

    Child(tiny, step, said.append, ends.append).wait(60)

    assert said[:2] == [f"primer · 2024 · fine · {audience}: нет отчёта" for audience in ("internal", "public")]
    assert said[-1].startswith(
        "Ошибка: Нет муниципалитета «primerr» — может быть, «primer»?"
    )  # wrong use ends the step
    assert ends == [2]


def test_a_child_that_is_stopped_says_so(tiny: Workspace) -> None:
    ends: list[int] = []
    child = Child(tiny, steps.Step("Проба", (("prepare",), ("prepare",))), lambda _: None, ends.append)

    while child.alive and not child._process:
        time.sleep(0.01)
    child.stop()
    child.wait(60)

    assert ends == [STOPPED]


# --- what is shown


def test_the_overview_tells_what_came_in_what_is_wrong_and_what_is_made(workspace: Workspace) -> None:
    frame = overview(workspace).frame

    (row,) = frame[(frame["Муниципалитет"].str.contains("ЗАТО")) & (frame["Год"] == "2024")].to_dict("records")

    assert row["Сдали сведения"] == "8 из 8"
    assert row["Файлов"] > 0
    assert row["Вопросов"] > 0
    assert (row["Отчёты"], row["Показатели"]) == ("нет", "рассчитаны")


def test_the_overview_counts_reports_that_stand_are_out_of_date_and_failed(tiny: Workspace) -> None:
    write_notebook(tiny.notebooks / "also.ipynb", "1")
    prepare(tiny)
    stands, changed, fails, _ = stamped(tiny, plan(tiny))
    write_report(stands.output, {".ipynb": b"1"}, {"key": dict(stands.key)})
    write_report(changed.output, {".ipynb": b"1"}, {"key": {**changed.key, NOTEBOOK: "other"}})
    keep_failed(fails, None, "сбой")

    (row,) = overview(tiny).frame.to_dict("records")

    assert row["Отчёты"] == "готово 1, устарело 1, не выполнено 1"
    assert row["Показатели"] == "рассчитаны"


def test_the_overview_says_when_the_figures_are_to_be_counted(tiny: Workspace) -> None:
    (row,) = overview(tiny).frame.to_dict("records")

    assert (row["Отчёты"], row["Показатели"]) == ("нет", "рассчитать: файлы новее")


def test_an_empty_workspace_says_what_to_do(tmp_path: Path) -> None:
    panel = start(str(tmp_path))

    assert "Выполните pdmon demo" in panel.state.value
    assert all(panel._row.children[at].disabled for at in range(len(panel.buttons)))


def test_the_links_lead_to_what_is_there(tiny: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert NOTHING in linked(tiny, CHOICE)

    folder = tiny.reports / "primer" / "2024" / "internal"
    folder.mkdir(parents=True)
    for name in ("fine.html", "fine.docx"):
        (folder / name).touch()
    monkeypatch.setenv("PDMON_LAB_URL", "/lab1/")

    assert 'href="/lab1/files/reports/primer/2024/internal/fine.html"' in linked(tiny, CHOICE)
    assert "Документ Word" in linked(tiny, CHOICE)
    assert NOTHING not in linked(tiny, CHOICE)


def test_the_panel_follows_the_choice(workspace: Workspace) -> None:
    panel = start(str(workspace.home))

    panel.municipality.value = "zato-primer"
    panel.year.value = "2023"
    panel.audience.value = "public"
    panel.notebook.value = "note"

    assert panel.choice == Choice("zato-primer", "2023", "note", "public")
    assert "run -m zato-primer -y 2023 -n note -a public" in panel.commands.value


def test_the_panel_runs_a_step_and_says_how_it_ended(tiny: Workspace) -> None:
    panel = start(str(tiny.home))

    panel.run(steps.check(panel.choice))
    assert panel.stop.disabled is False
    panel.wait(60)

    assert "Проверка файлов: готово" in panel.state.value
    assert "Страница:" in panel.said.value
    assert "Проверка файлов</a>" in panel.links.value
    assert panel.stop.disabled is True


# --- where it lies and how it is opened


def test_the_start_page_is_laid_anew_until_the_analyst_changes_it(tiny: Workspace) -> None:
    page = lay(tiny)
    clean = page.read_bytes()
    used = json.loads(clean)
    used["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "старое"}]
    page.write_text(json.dumps(used), encoding="utf-8")
    assert lay(tiny).read_bytes() == clean

    used["cells"][0]["source"] = ["моё"]
    page.write_text(json.dumps(used), encoding="utf-8")
    assert b"\\u043c" in lay(tiny).read_bytes()


def test_the_start_page_is_no_notebook_of_reports(tiny: Workspace) -> None:
    lay(tiny)

    assert list(tiny.books) == ["fine"]


def test_jupyterlab_is_told_the_workspace_and_where_its_address_begins(tiny: Workspace) -> None:
    assert f"--ServerApp.root_dir={tiny.home}" in server_options(tiny, tiny.home / "start.ipynb")
    assert "--LabApp.default_url=/lab/tree/start.ipynb" in server_options(tiny, tiny.home / "start.ipynb")
    assert surroundings(tiny, ("--ServerApp.base_url=/a/b",))["PDMON_LAB_URL"] == "/a/b/"
    assert surroundings(tiny, ())["PDMON_LAB_URL"] == "/"
