"""The pages of the management cycle on the example: roadmap, registers, effectiveness, goals, self-check."""

from __future__ import annotations

import re
import shutil
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from conftest import DISTRICTS, YEAR, once
from pdmon_utils.__main__ import cli
from pdmon_utils.effects import VERDICTS
from pdmon_utils.example import write_district
from pdmon_utils.prepare import prepare
from pdmon_utils.roadmap import HANDED
from pdmon_utils.store import AUDIENCES, Workspace
from pdmon_utils.study import Study, shared
from pdmon_utils.study.cycle import facts as cycle_facts
from pdmon_utils.study.effectiveness import evaluation_years, judgement
from pdmon_utils.study.managed import Managed
from pdmon_utils.study.management import facts
from pdmon_utils.study.roadmap import NOTHING, planned

PAGES = ("roadmap", "decisions", "acts", "effectiveness", "goal_corrections", "cycle")
ULUS = "ulus-primer"
Opened = Callable[..., Study]


@pytest.fixture(scope="session")
def three_years(shared: Path) -> Workspace:
    """Return a workspace with one district and all its three years; not to be written to."""

    def build(home: Path) -> None:
        write_district(home / "data" / "raw", ULUS, seed=2022, journals=home / "data" / "journal")
        prepare(Workspace(home))

    return Workspace(once(shared / "three-years", build))


@pytest.fixture
def opened(three_years: Workspace) -> Opened:
    return lambda audience="internal": Study("roadmap", ULUS, YEAR, audience, home=str(three_years.home))


def text(study: Study, page: str) -> str:
    return repr(getattr(study, page)())


def quotes(html: str) -> Iterator[tuple[str, float, str]]:
    """Yield address, number and words of every numeral."""
    for mark in BeautifulSoup(html, "html.parser").find_all("data"):
        yield str(mark["data-fact"]), float(str(mark["value"])), mark.get_text()


def test_measures_of_the_report_year_are_not_judged(opened: Opened) -> None:
    managed = Managed(opened().data)

    assert list(evaluation_years(managed)) == [2021, 2022, 2023]
    assert set(judgement(managed)["year"]) == {2022, 2023}


def test_the_example_reaches_every_verdict(opened: Opened) -> None:
    assert set(judgement(Managed(opened().data))["verdict"]) == set(VERDICTS)


def test_a_measure_for_some_schools_is_held_against_the_other_schools(opened: Opened) -> None:
    found = judgement(Managed(opened().data))

    (line,) = found[found["orgs"].map(len) > 0].to_dict("records")
    did = line["contribution"].did
    assert (did.treated, did.others) == (4, 5)
    assert line["contribution"].chosen_low
    assert "возврат к среднему" in text(opened(), "effectiveness")


def test_the_page_ends_with_problems(opened: Opened) -> None:
    assert "### Проблемы по итогам анализа" in text(opened(), "effectiveness")
    assert "не выполнены или выполнены частично: МР-22" in text(opened(), "effectiveness")


def test_the_roadmap_has_a_section_for_each_of_the_nine_directions(opened: Opened) -> None:
    page = text(opened(), "roadmap")

    assert page.count("\n### ") == 9
    assert text(opened("public"), "roadmap").count("Мер по этому направлению нет.") == 1
    assert "Предлагаемый срок — 31.12.2025." in page
    assert re.search(r"\(П-24-[0-9a-f]{6}\).*\| проект; запланировано", page)


def test_unfinished_measures_of_last_year_are_offered_and_marked(opened: Opened) -> None:
    rows = planned(Managed(opened().data)).rows

    carried = rows[rows["again"]]
    assert len(carried) > 0
    assert carried["measure_id"].str.endswith("/24").all()
    assert "предложено перенести; " in text(opened(), "roadmap")


def test_the_public_roadmap_shows_only_what_was_adopted(opened: Opened) -> None:
    page = text(opened("public"), "roadmap")

    assert "предложено" not in page
    assert "pdmon roadmap" not in page
    assert "МР-24-001" in text(opened(), "roadmap")


def test_decisions_stand_beside_their_order(opened: Opened) -> None:
    page = text(opened(), "decisions")

    assert re.search(r"приказ управления образования \| Приказ об итогах мониторинга № \d+ от 11\.07\.2024", page)
    assert "24.08.2024 | протокол | Протокол совещания руководителей" in page


