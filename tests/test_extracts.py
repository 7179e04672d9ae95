"""Extracts for one use: the short version, the workbook of targets, the check before approval."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from conftest import DISTRICTS, YEAR
from pdmon_utils import Study
from pdmon_utils.__main__ import cli
from pdmon_utils.errors import StudyError
from pdmon_utils.prepare import prepare
from pdmon_utils.show import Picture, Shown, Stack, Statements, Table
from pdmon_utils.store import AUDIENCES, Workspace
from pdmon_utils.study import cuts, pages
from pdmon_utils.study.brief import HOW, MOST_CHARTS, MOST_CONCLUSIONS, MOST_INDICATORS, WEIGHTS
from pdmon_utils.study.readiness import NOT_READY, READY, lacks
from pdmon_utils.study.targetbook import NAME, SHEET, target_rows, workbook
from pdmon_utils.words import NOT_HANDED_IN
from tiny import hand_in, workspace_with

ORGANISATIONS = ("org_id;org_name;org_type;is_municipal", "001;Школа № 1;школа;да")
POST = "org_id;person_id;staff_group;position;subject;hire_date;is_external;rate"
STAFF = f"{POST};birth_date;education;category;ped_start_date"
MORE = "физика;01.09.2015;нет;1;01.03.1980;высшее педагогическое;первая;01.09.2005"
PEOPLE = tuple(f"001;p{n};педагог;учитель;{MORE}" for n in range(12))
DIAGNOSED = tuple(f"p{n};дефициты;10.03.2024;предметные;да" for n in range(6))
DIAGNOSTICS = "person_id;kind;date;direction;completed"
A_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(8)
each_place = pytest.mark.parametrize("place", DISTRICTS)


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let charts keep their words but not be drawn: drawing takes most of a page's time."""
    for home, chart in ((cuts, "bars"), (pages, "multiples"), (pages, "years")):
        monkeypatch.setattr(home, chart, lambda *_, title, alt, **__: Picture(A_PNG, title, alt))


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """Return a district of one school and twelve teachers, half of them diagnosed; its plan is 60 %."""
    workspace = workspace_with(tmp_path, {"fine": "1"})
    card = tmp_path / "data" / "raw" / "primer" / "municipality.yaml"
    card.write_text(card.read_text(encoding="utf-8") + 'plans: {"2024": {zato.3.1b: "60 %"}}\n', encoding="utf-8")
    hand_in(workspace, "organisations", *ORGANISATIONS)
    hand_in(workspace, "staff", STAFF, *PEOPLE)
    hand_in(workspace, "diagnostics", DIAGNOSTICS, *DIAGNOSED)
    return workspace


def opened(workspace: Workspace, place: str = "primer", audience: str = "internal") -> Study:
    return Study("brief", place, YEAR, audience, home=str(workspace.home))


def parts(shown: Shown) -> Iterator[Shown]:
    """Yield everything on a page, also of pages inside it."""
    if isinstance(shown, Stack):
        for item in shown.items:
            yield from parts(item)
    else:
        yield shown


@pytest.mark.parametrize("audience", AUDIENCES)
@each_place
def test_the_short_version_is_short(workspace: Workspace, place: str, audience: str) -> None:
    shown = list(parts(opened(workspace, place, audience).brief()))

    (table,) = [part for part in shown if isinstance(part, Table)]
    said = [len(part.items) for part in shown if isinstance(part, Statements)]
    assert len(table.frame) <= MOST_INDICATORS
    assert sum(said) <= MOST_CONCLUSIONS
    assert sum(isinstance(part, Picture) for part in shown) <= MOST_CHARTS
    assert HOW in repr(shown)


@each_place
def test_the_short_version_for_all_names_no_organisation(workspace: Workspace, place: str) -> None:
    names = set(workspace.table("organisations", [place])["org_short"].dropna())

    html = opened(workspace, place, "public").brief()._repr_html_()

    assert [name for name in names if name in html] == []


def test_every_rule_of_the_short_version_is_told_on_it(workspace: Workspace) -> None:
    html = opened(workspace, "gorod-primer").brief()._repr_html_()
    links = set(re.findall(r'href="#(pdmon-rule-\d+)"', html))

    assert links
    assert links == set(re.findall(r'id="(pdmon-rule-\d+)"', html))


def test_what_calls_for_attention_comes_first_and_from_several_criteria(workspace: Workspace) -> None:
    study = opened(workspace, "gorod-primer")
    (said,) = [part for part in parts(study.brief()) if isinstance(part, Statements)]
    places = [WEIGHTS.index(item.tone) for item in said.items]

    assert places == sorted(places)


