"""Pages about organisations side by side: small districts in sight, and nothing of it for the public."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pdmon_utils import Study
from pdmon_utils.errors import PdmonError, StudyError
from pdmon_utils.prepare import prepare
from pdmon_utils.show import Notice, Picture, Shown, Stack, Table
from pdmon_utils.show.funnels import Point, alt_funnel, funnel
from pdmon_utils.show.markup import ShowError
from pdmon_utils.study.strata import OPPOSITE, SIMPSON
from pdmon_utils.words import NOT_HANDED_IN
from tiny import hand_in, workspace_with

ORGANISATIONS = "org_id;org_name;org_type;is_municipal;cluster;rural"
STAFF = "org_id;person_id;staff_group;position;hire_date;is_external;rate;birth_date"
DIAGNOSTICS = "person_id;kind;date;direction;completed"
PAGES = ("clusters", "funnel", "grouping", "factors", "decomposition")
ABOVE, BELOW = "выше районного уровня за пределами случайного", "ниже районного уровня за пределами случайного"
INSIDE = "различия не выходят за пределы случайного"

School = tuple[str, str, str, str, int, int]  # code, type, cluster, rural, teachers, diagnosed
Opened = Callable[..., Study]


def district(home: Path, years: dict[int, Iterable[School]], regulation: str = "zato") -> Callable[[str], Study]:
    """Return a way to open the study of diagnostics in a district of these schools, for an audience."""
    workspace = workspace_with(home, {}, regulation=regulation)
    for year, schools in years.items():
        _hand_in_year(workspace, year, list(schools))
    prepare(workspace)
    last = max(years)
    return lambda audience="internal": Study("deficits", "primer", last, audience, home=str(home))


def _hand_in_year(workspace: object, year: int, schools: list[School]) -> None:
    listed = [f"{code};Школа {code};{kind};да;{cluster};{rural}" for code, kind, cluster, rural, _, _ in schools]
    people = [(code, f"{code}-{i}", i < met) for code, _, _, _, size, met in schools for i in range(size)]
    staff = [f"{code};{who};педагог;учитель;01.09.2010;нет;1;01.01.1980" for code, who, _ in people]
    done = [f"{who};дефициты;10.03.{year};предметные;да" for _, who, met in people if met]
    hand_in(workspace, "organisations", ORGANISATIONS, *listed, year=year)
    hand_in(workspace, "staff", STAFF, *staff, year=year)
    hand_in(workspace, "diagnostics", DIAGNOSTICS, *done, year=year)


def clustered(low: int, high: int) -> list[School]:
    """Return four schools of a cluster with few diagnosed teachers and four of another with many."""
    first = [(f"a{i}", "школа", "МКШ", "да", 20, low + i) for i in range(4)]
    return first + [(f"b{i}", "школа", "гимназия", "нет", 20, high + i) for i in range(4)]


def html(shown: Shown) -> str:
    return re.sub(r'src="data:[^"]*"', "", shown._repr_html_())


def tables(stack: Stack) -> list[Table]:
    return [part for part in stack.items if isinstance(part, Table)]


def shares(stack: Stack) -> list[Table]:
    """Return the tables about the share of those diagnosed."""
    return [table for table in tables(stack) if table.caption.startswith("Доля прошедших")]


def verdicts(table: Table, column: str = "Группа") -> dict[str, str]:
    return {str(k): str(v) for k, v in table.frame.set_index(column)["Вывод"].items()}


def test_clusters_apart_are_named_and_their_table_says_organisations_and_people(tmp_path: Path) -> None:
    page = district(tmp_path, {2024: clustered(2, 14)})("internal").clusters()
    table = shares(page)[0]

    assert verdicts(table) == {
        "Кластер: МКШ": BELOW,
        "Кластер: гимназия": ABOVE,
        "Местность: сельская": BELOW,
        "Местность: городская или не указана": ABOVE,
    }
    assert table.frame["Организаций (с данными)"].tolist() == ["4 (4)"] * 4
    assert table.frame["Педагогов"].tolist() == ["80"] * 4
    assert f"Кластер: гимназия: {ABOVE}" in re.sub(r"<[^>]*>", "", html(page))


def test_clusters_alike_are_not_told_apart(tmp_path: Path) -> None:
    page = district(tmp_path, {2024: clustered(8, 9)})("internal").clusters()

    assert set(verdicts(shares(page)[0]).values()) == {INSIDE}
    assert f"По всем показателям {INSIDE}." in html(page)


def test_a_cluster_of_two_organisations_is_named_inside_with_a_note(tmp_path: Path) -> None:
    schools = [*clustered(2, 14)[:2], *clustered(2, 14)[4:]]
    said = verdicts(shares(district(tmp_path, {2024: schools})("internal").clusters())[0])

    assert said["Кластер: МКШ"].startswith("организаций с данными меньше 3")
    assert said["Кластер: гимназия"].startswith("организаций с данными меньше 3")  # nobody to compare with


def test_organisations_without_any_difference_are_not_grouped(tmp_path: Path) -> None:
    alike = [(f"{i}", "школа", "", "", 20, 10) for i in range(4)]

    said = html(district(tmp_path, {2024: alike})("internal").clusters())

    assert "не различаются ни по одному объявленному признаку" in said


def test_the_page_of_an_indicator_has_the_same_table(tmp_path: Path) -> None:
    study = district(tmp_path, {2024: clustered(2, 14)})("internal")

    own = [table for table in tables(study.indicator("zato.3.1b")) if "группы организаций" in table.caption]

    assert [verdicts(table) for table in own] == [verdicts(shares(study.clusters())[0])]


def test_a_funnel_names_who_is_outside_and_keeps_the_alphabet(tmp_path: Path) -> None:
    odd = [("я", "школа", "", "нет", 40, 40), ("а", "школа", "", "нет", 5, 0)]
    study = district(tmp_path, {2024: [*clustered(9, 10), *odd]})("internal")

    page = study.funnel()
    picture = next(part for part in page.items if isinstance(part, Picture))
    table = shares(page)[0]

    assert "Выше пределов случайного: Школа я." in picture.alt
    assert "Ниже" not in picture.alt
    assert table.frame["Организация"].is_monotonic_increasing
    assert verdicts(table, "Организация")["Школа я"] == ABOVE
    assert verdicts(table, "Организация")["Школа а"] == "меньше 10 человек: вывод не делается"
    assert verdicts(table, "Организация")["Школа a0"] == INSIDE


def test_a_funnel_calls_nobody_outside_whom_its_table_calls_inside(tmp_path: Path) -> None:
    """One of nine schools beyond the limit of 95 % is what chance gives: the picture says what the table concludes."""
    page = district(tmp_path, {2024: [*clustered(10, 10), ("я", "школа", "", "нет", 20, 17)]})("internal").funnel()
    picture = next(part for part in page.items if isinstance(part, Picture))
    table = shares(page)[0]

    assert table.frame.set_index("Организация").loc["Школа я", "Положение"] == "выше предела 95 %"
    assert verdicts(table, "Организация")["Школа я"] == INSIDE
    assert "За пределы случайного не выходит ни одна организация." in picture.alt


def test_a_school_that_handed_in_nothing_is_in_the_table_and_not_in_the_funnel(tmp_path: Path) -> None:
    study = district(tmp_path, {2024: [*clustered(9, 10), ("тихая", "школа", "", "нет", 0, 0)]})("internal")

    page = study.funnel()

    assert tables(page)[0].frame.set_index("Организация").loc["Школа тихая", "Значение"] == NOT_HANDED_IN
    assert "организаций — 8" in next(part for part in page.items if isinstance(part, Picture)).alt


def test_a_funnel_of_four_schools_is_not_drawn(tmp_path: Path) -> None:
    page = district(tmp_path, {2024: clustered(9, 10)[:4]})("internal").funnel()

    assert not [part for part in page.items if isinstance(part, Picture)]
    assert len(tables(page)) == 1


def test_an_empty_funnel_is_refused_and_a_quiet_one_says_so() -> None:
    with pytest.raises(ShowError):
        funnel([], 0.5, title="т", people="чел.")

    assert "не выходит ни одна организация" in alt_funnel([Point("Школа", 20, 0.5)], 0.5)


def test_factors_stand_under_two_headings_with_organisations_and_no_word_of_influence(tmp_path: Path) -> None:
    said = re.sub(r"<[^>]*>", " ", html(district(tmp_path, {2024: clustered(2, 14)})("internal").factors()))

    assert said.index("Внутренние факторы") < said.index("Внешние факторы")
    assert "связано с фактором" in said
    assert "влия" not in said.lower()
    assert "Удалённость и доступность программ ДПО" in said


def test_a_difference_of_places_is_told_with_its_number_of_organisations(tmp_path: Path) -> None:
    page = district(tmp_path, {2024: clustered(2, 14)})("internal").factors()
    rows = tables(page)[1].frame.set_index("Фактор").loc["сельская местность"]

    assert rows["Организаций"] == "8"
    assert rows["Связь"] == "−60\u00a0п.\u00a0п."
    assert rows["Вывод"] == "связано с фактором"


def told(home: Path, *lines: str) -> None:
    """Write the analyst's own factors beside the data."""
    path = home / "data" / "raw" / "primer" / "2024" / "texts" / "factors.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(["Код организации;Фактор;Значение", *lines]) + "\n", encoding="utf-8")


