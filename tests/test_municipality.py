"""The card of a municipality: what it must say and which names it may have."""

from __future__ import annotations

from pathlib import Path

import pytest

from pdmon_utils.errors import CatalogueError, WorkspaceError
from pdmon_utils.municipality import Municipality, is_slug, read_card

CARD = """\
name: Вилюйский улус
oktmo: 00000123
region: Якутия
region_code: sakha
regulation: vilyuysk
"""


def card(folder: Path, text: str = CARD) -> Municipality:
    folder.mkdir(exist_ok=True)
    (folder / "municipality.yaml").write_text(text, encoding="utf-8")
    return read_card(folder)


def test_a_card_says_who_the_municipality_is_and_keeps_leading_zeros(tmp_path: Path) -> None:
    town = card(tmp_path / "vilyuysk-2")

    assert (town.slug, town.name, town.regulation) == ("vilyuysk-2", "Вилюйский улус", "vilyuysk")
    assert town.oktmo == "00000123"


def test_what_is_not_said_is_empty_and_what_is_said_is_kept(tmp_path: Path) -> None:
    plain = card(tmp_path / "plain", CARD + "responsible:\nplans:\n")
    full = card(tmp_path / "full", CARD + 'genitive: Вилюйского улуса\nplans: {"2022": {vil.1.1.goal: "20"}}\n')

    assert (plain.genitive, plain.plans, plain.responsible) == ("", {}, {})
    assert (full.genitive, full.plans) == ("Вилюйского улуса", {"2022": {"vil.1.1.goal": "20"}})


@pytest.mark.parametrize("plan", ["20", "20 %", "0,25", "0.25", "≥ 20%", "не более 5", "Не менее 7,5 %"])
def test_a_plan_is_a_number_or_a_percentage_with_or_without_its_bound(tmp_path: Path, plan: str) -> None:
    assert card(tmp_path / "town", CARD + f'plans: {{"2022": {{a: "{plan}"}}}}\n').plans == {"2022": {"a": plan}}


def test_a_card_tells_since_which_year_an_indicator_is_counted_otherwise(tmp_path: Path) -> None:
    town = card(tmp_path / "town", CARD + 'breaks: {"2024": {vil.1.2.3a: другая методика}}\n')

    assert town.breaks == {"2024": {"vil.1.2.3a": "другая методика"}}


def test_report_years_are_the_year_folders_in_order(tmp_path: Path) -> None:
    town = card(tmp_path / "town")
    for name in ("2023", "2021", "texts", "20222", "архив 2020"):
        (town.folder / name).mkdir()
    (town.folder / "2024").write_text("это файл")

    assert town.years == (2021, 2023)


@pytest.mark.parametrize("name", ["town", "town-2", "2-town", "a"])
def test_a_slug_has_small_latin_letters_digits_and_single_hyphens(name: str) -> None:
    assert is_slug(name)


@pytest.mark.parametrize("name", ["Town", "город", "a--b", "-a", "a-", "a_b", "a b", "a/b", "..", "", "a\n"])
def test_anything_else_is_refused_as_a_folder_name(name: str) -> None:
    assert not is_slug(name)


def test_a_folder_with_a_wrong_name_is_asked_to_be_renamed(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="Папка «Город»: переименуйте"):
        card(tmp_path / "Город")


def test_a_folder_without_a_card_is_asked_to_make_one(tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()

    with pytest.raises(WorkspaceError, match=r"town: нет файла municipality\.yaml"):
        read_card(tmp_path / "town")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (CARD + "genetive: улуса\n", "неизвестный ключ «genetive» — может быть, «genitive»"),
        (CARD.replace("region: Якутия\n", ""), "не заполнено: region"),
        (CARD.replace("name: Вилюйский улус", "name:"), "не заполнено: name"),
        (CARD.replace("00000123", "123"), "нужны 8 цифр"),
        (CARD.replace("00000123", "1234567О"), "нужны 8 цифр"),  # the last one is a letter
        (CARD.replace("00000123", "[1, 2]"), "«oktmo» — здесь нужны слова"),
        (CARD.replace("sakha", "Саха"), "region_code «Саха»"),
        (CARD + "responsible: Иванова\n", "«responsible» — здесь нужны пары"),
        (CARD + 'plans: {"2022": 20}\n', "plans, 2022 — ожидались пары «показатель: значение»"),
        (CARD + 'plans: {"22": {a: "20"}}\n', "plans — «22» не год"),
        (
            CARD + 'plans: {"2022": {a: много}}\n',
            "plans, 2022, «a» — план «много» не читается: нужно число",
        ),
        (CARD + 'plans: {"2022": {a: [1]}}\n', "план «\\['1'\\]» не читается"),
        (CARD + 'plans: {"2022": {a: ""}}\n', "план «» не читается"),
        (CARD + 'breaks: {"2022": иначе}\n', "breaks, 2022 — ожидались пары «показатель: почему годы несопоставимы»"),
        (CARD + 'breaks: {"2022": {a: ""}}\n', "breaks, 2022, «a» — напишите, почему годы несопоставимы"),
    ],
)
def test_a_wrong_card_says_what_to_mend(text: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=complaint):
        card(tmp_path / "town", text)


def test_a_key_said_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"municipality\.yaml, строка 6: ключ «name» указан дважды"):
        card(tmp_path / "town", CARD + "name: Другой улус\n")


@pytest.mark.parametrize("text", ["", "просто текст", "- список", "a: [1", "a: &x {b: *y}"])
def test_a_card_that_is_no_card_is_refused_by_name(text: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"municipality\.yaml[:,] "):
        card(tmp_path / "town", text)


def test_a_card_saved_by_notepad_with_a_mark_in_front_is_read(tmp_path: Path) -> None:
    assert card(tmp_path / "town", "\ufeff" + CARD).name == "Вилюйский улус"


def test_a_card_saved_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    town = card(tmp_path / "town")
    (town.folder / "municipality.yaml").write_bytes(CARD.encode("cp1251"))

    with pytest.raises(CatalogueError, match="не читается как YAML"):
        read_card(town.folder)
