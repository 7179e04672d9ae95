"""What a notebook opens: honest about what is missing, silent about what is nobody's business."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest

from conftest import DISTRICTS, YEAR
from pdmon_utils import RegionStudy, SchoolStudy, Study
from pdmon_utils.errors import PdmonError, StudyError
from pdmon_utils.prepare import prepare
from pdmon_utils.show import Picture, Shown, Stack, Table
from pdmon_utils.store import Workspace
from pdmon_utils.study import cuts, pages
from pdmon_utils.words import NOT_HANDED_IN
from tiny import hand_in, workspace_with

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"

ORGANISATIONS = ("org_id;org_name;org_type;is_municipal", "001;Школа № 1;школа;да", "002;Школа № 2;школа;да")
STAFF = "org_id;person_id;staff_group;position;hire_date;is_external;rate"
MARIA, OLEG = "001;p1;педагог;учитель;01.09.2015;нет;1", "001;p2;педагог;учитель;01.09.2019;нет;1"
SILENT = "Тихореченская-Северная СОШ"  # of ulus-primer, in 2024
FALSE_ZERO = re.compile(r"(?<![\d,])0\s(%|чел|ед|ч)")
A_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(8)


@pytest.fixture
def opened(workspace: Workspace) -> Callable[..., Study]:
    """Return a way to open studies of the example."""

    def study(criterion: str, municipality: str = "ulus-primer", year: int = YEAR, audience: str = "internal") -> Study:
        return Study(criterion, municipality, year, audience, home=str(workspace.home))

    return study


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let charts keep their words but not be drawn: drawing takes most of a page's time."""
    for home, chart in ((cuts, "bars"), (pages, "multiples"), (pages, "years")):
        monkeypatch.setattr(home, chart, lambda *_, title, alt, **__: Picture(A_PNG, title, alt))


def html(shown: Shown | Study) -> str:
    """Return what a reader sees of it, without the pictures' bytes."""
    return re.sub(r'src="data:[^"]*"', "", shown._repr_html_())


def pages_of(study: Study) -> Iterator[str]:
    """Yield the HTML of what a criterion's notebook asks of a study, of all there is for a page about all criteria."""
    methods = [name for name in dir(Study) if not name.startswith("_") and callable(getattr(Study, name))]
    criterion = study.data.workspace.catalogue.criteria.get(study.data.criterion)
    asked = asked_in(study.data.criterion) if criterion else methods
    for name in set(methods) & set(asked) - {"figures", "table", "topic", "indicator"}:
        yield html(getattr(study, name)())
    yield from (html(study.topic(name)) for name in (criterion.topics if criterion else ()))


def asked_in(notebook: str) -> list[str]:
    """Return the methods of `study` that a notebook of the project calls."""
    found = re.findall(r"study\.(\w+)\(", (NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))
    assert found
    return found


def tables_in(stack: Stack) -> Iterator[Table]:
    """Yield all tables of a page, also of pages inside it."""
    for part in stack.items:
        if isinstance(part, Stack):
            yield from tables_in(part)
        elif isinstance(part, Table):
            yield part


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda of: of("deficit"), "Нет критерия или раздела «deficit» — может быть, «deficits»?"),
        (lambda of: of("deficits", "ulus-prime"), "Нет муниципалитета «ulus-prime» — может быть, «ulus-primer»?"),
        (lambda of: of("deficits", year=2025), "за год «2025» — может быть, «2024»?"),
        (lambda of: of("deficits", year="2024 г."), "Год '2024 г.' — не целое число"),
        (lambda of: of("deficits", audience="publik"), "Нет аудитории «publik» — может быть, «public»?"),
        (
            lambda of: of("deficits").topic("Диагностика"),
            "Нет темы «Диагностика» — может быть, «Диагностика дефицитов»?",
        ),
        (lambda of: of("deficits").indicator("vil.1.2.3"), "Нет показателя «vil.1.2.3» — может быть, «vil.1.2.3"),
        (lambda of: of("deficits").figures("vil.1.2.3"), "Нет показателя «vil.1.2.3» — может быть, «vil.1.2.3"),
        (lambda of: of("deficits").table("diagnostic"), "Нет таблицы «diagnostic» — может быть, «diagnostics»?"),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest_name(
    opened: Callable[..., Study], ask: Callable[[Callable[..., Study]], object], said: str
) -> None:
    with pytest.raises(PdmonError) as refused:
        ask(opened)

    assert said in str(refused.value)


