"""Calendars of the regulations: days of a year, where a step stands, the .ics file."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

import pdmon_utils
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.deadlines import Calendar, Occurrence, Step, ics_bytes, load_calendar, occurrences, status
from pdmon_utils.errors import CatalogueError, WorkspaceError
from pdmon_utils.journal import Done
from pdmon_utils.municipality import read_card
from pdmon_utils.receipts import data_deadlines, tables_of

REGULATIONS = ("kbr", "tyumen", "ust-labinsk", "vilyuysk", "zato")
STEPS = {"zato": 2, "vilyuysk": 0, "tyumen": 2, "kbr": 1, "ust-labinsk": 40}


def days(regulation: str, year: int = 2024) -> dict[tuple[str, int], tuple[date | None, date | None]]:
    """Return first and last day by step and number."""
    found = occurrences(load_calendar(regulation), year, {})
    return {(one.step.id, one.number): (one.start, one.end) for one in found}


def step(recurrence: str, *months: int, **said: object) -> Step:
    return Step("a", "п. 1", "Сбор данных", "слова", recurrence, months, **said)  # type: ignore[arg-type]


def only(one: Step, year: int = 2024, cycle: str = "calendar") -> list[tuple[date | None, date | None]]:
    return [(found.start, found.end) for found in occurrences(Calendar("x", cycle, {"a": one}), year, {})]


# --- the facts


@pytest.mark.parametrize("regulation", REGULATIONS)
def test_every_step_has_clause_words_and_deadline_as_the_regulation_says_them(regulation: str) -> None:
    steps = load_calendar(regulation).steps

    assert len(steps) == STEPS[regulation]
    for one in steps.values():
        assert one.clause
        assert one.does
        assert one.deadline
        assert bool(one.months) == (one.recurrence in {"month", "months", "range", "quarterly"})
        assert all(1 <= month <= 12 for month in one.months)


def test_the_words_of_a_deadline_are_verbatim() -> None:
    steps = {**load_calendar("zato").steps, **load_calendar("ust-labinsk").steps}

    assert steps["zato.pr.3.7"].deadline == "1 раз в год, февраль - март года следующего за отчетным"
    assert steps["ust.pr.i2.act"].deadline == "1 полутодие - до 20 декабря , 2 полутодие - до 1 июня"
    assert steps["ust.pr.an1"].deadline == "Апрель-май 2022"
    assert steps["ust.pr.g2.act"].document == "Аналитическая справка. Приказ об итогах"


def test_calendars_name_roles_and_no_persons() -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for path in (Path(pdmon_utils.__file__).parent / "catalogue" / "calendars").glob("*.yml")
    ]

    assert len(texts) == len(REGULATIONS)
    assert [found for text in texts for found in re.findall(r"[А-ЯЁ][а-яё]+ [А-ЯЁ]\.\s?[А-ЯЁ]\.", text)] == []


def test_a_regulation_without_a_calendar_has_an_empty_one_and_a_further_one_may_be_added(tmp_path: Path) -> None:
    (tmp_path / "novy.yml").write_text(
        "cycle: calendar\nsteps:\n  n.1: {clause: п. 1, does: Сбор, deadline: май, recurrence: month, months: ['5']}\n",
        encoding="utf-8",
    )

    assert load_calendar("novy").steps == {}
    assert load_calendar("novy", tmp_path).steps["n.1"].months == (5,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cycle: school\nsteps: {}\n", "cycle «school»"),
        ("cycle: calendar\nstep: {}\n", "неизвестный ключ «step» — может быть, «steps»"),
        ("cycle: calendar\nsteps: {a: {recurrence: monthly}}\n", "recurrence «monthly» — может быть, «month"),
        ("cycle: calendar\nsteps: {a: {recurrence: month, monts: ['5']}}\n", "«monts» — может быть, «months»"),
        ("cycle: calendar\nsteps: {a: {recurrence: month, criteria: [deficit]}}\n", "критерия «deficit».*«deficits»"),
    ],
)
def test_a_calendar_that_says_what_we_do_not_know_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "novy.yml").write_text(text, encoding="utf-8")

    with pytest.raises(CatalogueError, match=said):
        load_calendar("novy", tmp_path)


# --- days of a year


def test_zato_collects_in_june_and_in_february_and_march_of_the_next_year() -> None:
    assert days("zato") == {
        ("zato.pr.3.6", 1): (date(2024, 6, 1), date(2024, 6, 30)),
        ("zato.pr.3.7", 1): (date(2025, 2, 1), date(2025, 3, 31)),
    }


def test_in_an_academic_year_autumn_lies_in_the_year_before() -> None:
    found = days("ust-labinsk")

    assert found["ust.pr.i1.act", 1] == (date(2023, 9, 1), date(2023, 9, 30))
    assert found["ust.pr.mn1", 1] == (date(2024, 4, 1), date(2024, 5, 31))
    assert found["ust.pr.i2.act", 1] == (date(2023, 9, 1), date(2023, 12, 20))
    assert found["ust.pr.i2.act", 2] == (date(2024, 1, 1), date(2024, 6, 1))
    assert found["ust.pr.mt4", 1] == (date(2023, 9, 1), date(2024, 6, 30))
    assert found["ust.pr.ef1", 1] == (date(2024, 7, 1), date(2024, 9, 30))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (step("month", 2), [(date(2024, 2, 1), date(2024, 2, 29))]),
        (step("range", 2, 3, shift=1), [(date(2025, 2, 1), date(2025, 3, 31))]),
        (step("range", 11, 2), [(date(2024, 11, 1), date(2025, 2, 28))]),
        (step("months", 12, 6), [(date(2024, 6, 1), date(2024, 6, 30)), (date(2024, 12, 1), date(2024, 12, 31))]),
        (step("quarterly", 3, 12), [(date(2024, 1, 1), date(2024, 3, 31)), (date(2024, 10, 1), date(2024, 12, 31))]),
        (step("yearly"), [(date(2024, 1, 1), date(2024, 12, 31))]),
        (step("continuous"), [(None, None)]),
        (step("order"), [(None, None)]),
    ],
    ids=lambda said: said.recurrence if isinstance(said, Step) else "",
)
def test_months_become_days(one: Step, expected: list[tuple[date, date]]) -> None:
    assert only(one) == expected


def test_an_order_of_the_year_stands_in_the_card() -> None:
    set_by_order = occurrences(load_calendar("kbr"), 2024, {"kbr.pr.3.1": date(2024, 11, 15)})
    earlier = occurrences(load_calendar("zato"), 2024, {"zato.pr.3.6": date(2024, 5, 20)})

    assert [(one.start, one.end) for one in set_by_order] == [(date(2024, 11, 15), date(2024, 11, 15))]
    assert (earlier[0].start, earlier[0].end) == (date(2024, 5, 20), date(2024, 5, 20))
    with pytest.raises(CatalogueError, match=r"нет шага «kbr\.pr\.31» — может быть, «kbr\.pr\.3\.1»"):
        occurrences(load_calendar("kbr"), 2024, {"kbr.pr.31": date(2024, 11, 15)})


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('deadlines: {"2024": {сдача данных: "31.02.2025"}}', "«31.02.2025» не дата"),
        ('deadlines: {"весна": {сдача данных: "2025-01-20"}}', "«весна» не год"),
        ('deadlines: {"2024": "2025-01-20"}', "deadlines, 2024 — ожидались пары"),
    ],
)
def test_a_card_with_a_wrong_deadline_is_refused(tmp_path: Path, lines: str, said: str) -> None:
    card = tmp_path / "town"
    card.mkdir()
    text = 'name: Т\noktmo: "00000001"\nregion: О\nregion_code: o\nregulation: zato\n'
    (card / "municipality.yaml").write_text(f"{text}{lines}\n", encoding="utf-8")

    with pytest.raises(WorkspaceError, match=said):
        read_card(card)


# --- by which day data are due


def due(regulation: str, said: dict[str, date] | None = None) -> dict[str, date | None]:
    return data_deadlines(load_calendar(regulation), load_catalogue().regulation(regulation), 2024, said or {})


def test_each_table_is_due_with_the_latest_criterion_that_needs_it() -> None:
    zato = due("zato")

    assert zato["diagnostics"] == date(2024, 6, 30)  # only row 1 of the table reads it
    assert zato["courses"] == zato["staff"] == date(2025, 3, 31)


@pytest.mark.parametrize("regulation", ["vilyuysk", "tyumen", "kbr"])
def test_where_nothing_names_a_day_there_is_none(regulation: str) -> None:
    assert set(due(regulation).values()) == {None}


@pytest.mark.parametrize("regulation", REGULATIONS)
def test_the_card_decides_for_all_data(regulation: str) -> None:
    assert set(due(regulation, {"сдача данных": date(2025, 1, 20)}).values()) == {date(2025, 1, 20)}


def test_an_order_for_the_monitoring_is_the_deadline_of_its_data() -> None:
    assert set(due("kbr", {"kbr.pr.3.1": date(2024, 11, 15)}).values()) == {date(2024, 11, 15)}


def test_a_collecting_step_knows_its_tables() -> None:
    zato, steps = load_catalogue().regulation("zato"), load_calendar("zato").steps

    assert "diagnostics" in tables_of(steps["zato.pr.3.6"], zato)
    assert "diagnostics" not in tables_of(steps["zato.pr.3.7"], zato)


# --- where a step stands

JUNE = Occurrence(step("month", 6), 1, date(2024, 6, 1), date(2024, 6, 30))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2024, 5, 31), "впереди"),
        (date(2024, 6, 1), "идёт"),
        (date(2024, 6, 15), "идёт"),
        (date(2024, 6, 16), "скоро"),
        (date(2024, 6, 30), "скоро"),
        (date(2024, 7, 1), "срок прошёл"),
    ],
)
def test_a_step_stands_where_its_days_say(today: date, expected: str) -> None:
    assert status(JUNE, today, ()) == expected


def test_a_step_that_is_done_stays_done_and_one_without_days_says_so() -> None:
    done = [Done("a", "Приказ № 1", "Иванова", date(2024, 6, 5))]
    second = Occurrence(JUNE.step, 2, date(2024, 12, 1), date(2024, 12, 31))

    assert status(JUNE, date(2024, 8, 1), done) == "сделано"
    assert status(second, date(2024, 8, 1), done) == "впереди"
    assert status(second, date(2024, 8, 1), done * 2) == "сделано"
    assert status(Occurrence(step("continuous")), date(2024, 8, 1), ()) == "постоянно"
    assert status(Occurrence(step("order")), date(2024, 8, 1), ()) == "срок не установлен"


# --- the .ics file


def unfolded(content: bytes) -> list[str]:
    """Return the logical lines of an iCalendar file, by the rules of RFC 5545 3.1 and nothing else."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    assert not any(b"\r" in line or b"\n" in line for line in physical)
    for line in physical:
        line.decode()  # no character is split
    lines: list[str] = []
    for line in physical:
        if line.startswith(b" "):
            lines[-1] += line[1:].decode()
        else:
            lines.append(line.decode())
    return lines