def test_acts_without_a_link_are_named_and_schools_only_internally(opened: Opened) -> None:
    inside, outside = text(opened(), "acts"), text(opened("public"), "acts")

    assert re.search(r"Приказ об итогах мониторинга \| приказ \| \d+ \| 11\.07\.2024 \| ссылки нет", outside)
    assert "Размещение приказов на сайтах организаций" in inside
    assert "организаций" not in outside


def test_directions_stand_in_the_groups_that_the_act_names(workspace: Workspace) -> None:
    page = text(Study("roadmap", "gorod-primer", YEAR, home=str(workspace.home)), "roadmap")

    assert [line for line in page.splitlines() if line.startswith("### ")] == [
        "### Устранение профессиональных дефицитов/затруднений/запросов педагогических и руководящих работников",
        "### Совершенствование педагогической деятельности",
        "### Совершенствование деятельности муниципальной методической службы",
    ]
    assert page.count("\n#### ") == 9


@pytest.mark.parametrize("place", DISTRICTS)
def test_cells_are_words_and_a_confirmed_cell_is_no_missing_one(workspace: Workspace, place: str) -> None:
    study = Study("cycle", place, YEAR, home=str(workspace.home))

    assert [page for page in PAGES if "Quote(" in text(study, page)] == []
    assert "«—» —" not in text(study, "cycle")
    assert not re.search(r"анкстирование|\|\||; ;", text(study, "cycle"))


def test_the_self_check_names_what_is_missing_and_what_to_do(opened: Opened) -> None:
    page = text(opened(), "cycle")

    assert "нет подтверждения: мер за год нет" in page
    assert "Запишите проект дорожной карты, исправьте и сдайте его" in page


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_numeral_leads_to_its_number(opened: Opened, audience: str) -> None:
    study = opened(audience)
    known: dict[str, float] = {k: float(v) for k, v in facts(study.data).items() if v is not None}
    managed = Managed(study.data)

    found = [quote for page in PAGES for quote in quotes(getattr(study, page)()._repr_html_())]

    assert len(found) > 30
    for fact, value, _ in found:
        expected = known[fact] if fact in known else figure(managed, fact)
        assert value == pytest.approx(expected), fact


def figure(managed: Managed, fact: str) -> float:
    """Return the number of an address from the figures; a proposed goal is looked up among the values of its years."""
    indicator, scope, unit, breakdown, group, year, column = fact.split("/")
    frame = managed.frame(int(year))
    row = frame[
        frame[["indicator", "scope", "unit", "breakdown", "group"]]
        .eq([indicator, scope, unit, breakdown, group])
        .all(axis=1)
    ]
    return float(row[column].iloc[0])


@pytest.mark.parametrize("place", DISTRICTS)
@pytest.mark.parametrize("page", PAGES)
def test_public_pages_name_no_organisation(workspace: Workspace, place: str, page: str) -> None:
    study = Study("roadmap", place, YEAR, "public", home=str(workspace.home))
    names = set(workspace.table("organisations", [place])["org_short"].dropna())

    html = getattr(study, page)()._repr_html_()

    assert "Quote(" not in html
    assert [name for name in names if name in html] == []


@pytest.mark.usefixtures("apart")
def test_a_text_that_names_a_school_stays_internal(three_years: Workspace) -> None:
    name = str(three_years.table("organisations", [ULUS])["org_short"].iloc[0])
    rows = three_years.table("measures", [ULUS])
    told = rows.assign(text=rows["text"].where(rows["measure_id"] != "МР-24-001", f"Поехать в {name.upper()}"))

    pages = {}
    for audience in AUDIENCES:
        study = Study("roadmap", ULUS, YEAR, audience, home=str(three_years.home))
        study.data.shared.tables["measures"] = told
        pages[audience] = text(study, "roadmap")

    assert "Поехать в" in pages["internal"]
    assert "Поехать в" not in pages["public"]