def test_a_factor_that_the_analyst_tells_stands_first_among_the_external_ones(tmp_path: Path) -> None:
    opened = district(tmp_path, {2024: clustered(2, 14)})
    told(tmp_path, *(f"{code}{i};удалённость, км;{far - i},5" for code, far in (("a", 50), ("b", 9)) for i in range(4)))

    rows = tables(opened("internal").factors())[1].frame.set_index("Фактор")

    assert list(rows.index.unique()) == ["удалённость, км"]
    assert rows.loc["удалённость, км", "Организаций"] == "8"
    assert rows.loc["удалённость, км", "Вывод"] == "связано с фактором"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("zz;удалённость, км;5", "такой организации в 2024 году нет"),
        ("a2;удалённость, км;далеко", "«далеко» не число и не да/нет"),
        ("a1;удалённость, км;7", "сказано дважды"),
    ],
)
def test_a_factor_that_cannot_be_read_is_refused_with_its_place(tmp_path: Path, line: str, error: str) -> None:
    opened = district(tmp_path, {2024: clustered(2, 14)})
    told(tmp_path, "a1;удалённость, км;5", line)

    with pytest.raises(PdmonError, match=error):
        opened("internal").factors()


def test_factors_may_be_named_beforehand_but_not_more_than_the_organisations_bear(tmp_path: Path) -> None:
    study = district(tmp_path, {2024: clustered(2, 14)})("internal")

    assert "размер организации" in tables(study.factors("teachers"))[0].caption
    with pytest.raises(StudyError, match="можно не больше 1"):
        study.factors("teachers", "load")
    with pytest.raises(StudyError, match="Нет фактора «yong» — может быть, «young»"):
        study.factors("yong")


