"""The journal: what people decided, in csv files that Excel opens and analysts edit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pdmon_utils.days import parse_day, today
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.journal import Answer, Decision, Done, Journal, JournalError, Receipt, receive

MONDAY, FRIDAY = date(2025, 1, 20), date(2025, 1, 24)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "primer")


def put(journal: Journal, name: str, content: str | bytes, year: int = 2024) -> Path:
    path = journal.folder / str(year) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_journal_without_files_says_nothing(journal: Journal) -> None:
    assert (journal.files(2024), journal.decisions(2024), journal.answers(2024), journal.done(2024)) == ((), (), (), ())
    assert journal.locked(2024) is None


def test_a_file_is_written_down_on_the_day_it_is_first_seen(journal: Journal) -> None:
    receive(journal, {"2024/школы/001.xlsx": "aa"}, MONDAY)
    again = receive(journal, {"2024/школы/001.xlsx": "aa"}, FRIDAY)

    assert again == ()
    assert journal.files(2024) == (Receipt("2024/школы/001.xlsx", "aa", MONDAY),)


def test_a_file_handed_in_again_adds_a_line_and_the_history_stays(journal: Journal) -> None:
    for content, day in (("aa", MONDAY), ("bb", FRIDAY), ("aa", FRIDAY)):
        receive(journal, {"2024/001.xlsx": content}, day)

    assert [(said.sha256, said.received) for said in journal.files(2024)] == [
        ("aa", MONDAY),
        ("bb", FRIDAY),
        ("aa", FRIDAY),
    ]


def test_files_of_two_years_lie_in_two_journals(journal: Journal) -> None:
    receive(journal, {"2024/001.xlsx": "aa", "2023/001.xlsx": "bb"}, MONDAY)

    assert [said.sha256 for said in journal.files(2024)] == ["aa"]
    assert [said.sha256 for said in journal.files(2023)] == ["bb"]


def test_seeing_the_same_files_twice_leaves_the_same_bytes(journal: Journal) -> None:
    receive(journal, {"2024/001.xlsx": "aa"}, MONDAY)
    path = journal.folder / "2024" / "files.csv"
    before = path.read_bytes()
    receive(journal, {"2024/001.xlsx": "aa"}, FRIDAY)

    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["files.csv"]


def test_a_file_opens_in_excel_as_russian_columns(journal: Journal) -> None:
    journal.decide(2024, Decision("001", "accepted", "Иванова", MONDAY, "полно; без замечаний"))
    content = (journal.folder / "2024" / "decisions.csv").read_bytes()

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "Код организации;Решение;Кто;Дата;Примечание;Строк в files.csv",
        '001;принято;Иванова;2025-01-20;"полно; без замечаний";0',
    ]


@pytest.mark.case(90)
@pytest.mark.parametrize("text", ["=1+1", "+7", "-5", "@SUM(A1)", "'=1", "'своё'", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula_and_all_come_back_as_they_were(journal: Journal, text: str) -> None:
    journal.add(2024, Answer("К-1", "staff.age", "001·p1", "", text, "школа", MONDAY))
    cells = (journal.folder / "2024" / "answers.csv").read_text("utf-8-sig").splitlines()[1].split(";")

    assert cells[4].strip('"').startswith("'")
    assert journal.answers(2024)[0].text == text


def test_line_breaks_and_quotes_in_an_explanation_are_kept(journal: Journal) -> None:
    said = Answer("К-1", "staff.age", "", "иное", 'Так и есть:\nприказ № 5 "О приёме"', "школа", MONDAY)
    journal.add(2024, said)

    assert journal.answers(2024) == (said,)


@pytest.mark.parametrize(
    "content",
    [
        "Код организации;Решение;Кто;Дата\n001;Принято;Иванова;20.01.2025\n;;;\n",
        "Код организации,Решение,Кто,Дата\r\n001,принято,Иванова,2025-01-20\r\n",
        "дата\tкто\tрешение\tкод организации\n2025-01-20\tИванова\tпринято\t001\n",
        "org_id;status;by;date;\n001;accepted;Иванова;2025-01-20 00:00:00;\n",
        "Код организации;Решение;Кто;Дата\n001;принято;Иванова;20.01.2025\n".encode("cp1251"),
        "Код организации\tРешение\tКто\tДата\n001\tпринято\tИванова\t20.01.2025\n".encode("utf-16"),
    ],
    ids=["semicolons", "commas", "tabs in another order", "codes", "cp1251", "utf-16"],
)
def test_what_excel_made_of_the_file_is_read_all_the_same(journal: Journal, content: str | bytes) -> None:
    put(journal, "decisions.csv", content)

    assert journal.decisions(2024) == (Decision("001", "accepted", "Иванова", MONDAY),)


HEAD = "Код организации;Решение;Кто;Дата\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEAD + "001;принято;Иванова;31.02.2025\n", "строка 2: Дата — «31.02.2025» не дата"),
        (HEAD + "001;принято;Иванова;2025-01-20\n002;принетo;Иванова;2025-01-20\n", "строка 3.*может быть, «принято»"),
        (HEAD + "001;принято;Иванова;\n", "строка 2: не заполнено «Дата»"),
        (HEAD + "001;принято;Иванова;2025-01-20;лишнее\n", "строка 2: есть значение в столбце без названия"),
        ("Код организации;Решение;Кто;Датта\n", "строка 1: неизвестный столбец «Датта» — может быть, «Дата»"),
        ("Код организации;Решение;Кто\n", "строка 1: нет столбца «Дата»"),
        (HEAD.strip() + ";Дата\n", "столбец «Дата» указан дважды"),
        ("мусор\x00\x01\n", "это не журнал"),
        (HEAD + '001;"принято;Иванова;2025-01-20\n', "не читается как csv"),
        (HEAD.strip() + ";Строк в files.csv\n001;принято;И;2025-01-20;много\n", "«много» не целое число"),
        (b"PK\x03\x04\x98\xff\xff", "кодировка не распознана"),
    ],
)
def test_garbage_is_refused_with_file_and_line(journal: Journal, content: str | bytes, said: str) -> None:
    path = put(journal, "decisions.csv", content)

    with pytest.raises(JournalError, match=said) as refused:
        journal.decisions(2024)
    assert str(path) in str(refused.value)


def test_an_empty_file_is_no_journal(journal: Journal) -> None:
    put(journal, "decisions.csv", "")

    with pytest.raises(JournalError, match="это не журнал"):
        journal.decisions(2024)


def test_a_spoilt_journal_is_not_overwritten(journal: Journal) -> None:
    path = put(journal, "decisions.csv", HEAD + "001;принято;Иванова;вчера\n")
    before = path.read_bytes()

    with pytest.raises(JournalError, match="не дата"):
        journal.decide(2024, Decision("002", "accepted", "Иванова", MONDAY))
    assert path.read_bytes() == before


@pytest.mark.case(105)
def test_a_write_that_fails_leaves_the_old_file(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.add(2024, Done("ust.pr.g1.act", "Приказ № 1", "Иванова", MONDAY))
    before = (journal.folder / "2024" / "steps.csv").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pdmon_utils.journal.sheets.os.fsync", full)
    with pytest.raises(JournalError, match="не записан"):
        journal.add(2024, Done("ust.pr.g1.act", "Приказ № 2", "Иванова", FRIDAY))
    assert (journal.folder / "2024" / "steps.csv").read_bytes() == before
    assert [p.name for p in (journal.folder / "2024").iterdir()] == ["steps.csv"]


def test_a_locked_year_says_who_when_and_how_to_reopen(journal: Journal) -> None:
    journal.lock(2024, "Иванова", MONDAY)
    lock = journal.locked(2024)

    assert lock is not None
    assert (lock.by, lock.date) == ("Иванова", MONDAY)
    for part in ("primer", "2024", "Иванова", "20.01.2025", "pdmon reopen primer 2024", "--reason"):
        assert part in lock.refusal("primer")
    assert journal.locked(2023) is None


def test_a_year_is_reopened_with_a_reason_that_stays(journal: Journal) -> None:
    journal.lock(2024, "Иванова", MONDAY)
    journal.reopen(2024, "Петрова", FRIDAY, "школа № 3 прислала уточнение")

    assert journal.locked(2024) is None
    journal.lock(2024, "Иванова", FRIDAY)
    assert journal.locked(2024).reasons == ("школа № 3 прислала уточнение",)  # type: ignore[union-attr]


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_a_locked_year_stays_locked(journal: Journal, reason: str) -> None:
    journal.lock(2024, "Иванова", MONDAY)

    with pytest.raises(JournalError, match="Укажите причину"):
        journal.reopen(2024, "Петрова", FRIDAY, reason)
    assert journal.locked(2024)


def test_a_year_is_not_locked_twice_nor_reopened_when_open(journal: Journal) -> None:
    with pytest.raises(JournalError, match="2024 год не закрыт"):
        journal.reopen(2024, "Петрова", FRIDAY, "так")
    journal.lock(2024, "Иванова", MONDAY)
    with pytest.raises(JournalError, match=r"2024 год уже закрыт: Иванова, 20\.01\.2025"):
        journal.lock(2024, "Петрова", FRIDAY)


def test_a_decision_remembers_how_much_had_come_before(journal: Journal) -> None:
    receive(journal, {"2024/001.xlsx": "aa", "2024/002.xlsx": "bb"}, MONDAY)
    journal.decide(2024, Decision("001", "accepted", "Иванова", MONDAY))

    assert journal.decisions(2024)[0].files == 2


@pytest.mark.parametrize("text", ["2024-12-31", "31.12.2024", " 31.12.2024 ", "2024-12-31T08:00:00"])
def test_a_day_may_be_written_in_two_ways(text: str) -> None:
    assert parse_day(text) == date(2024, 12, 31)


@pytest.mark.parametrize("text", ["", "31.02.2024", "2024", "31/12/2024", "12.31.2024", "٣١.١٢.٢٠٢٤", "31.12.24"])
def test_anything_else_is_no_day(text: str) -> None:
    assert parse_day(text) is None


def test_today_is_what_is_said_else_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDMON_TODAY", "2025-01-24")

    assert today() == FRIDAY
    assert today("20.01.2025") == MONDAY
    with pytest.raises(WorkspaceError, match="«завтра» — не дата"):
        today("завтра")
