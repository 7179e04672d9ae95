"""Recommendations follow from figures, have an addressee, and are data that a methodologist can read."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advice_cases import CASES, KNOWN, NAMES, PLACE, SCHOOL, YEAR, ask_of, frame_of, row, said
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.conclusions import Names
from pdmon_utils.errors import CatalogueError
from pdmon_utils.recommendations import (
    ADDRESSEES,
    Practice,
    Recommendation,
    Specifics,
    load_rules,
    match,
    read_rules,
    recommend,
)
from pdmon_utils.recommendations.recommend import direction_of

RULES = load_rules().rules
LAWS = load_catalogue().regulations
MISSED = {"plan": "missed", "plan_kind": "level", "plan_source": "municipality", "plan_value": 0.8, "gap": 12}


def told(case: dict[str, Any]) -> list[Recommendation]:
    """Return what the case's rule recommends; a case is worked out once."""
    return _told(case["rule"])


@cache
def _told(rule: int) -> list[Recommendation]:
    case = next(case for case in CASES if case["rule"] == rule)
    rows = [row(case["measure"], **cells) for cells in (case["row"], *case.get("groups", ()))]
    return [made for made in said(frame_of(*rows), case["measure"]) if made.rule == case["rule"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["rule"]))
def test_a_rule_says_this_on_this_row(case: dict[str, Any]) -> None:
    made = told(case)

    assert {r.addressee: str(r.sentence).replace("\u00a0", " ") for r in made} == case["says"]
    assert " ".join(map(str, made[0].because)).replace("\u00a0", " ") == case["because"]


def test_no_rule_is_dead() -> None:
    assert sorted(case["rule"] for case in CASES) == list(RULES)


def test_every_criterion_has_rules_and_speaks_to_several_groups() -> None:
    files = {path.stem for path in Path(read_rules.__code__.co_filename).parent.joinpath("rules").glob("*.yml")}
    spoken = {criterion: _addressees(criterion) for criterion in load_catalogue().criteria}

    assert files == {"common", *load_catalogue().criteria}
    assert {criterion: codes for criterion, codes in spoken.items() if len(codes) < 3} == {}


def _addressees(criterion: str) -> set[str]:
    own = load_catalogue().criteria[criterion].indicators
    return {code for rule in RULES.values() if rule.number > 100 and rule.about[0] in own for code in rule.to}


def test_every_recommendation_has_an_addressee_a_ground_and_a_key_of_its_own() -> None:
    made = [r for case in CASES for r in told(case)]

    assert {r.addressee for r in made} <= set(ADDRESSEES)
    assert [r.key for r in made if not r.because] == []
    assert [r.key for r in made if not r.facts and not str(r.because[0]).endswith((": нет.", "не представлены."))] == []
    for case in CASES:
        keys = [r.key for r in told(case)]
        assert len(set(keys)) == len(keys)


def test_an_organisation_is_spoken_to_with_its_cluster_size_and_subjects() -> None:
    measure = "routes_based"
    made = said(frame_of(row(measure, scope="organisation", numerator=0, denominator=12)), measure)
    mine = next(r for r in made if r.org_id == SCHOOL)

    assert str(mine.sentence).replace("\u00a0", " ").startswith("СОШ № 7 (кластер «МКШ», 12 педагогов): ")
    assert str(mine.sentence).endswith("по которым выявлены дефициты: математика.")


def test_the_size_of_an_organisation_leads_to_a_figure() -> None:
    measure = "routes_based"
    (mine,) = [
        r for r in said(frame_of(row(measure, scope="organisation", numerator=0, denominator=12)), measure) if r.org_id
    ]
    people = next(quote for quote in mine.sentence.quotes if quote.value == 12)

    assert people.fact == f"{ask_of(measure)[1].id}/organisation/{SCHOOL}///{YEAR}/denominator"


def test_what_is_not_known_is_not_said() -> None:
    measure = "routes_based"
    made = said(frame_of(row(measure, scope="organisation", numerator=0, denominator=12)), measure, Specifics())
    (mine,) = [r for r in made if r.org_id]

    assert "кластер" not in str(mine.sentence)
    assert "дефициты" not in str(mine.sentence)


