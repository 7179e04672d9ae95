"""The roadmap: drafts, what last year left undone, Excel there and back, decisions and discussions."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pdmon_utils.catalogue import Regulation, load_catalogue
from pdmon_utils.conditions import Period
from pdmon_utils.deadlines import load_calendar
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.intake import empty_table, read_municipality
from pdmon_utils.municipality import Municipality, read_card
from pdmon_utils.roadmap import (
    OTHER,
    Term,
    decisions,
    discussions,
    drafts,
    place,
    plan,
    sections,
    term,
)
from pdmon_utils.roadmap.writing import workbook, write
from pdmon_utils.schema import SCHEMA
from pdmon_utils.words import Quote, Sentence, say

CATALOGUE = load_catalogue()
VILYUYSK = CATALOGUE.regulation("vilyuysk")
HELD = sections(VILYUYSK, CATALOGUE.criteria)
YOUNG = "мероприятия, направленные на помощь молодым педагогам, в том числе на развитие института наставничества"
WHEN = (2024, Term(date(2025, 12, 31)))
CARD = """name: Пример (вымышленный)
oktmo: "98602000"
region: Вымышленный край
region_code: kray
regulation: vilyuysk
"""


@dataclass(frozen=True)
class Said:
    """A recommendation as the roadmap needs it."""

    key: str = "rule/vil.1.2.2d"
    addressee: str = "mms"
    level: str = "general"
    criterion: str = "young"
    indicator: str = "vil.1.2.2d"
    direction: str = "young"
    cluster: str = ""


def measure(**said: object) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(SCHEMA["measures"].columns)
    return (
        row
        | {
            "measure_id": "МР-1",
            "year": 2024,
            "kind": "measure",
            "direction": YOUNG,
            "criterion": "young",
            "indicator_id": "vil.1.2.2e",
            "text": "Провести слёт",
            "deadline": pd.Timestamp(2024, 11, 1),
            "responsible": "Методическая служба",
            "status": "planned",
        }
        | said
    )


def measures(*said: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(said), columns=list(SCHEMA["measures"].columns))


def drafted(*advice: tuple[Said, Sentence | str], law: Regulation = VILYUYSK) -> pd.DataFrame:
    assessed = {"vil.1.2.2d": {"plan_kind": "level", "plan_value": 0.9}}
    return drafts(advice, law, sections(law, CATALOGUE.criteria), assessed, WHEN)


@pytest.mark.parametrize(("regulation", "number"), [("vilyuysk", 9), ("tyumen", 9), ("ust-labinsk", 7)])
def test_the_sections_are_the_directions_of_the_act(regulation: str, number: int) -> None:
    assert len(sections(CATALOGUE.regulation(regulation), CATALOGUE.criteria)) == number


def test_a_regulation_without_a_list_has_a_section_for_each_criterion() -> None:
    law = Regulation("new", "Положение", "", "Приказ", "calendar", VILYUYSK.asks, {})

    found = sections(law, CATALOGUE.criteria)

    assert set(found) == {ask.indicator.criterion for ask in VILYUYSK.asks.values()}
    assert place(law, found, "что угодно", "young") == "young"


def test_a_recommendation_becomes_a_measure_with_term_responsible_and_target() -> None:
    (row,) = drafted((Said(), "Закрепить наставников.")).to_dict("records")

    assert row["measure_id"].startswith("П-24-")
    assert (row["direction"], row["text"], row["target"]) == (YOUNG, "Закрепить наставников.", 0.9)
    assert (row["deadline"], row["status"]) == (pd.Timestamp(2025, 12, 31), "planned")
    assert row["responsible"] == "Информационно-методический отдел МКУ «Вилюйское УУО»"


def test_advice_to_one_organisation_is_no_measure_of_the_municipality() -> None:
    assert drafted((Said(level="organisation"), "Назначить наставника.")).empty


@pytest.mark.parametrize("addressee", ["heads", "ped", "organisation"])
def test_advice_to_those_who_run_no_measures_stays_advice(addressee: str) -> None:
    assert drafted((Said(addressee=addressee), "Назначить наставника.")).empty


def test_a_draft_keeps_the_figures_of_its_sentence() -> None:
    words = say("Не хватает {gap}.", {"gap": Quote("10 человек", 10, "vil.1.2.5a/municipality/ulus///2024/gap")})

    found = plan(measures(), drafted((Said(), words)), VILYUYSK, HELD, WHEN)

    assert found.loc[0, "text"] == "Не хватает 10 человек."
    assert found.loc[0, "said"] == words


def test_advice_without_direction_goes_to_the_first_that_serves_its_criterion() -> None:
    found = drafted((Said(direction="", criterion="network"), "Провести встречи."))

    assert place(VILYUYSK, HELD, found.loc[0, "direction"], "network") == "methodical"


def test_codes_of_drafts_do_not_depend_on_their_order() -> None:
    one, two = (Said(key="a"), "Одно."), (Said(key="b"), "Другое.")

    assert set(drafted(one, two)["measure_id"]) == set(drafted(two, one)["measure_id"])


def test_the_sections_stand_in_the_order_of_the_act_and_the_unknown_one_last() -> None:
    held = measures(measure(measure_id="А", direction="своё"), measure(measure_id="Б"))

    found = plan(held, drafted(), VILYUYSK, HELD, WHEN)

    assert found["place"].tolist() == ["young", OTHER]


def test_what_was_not_finished_last_year_is_carried_over_and_marked() -> None:
    last = [measure(measure_id=f"М-{s}", year=2023, status=s) for s in ("planned", "partial", "failed", "done")]

    found = plan(measures(*last), drafted(), VILYUYSK, HELD, WHEN)

    assert found["measure_id"].tolist() == ["М-planned/24", "М-partial/24", "М-failed/24"]
    assert found["again"].all()
    assert set(found["deadline"]) == {pd.Timestamp(2025, 12, 31)}


def test_what_was_carried_over_by_hand_is_not_carried_over_again() -> None:
    held = measures(measure(measure_id="М-1", year=2023), measure(measure_id="М-1/24", status="done"))

    (row,) = plan(held, drafted(), VILYUYSK, HELD, WHEN).to_dict("records")

    assert (row["measure_id"], row["origin"], row["again"]) == ("М-1/24", "handed", True)


def test_a_measure_carried_over_twice_keeps_one_mark() -> None:
    (row,) = plan(measures(measure(measure_id="М-1/23", year=2023)), drafted(), VILYUYSK, HELD, WHEN).to_dict("records")

    assert row["measure_id"] == "М-1/24"


@pytest.mark.parametrize(
    ("handed", "origins"),
    [
        ([], ["draft"]),
        ([measure(indicator_id="vil.1.2.2e")], ["handed", "draft"]),
        ([measure(indicator_id="vil.1.2.2d")], ["handed"]),
        ([measure(kind="rec", indicator_id="vil.1.2.2d")], ["draft"]),
    ],
)
def test_what_was_handed_in_wins_over_drafts(handed: list[dict[str, object]], origins: list[str]) -> None:
    found = plan(measures(*handed), drafted((Said(), "Закрепить наставников.")), VILYUYSK, HELD, WHEN)

    assert found["origin"].tolist() == origins


def test_an_edited_draft_takes_the_place_of_the_draft() -> None:
    proposed = drafted((Said(), "Закрепить наставников."))
    edited = measure(measure_id=proposed.loc[0, "measure_id"], indicator_id="vil.1.2.5a", text="Иначе.")

    found = plan(measures(edited), proposed, VILYUYSK, HELD, WHEN)

    assert found["text"].tolist() == ["Иначе."]


def test_the_term_is_the_end_of_the_next_report_year() -> None:
    assert term(load_calendar("vilyuysk"), "calendar", 2024, {}) == Term(date(2025, 12, 31))


def test_measures_end_before_their_effectiveness_is_analysed() -> None:
    found = term(load_calendar("ust-labinsk"), "academic", 2024, {})

    assert found.day == date(2025, 6, 30)
    assert "Анализ эффективности" in found.clause


@pytest.fixture
def card(tmp_path: Path) -> Municipality:
    folder = tmp_path / "primer"
    (folder / "2024").mkdir(parents=True)
    (folder / "municipality.yaml").write_text(CARD, encoding="utf-8")
    return read_card(folder)


def rows_of(found: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of the table as plain values, for comparison."""
    columns = [name for name in SCHEMA["measures"].columns if name != "year"]
    plain = found[columns].astype(object).where(found[columns].notna(), None)
    return plain.sort_values("measure_id").to_dict("records")  # type: ignore[return-value]