def simpson(home: Path) -> Study:
    """Both kinds of places rise by ten points while the district falls: many more teachers now work where it is low."""
    before = [("1", "школа", "", "да", 10, 2), ("2", "школа", "", "нет", 30, 24)]
    now = [("1", "школа", "", "да", 30, 9), ("2", "школа", "", "нет", 10, 9)]
    return district(home, {2023: before, 2024: now})("internal")


def test_simpsons_paradox_is_said(tmp_path: Path) -> None:
    page = simpson(tmp_path).decomposition()
    warned = [part.text for part in page.items if isinstance(part, Notice) and part.tone == "warning"]
    split = next(table for table in tables(page) if "Местность: изменение" in table.caption).frame.iloc[0]

    assert any(SIMPSON in text for text in warned)
    assert (split["Изменение"], split["Уровень"]) == ("−20,0\u00a0п.\u00a0п.", "+10,0\u00a0п.\u00a0п.")
    assert split["Состав"] == "−30,0\u00a0п.\u00a0п."
    assert split["Направление"] == "группы и итог противоположны"


def test_a_change_inside_all_groups_needs_no_warning(tmp_path: Path) -> None:
    before, now = clustered(4, 6), clustered(8, 12)
    page = district(tmp_path, {2023: before, 2024: now})("internal").decomposition()

    assert not [part for part in page.items if isinstance(part, Notice)]
    assert {row for t in tables(page) if "Направление" in t.frame for row in t.frame["Направление"]} == {
        "итог и группы не противоречат"
    }


def test_a_first_year_is_not_decomposed(tmp_path: Path) -> None:
    said = html(district(tmp_path, {2024: clustered(4, 6)})("internal").decomposition())

    assert "не раскладывается" in said


def test_places_and_types_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    """In schools and in kindergartens the countryside is ahead, thrown together it is behind."""
    schools = [
        ("1", "школа", "", "да", 40, 12),
        ("2", "школа", "", "нет", 10, 2),
        ("3", "детский сад", "", "да", 10, 9),
        ("4", "детский сад", "", "нет", 40, 32),
    ]

    page = district(tmp_path, {2024: schools})("internal").factors()

    assert any(OPPOSITE in part.text for part in page.items if isinstance(part, Notice))


@pytest.mark.parametrize("page", PAGES)
def test_public_pages_show_none_of_it(tmp_path: Path, page: str) -> None:
    outside = getattr(district(tmp_path, {2023: clustered(2, 14), 2024: clustered(3, 15)})("public"), page)()

    assert len(outside.items) == 1
    assert not re.search(r"Школа|МКШ|гимназия|\d", html(outside))


def test_a_public_indicator_has_no_groups_of_organisations(tmp_path: Path) -> None:
    said = html(district(tmp_path, {2024: clustered(2, 14)})("public").indicator("zato.3.1b"))

    assert "группы организаций" not in said
    assert "МКШ" not in said


def test_no_groups_are_made_of_eight_schools(tmp_path: Path) -> None:
    said = html(district(tmp_path, {2024: clustered(2, 14)})("internal").grouping())

    assert "меньше 15" in said