def test_the_short_version_of_a_year_without_data_invents_nothing(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {})
    hand_in(workspace, "organisations", *ORGANISATIONS)
    prepare(workspace)

    (table,) = [part for part in parts(opened(workspace).brief()) if isinstance(part, Table)]

    of_people = [cell for cell in map(str, table.frame["Значение"]) if cell != "нет"]
    assert set(of_people) == {NOT_HANDED_IN}


def test_a_row_of_the_book_tells_value_target_verdict_and_gap(small: Workspace) -> None:
    prepare(small)

    rows = target_rows(opened(small).data).set_index("Код")

    row = rows.loc["zato.3.1b"]
    assert (row["2024 год"], row["Числитель"], row["Знаменатель (n)"]) == (0.5, 6, 12)
    assert (row["Условие цели"], row["Цель"], row["Чья цель"]) == ("не менее", 0.6, "муниципалитета")
    assert (row["Исполнение"], row["Недостаёт"]) == ("в пределах разброса", 2)  # 60 % of 12 are 7.2: eight people
    assert rows.loc["zato.3.2b", "2024 год"] == NOT_HANDED_IN
    assert rows.loc["zato.3.2b", "Условие цели"] == "цель не установлена"


def test_below_ten_people_the_book_says_words_not_a_percentage(small: Workspace) -> None:
    hand_in(small, "staff", STAFF, *PEOPLE[:4])
    prepare(small)

    rows = target_rows(opened(small).data).set_index("Код")

    assert rows.loc["zato.3.1b", "2024 год"] == "4 из 4"


def test_the_book_has_no_formulas_and_the_same_bytes_each_time(workspace: Workspace) -> None:
    data = opened(workspace, "ulus-primer").data

    content = workbook(data)

    sheet = load_workbook(BytesIO(content))[SHEET]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert content == workbook(opened(workspace, "ulus-primer").data)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert sheet.max_row > len(data.asks)
    assert {cell.number_format for cell in cells if isinstance(cell.value, float) and cell.value < 1} == {"0.0%"}


def test_the_book_is_not_for_the_public(workspace: Workspace) -> None:
    with pytest.raises(StudyError, match="для служебного пользования"):
        target_rows(opened(workspace, "ulus-primer", "public").data)


def test_the_command_puts_the_book_among_the_internal_reports(small: Workspace) -> None:
    prepare(small)

    result = CliRunner().invoke(cli, ["--home", str(small.home), "targets", "primer", str(YEAR)])

    assert result.exit_code == 0
    assert (small.reports / "primer" / str(YEAR) / "internal" / NAME).is_file()
    assert f"internal/{NAME}" in result.output


def whats(workspace: Workspace) -> list[str]:
    return [lack.what for lack in lacks(opened(workspace).data)]


def test_a_report_is_ready_when_nothing_is_missing(small: Workspace) -> None:
    (small.raw / "primer" / str(YEAR) / "diagnostics.csv").unlink()
    prepare(small)
    (unfinished,) = [lack for lack in lacks(opened(small).data) if lack.what == "Сданы не все таблицы"]
    assert "Диагностики" in unfinished.which
    titles = re.findall(r"\((.*)\)", unfinished.which)[0].split(", ")

    _empty_sheets(small, titles)
    texts = small.texts("primer", YEAR)
    texts.mkdir()
    for code in ("zato.3.5a", "zato.3.5b", "zato.3.5c"):
        (texts / f"{code}.md").write_text("Анализ внесён.", encoding="utf-8")
    prepare(small)

    assert lacks(opened(small).data) == []
    assert READY in repr(opened(small).ready())
    assert CliRunner().invoke(cli, ["--home", str(small.home), "ready", "primer", str(YEAR)]).exit_code == 0


def _empty_sheets(workspace: Workspace, titles: list[str]) -> None:
    """Hand in each table as a sheet with its headers and no rows."""
    from pdmon_utils.schema import SCHEMA  # noqa: PLC0415

    for table in (table for table in SCHEMA.values() if table.title in titles):
        hand_in(workspace, table.name, ";".join(table.columns))


def test_what_is_missing_is_named_and_the_command_ends_with_one(small: Workspace) -> None:
    header = "measure_id;direction;criterion;kind;text;responsible;deadline;status"
    hand_in(small, "measures", header, "m1;диагностика;deficits;мера;Провести;;01.12.2024;запланировано")
    prepare(small)

    result = CliRunner().invoke(cli, ["--home", str(small.home), "ready", "primer", str(YEAR)])

    assert result.exit_code == 1
    assert "Меры без срока или ответственного. measures.csv" in result.output.replace("2024/", "")
    assert "Нет качественного анализа показателей. zato.3.5a" in result.output
    assert NOT_READY in result.output.splitlines()


def test_readiness_is_no_public_matter(workspace: Workspace) -> None:
    assert "служебном отчёте" in repr(opened(workspace, "ulus-primer", "public").ready())
    assert "Тихореченская-Северная СОШ" in repr(opened(workspace, "ulus-primer").ready())
