"""One workbook with thirty mistakes of every kind: all are found at their cells in one pass, and nothing else is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from pdmon_utils.intake import read_municipality
from pdmon_utils.municipality import Municipality
from test_intake import book, town  # noqa: F401  town is a fixture

Rows = list[list[object]]
ORGANISATIONS: Rows = [
    ["Код организации", "Полное наименование", "Тип", "Муниципальная", "Кластер", "Сельская местность"],
    ["001", "МБОУ «СОШ № 1»", "школа", "да", "МКШ", "нет"],
]
STAFF: Rows = [
    [
        *("Код организации", "Код работника", "Категория персонала", "Должность", "Предмет", "Дата рождения"),
        *("Начало педагогической деятельности", "Педагогический стаж, полных лет", "Принят в организацию", "Уволен"),
        *("Внешний совместитель", "Ставка", "Нагрузка, час/нед.", "Квалификационная категория", "Пол", "Образование"),
    ],
    *(
        [
            *("001", f"{n:03}", "педагог", "учитель", subject, dt.date(1970 + n, 3, n), dt.date(1995 + n, 9, 1), None),
            *(dt.date(2000 + n, 9, 1), None, "нет", 1, 18, "первая", "ж", "высшее иное"),
        ]
        for n, subject in enumerate(["физика", "химия", "музыка", "биология", "география", "математика"] * 3, 1)
    ),
]
PROGRAMMES: Rows = [["Код программы", "Название", "Организация", "Вид", "Часы"], ["P1", "Методика", "ИРО", "ПК", 36]]
COURSES: Rows = [
    ["Код работника", "Код программы", "Дата окончания", "Завершено"],
    *([f"{number:03}", "P1", dt.date(2022, 5, number), "да"] for number in range(1, 7)),
]
DIAGNOSTICS: Rows = [
    ["Код работника", "Дата", "Вид", "Завершена", "Выявлен дефицит", "Вид дефицита"],
    *([f"{number:03}", dt.date(2022, 4, number), "дефициты", "да", "да", "ИКТ"] for number in range(1, 7)),
]
ROUTES: Rows = [
    [
        *("Код ИОМ", "Код работника", "Начало", "Окончание", "На основе диагностики", "Состояние"),
        *("Позиций всего", "Позиций выполнено"),
    ],
    *([f"M{n}", f"{n:03}", dt.date(2022, 4, 20), None, "да", "реализуется", 5, 1] for n in range(1, 7)),
]
OUTCOMES: Rows = [
    ["Код организации", "Показатель", "Всего обучающихся/выпускников", "Из них достигли/получили/обеспечены"],
    ["001", "4 классы, базовый уровень", 40, 38],
]
VACANCIES: Rows = [
    ["Код организации", "На дату", "Должность", "Предмет", "Вакантно ставок"],
    ["001", dt.date(2022, 9, 1), "учитель", "физика", 0.5],
]
CLEAN = {
    "Организации": ORGANISATIONS,
    "Реестр работников": STAFF,
    "Программы ДПО": PROGRAMMES,
    "Обучение по программам ДПО": COURSES,
    "Диагностики": DIAGNOSTICS,
    "ИОМ": ROUTES,
    "Результаты обучающихся": OUTCOMES,
    "Вакансии": VACANCIES,
}
SEEDED = [  # sheet, cell, what stands there, rule
    ("Организации", "E2", "малокомплектная", "cell.enum"),
    ("Реестр работников", "F2", "31.02.1971", "cell.calendar"),
    ("Реестр работников", "F3", "семидесятый", "cell.date"),
    ("Реестр работников", "E4", "музика", "cell.enum"),
    ("Реестр работников", "M5", 180, "value.range"),
    ("Реестр работников", "L6", "полторы", "cell.number"),
    ("Реестр работников", "K7", "возможно", "cell.bool"),
    ("Реестр работников", "D8", None, "cell.required"),
    ("Реестр работников", "H9", 70, "staff.experience_over_age"),
    ("Реестр работников", "J10", dt.date(1999, 1, 1), "staff.dismissed_before_hired"),
    ("Реестр работников", "F11", dt.date(2023, 5, 5), "staff.birth_future"),
    ("Реестр работников", "E12", None, "staff.subject_missing"),
    ("Реестр работников", "L13", 1.75, "persons.rate_high"),
    ("Реестр работников", "L14", 2.5, "persons.rate_impossible"),
    ("Реестр работников", "A15", "0О1", "ref.organisations"),
    ("Реестр работников", "I16", dt.date(2023, 1, 9), "staff.hired_later"),
    ("Реестр работников", "O17", "мужской пол", "cell.enum"),
    ("Программы ДПО", "E2", 8, "programmes.hours_short"),
    ("Обучение по программам ДПО", "C2", dt.date(2023, 2, 1), "courses.future"),
    ("Обучение по программам ДПО", "B3", "P9", "ref.programmes"),
    ("Обучение по программам ДПО", "A4", "777", "ref.staff"),
    ("Диагностики", "C2", "дифициты", "cell.enum"),
    ("Диагностики", "F3", None, "diagnostics.type_missing"),
    ("Диагностики", "B4", "весна", "cell.date"),
    ("ИОМ", "D2", dt.date(2022, 1, 1), "routes.backwards"),
    ("ИОМ", "H3", 9, "routes.items_over"),
    ("ИОМ", "F4", "в работе", "cell.enum"),
    ("Результаты обучающихся", "D2", 41, "outcomes.over"),
    ("Вакансии", "E2", -1, "value.range"),
    ("Вакансии", "B2", "позже", "cell.date"),
]


def written(town: Municipality, seeded: Sequence[tuple[str, str, object, str]]) -> None:  # noqa: F811
    path = town.folder / "2022" / "001.xlsx"
    sheets = {name: [list(row) for row in rows] for name, rows in CLEAN.items()}
    for sheet, cell, value, _ in seeded:
        column, row = ord(cell[0]) - ord("A"), int(cell[1:]) - 1
        sheets[sheet][row][column] = value
    book(path, sheets)


def found(town: Municipality) -> list[tuple[str, str, str]]:  # noqa: F811
    findings = read_municipality(town).findings
    assert set(findings["file"]) <= {"2022/001.xlsx"}
    serious = findings[findings["severity"] != "note"]
    return sorted(serious[["sheet", "cell", "rule"]].itertuples(index=False, name=None))


def test_the_clean_workbook_is_clean(town: Municipality) -> None:  # noqa: F811
    written(town, [])

    assert found(town) == []


def test_thirty_mistakes_are_thirty_findings(town: Municipality) -> None:  # noqa: F811
    written(town, SEEDED)

    expected = sorted((sheet, cell, rule) for sheet, cell, _, rule in SEEDED)
    assert len(expected) == 30
    assert found(town) == expected


@pytest.mark.parametrize("seed", SEEDED, ids=lambda seed: f"{seed[3]} {seed[1]}")
def test_each_mistake_is_found_alone(town: Municipality, seed: tuple[str, str, object, str]) -> None:  # noqa: F811
    written(town, [seed])

    sheet, cell, _, rule = seed
    assert found(town) == [(sheet, cell, rule)]