def test_an_indicator_of_another_regulation_is_not_shown(opened: Callable[..., Study]) -> None:
    study = opened("deficits", "zato-primer")

    assert [ask.id for ask in study.asks] == ["zato.3.1a", "zato.3.1b"]
    assert study.topic("Профессиональное выгорание").items == []
    with pytest.raises(StudyError):
        study.indicator("vil.1.2.4a")


def test_a_criterion_without_indicators_says_so(opened: Callable[..., Study]) -> None:
    study = opened("leaders", "zato-primer")

    assert study.asks == ()
    assert "не содержит показателей" in html(study.conclusions())
    assert "не содержит показателей" in html(study.passport())
    assert study.summary().frame.empty


@pytest.mark.parametrize("regulation", ["zato", "vilyuysk", "tyumen", "kbr", "ust-labinsk"])
@pytest.mark.usefixtures("undrawn")
def test_a_list_of_organisations_alone_makes_no_zeros_of_people(tmp_path: Path, regulation: str) -> None:
    workspace = workspace_with(tmp_path, {}, regulation=regulation)
    hand_in(workspace, "organisations", *ORGANISATIONS)
    prepare(workspace)
    study = Study("report", "primer", 2024, home=str(tmp_path))

    counted = [ask.title for ask in study.asks if ask.measure.main.each != "organisations"]
    said = study.summary().frame.set_index("Показатель").loc[counted, "Значение"]

    assert set(said) == {NOT_HANDED_IN}
    pages_told = {ask.id: html(study.indicator(ask.id)) for ask in study.asks if ask.title in counted}
    assert [code for code, page in pages_told.items() if FALSE_ZERO.search(page)] == []


def test_an_indicator_whose_table_is_missing_is_not_zero(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {})
    hand_in(workspace, "organisations", *ORGANISATIONS)
    hand_in(workspace, "staff", STAFF, MARIA, OLEG)
    prepare(workspace)
    study = Study("deficits", "primer", 2024, home=str(tmp_path))

    pages = [html(study.summary()), html(study.conclusions()), html(study.topic("Диагностика дефицитов"))]

    assert all(NOT_HANDED_IN in page for page in pages)
    assert [FALSE_ZERO.findall(page) for page in pages] == [[], [], []]


def test_a_year_without_the_table_is_no_zero_to_grow_from(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {})
    for year in (2023, 2024):
        hand_in(workspace, "organisations", *ORGANISATIONS, year=year)
        hand_in(workspace, "staff", STAFF, MARIA, OLEG, year=year)
    hand_in(workspace, "diagnostics", "person_id;kind;date;direction;completed", "p1;дефициты;10.10.2023;предметные;да")
    prepare(workspace)
    study = Study("deficits", "primer", 2024, home=str(tmp_path))

    assert NOT_HANDED_IN not in html(study.summary())
    assert "не сравнивается" in html(study.summary())
    assert "по годам" not in html(study.topic("Диагностика дефицитов"))


def test_a_school_that_did_not_report_is_named_inside_and_only_counted_outside(opened: Callable[..., Study]) -> None:
    inside = html(opened("deficits").completeness())
    outside = html(opened("deficits", audience="public").completeness())

    assert f"Не представили: {SILENT}" in inside
    assert "представили 13 из 14 организаций" in inside
    assert "нет данных менее чем трёх организаций" in outside
    assert "13 из 14" not in outside
    assert SILENT not in outside


@pytest.mark.usefixtures("undrawn")
def test_a_school_that_did_not_report_is_never_a_zero(opened: Callable[..., Study]) -> None:
    study = opened("report")
    tables = [table for table in tables_in(study.appendix()) if "Организация" in table.frame]
    said = {str(table.frame.set_index("Организация").loc[SILENT, "Значение"]) for table in tables}

    assert len(tables) > 5
    assert said == {NOT_HANDED_IN}


@pytest.mark.usefixtures("undrawn")
def test_organisations_stand_by_alphabet_not_by_value(opened: Callable[..., Study]) -> None:
    study = opened("report")
    tables = [table for table in tables_in(study.appendix()) if "Организация" in table.frame]

    assert all(table.frame["Организация"].is_monotonic_increasing for table in tables)
    assert any(not table.frame["Значение"].is_monotonic_increasing for table in tables)