@pytest.mark.parametrize("place", DISTRICTS)
def test_evidence_of_measures_is_the_table_of_measures(workspace: Workspace, place: str) -> None:
    managed = Managed(Study("cycle", place, YEAR, home=str(workspace.home)).data)
    known = cycle_facts(managed)
    rows = workspace.table("measures", [place])

    assert len(known.measures) == int((rows["year"] == YEAR).sum())
    assert len(known.decisions) == int(((rows["year"] == YEAR) & (rows["kind"] == "decision")).sum())
    assert known.fed


def test_the_command_writes_the_roadmap_once(three_years: Workspace, tmp_path: Path) -> None:
    path, run = tmp_path / "карта.xlsx", CliRunner().invoke
    said = ["--home", str(three_years.home), "roadmap", ULUS, str(YEAR), "--to", str(path)]

    first, content = run(cli, said), path.read_bytes()
    second = run(cli, said)

    assert first.exit_code == 0
    assert "Проект дорожной карты, мер: " in first.output
    assert "не заменён" in str(second.exception)
    assert path.read_bytes() == content


def test_the_workbook_handed_in_takes_the_place_of_the_draft(three_years: Workspace, tmp_path: Path) -> None:
    shutil.copytree(three_years.home / "data", tmp_path / "data")
    path = tmp_path / "data" / "raw" / ULUS / str(YEAR) / "дорожная карта.xlsx"
    before = planned(Managed(Study("roadmap", ULUS, YEAR, home=str(tmp_path)).data)).rows

    CliRunner().invoke(cli, ["--home", str(tmp_path), "roadmap", ULUS, str(YEAR), "--to", str(path)])
    prepare(Workspace(tmp_path))

    after = planned(Managed(Study("roadmap", ULUS, YEAR, home=str(tmp_path)).data)).rows
    assert set(before["origin"]) == {"handed", "carried", "draft"}
    assert set(after["origin"]) == {"handed"}
    assert sorted(after["measure_id"]) == sorted(before["measure_id"])
    assert after["again"].sum() == before["again"].sum()


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what a test changes stay in the test: what studies share is empty before it and forgotten after it."""
    monkeypatch.setattr(shared, "_held", OrderedDict())


def without_measures(study: Study, workspace: Workspace) -> None:
    study.data.shared.tables["measures"] = workspace.table("measures", [ULUS]).iloc[:0]


@pytest.mark.usefixtures("apart")
def test_a_goal_missed_three_years_running_is_proposed_anew(three_years: Workspace) -> None:
    study = Study("effectiveness", ULUS, YEAR, home=str(three_years.home))
    plans = {str(year): {"vil.1.2.3b": "0.5"} for year in (2022, 2023, 2024)}
    object.__setattr__(study.data.card, "plans", plans)  # the fixture's card stays as it is: a study reads its own

    page = text(study, "goal_corrections")

    assert "Прошли добровольную НОК | 50 % | 4 %" in page.replace("\u00a0", " ")
    assert "не достигалась три года подряд, 2022–2024: " in page


def test_nothing_is_proposed_with_two_years(workspace: Workspace) -> None:
    study = Study("effectiveness", ULUS, YEAR, home=str(workspace.home))

    assert "Данных за три года подряд нет" in text(study, "goal_corrections")


@pytest.mark.usefixtures("apart")
def test_a_year_without_measures_says_so(workspace: Workspace) -> None:
    study = Study("roadmap", ULUS, 2023, home=str(workspace.home))
    without_measures(study, workspace)

    assert "Внесено мер: 0. " in text(study, "roadmap")
    assert "оценивать нечего" in text(study, "effectiveness")
    assert "Решения за этот год не внесены" in text(study, "decisions")


@pytest.mark.usefixtures("apart")
def test_a_public_year_without_measures_says_so(workspace: Workspace) -> None:
    study = Study("roadmap", ULUS, 2023, "public", home=str(workspace.home))
    without_measures(study, workspace)

    assert text(study, "roadmap") == NOTHING


def test_measures_handed_in_are_all_on_the_page(opened: Opened, three_years: Workspace) -> None:
    rows = three_years.table("measures", [ULUS])
    codes = rows.loc[(rows["year"] == YEAR) & (rows["kind"] == "measure"), "measure_id"]
    frame = planned(Managed(opened().data)).rows

    assert set(codes) == set(frame.loc[frame["origin"] == HANDED, "measure_id"])
    assert pd.isna(frame.loc[frame["origin"] == HANDED, "responsible"]).sum() == 0
