"""The provenance of a report: what it was made of and by, which checks it passed, the hashes of its files.

The page is the same on every run: it has no clock and no word of this machine. A public one counts files and rows and
names none, since schools and people name files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from pdmon_utils.publish.checks import Check
from pdmon_utils.publish.origin import Origin
from pdmon_utils.schema import SCHEMA
from pdmon_utils.words import number
from pdmon_utils.words.numerals import FEW, half_up

_SEVERITIES: Final = {"error": "Ошибки", "query": "Вопросы", "note": "Пометки"}
_DECISIONS: Final = {"accepted": "Принято сведений организаций", "returned": "Возвращено на исправление"}
_RULE: Final = re.compile(r'<a href="#pdmon-rule-(\d{1,6})"')  # a tag: the same words in a text stand behind «&lt;»
_PARAMETERS: Final = {
    "municipality": "Муниципалитет",
    "region": "Регион",
    "year": "Год",
    "audience": "Для кого",
    "organisation": "Организация",
}
Size = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report: its heading, its parameters, the hash of the notebook it was made from, its page and files."""

    title: str
    audience: str
    parameters: Mapping[str, str | int]
    notebook: str
    html: str
    checks: tuple[Check, ...]
    files: Mapping[str, str]

    @property
    def public(self) -> bool:
        """True when everybody may read it."""
        return self.audience == "public"


@dataclass(frozen=True, slots=True)
class Grid:
    """A part of the page: words, and a table with a caption; a cell is text, a hash stands as code."""

    title: str
    words: tuple[str, ...] = ()
    caption: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numeric: tuple[int, ...] = ()  # columns counted from 0


def grids(report: Report, origin: Origin) -> tuple[Grid, ...]:
    """Return the parts of the provenance page in their order."""
    return (
        _report(report),
        *inputs(origin),
        _decided(report, origin),
        _rules(report),
        *([_hidden(origin)] if report.public and origin.known else []),
        _checks(report),
        _versions(origin),
        file_grid(report.files),
    )


def plain(report: Report, origin: Origin) -> dict[str, Any]:
    """Return what the manifest says of the origin, for machines."""
    return {
        "parameters": dict(report.parameters),
        "template": report.notebook,
        "inputs": {"files": len(origin.files), "sha256": origin.fingerprint} if origin.known else None,
        "versions": dict(origin.versions),
        "checks": [check.plain() for check in report.checks],
    }


HOW_TO_REPEAT: Final = (
    "Отпечаток исходных файлов — SHA-256 от отсортированного списка их SHA-256, по одному в строке: "
    "sha256sum файлы | cut -c1-64 | sort | sha256sum."
)
NOT_COUNTED: Final = "Не учтены строки с ошибками в обязательных ячейках, повторы и строки, замещённые более поздними."
ROUNDED: Final = (
    "Числа строк округлены до десятков: строка — это человек или событие, и точное число малой таблицы сказало бы "
    "о людях больше, чем показатели."
)
UNKNOWN: Final = Grid(
    "Исходные данные",
    ("Сведений об исходных файлах нет: данные не подготовлены или подготовлены прежней версией. Повторите prepare.",),
)


def _report(report: Report) -> Grid:
    given = [(_PARAMETERS.get(name, name), str(value)) for name, value in report.parameters.items()]
    rows = (("Отчёт", report.title), *given, ("Тетрадь до выполнения, SHA-256", report.notebook))
    return Grid("Отчёт", caption="Что это за отчёт", header=("Что", "Значение"), rows=rows)


@lru_cache(maxsize=4)  # all reports of a place, year and audience say the same
def inputs(origin: Origin) -> tuple[Grid, ...]:
    """Return the parts about files and rows, or the one that says that nothing is known of them."""
    if not origin.known:
        return (UNKNOWN,)
    public = origin.ledger.audience == "public"
    size = _tens if public else _exact
    named = () if public else (_by_file(origin), *_lost(origin))
    return (_by_year(origin, size), _by_table(origin, size), *named, _found(origin))


def _by_year(origin: Origin, size: Size) -> Grid:
    sums = origin.files.assign(files=1).groupby("year")[["files", "sheets", "rows", "used"]].sum()
    lines = sums.itertuples(name=None)
    rows = tuple(
        (str(year), _exact(files), _exact(sheets), size(read), size(used)) for year, files, sheets, read, used in lines
    )
    words = (HOW_TO_REPEAT, origin.fingerprint)
    header = ("Год", "Файлов", "Листов", "Строк прочитано", "Строк учтено")
    return Grid("Исходные файлы", words, "Файлы, из которых рассчитан отчёт", header, rows, (1, 2, 3, 4))


