"""Internal and external factors: what goes together with an indicator over organisations, never «влияет» (internal)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare.factors import EXTERNAL, INTERNAL, PER_FACTOR, allowed, associations, flags, is_flag
from pdmon_utils.errors import StudyError
from pdmon_utils.show import Aside, Bullets, Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.data import Data, known_name
from pdmon_utils.study.own_factors import FILE, own_factors
from pdmon_utils.study.schools import COMPARED, INTERNAL_ONLY, Schools
from pdmon_utils.study.strata import by_type
from pdmon_utils.study.values import fed
from pdmon_utils.words import is_missing, join_ru, number, signed
from pdmon_utils.words.numerals import NBSP

CAUTION = (
    "Таблица показывает связь, а не причину: организации различаются и другими признаками. «Связано» сказано, только "
    "если перестановочный критерий по организациям после поправки Бенджамини–Хохберга по всей таблице даёт не больше "
    "5 %. Показатели возраста "
    "и стажа связаны с долей молодых и стажем по построению."
)
LIMIT = (
    f"Правило: на каждые {PER_FACTOR} организаций рассматривается не больше одного фактора каждого вида (но хотя бы "
    "один), в порядке, установленном заранее, а не по результату."
)
UNKNOWN = "Удалённость и доступность программ ДПО в таблицах не собираются."
HOW = (
    'Другие факторы можно назвать явно: study.factors("load", "school"). Удалённость и доступность внесите '
    "файлом {path} (код организации, фактор, значение), и они встанут среди внешних факторов первыми; остальное — в "
    "тексте аналитика."
)
TITLES = {
    "young": "доля педагогов моложе 35 лет",
    "experience": "средний педагогический стаж",
    "load": "нагрузка педагога, час/нед.",
    "vacancies": "доля вакантных педагогических ставок",
    "mentored": "охват наставничеством педагогов со стажем до 5 лет",
    "teachers": "размер организации (число педагогов)",
    "rural": "сельская местность",
    "school": "тип организации (школа)",
}
_FEWEST = 4  # organisations: of fewer no order can be told from chance
_COLUMNS = ["Показатель", "Фактор", "Организаций", "Связь", "p с поправкой", "Вывод"]
LINKED, NOT_LINKED, NOT_TESTED = "связано с фактором", "связь не установлена", "данных недостаточно"


_EFFECTS: dict[str, Callable[[float], str]] = {
    "rank": lambda effect: signed(effect, 2),
    "mean": lambda effect: signed(effect, 1),
    "share": lambda effect: f"{signed(100 * effect, 0)}{NBSP}п.{NBSP}п.",
}


def factors(schools: Schools, *chosen: str) -> Stack:
    """Return associations under the headings of internal and external factors; `chosen` names factors beforehand.

    Raises StudyError for an unknown factor, or for more of a kind than the number of organisations allows.
    """
    data = schools.data
    if data.public:
        return Stack([Notice(INTERNAL_ONLY)])
    asks = [ask for ask in data.asks if ask.kind in COMPARED and "organisation" in ask.scopes and fed(data, ask)]
    values = pd.DataFrame({ask.id: schools.values(ask) for ask in asks})
    if len(values) < _FEWEST:
        return Stack(
            [
                Notice("Организаций с данными слишком мало: связи с факторами не оцениваются."),
                Paragraph(UNKNOWN),
                _how(data),
            ]
        )
    given = own_factors(data)
    traits = schools.traits.join(flags(schools.rows.reset_index(drop=True))).join(given)
    external, known = (*map(str, given), *EXTERNAL), (*TITLES, *map(str, given))
    inner = _part(data, asks, values, traits[_chosen(chosen, INTERNAL, known, len(values))])
    outer = _part(data, asks, values, traits[_chosen(chosen, external, known, len(values))])
    left = [_title(name) for name in (*INTERNAL, *external) if name not in {*inner[1], *outer[1]}]
    said = [CAUTION, LIMIT, *([f"Не рассматривались: {join_ru(left)}."] if left else []), UNKNOWN]
    heads: list[Shown] = [Heading(3, "Внутренние факторы"), *inner[0], Heading(3, "Внешние факторы"), *outer[0]]
    return Stack([*heads, *by_type(schools, asks), Bullets(said), _how(data)])


def _how(data: Data) -> Aside:
    return Aside([Paragraph(HOW.format(path=data.text_path(FILE)))])


def _title(name: str) -> str:
    return TITLES.get(name, name)


def _chosen(names: tuple[str, ...], kind: tuple[str, ...], known: tuple[str, ...], organisations: int) -> list[str]:
    """Return the factors of one kind: those named, else the first ones in the order set beforehand."""
    for name in names:
        known_name(name, known, "фактора")
    limit, own = allowed(organisations), [name for name in names if name in kind]
    if len(own) > limit:
        raise StudyError(
            f"Факторов одного вида названо {len(own)}, а при {organisations} организациях можно не больше {limit}. "
            "Оставьте главные."
        )
    return own or list(kind[:limit])


def _part(
    data: Data, asks: list[Ask], values: pd.DataFrame, traits: pd.DataFrame
) -> tuple[list[Shown], tuple[str, ...]]:
    """Return the table of one kind of factors, and the factors in it."""
    titles = {ask.id: ask.title for ask in asks}
    held = traits.loc[:, traits.notna().any()]
    found = associations(values, held)
    scales = {ask.id: ask.kind for ask in asks}
    grouped = {str(name) for name in held if is_flag(held[name])}
    rows = [
        _row(titles, row, scales[row["indicator"]] if row["factor"] in grouped else "rank")
        for row in found.to_dict("records")
    ]
    named = join_ru([_title(str(name)) for name in held]) or "данные не представлены"
    caption = f"Связь показателей с факторами: {named}, {data.year} год"
    note = "Связь: коэффициент Спирмена или, для двух групп, разность средних (доли — в п. п.)."
    return [Table(pd.DataFrame(rows, columns=_COLUMNS), caption, note, tuple(_COLUMNS[2:5]))], tuple(map(str, held))


def _row(titles: dict[str, str], row: Mapping[Any, Any], scale: str) -> tuple[str, str, str, str, str, str]:
    effect, q = row["effect"], row["q"]
    told = _EFFECTS[scale](effect) if not is_missing(effect) else ""
    verdict = NOT_TESTED if is_missing(row["linked"]) else LINKED if row["linked"] else NOT_LINKED
    p = "" if is_missing(q) else "меньше 0,001" if q < 0.001 else number(q, 3)  # noqa: PLR2004  three decimals are shown
    return titles[row["indicator"]], _title(row["factor"]), number(row["n"]), told, p, verdict
