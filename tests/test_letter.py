"""The information letter to heads: what came out, what is asked, by when, what is enclosed."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import DISTRICTS, YEAR
from pdmon_utils import Study
from pdmon_utils.prepare import prepare
from pdmon_utils.show import Bullets, Shown, Stack, Table
from pdmon_utils.store import AUDIENCES, Workspace
from pdmon_utils.study.letter import ASKED, BY_ORDER, DATES, MOST_CONCLUSIONS, MOST_REQUESTS, OWN_SHEET, TO
from tiny import hand_in, workspace_with

ORDERED = "ravnina-primer"  # by a regulation whose dates an order of the ministry sets
each_place = pytest.mark.parametrize("place", DISTRICTS)


def letter(workspace: Workspace, place: str, audience: str = "internal") -> Stack:
    return Study("letter", place, YEAR, audience, home=str(workspace.home)).letter()


def under(shown: Stack, heading: str) -> list[Shown]:
    """Return what stands below a heading up to the next one."""
    names = [repr(item) for item in shown.items]
    start = next(i for i, name in enumerate(names) if heading in name and type(shown.items[i]).__name__ == "Heading")
    rest = shown.items[start + 1 :]
    end = next((i for i, item in enumerate(rest) if type(item).__name__ == "Heading"), len(rest))
    return list(rest[:end])


@pytest.mark.parametrize("audience", AUDIENCES)
@each_place
def test_the_letter_is_short_and_says_results_and_requests(workspace: Workspace, place: str, audience: str) -> None:
    shown = letter(workspace, place, audience)
    (results,), (requests,) = under(shown, "Главное за год"), under(shown, "Просим")

    assert repr(shown.items[0]) == TO
    assert isinstance(results, Bullets)
    assert 0 < len(results.items) <= MOST_CONCLUSIONS
    assert isinstance(requests, Bullets)
    assert 0 < len(requests.items) <= MOST_REQUESTS


def test_what_is_asked_is_what_is_recommended_to_heads(workspace: Workspace) -> None:
    study = Study("letter", "zato-primer", YEAR, home=str(workspace.home))
    mine = [str(one.said) for one in study.advice if one.level == "general" and one.addressee in ASKED]
    (requests,) = under(study.letter(), "Просим")

    assert isinstance(requests, Bullets)
    assert [str(item) for item in requests.items] == list(dict.fromkeys(mine))[:MOST_REQUESTS]


def test_the_days_of_the_coming_year_are_those_of_the_regulation(workspace: Workspace) -> None:
    (table,) = under(letter(workspace, "zato-primer"), DATES)

    assert isinstance(table, Table)
    assert table.frame["Срок по положению"].tolist() == [
        "1 раз в год, июнь",
        "1 раз в год, февраль - март года следующего за отчетным",
    ]
    assert table.frame["Последний день"].tolist() == ["30.06.2025", "31.03.2026"]


def test_a_day_that_an_order_sets_is_not_invented(workspace: Workspace) -> None:
    (table,) = under(letter(workspace, ORDERED), DATES)

    assert isinstance(table, Table)
    assert BY_ORDER in table.frame["Последний день"].tolist()


@each_place
def test_the_public_letter_names_no_organisation_and_promises_no_sheet(workspace: Workspace, place: str) -> None:
    names = set(workspace.table("organisations", [place])["org_short"].dropna())
    html = letter(workspace, place, "public")._repr_html_()

    assert names
    assert [name for name in names if name in html] == []
    assert OWN_SHEET not in html
    assert OWN_SHEET in letter(workspace, place)._repr_html_()


def test_a_year_without_data_has_no_number_and_asks_for_the_data_once(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {})
    hand_in(workspace, "organisations", "org_id;org_name;org_type;is_municipal", "001;Школа № 1;школа;да")
    prepare(workspace)

    said = repr(letter(workspace, "primer"))

    assert "%" not in said
    assert said.count("Представить недостающие сведения") == 1