def _by_table(origin: Origin, size: Size) -> Grid:
    read = origin.sheets[origin.sheets["table"] != ""]
    sums = read.assign(lost=read["rows"] - read["used"]).groupby("table")[["used", "lost"]].sum()
    last = read[read["year"] == origin.ledger.year].groupby("table")["used"].sum()
    rows = tuple(
        (SCHEMA[name].title, *map(size, (last.get(name, 0), *sums.loc[name]))) for name in SCHEMA if name in sums.index
    )
    header = ("Таблица", f"Учтено строк за {origin.ledger.year} год", "Учтено за все годы", "Не учтено за все годы")
    return Grid(
        "Строки таблиц",
        (NOT_COUNTED, *([ROUNDED] if size is _tens else [])),
        "Строки по таблицам",
        header,
        rows,
        (1, 2, 3),
    )


def _by_file(origin: Origin) -> Grid:
    whose = len(origin.slugs) > 1
    columns = ["municipality", "file", "sha256", "sheets", "rows", "used"]
    rows = tuple(
        (f"{slug}/{file}" if whose else file, origin.received.get((slug, file, sha), "—"), *_numbers(*sizes), sha)
        for slug, file, sha, *sizes in origin.files[columns].itertuples(index=False, name=None)
    )
    header = ("Файл", "Поступил", "Листов", "Строк прочитано", "Строк учтено", "SHA-256")
    return Grid("Список файлов", caption="Исходные файлы поимённо", header=header, rows=rows, numeric=(2, 3, 4))


def _lost(origin: Origin) -> Iterator[Grid]:
    short = origin.sheets.loc[origin.sheets["rows"] > origin.sheets["used"], ["file", "sheet", "rows", "used"]]
    if len(short):
        lines = short.itertuples(index=False, name=None)
        rows = tuple((file, sheet, *_numbers(*sizes)) for file, sheet, *sizes in lines)
        header = ("Файл", "Лист", "Строк прочитано", "Строк учтено")
        yield Grid(
            "Листы, где учтено не всё", caption="Листы с неучтёнными строками", header=header, rows=rows, numeric=(2, 3)
        )


def _found(origin: Origin) -> Grid:
    sizes = origin.findings["severity"].value_counts()
    of_year = origin.findings.loc[origin.findings["year"] == origin.ledger.year, "severity"].value_counts()
    rows = tuple((word, *_numbers(of_year.get(key, 0), sizes.get(key, 0))) for key, word in _SEVERITIES.items())
    header = ("Замечания", f"За {origin.ledger.year} год", "За все годы")
    return Grid(
        "Замечания к данным", caption="Замечания проверки исходных данных", header=header, rows=rows, numeric=(1, 2)
    )


def _decided(report: Report, origin: Origin) -> Grid:
    rows = [(word, number(origin.decisions[key])) for key, word in _DECISIONS.items()]
    for slug, turn in origin.turns.items():
        name = origin.workspace.municipality(slug).name
        state = "закрыт" if turn.status == "locked" else "открыт снова"
        by = "" if report.public else f", {turn.by}"  # who did it is a person
        rows.append((f"Год данных, {name}", f"{state} {turn.date:%d.%m.%Y}{by}"))
    return Grid("Решения", caption="Что решено о данных года", header=("Решение", "Сколько, когда"), rows=tuple(rows))


def _rules(report: Report) -> Grid:
    numbers = sorted({int(found) for found in _RULE.findall(report.html)})
    said = ", ".join(map(str, numbers))
    words = f"Номера правил, по которым сделаны выводы на странице: {said}." if numbers else "Выводов по правилам нет."
    return Grid("Правила выводов", (words,))


def _hidden(origin: Origin) -> Grid:
    hidden, whole = origin.hidden
    words = (
        f"Значений показателей за год: {number(whole)}, из них скрыто для защиты сведений о людях: {number(hidden)}."
    )
    return Grid("Защита сведений", (words,))


def _checks(report: Report) -> Grid:
    rows = tuple((check.name, number(check.looked), _outcome(check)) for check in report.checks)
    return Grid("Проверки отчёта", (), "Журнал проверок", ("Проверка", "Просмотрено", "Итог"), rows, (1,))


def _outcome(check: Check) -> str:
    return "пройдена" if check.passed else f"не пройдена: {'; '.join(check.problems)}"


def _versions(origin: Origin) -> Grid:
    rows = tuple(origin.versions.items())
    return Grid("Версии", caption="Чем сделан отчёт", header=("Что", "Версия или отпечаток"), rows=rows)


def file_grid(files: Mapping[str, str]) -> Grid:
    """Return the part of the page that names the report's files: name → sha256."""
    return Grid(
        "Файлы отчёта", (), "Контрольные суммы файлов отчёта", ("Файл", "SHA-256"), tuple(sorted(files.items()))
    )


def _numbers(*values: float) -> tuple[str, ...]:
    return tuple(map(_exact, values))


def _exact(value: float) -> str:
    return number(int(value))


def _tens(value: float) -> str:
    """Return a number of rows as everybody may see it: to the nearest ten."""
    return number(10 * half_up(int(value), -1)) if value >= FEW else f"менее {FEW}"