def example() -> pd.DataFrame:
    held = measures(
        measure(measure_id="М-1", year=2023, status="partial", org_id=None, cluster="mksh"),
        measure(measure_id="М-2"),
        measure(measure_id="=М-3", year=2023, text='=HYPERLINK("x")', target=0.25, audience="mms"),
    )
    return plan(held, drafted((Said(), "Закрепить наставников.")), VILYUYSK, HELD, WHEN)


def test_the_workbook_comes_back_as_it_went(card: Municipality) -> None:
    rows = example()
    write(card.folder / "2024" / "roadmap.xlsx", workbook(card, 2024, rows))

    found = read_municipality(card).tables["measures"]

    expected = rows[rows["origin"] != "handed"]
    assert len(found) == len(expected) == 3
    assert rows_of(found) == rows_of(expected)
    assert set(found["year"]) == {2024}


def test_the_workbook_is_taken_without_a_remark(card: Municipality) -> None:
    write(
        card.folder / "2024" / "roadmap.xlsx",
        workbook(card, 2024, plan(measures(), drafted((Said(), "Закрепить наставников.")), VILYUYSK, HELD, WHEN)),
    )

    found = read_municipality(card).findings

    assert found.loc[found["table"] == "measures", "message"].tolist() == []


def test_what_libreoffice_saved_comes_back_too(card: Municipality, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("нет LibreOffice")
    path = tmp_path / "roadmap.xlsx"
    path.write_bytes(workbook(card, 2024, example()))
    command = [office, f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(card.folder / "2024"), str(path)], check=True, capture_output=True)

    found = read_municipality(card).tables["measures"]

    assert rows_of(found) == rows_of(example().loc[lambda rows: rows["origin"] != "handed"])