@pytest.mark.parametrize("municipality", DISTRICTS)
@pytest.mark.usefixtures("undrawn")
def test_public_pages_name_no_organisation_and_no_person(
    opened: Callable[..., Study], workspace: Workspace, municipality: str
) -> None:
    organisations = workspace.table("organisations", [municipality])
    people = {str(code) for name in ("staff", "reserve") for code in workspace.table(name, [municipality])["person_id"]}
    names = {str(name) for column in ("org_name", "org_short") for name in organisations[column].dropna()}
    addressees = "|".join(map(re.escape, opened("report", municipality).data.regulation.audiences.values()))
    hidden = people | set(organisations["org_id"].astype(str))
    criteria = [c for c in workspace.catalogue.criteria if opened(c, municipality).asks]

    for criterion in (*criteria, "report"):
        pages = unescape(" ".join(pages_of(opened(criterion, municipality, audience="public"))))
        said = re.sub(addressees, "", pages, flags=re.IGNORECASE)  # the act itself speaks to its service
        words = re.sub(r"<[^>]*>", " ", said)
        assert [name for name in names if name in said] == []
        assert hidden & set(re.findall(r"\w[\w./-]*\w", words)) == set()


@pytest.mark.usefixtures("undrawn")
def test_the_same_pages_inside_do_name_organisations(opened: Callable[..., Study]) -> None:
    said = " ".join(pages_of(opened("deficits")))

    assert SILENT in said
    assert "Алмазноречинская гимназия № 9013" in said


def test_a_public_page_gets_no_table_of_people(opened: Callable[..., Study]) -> None:
    with pytest.raises(StudyError, match="в публичном отчёте недоступны"):
        opened("deficits", audience="public").table("staff")


def test_a_table_may_be_changed_without_harm_to_the_pages(opened: Callable[..., Study]) -> None:
    study = opened("deficits")
    before = html(study.completeness())

    staff = study.table("staff")
    staff["org_id"] = "нет такой"

    assert html(study.completeness()) == before


def test_public_figures_are_of_the_municipality_only(opened: Callable[..., Study]) -> None:
    inside, outside = (opened("deficits", audience=audience).figures() for audience in ("internal", "public"))

    assert set(outside["scope"]) == {"municipality"}
    assert {"municipality", "organisation"} <= set(inside["scope"])
    assert not inside["withheld"].any()


def test_figures_may_be_asked_by_indicator_and_scope(opened: Callable[..., Study]) -> None:
    rows = opened("deficits").figures("vil.1.2.3a", "municipality")

    assert set(rows["indicator"]) == {"vil.1.2.3a"}
    assert set(rows["scope"]) == {"municipality"}
    assert set(rows["year"]) == {2023, 2024}


def test_a_study_of_an_earlier_year_knows_nothing_of_a_later_one(opened: Callable[..., Study]) -> None:
    assert set(opened("deficits", year=2023).figures()["year"]) == {2023}


def test_a_particular_conclusion_tells_its_figures(opened: Callable[..., Study]) -> None:
    said = repr(opened("report", "gorod-primer").conclusions())

    assert re.search(r"значение (выше|ниже), чем по муниципалитету \([^)]+\), [^(]+\(\d[\d,]*\s%, \d+ из \d+\)", said)


@pytest.mark.usefixtures("undrawn")
def test_a_region_has_a_line_for_each_of_its_indicators(workspace: Workspace) -> None:
    study = RegionStudy("predgornaya", YEAR, home=str(workspace.home))

    assert len(study.summary().frame) == len(study.asks) > 10
    assert "Верхнеключинск-Равнинный" in html(study.municipalities())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("predgorny", YEAR), "Нет сводки по региону «predgorny» — может быть, «predgornaya»?"),
        (("vymyshlennaya", YEAR), "Нет сводки по региону «vymyshlennaya»"),
        (("predgornaya", 2014), "за год «2014» — может быть, «2024»?"),
        (("predgornaya", YEAR, "publik"), "Нет аудитории «publik» — может быть, «public»?"),
    ],
)
def test_an_unknown_region_year_or_audience_is_refused(
    workspace: Workspace, arguments: tuple[str, int], said: str
) -> None:
    with pytest.raises(StudyError) as refused:
        RegionStudy(*arguments, home=str(workspace.home))

    assert said in str(refused.value)


def test_municipalities_stand_by_alphabet_and_one_that_handed_in_nothing_is_no_zero(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {}, regulation="kbr")
    hand_in(workspace, "organisations", *ORGANISATIONS)
    card = (workspace.raw / "primer" / "municipality.yaml").read_text(encoding="utf-8")
    (workspace.raw / "zeta" / "2024").mkdir(parents=True)
    (workspace.raw / "zeta" / "municipality.yaml").write_text(card.replace("Учебный", "Другой"), encoding="utf-8")
    prepare(workspace)
    study = RegionStudy("vymyshlennaya", 2024, home=str(tmp_path))

    tables = list(tables_in(study.municipalities()))

    assert {value for table in tables for value in table.frame["Значение"]} == {NOT_HANDED_IN}
    assert set(study.summary().frame["Регион"]) == {NOT_HANDED_IN}
    assert "Без муниципалитетов, которые не представили" in html(study.summary())
    assert {table.frame["Муниципалитет"].is_monotonic_increasing for table in tables} == {True}


