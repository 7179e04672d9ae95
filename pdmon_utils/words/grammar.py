"""Russian nouns after numbers, dates and enumerations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pdmon_utils.errors import PdmonError, nearest
from pdmon_utils.words.numerals import NBSP, NO_DATA, Number, amount, exact, half_up, is_missing

_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
_FORMS = """
балл/балла/баллов, вакансия/вакансии/вакансий, вопрос/вопроса/вопросов, вывод/вывода/выводов,
год/года/лет, документ/документа/документов,
замечание/замечания/замечаний, кластер/кластера/кластеров, лист/листа/листов, маршрут/маршрута/маршрутов,
мера/меры/мер, мероприятие/мероприятия/мероприятий, месяц/месяца/месяцев,
муниципалитет/муниципалитета/муниципалитетов, наставник/наставника/наставников,
объединение/объединения/объединений, организация/организации/организаций, отчёт/отчёта/отчётов,
ошибка/ошибки/ошибок, педагог/педагога/педагогов,
педагогический работник/педагогических работника/педагогических работников, позиция/позиции/позиций,
показатель/показателя/показателей, практика/практики/практик, программа/программы/программ,
рекомендация/рекомендации/рекомендаций, руководитель/руководителя/руководителей, ставка/ставки/ставок,
строка/строки/строк, таблица/таблицы/таблиц, участник/участника/участников, файл/файла/файлов, час/часа/часов,
человек/человека/человек, школа/школы/школ, ячейка/ячейки/ячеек
"""
_NOUNS = {forms[0]: forms for forms in (said.strip().split("/") for said in _FORMS.split(","))}


class WordsError(PdmonError):
    """A noun or a kind of indicator that pdmon has no words for."""


def plural(n: Number, one: str, few: str, many: str) -> str:
    """Return the form of a noun after `n`: «1 педагог», «2 педагога», «5 педагогов», «1,5 ставки»."""
    if half_up(n, 2) % 100:
        return few  # after a decimal fraction stands the genitive singular, which is «few» for a noun
    tens, units = divmod(abs(half_up(n)) % 100, 10)
    if tens == 1 or units not in (1, 2, 3, 4):
        return many
    return one if units == 1 else few


def count(n: Number, noun: str) -> str:
    """Return «5 педагогов»; raises WordsError for a noun that is not in the dictionary."""
    if noun not in _NOUNS:
        raise WordsError(f"Нет форм слова «{noun}»{nearest(noun, _NOUNS)} Допишите их в words/grammar.py.")
    return NO_DATA if is_missing(n) else f"{amount(n)}{NBSP}{plural(n, *_NOUNS[noun])}"


def join_ru(items: Sequence[str]) -> str:
    """Return «a, b и c»."""
    *head, last = items or [""]
    return f"{', '.join(head)} и {last}" if head else last


def year_text(year: int) -> str:
    """Return «2024 г.»."""
    return f"{exact(year)}{NBSP}г."


def day(when: date) -> str:
    """Return «1 сентября 2024 г.»."""
    return f"{_day_month(when)} {year_text(when.year)}"


def short_day(when: date) -> str:
    """Return «01.09.2024», for cells of tables."""
    return f"{when:%d.%m.%Y}"


def period(start: date, end: date) -> str:
    """Return «с 1 января по 31 декабря 2024 г.»; the first year is said only where it differs."""
    first = _day_month(start) if start.year == end.year else day(start)
    return f"с{NBSP}{first} по{NBSP}{day(end)}"


def _day_month(when: date) -> str:
    return f"{when.day}{NBSP}{_MONTHS.split()[when.month - 1]}"