def test_the_ground_tells_why_and_how_much_is_lacking() -> None:
    made = said(frame_of(row("diagnosed", numerator=20, denominator=40, **MISSED)), "diagnosed")
    (mms,) = [r for r in made if (r.rule, r.addressee) == (101, "mms")]

    assert str(mms.sentence).replace("\u00a0", " ").endswith("Для выполнения плана не хватает: 12 человек.")
    assert "не хватает 12" in str(mms.because[0]).replace("\u00a0", " ")


@pytest.mark.parametrize(("people", "rules"), [(5, []), (9, []), (10, [131])])
def test_nobody_of_a_handful_is_no_ground_for_a_subject(people: int, rules: list[int]) -> None:
    cells: dict[str, object] = {"breakdown": "subject", "group": "физика", "numerator": 0, "denominator": people}

    assert subject_rules("diagnosed", cells) == rules


def test_burnout_is_tested_by_consent_and_under_nobodys_timetable() -> None:
    cells: dict[str, object] = {"breakdown": "subject", "group": "физика", "numerator": 0, "denominator": 40}

    assert subject_rules("burnout_diagnosed", cells) == []


def subject_rules(measure: str, cells: dict[str, object]) -> list[int]:
    """Return the rules by which a methodical association is spoken to."""
    return [r.rule for r in said(frame_of(row(measure, **cells)), measure) if r.level == "subject" and r.rule != 132]


def test_several_indicators_of_a_unit_are_one_recommendation_with_several_grounds() -> None:
    law = LAWS["vilyuysk"]
    asks = {ask.id: ask for ask in law.asks.values() if ask.indicator.code in ("supported", "supported_in_school")}
    rows = [row(ask.indicator.code, numerator=0, denominator=40) | {"indicator": code} for code, ask in asks.items()]
    made = recommend(frame_of(*rows), Names(asks, PLACE), YEAR, law)

    assert [len(r.because) for r in made if r.rule == 501] == [2, 2, 2, 2]


@pytest.mark.parametrize("regulation", list(LAWS))
def test_full_coverage_without_change_needs_no_recommendation(regulation: str) -> None:
    law = LAWS[regulation]
    wanted = {code: a for code, a in law.asks.items() if a.direction == "higher" and a.kind in ("share", "presence")}
    rows = [_whole(code) for code in wanted]

    assert recommend(frame_of(*rows), Names(wanted, PLACE), YEAR, law) == []


def _whole(code: str) -> dict[str, object]:
    ask = next(law.asks[code] for law in LAWS.values() if code in law.asks)
    parts = {"numerator": 40.0, "denominator": 40.0 if ask.kind == "share" else None, "value": 1.0}
    own = {"kind": ask.kind, "direction": ask.direction, "criterion": ask.indicator.criterion, "state": "known"}
    keys = {"indicator": code, "scope": "municipality", "unit": PLACE, "breakdown": "", "group": ""}
    return {**keys, **own, **parts}


def test_what_was_not_handed_in_is_no_shortcoming() -> None:
    made = said(
        frame_of(row("diagnosed", scope="organisation", numerator=40, denominator=40)), "diagnosed", Specifics()
    )

    assert {r.rule for r in made} == {1}


@pytest.mark.parametrize("state", ["withheld", "undefined"])
def test_a_value_that_is_withheld_or_undefined_is_no_zero(state: str) -> None:
    empty = row("diagnosed", state=state, numerator=0.0, denominator=0.0, value=None)

    assert said(frame_of(empty), "diagnosed", Specifics()) == []


@settings(deadline=None, max_examples=40)
@given(
    numerator=st.integers(0, 60),
    denominator=st.integers(1, 60),
    side=st.sampled_from(["below", "inside", "above", None]),
)
def test_every_numeral_leads_to_a_number_of_the_frame(numerator: int, denominator: int, side: str | None) -> None:
    cells = row("routes_based", scope="organisation", numerator=min(numerator, denominator), denominator=denominator)
    made = said(frame_of(cells | {"side": side, "against": 0.5 if side else None}), "routes_based")

    for quote in (quote for r in made for quote in r.facts):
        indicator, scope, *_, column = quote.fact.split("/")
        held = cells if scope == "organisation" else {"value": 0.5}
        assert indicator == cells["indicator"]
        assert quote.value == pytest.approx(held[column])


