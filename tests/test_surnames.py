"""Surnames in all cases, and how they get from a file into the store of keyed signs."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import yaml

from pdmon_utils.prepare import prepare
from pdmon_utils.reading.named import SURNAME, surnames_of
from pdmon_utils.reading.people import Veil
from pdmon_utils.reading.surnames import form_keys, is_patronymic, surname_keys
from test_intake import REGISTER, book
from tiny import workspace_with

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "surnames.yml").read_text(encoding="utf-8"))


def declined() -> Iterator[tuple[str, str]]:
    """Yield (as the register writes it, a form) for both genders and the plural."""
    for pattern, stems in CASES["surnames"].items():
        endings = CASES["patterns"][pattern]
        for stem in stems:
            forms = {stem + ending for kind in endings.values() for ending in kind}
            for registered in (stem + endings["his"][0], stem + endings["hers"][0]):
                yield from ((registered, form) for form in sorted(forms))
    for registered, forms in CASES["fleeting"].items():
        yield from ((registered, form) for form in forms)


def is_form(form: str, registered: str) -> bool:
    """Return True where every part of the word is a form of a part of the surname."""
    keys = surname_keys(registered)
    return all(form_keys(part) & keys for part in form.split("-"))


def test_more_than_sixty_surnames_are_known_in_every_case_of_both_genders() -> None:
    pairs = list(declined())
    surnames = sum(map(len, CASES["surnames"].values())) + len(CASES["fleeting"])

    assert [pair for pair in pairs if not is_form(pair[1], pair[0])] == []
    assert surnames > 60
    assert len(pairs) > 1000


@pytest.mark.parametrize("written", ["ИВАНОВОЙ", "иванову", "Ивановa", "Ива\u00adнова", "Иванов\u200bым"])
def test_letters_of_any_size_look_alikes_and_hidden_signs_make_no_difference(written: str) -> None:
    assert is_form(written, "Иванова")


@pytest.mark.parametrize("yo", [("Ковалёва", "Ковалевой"), ("Ковалева", "Ковалёвой")])
def test_yo_and_ye_are_one_letter(yo: tuple[str, str]) -> None:
    assert is_form(yo[1], yo[0])


@pytest.mark.parametrize(
    ("word", "surname"),
    [("Иваново", "Иванов"), ("Мороженое", "Мороз"), ("Пушкино", "Пушкин"), ("Белье", "Белый"), ("Ивановна", "Иванов")],
)
def test_places_and_kin_words_are_no_forms(word: str, surname: str) -> None:
    assert not is_form(word, surname)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Канареева Мария Пернатовна", ("Канареева",)),
        ("Мария Пернатовна Канареева", ("Канареева",)),
        ("Канареева М. П.", ("Канареева",)),
        ("Абрамович Роман Аркадьевич", ("Абрамович",)),
        ("Мамедова Гюльнара Али кызы", ("Мамедова", "Гюльнара", "Али", "кызы")),
        ("Птицына-Вольная Зоряна", ("Птицына-Вольная", "Зоряна")),
        ("Роман", ("Роман",)),
    ],
)
def test_a_name_gives_its_surname_and_a_rare_given_name(name: str, expected: tuple[str, ...]) -> None:
    assert surnames_of(name) == expected


@pytest.mark.parametrize(
    "word", ["Петрович", "Петровны", "Ильичу", "Кузьминичной", "Никитичне", "ЛЬВОВИЧЕМ", "Фоминичны"]
)
def test_patronymics_are_known_in_all_cases(word: str) -> None:
    assert is_patronymic(word)


def test_surnames_of_all_sheets_are_kept_as_signs_for_the_owner_only(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {})
    staff = ["Код организации", "ФИО", *REGISTER[2:], "Классный руководитель"]
    row = ["A", "Канареева Мария Пернатовна", "педагог", "учитель", "01.09.2015", "нет", 1, "Желтокрылова А. А."]
    lost = ["A", "Пропащева Анна Ивановна", "педагог", "учитель", "вчера", "нет", 1, None]
    course = [
        ["Код работника", "Код программы", "Дата окончания", "Завершено"],
        ["Кодова Инна", "P", "05.05.2024", "да"],
    ]
    book(workspace.raw / "primer" / "2024" / "1.xlsx", {"staff": [staff, row, lost], "courses": course})

    prepare(workspace)
    kept = workspace.names(["primer"])
    path = workspace.processed / "names" / "primer.parquet"

    def signs(word: str) -> set[str]:
        return {Veil(workspace.secret()).sign(SURNAME, key) for key in form_keys(word)}

    assert all(kept & signs(form) for form in ("Канареевой", "Желтокрыловым", "Пропащеву", "Кодовой"))
    assert not kept & signs("Воробьёва")
    assert not kept & {Veil(bytes(32)).sign(SURNAME, key) for key in form_keys("Канареева")}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert pd.read_parquet(path)["sign"].str.fullmatch("[a-z2-7]{12}").all()

    prepare(workspace)  # now from the cache of readings

    assert workspace.names(["primer"]) == kept
