"""The gate and names: every case of a registered surname is found, ordinary words are not; strangers by their shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
import yaml

from gating import examined, html, known, of_page
from pdmon_utils.publish.gate.names import look
from pdmon_utils.publish.gate.vocabulary import wordings
from test_surnames import declined

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pdmon_utils"
FREQUENT = (Path(__file__).parent / "cases" / "frequent_surnames.txt").read_text(encoding="utf-8").split()
LORE = yaml.safe_load((PACKAGE / "example" / "lore" / "districts.yml").read_text(encoding="utf-8"))


def test_every_case_of_every_registered_surname_is_refused_in_the_middle_of_a_sentence(tmp_path: Path) -> None:
    pairs = sorted(set(declined()))
    lines = [f"<p>Методист отметил {form} среди участников.</p>" for _, form in pairs]

    said = of_page(tmp_path, "\n".join(lines), known(*{registered for registered, _ in pairs}))
    found = " ".join(refusal.what for refusal in said)

    assert [form for _, form in pairs if f"отметил {form} среди" not in found] == []


@pytest.mark.parametrize(
    "text",
    [
        "Иванова показала урок.",
        "ИВАНОВОЙ вручена грамота",
        "Ива<b>нов</b>ой вручена грамота",
        "Ива&shy;нов пришёл",
        "Ив&#1072;нов пришёл",
        "Ивановa пришла",  # the last letter is Latin
        "Урок Петровой-Ивановой прошёл",
        "<span title='урок Иванова'>урок</span>",
        '<a href="https://example.org/%D0%98%D0%B2%D0%B0%D0%BD%D0%BE%D0%B2">урок</a>',
    ],
)
def test_a_registered_surname_is_found_however_it_is_hidden(text: str, tmp_path: Path) -> None:
    (refusal,) = of_page(tmp_path, f"<p>{text}</p>", known("Иванов Пётр Ильич"))

    assert refusal.page == "page.html"
    assert "Выводы" in refusal.where
    assert "фамилия из реестра" in refusal.what
    assert "names-allowed.csv" in refusal.remedy


@pytest.mark.parametrize("text", ["урок провела иванова", "отзыв иванову м. п.", "петрова-иванова", "мастер ивановой"])
def test_a_registered_surname_in_small_letters_is_found(text: str, tmp_path: Path) -> None:
    (refusal,) = of_page(tmp_path, f"<p>{text}</p>", known("Иванов Пётр Ильич", "Мастеров Олег"))

    assert "фамилия из реестра строчными буквами" in refusal.what


@pytest.mark.parametrize("text", ["десять мастеров", "опрос работников", "урок островского", "много педагогов"])
def test_a_word_that_is_no_surname_without_its_capital_passes(text: str, tmp_path: Path) -> None:
    knows = known("Мастеров О. О.", "Работников П. П.", "Островский Р. Р.", "Педагогов С. С.")

    assert of_page(tmp_path, f"<p>{text}</p>", knows) == ()


def test_nearly_all_frequent_surnames_like_ivanov_are_known_in_small_letters() -> None:
    knows = known(*FREQUENT)
    owning = [name for name in FREQUENT if knows.owns(name)]
    missed = [name for name in owning if not list(look(f"урок провела {name.lower()} среди", knows))]

    print(f"фамилий {len(owning)}, не узнано строчными {len(missed)}: {missed}")  # noqa: T201  docs/promises.md
    assert len(owning) > 1300
    assert len(missed) < 10


def test_the_place_in_a_table_is_told(tmp_path: Path) -> None:
    table = (
        '<table><caption>Все</caption><thead><tr><th scope="col">Предмет</th><th scope="col">Кто</th></tr></thead>'
        '<tbody><tr><th scope="row">физика</th><td>Канареева</td></tr></tbody></table>'
    )
    (refusal,) = of_page(tmp_path, table, known("Канареева Мария Пернатовна"))

    assert refusal.where == "раздел «Выводы», таблица «Все», строка 2, столбец 2"


@pytest.mark.parametrize(
    "text",
    [
        "Мороз помешал выезду.",
        "Свободный урок прошёл",
        "Урок «Свободный выбор»",
        "Открыт посёлок Иваново",
        "Средняя школа имени Иванова",
        "Премия им. С. П. Королёва",
        "школа имени иванова",
        "выезд на ул. иванова",
        "много свободных и морозных дней",
    ],
)
def test_ordinary_words_places_and_dedications_are_no_names(text: str, tmp_path: Path) -> None:
    knows = known("Мороз А. А.", "Свободный Б. Б.", "Иванов В. В.", "Королёв Г. Г.")
    more = frozenset({"мороз", "свободный"}) | knows.ordinary

    assert of_page(tmp_path, f"<p>{text}</p>", known("Мороз", "Свободный", "Иванов", "Королёв", ordinary=more)) == ()


def test_who_signs_may_be_named_and_a_namesake_with_other_initials_may_not(tmp_path: Path) -> None:
    knows = known("Примерова А. Б.", "Примеров К. К.", people=("А. Б. Примерова",))

    assert of_page(tmp_path, "<p>Начальник отдела А. Б. Примерова</p>", knows) == ()
    assert "Примеровым К. К." in of_page(tmp_path, "<p>Проверено Примеровым К. К.</p>", knows)[0].what


def ordinary_texts() -> Iterator[str]:
    """Yield everything that pdmon and five regulations write themselves, names of places and schools."""
    for path in sorted(PACKAGE.rglob("*.yml")):
        if "example" not in path.parts:
            yield from _leaves(yaml.safe_load(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield from "".join(cell["source"]).splitlines()


def _leaves(said: object) -> Iterator[str]:
    if isinstance(said, dict):
        for value in said.values():
            yield from _leaves(value)
    elif isinstance(said, list):
        for value in said:
            yield from _leaves(value)
    elif isinstance(said, str):
        yield said


def test_a_register_of_two_thousand_surnames_gives_no_false_alarm_over_all_fixed_texts(tmp_path: Path) -> None:
    texts = [text for text in ordinary_texts() if text.strip()]
    cards = [district["card"] for district in LORE.values()]
    places = [card[key] for card in cards for key in ("name", "genitive", "prepositional", "region")]
    schools = [each["name"] for district in LORE.values() for each in district["organisations"]]
    body = "\n".join(f"<p>{escape(text)}</p>" for text in [*texts, *places, *schools])
    said = examined(tmp_path, {"page.html": html(body)}, known(*FREQUENT, places=places, wordings=wordings([PACKAGE])))
    names = [refusal.what for refusal in said if "фамилия" in refusal.what or "имя человека" in refusal.what]

    assert len(FREQUENT) > 2000
    assert len(texts) > 3000
    assert len(names) == 0, "\n".join(names)


STRANGERS = [
    "Сидорова М. П.",
    "Сидоровой М.П.",
    "М. П. Сидорова",
    "М.П. Сидоровой",
    "СИДОРОВА М. П.",
    "Сидорова Мария Петровна",
    "Марии Петровне",
    "МАРИЯ ПЕТРОВНА СИДОРОВА",
    "Кузьминой Ларисе Ильиничне",
    "Алиев Ариф Гасан оглы",
    "Мария Сидорова",
    "Сидоровой Ольге",
    "Ольгой Сидоровой",
    "Римская-Корсакова Н. А.",
    "Павел Фомич",
]


@pytest.mark.parametrize("name", STRANGERS)
def test_a_name_of_no_register_is_known_by_its_shape(name: str, tmp_path: Path) -> None:
    assert "имя человека" in of_page(tmp_path, f"<p>Урок провела {name}</p>")[0].what


@pytest.mark.parametrize(
    "text",
    [
        "Приказ от 14.07.2022 № 17-п",
        "по п. 3.1. Охват педагогов",
        "И. О. Фамилия",
        "Приложение А. Перечень",
        "премия имени Л. С. Выготского",
        "Красная Поляна",
        "Российская Федерация",
        "г. Усть-Лабинск",
        "Учитель года России",
        "Ответственный: методист",
    ],
)
def test_what_only_looks_like_a_name_passes(text: str, tmp_path: Path) -> None:
    assert of_page(tmp_path, f"<p>{text}</p>") == ()