@pytest.mark.parametrize("regulation", list(LAWS))
def test_a_direction_of_measures_is_one_of_the_regulation(regulation: str) -> None:
    law = LAWS[regulation]
    found = {direction_of(rule.directions, c, law) for rule in RULES.values() for c in load_catalogue().criteria}

    assert found - {""} <= set(law.directions)


def test_a_sixth_regulation_without_directions_is_served_too() -> None:
    law, ask = ask_of("diagnosed")
    bare = replace(law, directions={}, audiences={})
    made = recommend(frame_of(row("diagnosed", numerator=0, denominator=40)), Names({ask.id: ask}, PLACE), YEAR, bare)

    assert len(made) == 4
    assert {r.direction for r in made} == {""}


def test_practices_meet_weak_indicators_of_their_criterion_only() -> None:
    law, ask = ask_of("diagnosed")
    frame = frame_of(row("diagnosed", numerator=0, denominator=40))
    names = Names({ask.id: ask}, PLACE, NAMES)
    bank = {"deficits": [Practice("Карта дефицитов", "СОШ № 7")], "young": [Practice("Первые сто дней")]}
    found = match(frame, names, YEAR, law, bank)

    assert {r.addressee for r in found.recommendations} == {"heads", "ped", "mms", "mo"} & set(law.audiences)
    assert all("«Карта дефицитов» (СОШ № 7)" in str(r.sentence) for r in found.recommendations)
    assert all("0 % (0 из 40)" in str(r.because[0]).replace("\u00a0", " ") for r in found.recommendations)
    assert found.without == ()


def test_a_criterion_without_a_practice_is_named() -> None:
    law, ask = ask_of("diagnosed")
    frame = frame_of(row("diagnosed", numerator=0, denominator=40))

    assert match(frame, Names({ask.id: ask}, PLACE), YEAR, law, {}).without == ("deficits",)


RULE = {"number": "9999", "level": "general", "when": 'sign == "none"', "to": {"mms": "Сделать."}}


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"whom": "mms"}, "whom"),
        ({"level": "generl"}, "может быть, «general»"),
        ({"when": 'sgn == "none"'}, "может быть, «sign»"),
        ({"when": 'sign == "nobody"'}, "нет значения «nobody»"),
        ({"to": {"head": "Сделать."}}, "может быть, «heads»"),
        ({"to": {}}, "не указано: to"),
        ({"to": {"mms": "Охватить {gapp}."}}, "может быть, «gap»"),
        ({"to": {"mms": "Провести 3 семинара."}}, "число без показателя"),
        ({"about": "diagnosd"}, "может быть, «diagnosed»"),
        ({"directions": "methodicl"}, "может быть, «methodical»"),
        ({"groups": "deficit_tipe"}, "может быть, «deficit_type»"),
        ({"theme": "shortag"}, "может быть, «shortage»"),
        ({"over": "deficit"}, "может быть, «deficits»"),
        ({"more": {"ped": "И ещё."}}, "ped"),
        ({"number": "десять"}, "не целое число"),
    ],
)
def test_the_loader_refuses_what_it_does_not_know(tmp_path: Path, change: dict[str, Any], hint: str) -> None:
    path = tmp_path / "deficits.yml"
    path.write_text(_yaml({"rule": RULE | change}), encoding="utf-8")

    with pytest.raises(CatalogueError, match=re.escape(hint)):
        read_rules(path)


def test_a_file_of_an_unknown_criterion_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "defisits.yml"
    path.write_text(_yaml({"rule": RULE}), encoding="utf-8")

    with pytest.raises(CatalogueError, match="может быть, «deficits»"):
        read_rules(path)


def _yaml(said: dict[str, Any]) -> str:
    import yaml  # noqa: PLC0415  only this helper writes YAML

    return yaml.safe_dump(said, allow_unicode=True)


def test_subjects_get_recommendations_for_their_associations() -> None:
    made = said(frame_of(row("diagnosed", numerator=40, denominator=40)), "diagnosed", KNOWN)
    (mine,) = [r for r in made if r.level == "subject"]

    assert (mine.addressee, mine.subject) == ("mo", "математика")
    assert "предметные" in str(mine.sentence)
