"""Three districts of names met nowhere else: one full of canaries, one hostile, one of two schools.

`python tests/unseen.py FOLDER` writes them; the command line does the rest (`pdmon --home FOLDER prepare`, …).
"""

from __future__ import annotations

import csv
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

import yaml

from payloads import PAYLOADS

YEAR: Final = 2024
CANARIES, HOSTILE, TWO = "rjabinokrajskij", "dalneolenjovskij", "malokrylskij"
PLACES: Final = {
    CANARIES: ("Рябинокрайский округ", "zato", 3),
    HOSTILE: ("Дальнеоленёвский улус", "vilyuysk", 4),
    TWO: ("Малокрыльский район", "ust-labinsk", 2),
}
SURNAMES: Final = ("Зимородкова", "Свиристелева", "Горихвостова", "Козодоева", "Камышовкина", "Вертишейкина")
GIVEN: Final = ("Аполлинария", "Пульхерия", "Феврония")
FATHER: Final = "Синицевна"
PERSONAL: Final = ("zimorodok", "913 555", "913555", "118-244-", "118244", "17.03.1979", "1979-03-17", "Удодово гнездо")
TEACHERS: Final = 16
LEVELS: Final = ("высокий", "средний", "низкий")


def canaries() -> tuple[str, ...]:
    """Return the letters of which none may stand in any byte of the site, in whatever case."""
    stems = tuple(name.removesuffix("а") for name in SURNAMES)
    return (*stems, *(stem.lower() for stem in stems), *GIVEN, FATHER, *PERSONAL)


def write_districts(home: Path) -> None:
    """Write cards and tables of the three districts below `home`."""
    for slug, (name, regulation, schools) in PLACES.items():
        folder = home / "data" / "raw" / slug
        _card(folder, name, regulation)
        more = (f" {text}" for text in PAYLOADS * TEACHERS) if slug == HOSTILE else iter(lambda: "", 0)
        for table, rows in _tables(slug, schools, more).items():
            _put(folder / str(YEAR) / f"{table}.csv", rows)
        if slug == HOSTILE:
            texts = folder / str(YEAR) / "texts"
            texts.mkdir()
            for text in ("deficits", "note", "young"):
                (texts / f"{text}.md").write_text("\n\n".join(PAYLOADS), encoding="utf-8", newline="")


def _card(folder: Path, name: str, regulation: str) -> None:
    folder.mkdir(parents=True)
    said: dict[str, Any] = {"name": f"{name} (вымышленный)", "genitive": name, "prepositional": name}
    said |= {"oktmo": "00999001", "region": "Вымышленная область", "region_code": "vymyshlennaya"}
    said |= {"regulation": regulation, "signature": {"position": "Начальник отдела", "name": "Я. Ю. Воробьиных"}}
    said |= {"authority": "Отдел образования", "responsible": {"сбор данных": "специалист"}}
    (folder / "municipality.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")


def _tables(slug: str, schools: int, more: Iterator[str]) -> dict[str, list[list[object]]]:
    """Return table → header and lines; `more` is what each text says beside its words."""
    orgs = [f"5{at}{schools}" for at in range(schools)]
    people = [(f"r{org}-{at}", org, at) for org in orgs for at in range(TEACHERS)]
    title = "Удодово гнездо" if slug == CANARIES else "Школа"
    return {
        "organisations": [
            ["Код организации", "Полное наименование", "Тип", "Муниципальная", "Сайт"],
            *([org, f"МБОУ «{title} {org}»{next(more)}", "школа", "да", ""] for org in orgs),
        ],
        "staff": [_REGISTER, *(_person(slug, *who) for who in people)],
        "diagnostics": [
            ["Код работника", "Дата", "Вид", "Направление компетенций", "Завершена", "Балл", "Уровень"],
            *(
                [who, "12.10.2024", ("дефициты", "выгорание")[at % 2], "методические", "да", at, LEVELS[at % 3]]
                for who, _, at in people
                if at % 5
            ),
        ],
        "practices": [
            ["Код", "Название", "Автор", "Организация", "Дата", "Вид", "В банке успешных практик"],
            *(
                [f"П-{who}", f"Урок у доски{next(more)}", who, org, "05.05.2024", "практика", "да"]
                for who, org, _ in people[::7]
            ),
        ],
        "measures": [
            ["Код", "Вид", "Направление", "Содержание", "Срок", "Ответственный", "Состояние"],
            *(
                [
                    f"М-{org}",
                    "мера",
                    "1",
                    f"Провести семинар{next(more)}",
                    "31.12.2024",
                    f"Отдел{next(more)}",
                    "выполнено",
                ]
                for org in orgs
            ),
        ],
    }


_REGISTER: Final[list[object]] = [
    *("Код организации", "Код работника", "ФИО", "СНИЛС", "Дата рождения", "Категория персонала", "Должность"),
    *("Предмет", "Принят в организацию", "Педагогический стаж, лет", "Внешний совместитель", "Ставка"),
    *("Квалификационная категория", "Телефон", "Электронная почта"),
]


def _person(slug: str, code: str, org: str, at: int) -> list[object]:
    """Return a line of the register: a canary's in the district of canaries, with a name like any other elsewhere."""
    surname = SURNAMES[at % len(SURNAMES)] if slug == CANARIES else f"Педагогова{'абвгдежзиклмнопр'[at]}ская"
    given, subject = GIVEN[at % len(GIVEN)], ("физика", "математика", "химия", "музыка")[min(at // 5, 3)]
    named = [f"{surname} {given} {FATHER}", f"118-244-{100 + at} 00", "17.03.1979"]
    work = ["педагог", "учитель", subject, "01.09.2015", at, "нет", 1, ("высшая", "первая", "нет")[at % 3]]
    return [org, code, *named, *work, "+7 913 555-01-02", f"zimorodok{at}@example.org"]


def _put(path: Path, rows: list[list[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    out = StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    path.write_bytes(out.getvalue().replace("\0", "").encode("utf-8-sig"))


def unpacked(path: Path) -> Iterator[str]:
    """Yield the name and all bytes of a file as text, archives part by part."""
    data = path.read_bytes()
    yield path.name
    yield data.decode("utf-8", "replace")
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as parts:
            yield from (parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


if __name__ == "__main__":
    write_districts(Path(sys.argv[1]))
