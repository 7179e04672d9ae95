"""What the five regulations say of the management cycle, word for word, and what a sixth one may leave out."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from pdmon_utils.catalogue import Regulation, load_catalogue
from pdmon_utils.errors import CatalogueError
from pdmon_utils.example.ledger import facts
from pdmon_utils.schema import SCHEMA
from test_catalogue import CATALOGUE, INDICATORS, SIXTH, written

LAWS = CATALOGUE.regulations
AUDIENCES = SCHEMA["measures"].columns["audience"].values
every_law = pytest.mark.parametrize("law", LAWS.values(), ids=lambda law: law.code)

# --- three directions of a monitoring (ЗАТО, п. 1.3)


def test_every_indicator_speaks_of_organisation_conditions_or_results() -> None:
    assert CATALOGUE.facets == {"organisation": "организация", "conditions": "условия", "results": "результаты"}
    assert {indicator.facet for indicator in INDICATORS.values()} == set(CATALOGUE.facets)


@pytest.mark.parametrize("code", ["young_support_present", "vacant_posts", "contest_participants"])
def test_work_staff_and_outcome_are_told_apart(code: str) -> None:
    told = {"young_support_present": "organisation", "vacant_posts": "conditions", "contest_participants": "results"}

    assert INDICATORS[code].facet == told[code]


# --- directions of measures


def test_vilyuysk_names_nine_directions_tyumen_and_ust_labinsk_seven_kbr_seven_tasks_zato_five_criteria() -> None:
    listed = {
        "vilyuysk": "п. 1.6",
        "tyumen": "«Меры, мероприятия»",
        "ust-labinsk": "раздел «Меры, мероприятия»",
        "kbr": "п. 2.2",
        "zato": "разд. 3, табл. 1",
    }
    counted = {code: sum(d.clause.startswith(c) for d in LAWS[code].directions.values()) for code, c in listed.items()}

    assert counted == {"vilyuysk": 9, "tyumen": 7, "ust-labinsk": 7, "kbr": 7, "zato": 5}


def test_a_direction_keeps_the_words_of_the_law_and_mends_its_slip_beside() -> None:
    direction = LAWS["vilyuysk"].directions["exchange"]

    assert (direction.clause, direction.title) == (
        "п. 1.6, направление 8",
        "мероприятия, направленные организацию обмена опытом и лучшими педагогическими практиками",
    )
    assert direction.said == (
        "мероприятия, направленные на организацию обмена опытом и лучшими педагогическими практиками"
    )


@every_law
def test_every_criterion_that_is_asked_is_served_by_a_direction_used_and_analysed(law: Regulation) -> None:
    asked = {ask.indicator.criterion for ask in law.asks.values()}

    assert [criterion for criterion in sorted(asked) if not law.serving(criterion)] == []
    assert [criterion for criterion in sorted(asked) if not law.used(criterion)] == []
    assert [criterion for criterion in sorted(asked) if not law.analysed(criterion)] == []
    assert asked <= {criterion for goal in law.goals.values() for criterion in goal.criteria}


@every_law
def test_every_direction_serves_something_and_no_two_are_the_same(law: Regulation) -> None:
    titles = [direction.title for direction in law.directions.values()]

    assert all(direction.criteria for direction in law.directions.values())
    assert len(set(titles)) == len(titles)


def test_a_cell_names_a_direction_by_code_by_title_or_by_its_beginning() -> None:
    law = LAWS["vilyuysk"]
    words = "Мероприятия,  направленные на помощь молодым педагогам, в том числе на развитие института наставничества;"

    found = [law.direction(said) for said in ("young", words, "методическая помощь методическим объединениям")]

    assert [direction and direction.code for direction in found] == ["young", "young", "network"]
    assert [law.direction(said) for said in ("", "ремонт крыши", "мероприятия")] == [None, None, None]


@every_law
def test_the_measures_of_the_example_stand_under_directions_of_the_law(law: Regulation) -> None:
    told = facts("measures")["directions"][law.code]

    unknown = {c: about["direction"] for c, about in told.items() if law.direction(about["direction"]) is None}

    assert unknown == {}


# --- addressees, goals, uses, decisions


@every_law
def test_addressees_are_groups_of_the_dictionary(law: Regulation) -> None:
    assert set(law.audiences) <= set(AUDIENCES)
    assert len(law.audiences) > 1


def test_vilyuysk_names_four_subjects_of_recommendations() -> None:
    named = [LAWS["vilyuysk"].audiences[code] for code in ("heads", "ped", "mms", "mo")]

    assert named == [
        "руководители (заместители руководителей) общеобразовательных организаций",
        "педагогические работники",
        "информационно-методический отдел МКУ «Вилюйское УУО»",
        "улусные и школьные методические объединения",
    ]


def test_ust_labinsk_grounds_each_of_its_seven_goals_and_compares_it_with_the_regional_one() -> None:
    goals = LAWS["ust-labinsk"].goals

    assert list(goals) == [f"g{number}" for number in range(1, 8)]
    assert all((goal.why, goal.above, goal.about) for goal in goals.values())
    assert {goal.match for goal in goals.values()} == {"соответствует"}


def test_the_seven_tasks_of_kbr_have_their_criteria() -> None:
    told = {code: goal.criteria[0] for code, goal in LAWS["kbr"].goals.items() if code != "goal"}

    assert list(told.values()) == ["deficits", "iom", "training", "training", "experts", "young", "network"]


def test_tasks_of_a_goal_table_are_the_tasks_of_the_act() -> None:
    for code in ("kbr", "vilyuysk", "zato"):
        law = LAWS[code]
        tasks = [_plain(goal.title) for name, goal in law.goals.items() if name.startswith("task")]

        assert tasks == [_plain(task) for task in law.tasks], code


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_kbr_decides_in_orders_dispositions_and_instructions_or_advises() -> None:
    kinds = [decision.title for decision in LAWS["kbr"].decisions.values()]

    assert kinds == ["приказ", "распоряжение", "указание", "другой документ", "решение рекомендательного характера"]


def test_a_use_of_one_criterion_comes_before_what_is_said_of_all() -> None:
    used = [use.code for use in LAWS["ust-labinsk"].used("young")]

    assert used == ["mn3", "methods"]


def test_tyumen_looks_from_2021_to_2026_and_vilyuysk_judges_three_years() -> None:
    assert {code: law.years for code, law in LAWS.items() if law.years} == {"tyumen": (2021, 2026)}
    assert {code: law.effect_years for code, law in LAWS.items() if law.effect_years} == {"vilyuysk": 3}


# --- health of the words


def _texts(law: Regulation) -> list[str]:
    told = [law.audiences.values()]
    for shelf in (law.directions, law.goals, law.uses, law.decisions, law.analyses):
        for item in shelf.values():
            assert is_dataclass(item)
            told.append([v for f in fields(item) if isinstance(v := getattr(item, f.name), str)])
    return [text for texts in told for text in texts]


@every_law
def test_the_words_are_there_and_trimmed(law: Regulation) -> None:
    needed = [(d.title, d.clause) for d in law.directions.values()]
    needed += [(g.title, g.clause) for g in law.goals.values()]
    needed += [(u.text, u.clause) for u in law.uses.values()]

    assert all(all(pair) for pair in needed)
    assert [text for text in _texts(law) if text != _plain(text)] == []


@every_law
def test_no_official_is_named_only_roles(law: Regulation) -> None:
    initials = re.compile(r"\b[А-ЯЁ][а-яё]+\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.")

    assert [text for text in _texts(law) if initials.search(text)] == []


# --- a sixth regulation

CYCLE = """\
directions:
  young: {clause: п. 3, title: помощь молодым педагогам, criteria: [young]}
