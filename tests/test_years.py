"""Years on the page: five made-up years of one district, what is said of them, and what never is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pdmon_utils import SchoolStudy, Study
from pdmon_utils.catalogue import Ask, load_catalogue
from pdmon_utils.compare import assess, reasons
from pdmon_utils.compare.changes import among
from pdmon_utils.prepare import prepare
from pdmon_utils.show import Picture, Shown, Stack, Table
from pdmon_utils.store import Workspace
from pdmon_utils.study import cuts, pages
from pdmon_utils.study.assessed import assessed, by_indicator
from pdmon_utils.study.changes import changed, told
from pdmon_utils.words import Quote
from test_assess import GOAL, ROUTES, figures, series, total
from tiny import hand_in, workspace_with

NAN = float("nan")
SHARE = "zato.3.1b"
A_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(8)
DIAGNOSED = {2020: 3, 2021: 12, 2022: 20, 2023: 26, 2024: 34}  # of 40 teachers
ASKED_BY_NAME = ("figures", "table", "topic", "indicator", "appendix")
WHY = "диагностику считают и у совместителей"


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a district of three schools and forty teachers with five years of diagnostics."""
    workspace = workspace_with(tmp_path_factory.mktemp("years"), {})
    people = [f"00{1 + i % 3};p{i};педагог;учитель;01.09.2010;нет;1" for i in range(40)]
    rows = [f"p{i};дефициты;10.03.{year};предметные;да" for year, count in DIAGNOSED.items() for i in range(count)]
    for year in DIAGNOSED:
        hand_in(workspace, "organisations", "org_id;org_name;org_type;is_municipal", *SCHOOLS, year=year)
        hand_in(
            workspace, "staff", "org_id;person_id;staff_group;position;hire_date;is_external;rate", *people, year=year
        )
    hand_in(workspace, "diagnostics", "person_id;kind;date;direction;completed", *rows)
    prepare(workspace)
    return workspace


STAFF = "org_id;person_id;staff_group;position;hire_date;is_external;rate"
SCHOOLS = ("001;Школа № 1;школа;да", "002;Школа № 2;школа;да", "003;Школа № 3;школа;да")


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let charts keep their words but not be drawn."""
    for home, chart in ((cuts, "bars"), (pages, "multiples"), (pages, "years")):
        monkeypatch.setattr(home, chart, lambda *_, title, alt, **__: Picture(A_PNG, title, alt))


def with_card(workspace: Workspace, tmp_path: Path, more: str) -> Workspace:
    """Return a copy of the workspace whose card says more."""
    home = tmp_path / "home"
    for path in workspace.home.rglob("*"):
        if path.is_file():
            (home / path.relative_to(workspace.home)).parent.mkdir(parents=True, exist_ok=True)
            (home / path.relative_to(workspace.home)).write_bytes(path.read_bytes())
    card = home / "data" / "raw" / "primer" / "municipality.yaml"
    card.write_text(card.read_text(encoding="utf-8") + more, encoding="utf-8")
    return Workspace(home)


def study(workspace: Workspace, year: int = 2024, audience: str = "internal") -> Study:
    return Study("deficits", "primer", year, audience, home=str(workspace.home))


def table_of(stack: Stack) -> pd.DataFrame:
    table, *_ = tables_in(stack)
    return table.frame.set_index("Показатель")


def tables_in(stack: Stack) -> Iterator[Table]:
    """Yield the tables of a page, also of pages inside it."""
    for part in stack.items:
        if isinstance(part, Stack):
            yield from tables_in(part)
        elif isinstance(part, Table):
            yield part


def everything(workspace: Workspace, year: int) -> str:
    """Return all words of a study's pages."""
    held = study(workspace, year)
    names = [name for name in dir(Study) if not name.startswith("_") and callable(getattr(Study, name))]
    shown: list[Shown] = [
        getattr(held, n)() for n in names if n not in ("figures", "table", "topic", "indicator", "appendix")
    ]
    shown += [held.indicator(ask.id) for ask in held.asks]
    return re.sub(r'src="data:[^"]*"', "", " ".join(part._repr_html_() for part in shown))


def test_five_years_show_change_interval_verdict_and_direction(district: Workspace) -> None:
    row = table_of(study(district).over_years()).loc["Доля прошедших диагностику дефицитов"]

    assert [plain(row[str(year)]) for year in DIAGNOSED] == ["8 %", "30 %", "50 %", "65 %", "85 %"]
    assert plain(row["Изменение"]) == "+20 п. п."
    assert plain(row["Интервал"]) == "от +1 до +37"
    assert row["Вывод"] == "выросла (к 2023 году)"
    assert plain(row["За пять лет"]) == "тренд к росту, +19,0 п. п. в год"