@pytest.mark.parametrize("column", ["deadline", "responsible"])
def test_a_measure_without_term_or_responsible_is_an_error_with_its_cell(card: Municipality, column: str) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(card, 2024, example())))
    sheet, about = book[SCHEMA["measures"].title], SCHEMA["measures"].columns[column]
    place_of = list(SCHEMA["measures"].columns).index(column) + 1
    sheet.cell(2, place_of).value = None
    book.save(card.folder / "2024" / "roadmap.xlsx")

    intake = read_municipality(card)

    (said,) = intake.findings.loc[intake.findings["column"] == column].to_dict("records")
    assert said["severity"] == "error"
    assert said["cell"] == sheet.cell(2, place_of).coordinate
    assert about.header in said["message"]
    assert len(intake.tables["measures"]) == 2


def test_a_roadmap_somebody_worked_on_is_never_overwritten(card: Municipality) -> None:
    path = card.folder / "roadmap.xlsx"
    path.write_text("труд аналитика", encoding="utf-8")

    with pytest.raises(WorkspaceError, match="не заменён"):
        write(path, workbook(card, 2024, example()))
    assert path.read_text(encoding="utf-8") == "труд аналитика"


def test_two_runs_write_the_same_bytes(card: Municipality) -> None:
    assert workbook(card, 2024, example()) == workbook(card, 2024, example())


def documents(*said: tuple[str, str, str, str, str | None]) -> pd.DataFrame:
    columns = ["doc_id", "scope", "kind", "title", "number"]
    rows = pd.DataFrame(list(said), columns=columns)
    return rows.assign(date=pd.Timestamp(2024, 7, 11), url=None)


