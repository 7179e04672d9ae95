"""Pages of opinions: everything for the analyst, on a public page no event, no organisation, no quote, nobody few."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from conftest import YEAR
from pdmon_utils import Study
from pdmon_utils.__main__ import cli
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.opinions import Survey
from pdmon_utils.prepare import prepare
from pdmon_utils.show import Fold, Table
from pdmon_utils.store import Workspace
from pdmon_utils.study import aims, feedback, law, opinions, surveys
from pdmon_utils.study.data import Data
from pdmon_utils.words import NOT_HANDED_IN
from tiny import hand_in, workspace_with

Opened = Callable[..., Study]


@pytest.fixture
def opened(workspace: Workspace) -> Opened:
    """Return a way to open the notes of the example."""

    def study(municipality: str = "zato-primer", audience: str = "internal") -> Study:
        return Study("note", municipality, YEAR, audience, home=str(workspace.home))

    return study


# --- the qualitative block


def test_the_analysts_words_stand_below_the_numbers_of_their_indicator(opened: Opened) -> None:
    for audience in ("internal", "public"):
        page = repr(opened(audience=audience).indicator("zato.3.5c"))

        assert page.endswith("подключаются к разбору уроков в старших классах.\n")
        assert "Качественный анализ" in page


def test_where_the_act_wants_words_their_place_is_named_inside_only(opened: Opened) -> None:
    inside, outside = (repr(opened("ravnina-primer", a).indicator("kbr.2")) for a in ("internal", "public"))

    assert "data/raw/ravnina-primer/2024/texts/kbr.2.md" in inside
    assert "Качественный анализ" not in outside
    assert "принятые после сентября" in repr(opened("ravnina-primer", "public").indicator("kbr.1"))


def test_an_act_that_wants_no_words_is_not_reminded(opened: Opened) -> None:
    assert "Качественный анализ" not in repr(opened("gorod-primer").indicator("tmn.m.4"))


def test_indicators_without_words_are_listed_with_the_files_they_wait_for(opened: Opened) -> None:
    page = repr(opened().missing_texts())

    assert page.startswith("Качественный анализ внесён по 1 из 14 показателей.")
    assert "texts/zato.3.1a.md" in page
    assert "texts/zato.3.5c.md" not in page
    assert repr(opened(audience="public").missing_texts()) == ""


# --- content analysis


def test_the_share_of_confirmed_tags_has_its_n(opened: Opened) -> None:
    page = repr(opened().tags())

    assert page.startswith(
        "Контент-анализ: меток по словарям — 31, рассмотрено аналитиком — 11; подтверждено 9 из 11 (82\xa0%). "
        "Добавлено аналитиком: 1."
    )
    assert "Первые сто дней молодого учителя | практики" in page  # waits
    assert "Воспитательный потенциал урока" not in page  # decided
    assert (
        "Цифровые образовательные ресурсы на уроке | темы самообразования | ИКТ и цифровая среда: подтверждена" in page
    )


def test_the_public_sees_topics_of_five_and_more_and_no_text(opened: Opened) -> None:
    page = opened(audience="public").tags()
    table = page.items[1].frame  # type: ignore[attr-defined]
    counts = [cell for name in table.columns[1:] for cell in table[name]]

    assert "62" in counts
    assert all(cell == "…" or int(cell) >= 5 for cell in counts)
    assert "Первые сто дней" not in repr(page)


def test_where_nothing_is_confirmed_the_public_is_told_so(opened: Opened) -> None:
    page = repr(opened("ulus-primer", "public").tags())

    assert "ни одна ещё не рассмотрена аналитиком" in page
    assert "Подтверждённых тем, за которыми стоит достаточно людей, нет." in page


def test_the_command_writes_a_draft_beside_the_reports_and_leaves_raw_alone(
    workspace: Workspace, tmp_path: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in workspace.raw.rglob("*")}
    home = tmp_path / "home"
    (home / "data").mkdir(parents=True)
    for part in ("raw", "processed"):
        (home / "data" / part).symlink_to(workspace.home / "data" / part)

    told = CliRunner().invoke(cli, ["--home", str(home), "tags", "zato-primer", str(YEAR)])

    lines = (home / "reports/zato-primer/2024/internal/tags.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (told.exit_code, lines[0]) == (0, "Ключ;Источник;Текст;Метка;Подтверждено")
    assert sum(line.endswith(";да") for line in lines) == 10
    assert {path: path.stat().st_mtime_ns for path in workspace.raw.rglob("*")} == before


# --- feedback


def test_inside_events_below_a_limit_are_listed(opened: Opened) -> None:
    page = opened().feedback()
    said = repr(page)

    assert re.match(r"Обратная связь по мероприятиям: оценили \d+ из \d+ участий \(", said)
    assert "Мероприятия ниже порога" in said
    assert [part.caption for part in page.items if isinstance(part, Table)] == ["Мероприятия ниже порога"]


def test_the_long_table_of_all_events_is_folded_away(opened: Opened) -> None:
    (fold,) = [part for part in opened().feedback().items if isinstance(part, Fold)]
    (whole,) = fold.items

    assert isinstance(whole, Table)
    assert fold.summary == f"Все мероприятия: {len(whole.frame)}"


@pytest.mark.parametrize("municipality", ["gorod-primer", "zato-primer", "step-primer"])
def test_the_public_sees_no_single_event(opened: Opened, workspace: Workspace, municipality: str) -> None:
    page = repr(opened(municipality, "public").feedback())
    titles = workspace.table("events", [municipality])["title"].unique()

    assert [title for title in titles if title in page] == []


def test_means_by_kind_are_public_whole_or_not_at_all() -> None:
    rows = pd.DataFrame({"kind": ["cons", "lab"], "answered": [30, 10], "feedback": [4.0, 5.0]})

    (whole,) = feedback._by_kind(rows)
    (hidden,) = feedback._by_kind(rows.assign(answered=[30, 9]))

    assert whole.frame.to_numpy().tolist() == [["консультация", "4,0", 30], ["педагогическая лаборатория", "5,0", 10]]  # type: ignore[attr-defined]
    assert "не публикуется" in repr(hidden)


# --- surveys

TOLD = Survey("request", frame=200, asked=100, answered=60, how="", counts={"ict": 25, "psy": 35})


@pytest.fixture
def seen(workspace: Workspace) -> Callable[[Survey, str], str]:
    """Return what the page says of a survey."""

    def page(survey: Survey, audience: str = "internal") -> str:
        data = Data("note", "zato-primer", YEAR, audience, workspace)
        return "\n".join(repr(part) for part in surveys._page(data, survey))

    return page


def test_a_sample_is_called_a_sample_with_its_response_and_interval(seen: Callable[..., str]) -> None:
    page = seen(TOLD)

    assert "Выборочный опрос: опрошено 100\xa0педагогов из 200, ответили 60 из 100 (60,0\xa0%)." in page
    assert "ИКТ | 42\xa0% | от 32\xa0% до 52\xa0% | от 25\xa0% до 65\xa0%" in page


def test_a_census_is_no_sample(seen: Callable[..., str]) -> None:
    assert "Сплошной опрос: 200\xa0педагогов" in seen(replace(TOLD, asked=200, answered=200, counts={"ict": 90}))


def test_below_half_the_shares_are_no_value_of_the_district(seen: Callable[..., str]) -> None:
    low = replace(TOLD, answered=49, counts={"ict": 25, "psy": 24})

    assert "доли не годятся как значение муниципалитета" in seen(low)
    assert "Интервал 95" not in seen(low)
    assert "|" not in seen(low, "public")
    assert "|" in seen(replace(low, answered=50, counts={"ict": 25, "psy": 25}), "public")


@pytest.mark.parametrize(
    ("survey", "told"),
    [
        (replace(TOLD, kind="burnout", counts={"found": 30}), "только для служебного пользования"),
        (replace(TOLD, asked=9, answered=9), "слишком мало"),
        (replace(TOLD, asked=63, answered=60), "слишком мало"),
        (replace(TOLD, counts={"ict": 4}), "слишком мало людей"),
        (replace(TOLD, counts={"ict": 57}), "слишком мало людей"),
    ],
)
def test_the_public_sees_no_burnout_and_nobody_few(seen: Callable[..., str], survey: Survey, told: str) -> None:
    page = seen(survey, "public")

    assert told in page
    assert "|" not in page


# --- numerals


@pytest.mark.parametrize("municipality", ["gorod-primer", "step-primer", "zato-primer"])
def test_every_numeral_of_a_sentence_leads_to_its_number(opened: Opened, municipality: str) -> None:
    study = opened(municipality)
    known = opinions.facts(study.data)

    for page in (study.tags(), study.feedback(), study.surveys(), study.paths()):
        quotes = BeautifulSoup(page._repr_html_(), "html.parser").find_all("data")

        assert quotes
        assert {q["data-fact"] for q in quotes} <= set(known)
        assert [q for q in quotes if float(str(q["value"])) != pytest.approx(float(known[str(q["data-fact"])]))] == []


# --- registration lists


def test_registration_lists_are_for_the_analyst_the_words_for_everybody(opened: Opened) -> None:
    inside, outside = (repr(opened(audience=a).registrations()) for a in ("internal", "public"))

    assert "Регистрационные листы, 2024 год" in inside
    assert "воспитательная работа (support.upbringing.md)" in inside
    assert outside.startswith("#### Качественный анализ: предметные и начальные классы")
    assert "|" not in outside


def test_where_nothing_was_handed_in_every_page_says_so(tmp_path: Path) -> None:
    home = workspace_with(tmp_path / "home", {})
    hand_in(home, "organisations", "org_id;org_name;org_type;is_municipal", "001;Школа № 1;школа;да")
    prepare(home)
    study = Study("note", "primer", 2024, home=str(home.home))

    pages = [repr(page()) for page in (study.tags, study.feedback, study.surveys, study.registrations)]

    assert all(NOT_HANDED_IN in page for page in pages)


# --- goals


def test_goals_stand_beside_their_indicators_and_the_goal_above() -> None:
    law = load_catalogue().regulation("ust-labinsk")

    (table,) = aims.goal_table(law, law.goals.values())
    frame = table.frame.set_index("Пункт")  # type: ignore[attr-defined]
    goal = frame.loc["раздел «Цели», цель 1"]

    assert goal["Показатели"] == "Участвовали в выявлении дефицитов (ust.p1.1); Выявлены дефициты (ust.p1.2)"
    assert goal["Обоснование"] == "Соответствие педагога требованиям профессионального стандарта"
    assert goal["Цель вышестоящего уровня"] == "региональная цель: соответствует"
    assert "переставлены местами" in table.note  # type: ignore[attr-defined]


def test_columns_that_no_goal_fills_are_left_out_and_no_goals_are_no_table() -> None:
    law = load_catalogue().regulation("zato")

    (table,) = aims.goal_table(law, law.goals.values())

    assert list(table.frame) == ["Цель, задача", "Пункт", "Показатели"]  # type: ignore[attr-defined]
    assert aims.goal_table(law, []) == []


def test_a_passport_names_facet_use_and_directions(opened: Opened) -> None:
    page = repr(opened("step-primer").passport())

    assert "Направление мониторинга: организация" in page
    assert "Анализ результатов мониторинга служит основанием для разработки и реализации индивидуальных" in page
    assert "Принятие мер, направленных на устранение кадрового дефицита в образовательных организациях" in page


def test_values_stand_under_organisation_conditions_and_results(opened: Opened) -> None:
    study = opened()
    page = study.facets()
    by_facet = {ask.title: ask.indicator.facet for ask in study.asks}

    tables = [part.frame["Показатель"].tolist() for part in page.items if hasattr(part, "frame")]

    assert [{by_facet[title] for title in titles} for titles in tables] == [
        {"organisation"},
        {"conditions"},
        {"results"},
    ]
    assert sum(map(len, tables)) == len(study.asks)


def test_a_direction_of_which_nothing_is_asked_says_so(workspace: Workspace) -> None:
    study = Study("staffing", "zato-primer", YEAR, home=str(workspace.home))

    assert repr(study.facets()).count("Показателей этого направления") == 2


# --- what becomes of the results


def test_a_criterion_tells_its_own_use_its_document_and_the_way_to_mend(opened: Opened, workspace: Workspace) -> None:
    page = repr(Study("young", "step-primer", YEAR, "public", home=str(workspace.home)).uses())

    assert "Для оказания адресной методической поддержки вновь назначенным педагогам | не названо" in page
    assert "определение путей устранения выявленных недостатков по отслеживаемым показателям" in page
    assert "вакансий" not in page
    assert "Для оказания адресной помощи школам, имеющим вакансии" in repr(opened("step-primer").uses())


def test_who_uses_the_results_is_named_as_the_act_names_him(opened: Opened) -> None:
    page = repr(opened().uses())

    assert (
        "Корректировка образовательных программ | образовательные организации городского округа ЗАТО Свободный" in page
    )


def test_an_act_that_says_nothing_of_uses_is_no_empty_page(workspace: Workspace) -> None:
    data = Data("note", "zato-primer", YEAR, workspace=workspace)
    silent = replace(data.regulation, uses={}, analyses={})
    data.__dict__["regulation"] = silent

    assert "ничего не говорит" in repr(law.uses(data))
