"""Conclusions on the pages of example districts: what they show to whom, and how the analyst's edits live in them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import DISTRICTS, YEAR
from pdmon_utils import SchoolStudy, Study
from pdmon_utils.conclusions import CRITERION, Conclusion
from pdmon_utils.show import Fold, Notice, Shown, Stack, Statement, Statements
from pdmon_utils.store import Workspace
from pdmon_utils.study.conclusions import problems
from pdmon_utils.study.said import Conclusions

SILENT = "Тихореченская-Северная СОШ"  # of ulus-primer, in 2024
HEAD = "Правило;Показатель;Кого касается;Решение;Редакция;Причина"


@pytest.fixture
def study(workspace: Workspace) -> Callable[..., Study]:
    """Return a way to open studies of the example."""

    def opened(criterion: str, municipality: str = "ulus-primer", audience: str = "internal") -> Study:
        return Study(criterion, municipality, YEAR, audience, home=str(workspace.home))

    return opened


def statements(shown: Shown) -> Iterator[Statement]:
    """Yield all statements of a page, folded ones too."""
    if isinstance(shown, Statements):
        yield from shown.items
    for item in shown.items if isinstance(shown, Stack | Fold) else ():
        yield from statements(item)


def told(study: Study) -> tuple[Conclusion, ...]:
    return Conclusions(study.data).told.conclusions


def test_a_criterion_has_one_conclusion_and_every_indicator_too(study: Callable[..., Study]) -> None:
    opened = study("deficits")

    said = told(opened)

    assert {c.indicator for c in said if c.level == CRITERION} == {"deficits"}
    assert {ask.id for ask in opened.asks} <= {code for c in said for code in c.about}
    assert opened.conclusions().items[0].text == "Вывод по критерию"  # type: ignore[attr-defined]
    assert len([s for s in statements(opened.conclusions()) if str(s.text).startswith("По критерию")]) == 1


def test_a_note_has_a_conclusion_for_each_criterion(study: Callable[..., Study]) -> None:
    opened = study("note", "zato-primer")

    whole = [s for s in statements(opened.conclusions()) if str(s.text).startswith("По критерию")]

    assert len(whole) == len({ask.indicator.criterion for ask in opened.asks})


def test_every_statement_leads_to_its_rule_on_the_same_page(study: Callable[..., Study]) -> None:
    html = study("note", "step-primer").conclusions()._repr_html_()

    links = {target for s in statements(study("note", "step-primer").conclusions()) for _, target in s.links}
    assert links
    assert [target for target in links if f'id="{target}"' not in html] == []


def test_who_handed_in_nothing_is_named_and_has_no_zero(study: Callable[..., Study]) -> None:
    said = [str(c.sentence) for c in told(study("note")) if SILENT in str(c.sentence)]

    assert said
    assert [text for text in said if "данные не представлены" not in text] == []


@pytest.mark.parametrize("municipality", DISTRICTS)
def test_a_public_page_speaks_of_the_municipality_and_its_groups_only(
    study: Callable[..., Study], municipality: str
) -> None:
    opened = study("note", municipality, "public")
    held = opened.data.organisations()
    html = opened.conclusions()._repr_html_() + opened.problems()._repr_html_()

    assert {c.level for c in told(opened)} <= {CRITERION, "general", "group"}
    assert [name for name in {*held["org_short"].dropna(), *held["org_name"]} if name in html] == []


def test_a_public_page_tells_no_small_number(study: Callable[..., Study]) -> None:
    opened = study("note", "gorod-primer", "public")
    hidden = opened.data.all_figures.loc[lambda rows: rows["withheld"] & (rows["year"] == YEAR)]

    cells = {tuple(row) for row in hidden[["indicator", "breakdown", "group"]].itertuples(index=False)}
    quoted = {tuple(q.fact.split("/")[i] for i in (0, 3, 4)) for c in told(opened) for q in c.facts}
    assert cells
    assert cells & quoted == set()


def test_a_regulation_against_ratings_is_obeyed(study: Callable[..., Study]) -> None:
    compared = {c.rule.number for c in told(study("note", "zato-primer")) if c.level == "organisation"}

    assert compared & {701, 702, 703, 704, 705, 706, 707, 720} == set()
    assert "Организации не сравниваются" in study("note", "zato-primer").conclusions()._repr_html_()


def test_problems_are_what_calls_for_attention(study: Callable[..., Study]) -> None:
    opened = study("note", "step-primer")

    page = repr(opened.problems())

    weighty = [c for c in told(opened) if c.severity == "attention" and c.level != CRITERION]
    assert weighty
    assert [str(c.sentence) for c in weighty if str(c.sentence) not in page] == []


def test_ways_stand_beside_the_problems(study: Callable[..., Study]) -> None:
    shown = problems(study("note", "step-primer").data, lambda said: [f"Способ по правилу {said.rule.number}."])

    assert "Предлагаемые способы решения" in repr(shown)
    assert "Способ по правилу 402." in repr(shown)


@pytest.mark.parametrize("municipality", DISTRICTS)
def test_only_rules_that_a_sentence_of_the_page_names_are_listed(workspace: Workspace, municipality: str) -> None:
    pages = (
        Study("report", municipality, YEAR, home=str(workspace.home)),
        Study("training", municipality, YEAR, "public", home=str(workspace.home)),
        SchoolStudy(municipality, YEAR, home=str(workspace.home)),
    )
    for page in pages:
        html = page.conclusions()._repr_html_()
        listed, named = (set(re.findall(rf'{mark}pdmon-rule-(\d+)"', html)) for mark in ('id="', 'href="#'))

        assert listed == named


def test_a_school_reads_of_itself_alone(workspace: Workspace) -> None:
    sheet = SchoolStudy("step-primer", YEAR, home=str(workspace.home))
    names = sheet.data.organisations()["org_short"].dropna()
    own = names[sheet.data.organisations()["org_id"] == sheet.organisation].item()
    html = sheet.conclusions()._repr_html_() + sheet.problems()._repr_html_()

    assert own in html
    assert [name for name in names if name != own and name in html.replace(own, "")] == []


# The analyst's edits


@pytest.fixture
def edited(workspace: Workspace, tmp_path: Path) -> Callable[..., Study]:
    """Return a way to open a study of a copy in which the analyst wrote lines of edits."""

    def opened(*lines: str, audience: str = "internal") -> Study:
        home = tmp_path / "home"
        for part in ("processed", "journal"):
            shutil.copytree(workspace.home / "data" / part, home / "data" / part, dirs_exist_ok=True)
        folder = home / "data" / "raw" / "ulus-primer"
        (folder / str(YEAR) / "texts").mkdir(parents=True, exist_ok=True)
        (folder / str(YEAR - 1)).mkdir(exist_ok=True)
        shutil.copy(workspace.raw / "ulus-primer" / "municipality.yaml", folder)
        text = "\n".join([HEAD, *lines])
        (folder / str(YEAR) / "texts" / "conclusions.csv").write_text(text, encoding="utf-8-sig")
        return Study("deficits", "ulus-primer", YEAR, audience, home=str(home))

    return opened


def of_value(study: Callable[..., Study]) -> Conclusion:
    """Return the conclusion on the value of the first indicator."""
    return next(c for c in told(study("deficits")) if c.indicator == "vil.1.2.3a" and c.level == "general")


def test_a_wording_of_the_analyst_is_shown_and_marked(
    study: Callable[..., Study], edited: Callable[..., Study]
) -> None:
    rule = of_value(study).rule.number

    page = edited(f"{rule};vil.1.2.3a;;изменить;Охват диагностикой прежний.;так точнее").conclusions()

    (said,) = [s for s in statements(page) if s.text == "Охват диагностикой прежний."]
    assert "редакция аналитика" in said.marks
    assert not any(isinstance(item, Notice) for item in page.items)


def test_a_number_from_nowhere_in_a_wording_is_pointed_out(
    study: Callable[..., Study], edited: Callable[..., Study]
) -> None:
    rule = of_value(study).rule.number

    page = edited(f"{rule};vil.1.2.3a;;изменить;Охват 99,9 %.;так точнее").conclusions()

    assert "числа, которых нет среди его показателей" in repr(page)
    assert "99,9" in repr(page)


@pytest.mark.parametrize("text", ["Охват 99,9 %.", f"Не охвачена {SILENT}."])
def test_a_public_page_keeps_its_own_words_where_a_wording_says_too_much(
    study: Callable[..., Study], edited: Callable[..., Study], text: str
) -> None:
    rule = of_value(study).rule.number

    html = edited(f"{rule};vil.1.2.3a;;изменить;{text};так точнее", audience="public").conclusions()._repr_html_()

    assert text not in html


def test_an_indicator_whose_conclusion_the_analyst_hid_is_not_said_to_have_none(
    study: Callable[..., Study], edited: Callable[..., Study]
) -> None:
    hidden = {c.rule.number for c in told(study("deficits")) if "vil.1.2.3a" in c.about}
    opened = edited(*(f"{rule};vil.1.2.3a;;скрыть;;обсуждено" for rule in sorted(hidden)))

    page = opened.conclusions()

    assert hidden
    assert not any("vil.1.2.3a" in c.about for c in told(opened))
    assert "ни одно правило не сработало" not in repr(page)


def test_an_edit_that_fits_nothing_any_more_is_reported(edited: Callable[..., Study]) -> None:
    page = repr(edited("501;vil.1.2.3a;;скрыть;;не тренд").conclusions())

    assert "не нашлось вывода: правило 501, vil.1.2.3a" in page


def test_problems_stand_with_the_ways_that_recommendations_propose(study: Callable[..., Study]) -> None:
    page = repr(study("note", "step-primer").problems())

    assert "Предлагаемые способы решения" in page
    assert "Обновить составы и планы методических объединений" in page