def events(content: bytes) -> list[dict[str, str]]:
    """Return name (with parameters) → unescaped value of every event; an alarm's names begin with VALARM."""
    found: list[dict[str, str]] = []
    inside: list[str] = []
    for line in unfolded(content):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            found += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert inside.pop() == value
        elif "VEVENT" in inside:
            key = f"VALARM {name}" if inside[-1] == "VALARM" else name
            text = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
            assert key not in found[-1]
            found[-1][key] = text
    assert inside == []
    return found


def test_the_file_is_all_day_events_with_an_alarm_fourteen_days_before_the_last_day() -> None:
    content = ics_bytes("primer", "Сроки", 2024, occurrences(load_calendar("zato"), 2024, {}))
    june, march = events(content)
    lines = unfolded(content)

    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert lines[1] == "VERSION:2.0"
    assert any(line.startswith("PRODID:") for line in lines)
    assert (june["DTSTART;VALUE=DATE"], june["DTEND;VALUE=DATE"]) == ("20240601", "20240701")
    assert (march["DTSTART;VALUE=DATE"], march["DTEND;VALUE=DATE"]) == ("20250201", "20250401")
    assert "1 раз в год, июнь" in june["DESCRIPTION"]
    after = re.fullmatch(r"-P(\d+)D", june["VALARM TRIGGER;RELATED=END"])
    assert after
    assert date(2024, 7, 1) - timedelta(days=int(after[1])) == date(2024, 6, 30) - timedelta(days=14)
    assert june["VALARM ACTION"] == "DISPLAY"
    assert june["VALARM DESCRIPTION"]


@pytest.mark.parametrize("regulation", REGULATIONS)
def test_every_dated_step_has_its_own_lasting_name_and_the_bytes_are_the_same_twice(regulation: str) -> None:
    steps = occurrences(load_calendar(regulation), 2024, {})
    first, second = (ics_bytes("primer", "Сроки", 2024, steps) for _ in range(2))
    found = events(first)

    assert first == second
    assert len(found) == sum(one.end is not None for one in steps)
    assert len({event["UID"] for event in found}) == len(found)
    assert {event["DTSTAMP"] for event in found} <= {"20240101T000000Z"}


def test_signs_with_a_meaning_are_escaped_and_controls_do_not_reach_the_file() -> None:
    odd = Step("a", "п. 1; 2", "Сбор\\анализ, раз; два\x00\r\nEND:VEVENT", "июнь", "month", (6,), document="Ё" * 200)
    (event,) = events(ics_bytes("primer", "Сроки", 2024, [Occurrence(odd, 1, JUNE.start, JUNE.end)]))

    assert event["SUMMARY"] == "Сбор\\анализ, раз; два\nEND:VEVENT"
    assert event["DESCRIPTION"].endswith("Ё" * 200)