def test_of_four_years_the_word_is_nowhere_in_the_output(district: Workspace) -> None:
    assert "тренд" in everything(district, 2024).lower()
    assert "тренд" not in everything(district, 2023).lower()


def test_a_count_has_its_difference_and_no_verdict(district: Workspace) -> None:
    row = table_of(study(district).over_years()).loc["Прошли диагностику дефицитов, чел."]

    assert (row["Изменение"], row["Интервал"], row["Вывод"]) == (
        "+8",
        "не оценивается",
        "только разность (к 2023 году)",
    )


def test_one_year_has_nothing_to_compare_with(district: Workspace) -> None:
    assert "только за один год" in repr(study(district, 2020).over_years())


def test_a_break_is_named_and_nothing_crosses_it(district: Workspace, tmp_path: Path) -> None:
    broken = with_card(
        district, tmp_path, f'breaks: {{"2024": {{{SHARE}: {WHY}}}, "2022": {{{SHARE}: другая методика}}}}\n'
    )
    held = study(broken)
    row = table_of(held.over_years()).loc["Доля прошедших диагностику дефицитов"]

    assert (row["2023"], row["Изменение"], row["Вывод"]) == ("65\u00a0%", "не оценивается", "ряд прерван")
    assert f"с 2024 года показатель считается иначе — {WHY}" in repr(held.over_years())
    assert "с 2022 года показатель считается иначе — другая методика" in repr(held.over_years())
    assert f"не сопоставляется: с 2024 года показатель считается иначе — {WHY}" in repr(held.summary())
    assert f"не сопоставляется: с 2024 года показатель считается иначе — {WHY}. [" in repr(held.conclusions())
    assert "сопоставимых годовых точек меньше трёх: «Доля прошедших" in repr(held.forecast())
    assert "по годам" not in repr(held.indicator(SHARE))
    assert "выросла" not in repr(held.indicator(SHARE))


def test_the_forecast_has_interval_error_method_and_limits(district: Workspace) -> None:
    shown = study(district, 2023).forecast()
    row = table_of(shown).loc["Доля прошедших диагностику дефицитов"]

    assert [plain(row[name]) for name in ("2023 год", "Ориентир на 2024 год", "Ошибка за прошлый год", "Точек")] == [
        *("65 %", "65 %", "+15 п. п.", "4"),
    ]
    assert re.fullmatch(r"от \d\d % до \d\d %", plain(row["Интервал 80 %"]))
    assert "при сохранении прежних колебаний" in repr(shown)
    assert "не план и не обещание" in repr(shown)


def test_two_years_have_no_forecast_and_say_why(district: Workspace) -> None:
    shown = study(district, 2021).forecast()

    assert list(tables_in(shown)) == []
    assert "сопоставимых годовых точек меньше трёх" in repr(shown)


def test_what_is_withheld_has_no_value_no_change_and_no_forecast(district: Workspace) -> None:
    first, last = study(district, 2020, "public"), study(district, audience="public")
    rows = assessed(first.data).set_index(["indicator", "breakdown"]).loc[(SHARE, "")]
    now = assessed(last.data).set_index(["indicator", "breakdown"]).loc[(SHARE, "")]

    assert rows["state"] == "withheld"
    assert rows[["value", "change", "moved", "forecast", "plan"]].isna().all()
    assert (now["before_year"], now["points"], now["forecast_why"]) == (2023, 4, "withheld")
    assert "значение одного из годов не публикуется: «Прошли диагностику" in repr(last.forecast())
    assert table_of(last.over_years())["2020"].tolist() == ["…", "…"]
    assert "не публикуется" in str(told(first.data, first.data.regulation.asks[SHARE]))


def test_plan_and_fact_of_the_card(district: Workspace, tmp_path: Path) -> None:
    planned = with_card(district, tmp_path, f'plans: {{"2024": {{{SHARE}: "90 %"}}, "2023": {{{SHARE}: "80 %"}}}}\n')

    rows = [table_of(study(planned, year).targets()).iloc[0] for year in (2023, 2024)]

    assert [tuple(plain(cell) for cell in row) for row in rows] == [
        ("муниципалитета", "не менее 80 %", "65 % (26 из 40)", "не достигнуто", "6 человек"),
        ("муниципалитета", "не менее 90 %", "85 % (34 из 40)", "в пределах разброса", "2 человека"),
    ]
    assert "Целевых значений на 2022 год нет" in repr(study(planned, 2022).targets())


def test_a_sheet_says_what_became_of_its_own_lines(district: Workspace) -> None:
    sheet = SchoolStudy("primer", 2024, "001", home=str(district.home))
    table, *_ = tables_in(sheet.values())
    rows = table.frame.set_index(table.frame["Показатель"].str.partition(" (")[0])

    said = plain(rows.loc["Доля прошедших диагностику дефицитов", "За год"])

    assert said == "доля существенно не изменилась (64 % → 86 %)"


