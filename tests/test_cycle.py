"""The self-check of the management cycle: evidence or a gap in every cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pdmon_utils.catalogue import Regulation, load_catalogue, slips
from pdmon_utils.cycle import STAGES, Cell, Facts, matrix
from pdmon_utils.cycle.evidence import EVIDENCE
from pdmon_utils.cycle.stages import ABOUT
from pdmon_utils.deadlines import load_calendar
from pdmon_utils.journal import Done
from pdmon_utils.roadmap import sections
from pdmon_utils.schema import SCHEMA

CATALOGUE = load_catalogue()
FIVE = ("zato", "vilyuysk", "tyumen", "kbr", "ust-labinsk")
MEASURES = ["place", "kind", "measure_id"]
DECISIONS = ["place", "gap", "act", "doc_title", "number", "date"]
DOCUMENTS = ["kind", "title", "number", "date"]
DAY = pd.Timestamp(2024, 7, 11)


def law(code: str) -> Regulation:
    """Return a regulation; «sixth» is one that says nothing of the cycle."""
    if code == "sixth":
        return Regulation("sixth", "Положение", "", "Приказ", "calendar", CATALOGUE.regulation("kbr").asks, {})
    return CATALOGUE.regulation(code)


def facts(code: str = "ust-labinsk") -> Facts:
    """Return what is known of a municipality that handed in nothing."""
    said = law(code)
    nothing = {name: pd.DataFrame(columns=columns) for name, columns in (("m", MEASURES), ("d", DECISIONS))}
    return Facts(
        said,
        "step-primer",
        2024,
        sections(said, CATALOGUE.criteria),
        fed=(),
        measures=nothing["m"],
        decisions=nothing["d"],
        documents=pd.DataFrame(columns=DOCUMENTS),
        verdicts=pd.DataFrame(columns=["place", "verdict"]),
    )


def cell(known: Facts, stage: str, direction: str) -> Cell:
    (found,) = [one for one in matrix(known) if (one.stage.code, one.direction.code) == (stage, direction)]
    return found


def said(known: Facts, stage: str, direction: str) -> list[str]:
    return [str(sentence) for sentence in cell(known, stage, direction).evidence]


def test_the_stages_are_those_of_the_document_in_its_order() -> None:
    assert [stage.title for stage in STAGES.values()] == [
        "Цели",
        "Показатели",
        "Методы сбора и обработки информации",
        "Мониторинг показателей",
        "Анализ результатов мониторинга",
        "Адресные рекомендации по результатам анализа",
        "Меры, мероприятия",
        "Управленческие решения",
        "Анализ эффективности принятых мер",
    ]


@pytest.mark.parametrize("code", [*FIVE, "sixth"])
def test_every_regulation_has_a_cell_for_every_stage_and_direction(code: str) -> None:
    known = facts(code)

    cells = matrix(known)

    assert len(cells) == len(STAGES) * len(known.held)
    assert [one for one in cells if bool(one.evidence) == bool(one.gap)] == []


@pytest.mark.parametrize("code", [*FIVE, "sixth"])
@pytest.mark.parametrize("stage", ["monitoring", "analysis", "advice", "measures", "decisions", "effects"])
def test_nothing_handed_in_confirms_nothing(code: str, stage: str) -> None:
    known = facts(code)

    assert [cell(known, stage, place).evidence for place in known.held] == [()] * len(known.held)


def test_a_gap_says_what_is_missing() -> None:
    assert cell(facts(), "measures", "young").gap == "нет подтверждения: мер за год нет"


def test_the_rules_name_only_what_the_program_and_the_tables_know() -> None:
    proofs = [proof for stage in STAGES.values() for proof in stage.evidence]

    assert {proof.kind for proof in proofs} == set(EVIDENCE)
    kinds = {"measures": SCHEMA["measures"], "documents": SCHEMA["documents"]}
    assert [p for p in proofs if p.of and not set(p.of) <= set(kinds[p.kind].columns["kind"].values)] == []
    assert set(ABOUT) <= set(SCHEMA["documents"].columns["kind"].values)
    assert {criterion for criteria in ABOUT.values() for criterion in criteria} <= set(CATALOGUE.criteria)


def test_goals_indicators_and_methods_come_from_the_act() -> None:
    assert "Поддержка молодых педагогов" in said(facts(), "goals", "young")[0]
    assert "3 показателя положения" in said(facts(), "indicators", "young")[0]
    assert said(facts(), "methods", "young") != []


def test_monitoring_is_confirmed_by_data() -> None:
    known = replace(facts(), fed={"ust.p3.1"})

    (sentence,) = cell(known, "monitoring", "young").evidence

    assert str(sentence).startswith("данные представлены по 1 из ")
    assert sentence.quotes[0].value == 1
    assert cell(known, "monitoring", "contests").gap


def test_measures_and_recommendations_confirm_their_own_direction() -> None:
    rows = pd.DataFrame(
        [("young", "measure", "М-1"), ("young", "rec", "Р-2"), ("", "measure", "М-3")], columns=MEASURES
    )
    known = replace(facts(), measures=rows)

    assert said(known, "measures", "young") == ["мера: 1 (М-1)"]
    assert said(known, "advice", "young") == ["адресная рекомендация: 1 (Р-2)"]
    assert cell(known, "measures", "contests").gap


@pytest.mark.parametrize(("gap", "confirmed"), [("", True), ("number", True), ("none", False), ("unknown", False)])
def test_a_decision_confirms_only_with_its_document(gap: str, confirmed: bool) -> None:  # noqa: FBT001  a case
    rows = pd.DataFrame([("young", gap, "приказ", "Приказ о наставниках", "12", DAY)], columns=DECISIONS)

    assert bool(cell(replace(facts(), decisions=rows), "decisions", "young").evidence) is confirmed


def test_a_document_about_all_results_confirms_the_analysis_of_every_direction() -> None:
    rows = pd.DataFrame([("order", "Приказ об итогах мониторинга", "57", DAY)], columns=DOCUMENTS)
    known = replace(facts(), documents=rows)

    assert said(known, "analysis", "young") == ["Приказ об итогах мониторинга № 57 от 11.07.2024"]
    assert said(known, "analysis", "contests") == said(known, "analysis", "young")
    assert cell(known, "effects", "young").gap


def test_a_review_of_the_methodical_service_speaks_of_support_only() -> None:
    rows = pd.DataFrame([("mms_review", "Экспертиза службы", None, DAY)], columns=DOCUMENTS)
    known = replace(facts(), documents=rows)

    assert said(known, "analysis", "support") == ["Экспертиза службы от 11.07.2024"]
    assert cell(known, "analysis", "young").gap


def test_a_step_of_the_calendar_that_was_done_confirms_its_stage() -> None:
    step = load_calendar("ust-labinsk").steps["ust.pr.ef1"]
    known = replace(facts(), done=((step, Done(step.id, "приказ № 5", "методист", date(2024, 9, 2))),))

    assert "приказ № 5, 02.09.2024" in said(known, "effects", "young")[0]
    assert cell(known, "analysis", "young").gap


def done(*codes: str, law: str = "ust-labinsk") -> Facts:
    """Return what is known where these steps of the calendar were carried out."""
    steps, day = load_calendar(law).steps, date(2024, 9, 2)
    return replace(facts(law), done=tuple((steps[c], Done(c, "приказ № 5", "методист", day)) for c in codes))


def confirmed(known: Facts, stage: str) -> set[str]:
    """Return the directions in which something confirms a stage."""
    return {one.direction.code for one in matrix(known) if one.stage.code == stage and one.evidence}


def test_an_analysis_of_one_row_confirms_the_directions_of_its_criteria_alone() -> None:
    """The analysis of diagnostics speaks of no contests; its title names an «учёт» but is no gathering of data."""
    known = done("ust.pr.an1")

    assert confirmed(known, "analysis") == {"assessments"}
    assert not any("приказ № 5" in text for place in known.held for text in said(known, "methods", place))


def test_a_step_of_several_rows_confirms_their_directions() -> None:
    assert confirmed(done("zato.pr.3.6", law="zato"), "analysis") == {"deficits", "staffing"}


def test_a_step_about_all_criteria_confirms_its_stage_everywhere() -> None:
    known = done("ust.pr.rc1")

    assert confirmed(known, "advice") == set(known.held)


def test_preparing_guidelines_for_pupils_results_is_no_addressed_recommendation() -> None:
    assert confirmed(done("ust.pr.me5"), "advice") == set()


@pytest.mark.parametrize("code", ["an1", "an2", "an3", "an4", "an5"])
def test_a_step_is_about_the_criteria_of_the_analysis_of_the_same_code(code: str) -> None:
    assert load_calendar("ust-labinsk").steps[f"ust.pr.{code}"].criteria == law("ust-labinsk").analyses[code].criteria


def test_the_act_is_retold_without_slips() -> None:
    page = " ".join(said(facts(), "methods", "young"))

    assert "анкетирование" in page
    assert "Минпросвещения" in said(facts("kbr"), "methods", "deficits")[0]
    assert not any("||" in text for place in facts("tyumen").held for text in said(facts("tyumen"), "methods", place))
    assert "Усть-Лабинского" in said(facts(), "goals", "assessments")[0]


def test_no_slip_is_listed_that_no_act_has() -> None:
    folder = Path(slips.__file__).parent
    written = " ".join(path.read_text("utf-8") for path in folder.rglob("*.yml") if path.name != "slips.yml")

    assert [slip for slip in slips.SLIPS if slip not in written] == []


def test_the_analysts_text_confirms_the_analysis_of_its_criterion() -> None:
    known = replace(facts(), texts={"young"})

    assert said(known, "analysis", "young") == ["качественный анализ аналитика"]
    assert cell(known, "analysis", "contests").gap


@pytest.mark.parametrize(("verdict", "confirmed"), [("effective", True), ("ineffective", True), ("no_data", False)])
def test_only_measures_that_could_be_judged_confirm_effectiveness(verdict: str, confirmed: bool) -> None:  # noqa: FBT001  a case
    rows = pd.DataFrame([("young", verdict)], columns=["place", "verdict"])

    assert bool(cell(replace(facts(), verdicts=rows), "effects", "young").evidence) is confirmed


def test_planned_values_confirm_a_goal_where_the_act_has_none() -> None:
    known = replace(facts("sixth"), plans={"kbr.1"})

    assert said(known, "goals", "deficits")[0].startswith("плановые значения муниципалитета:")
    assert cell(known, "goals", "young").gap