@pytest.mark.parametrize(
    ("regulation", "document", "act"),
    [
        ("vilyuysk", ("Д", "mun", "act", "Постановление", "1"), "муниципальный нормативно-правовой акт"),
        ("vilyuysk", ("Д", "mun", "order", "Приказ об итогах", "1"), "приказ управления образования"),
        ("vilyuysk", ("Д", "org", "order", "Приказ школы", "1"), "локальный акт общеобразовательной организации"),
        ("kbr", ("Д", "mun", "order", "Распоряжение о мерах", "1"), "распоряжение"),
        ("kbr", ("Д", "mun", "other", "Указание", "1"), "указание"),
        ("kbr", ("Д", "mun", "minutes", "Протокол", "1"), "другой документ"),
        ("kbr", ("Д", "mun", "other", "Решение совета", "1"), "другой документ"),
        ("kbr", ("Д", "mun", "minutes", "Рекомендации совета", "1"), "решение рекомендательного характера"),
        ("ust-labinsk", ("Д", "mun", "other", "Информационное письмо", "1"), "информационное письмо"),
        ("ust-labinsk", ("Д", "mun", "other", "Решение совета", "1"), "иное"),
        ("vilyuysk", ("Д", "org", "other", "Положение школы", "1"), "локальный акт общеобразовательной организации"),
        ("zato", ("Д", "mun", "minutes", "Протокол", "1"), "протокол"),
    ],
)
def test_a_decision_is_called_as_its_act_is(regulation: str, document: tuple[str, ...], act: str) -> None:
    held = measures(measure(kind="decision", doc_id="Д"))

    found = decisions(held, documents(document), CATALOGUE.regulation(regulation), 2024)  # type: ignore[arg-type]

    assert found["act"].tolist() == [act]
    assert found["gap"].tolist() == [""]


@pytest.mark.parametrize(
    ("doc_id", "number", "gap"), [(None, "1", "none"), ("Д-9", "1", "unknown"), ("Д", None, "number"), ("Д", "1", "")]
)
def test_a_decision_without_its_document_is_a_gap(doc_id: str | None, number: str | None, gap: str) -> None:
    held = measures(measure(kind="decision", doc_id=doc_id))

    found = decisions(held, documents(("Д", "mun", "order", "Приказ", number)), VILYUYSK, 2024)

    assert found["gap"].tolist() == [gap]


def test_discussions_are_meetings_about_the_results_and_minutes() -> None:
    events = pd.DataFrame(
        [
            ("Совещание: итоги мониторинга", "meeting", pd.Timestamp(2024, 8, 20)),
            ("Совещание о питании", "meeting", pd.Timestamp(2024, 8, 20)),
            ("Итоговый конкурс", "contest", pd.Timestamp(2024, 8, 20)),
            ("Конференция: результаты", "conf", pd.Timestamp(2023, 8, 20)),
        ],
        columns=["title", "kind", "date"],
    )
    minutes = documents(("П-1", "mun", "minutes", "Протокол", "7"), ("П-2", "org", "minutes", "Протокол", "8"))
    minutes = pd.concat(
        [minutes.assign(date=pd.Timestamp(2024, 8, 24)), documents(("П-3", "mun", "minutes", "Протокол", "3"))]
    )

    found = discussions(events, minutes, Period(2024, date(2024, 1, 1), date(2024, 12, 31)))

    assert found[["kind", "number"]].to_numpy().tolist() == [["протокол", "3"], ["заседание", "7"]]


def test_there_is_nothing_to_tell_of_an_empty_year() -> None:
    nothing = {name: empty_table(name) for name in ("events", "documents", "measures")}
    span = Period(2024, date(2024, 1, 1), date(2024, 12, 31))

    assert discussions(nothing["events"], nothing["documents"], span).empty
    assert decisions(nothing["measures"], nothing["documents"], VILYUYSK, 2024).empty
    assert plan(nothing["measures"], drafted(), VILYUYSK, HELD, WHEN).empty