goals:
  one: {clause: п. 1, title: закрепить молодых педагогов, criteria: [young], indicators: [six.1]}
years: ["2023", "2027"]
effect_years: "2"
"""


def test_a_sixth_regulation_need_not_speak_of_the_cycle(tmp_path: Path) -> None:
    sixth = written(tmp_path).catalogue.regulation("sixth")

    assert (sixth.directions, sixth.audiences, sixth.goals, sixth.uses, sixth.decisions) == ({}, {}, {}, {}, {})
    assert (sixth.years, sixth.effect_years, sixth.serving("young")) == (None, 0, ())


def test_a_sixth_regulation_says_all_of_it_in_its_one_file(tmp_path: Path) -> None:
    sixth = written(tmp_path, SIXTH + CYCLE).catalogue.regulation("sixth")

    assert [direction.title for direction in sixth.serving("young")] == ["помощь молодым педагогам"]
    assert sixth.goals["one"].indicators == ("six.1",)
    assert (sixth.years, sixth.effect_years) == ((2023, 2027), 2)


@pytest.mark.parametrize(
    ("said", "instead", "told"),
    [
        ("criteria: [young]}\ngoals", "criteria: [youngg]}\ngoals", "young"),
        ("six.1", "six.l", "six.1"),
        ("clause: п. 3, ", "", "clause"),
        ("title: помощь", "titel: помощь", "title"),
        ('years: ["2023", "2027"]', 'years: ["2023"]', "два года"),
    ],
)
def test_what_the_cycle_does_not_know_is_refused_with_the_nearest_word(
    tmp_path: Path, said: str, instead: str, told: str
) -> None:
    rows, cycle = SIXTH, CYCLE.replace(said, instead)

    with pytest.raises(CatalogueError, match=re.escape(told)):
        _ = written(tmp_path, rows + cycle).catalogue


def test_an_unknown_addressee_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="heads"):
        _ = written(tmp_path, SIXTH + "audiences: {headz: директора}\n").catalogue


def test_the_catalogue_is_read_once() -> None:
    assert load_catalogue() is load_catalogue()
