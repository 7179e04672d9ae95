"""The gate and numbers that lead to a person; figures that only look like them pass."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gating import examined, known, of_page
from pdmon_utils.publish.gate.contacts import look
from pdmon_utils.words import number

SECRETS = {
    "СНИЛС": ["112-233-445 95", "11223344595", "112 233 445 95", "СНИЛС: 11122233344"],
    "телефон": [
        "+7 912 345-67-89",
        "8 (912) 345-67-89",
        "89123456789",
        "+79123456789",
        "(34345) 5-21-33",
        "тел. 5-21-33",
        "тел.: 521-33",
    ],
    "адрес электронной почты": ["kanareeva@example.org", "m.p-kanareeva+1@mail.example.org"],
    "дата рождения": [
        "01.02.1980 г. рождения",
        "дата рождения: 01.02.1980",
        "родилась 1 февраля, 1980-02-01",
        "1980 г. р.",
    ],
    "номер паспорта": ["паспорт 45 12 123456", "паспорт серии 4512 № 123456", "45 12 № 123456"],
    "ИНН человека": ["ИНН 123456789012"],
}


@pytest.mark.parametrize(("what", "said"), [(what, said) for what, all_said in SECRETS.items() for said in all_said])
def test_what_leads_to_a_person_is_refused(what: str, said: str, tmp_path: Path) -> None:
    refusals = of_page(tmp_path, f"<p>Сведения: {said} для связи</p>")

    assert what in " ".join(refusal.what for refusal in refusals)


@pytest.mark.parametrize(
    "said",
    [
        "1 234 567 890 рублей",
        "от 14.07.2022 № 17-п",
        "2022–2024 годы",
        "по состоянию на 01.01.2024",
        "112-233-445 96",  # a wrong check sum and no word beside it
        "ОКТМО 00741001",
        "41,2 %; 0,412345678901",
        "МР-23-001/24",
        "паспорт показателя 3.1",
        "12 345 из 23 456",
        "8 педагогов из 120, 345 часов",
    ],
)
def test_figures_dates_and_numbers_of_acts_pass(said: str, tmp_path: Path) -> None:
    assert of_page(tmp_path, f"<p>{said}</p>") == ()


@given(st.integers(0, 10**12) | st.floats(0, 10**9, allow_nan=False))
def test_no_figure_as_pdmon_writes_it_is_taken_for_a_number_of_a_person(value: float) -> None:
    assert list(look(f"всего {number(value, 1)} чел.", known())) == []


def test_a_digest_is_no_telephone_though_some_look_like_one() -> None:
    digests = [sha256(str(number).encode()).hexdigest() for number in range(20_000)]
    likely = [one for one in digests if re.search(r"(?<!\d)8\d{10}(?!\d)", one)]

    assert likely
    assert list(look("\n".join(likely), known())) == []
    assert list(look("8" + "9" * 10, known()))


def test_an_address_that_the_journal_allows_passes(tmp_path: Path) -> None:
    knows = known(contacts=frozenset({"rono@example.org"}))
    page = '<p>Пишите: <a href="mailto:rono@example.org">rono@example.org</a></p>'

    assert of_page(tmp_path, page, knows) == ()
    assert len(of_page(tmp_path, page)) == 3  # the text, the attribute, the address itself


@pytest.mark.parametrize("head", ["ФИО", "Дата рождения", "СНИЛС", "person_id", "Телефон", "Код работника"])
def test_columns_of_personal_data_are_refused_by_their_head(head: str, tmp_path: Path) -> None:
    (refusal,) = examined(tmp_path, {"table.csv": f"Предмет;{head}\nфизика;x\n"})

    assert refusal.page == "table.csv"
    assert refusal.where.startswith("строка 1, столбец 2")
    assert head in refusal.what


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("001234", True),
        ("ab-77", True),
        ("с-abcdefghij23", True),
        ("л-abcdefghij23", True),
        ("99999", False),
        ("2024", False),
    ],
)
def test_codes_of_persons_and_pseudonyms_are_refused(code: str, found: bool, tmp_path: Path) -> None:  # noqa: FBT001
    knows = known(codes=frozenset({"001234", "ab-77"}))

    assert bool(of_page(tmp_path, f"<p>Педагог {code} прошёл курсы</p>", knows)) == found


def test_a_column_of_numbers_that_are_codes_is_refused_and_one_equal_figure_is_not(tmp_path: Path) -> None:
    knows = known(codes=frozenset({"100123", "100124"}))

    assert examined(tmp_path / "a", {"t.csv": "Предмет;Часов\nфизика;100123\nхимия;250\n"}, knows) == ()
    (refusal,) = examined(tmp_path / "b", {"t.csv": "Предмет;Часов\nфизика;100123\nхимия;100124\n"}, knows)
    assert "коды людей" in refusal.what