def test_a_public_region_shows_no_few_people(workspace: Workspace) -> None:
    study = RegionStudy("predgornaya", YEAR, "public", home=str(workspace.home))

    assert "не публикуется" in html(study.summary())
    assert set(study.figures()["scope"]) == {"municipality", "region"}


def test_a_sheet_shows_one_organisation_and_nobody_else(workspace: Workspace) -> None:
    study = SchoolStudy("ulus-primer", YEAR, home=str(workspace.home))
    rows = workspace.table("organisations", ["ulus-primer"])
    others = {str(name) for name in rows["org_name"] if name != study.name}

    said = "".join(html(page) for page in (study.about(), study.values(), study.own_findings(), study.method()))

    assert study.name in said
    assert [name for name in others if name in said] == []


def test_the_sheet_of_a_silent_organisation_has_no_figures(workspace: Workspace) -> None:
    rows = workspace.table("organisations", ["ulus-primer"]).set_index("org_short")
    silent = str(rows.loc[rows["year"] == YEAR].loc[SILENT, "org_id"])

    study = SchoolStudy("ulus-primer", YEAR, silent, home=str(workspace.home))

    assert "не представила реестр" in html(study.values())


def test_a_sheet_of_an_unknown_organisation_is_refused(workspace: Workspace) -> None:
    with pytest.raises(StudyError, match="Нет организации «школа»"):
        SchoolStudy("ulus-primer", YEAR, "школа", home=str(workspace.home))


def test_a_recommendation_to_one_organisation_is_not_for_the_public(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {})
    hand_in(workspace, "organisations", *ORGANISATIONS)
    header = "measure_id;direction;criterion;kind;org_id;text;responsible;deadline;status"
    rows = (
        "m1;диагностика;deficits;rec;002;Провести диагностику;директор;01.12.2024;planned",
        "m2;диагностика;deficits;rec;;Обсудить;ИМЦ;01.12.2024;planned",
    )
    hand_in(workspace, "measures", header, *rows)
    prepare(workspace)

    inside, outside = (
        html(Study("deficits", "primer", 2024, audience, home=str(tmp_path)).recommendations())
        for audience in ("internal", "public")
    )

    assert "Школа № 2" in inside
    assert "Провести диагностику" in inside
    assert "Обсудить" in outside
    assert "Школа № 2" not in outside
    assert "Провести диагностику" not in outside


def test_the_analysts_text_stands_on_the_page_of_its_criterion(workspace: Workspace) -> None:
    texts = sorted((workspace.raw / "zato-primer" / str(YEAR) / "texts").glob("*.md"))
    study = Study(texts[0].stem, "zato-primer", YEAR, home=str(workspace.home))
    words = texts[0].read_text(encoding="utf-8").split()[:3]

    assert " ".join(words).strip("# *") in re.sub(r"<[^>]*>", "", html(study.own_text()))


def test_where_no_text_was_written_its_place_is_told_inside_only(opened: Callable[..., Study]) -> None:
    assert "data/raw/ulus-primer/2024/texts/young.md" in html(opened("young").own_text())
    assert opened("young", audience="public").own_text().items == []


def test_findings_and_matrix_are_not_for_the_public(opened: Callable[..., Study]) -> None:
    inside, outside = (opened("intake", audience=audience) for audience in ("internal", "public"))

    assert "Алмазноречинская гимназия № 9013" in html(inside.matrix())
    assert "Алмазноречинская гимназия № 9013" not in html(outside.matrix())
    assert "служебном отчёте" in html(outside.matrix()) + html(outside.findings())
    assert "31.02.2024" in html(inside.findings())
    assert "31.02.2024" not in html(outside.findings())


def test_the_matrix_says_how_many_rows_came(opened: Callable[..., Study], workspace: Workspace) -> None:
    staff = workspace.table("staff", ["ulus-primer"])
    _, by_table = tables_in(opened("intake").matrix())

    cells = by_table.frame.set_index("Организация")["Реестр работников"]
    rows = cells.str.extract(r"\((\d+)\)", expand=False).dropna().astype(int)
    assert rows.sum() == (staff["year"] == YEAR).sum() + 1  # one was handed in with a rate in words and not counted
    assert cells[SILENT] == "не сдано"