def test_the_lines_of_a_sheet_are_tested_among_each_other() -> None:
    asks = [replace(GOAL, id=f"k{i}", target="") for i in range(10)]
    held = [(y, a.id, "organisation", "001", "", "", x, 100) for a in asks for y, x in ((2023, 30), (2024, 30))]
    held[1] = (2024, "k0", "organisation", "001", "", "", 45, 100)
    small = [(y, "k9", "organisation", "001", "", "", x, 9) for y, x in ((2023, 1), (2024, 8))]
    frame = assess(figures(*held[:-2], *small), asks, 2024)

    judged = among(frame)

    assert frame.set_index("indicator")["moved"].to_dict()["k0"] == "grew"  # alone in the table of its indicator
    assert judged.set_index("indicator")["moved"].to_dict()["k0"] == "same"
    assert judged.set_index("indicator")["moved"].isna().to_dict()["k9"]


def test_a_sentence_is_traced_to_its_figures(district: Workspace) -> None:
    held = study(district)
    said = told(held.data, held.data.regulation.asks[SHARE])

    assert plain(said) == (
        "Доля прошедших диагностику дефицитов: 85 % (34 из 40); к 2023 году: доля выросла на 20 п. п. (65 % → 85 %)."
    )
    assert [(quote.value, quote.fact.split("/")[-2:]) for quote in said.quotes] == [
        (0.85, ["2024", "value"]),
        (34, ["2024", "numerator"]),
        (40, ["2024", "denominator"]),
        (pytest.approx(0.2), ["2024", "change"]),
        (0.65, ["2023", "value"]),
        (0.85, ["2024", "value"]),
    ]
    assert all(isinstance(quote, Quote) for quote in said.quotes)


def since(ask: Ask, held: list[float], denominator: float = 1000) -> str:
    """Return what is said to have become of the municipality's value."""
    frame = assess(figures(*series(ask, held, denominator)), [ask], 2024)
    return plain(changed(ask, by_indicator(frame, 2024)[ask.id], "primer", reasons(ask, {}, 2024)))


@pytest.mark.parametrize(
    ("held", "denominator", "said"),
    [
        ([412, 520], 1000, "доля выросла на 10,8 п. п. (41,2 % → 52,0 %)"),
        ([520, 412], 1000, "доля снизилась на 10,8 п. п. (52,0 % → 41,2 %)"),
        ([412, 420], 1000, "доля существенно не изменилась (41,2 % → 42,0 %)"),
        ([10, 25], 50, "доля выросла на 30 п. п. (20 % → 50 %)"),
        ([3, 5], 8, "было 3 из 8, стало 5 из 8; доли не сопоставляются: знаменатель меньше десяти"),
        ([500_000, 503_000], 10**7, "доля существенно не изменилась (5,0 % → 5,0 %)"),  # certain, but not to be seen
        ([5], 50, ""),
    ],
)
def test_a_share_has_grown_only_beyond_chance(held: list[float], denominator: float, said: str) -> None:
    assert since(GOAL, held, denominator) == said


def test_of_a_share_of_summed_numbers_only_the_difference_is_said() -> None:
    positions = load_catalogue().regulation("ust-labinsk").asks["ust.m2.1"]

    assert since(positions, [754, 475]) == "было 75,4 %, стало 47,5 % (−27,9 п. п.)"


@pytest.mark.parametrize(
    ("kind", "unit", "held", "denominator", "said"),
    [
        ("count", "чел.", [12, 15], NAN, "было 12 чел., стало 15 чел. (+3)"),
        ("count", "чел.", [1200, 999.5], NAN, "было 1 200 чел., стало 999,5 чел. (−200,5)"),
        ("list", "перечень", [7, 9], NAN, ""),
        ("mean", "балл", [184, 191], 10, "было 18,4 балла, стало 19,1 балла (+0,7)"),
        ("distribution", "структура", [40, 40], 40, "было: всего 40, стало: всего 40"),
    ],
)
def test_of_other_kinds_both_values_are_said(
    kind: str, unit: str, held: list[float], denominator: float, said: str
) -> None:
    ask = replace(GOAL, indicator=replace(GOAL.indicator, kind=kind, unit=unit), target="")

    assert since(ask, held, denominator) == said


def test_presence_is_there_or_not() -> None:
    ask = replace(ROUTES, indicator=replace(ROUTES.indicator, kind="presence", unit="есть/нет"))
    was, now = total(2023, ask, 0), total(2024, ask, 2)
    frame = figures(was, now)
    frame["value"] = (frame["numerator"] > 0).astype(float)

    cells = by_indicator(assess(frame, [ask], 2024), 2024)[ask.id]

    assert plain(changed(ask, cells, "primer", {})) == "было: нет, стало: есть (2)"
