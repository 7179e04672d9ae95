"""Changes and differences by strata: composition and level, Mantel-Haenszel, Simpson's warning (internal)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare.composition import DIVISIONS, Change, changed, divisible, parts, two_by_two
from pdmon_utils.show import Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.stats import strata
from pdmon_utils.study.data import Data
from pdmon_utils.study.schools import GROUPINGS, INTERNAL_ONLY, WORDS, Schools
from pdmon_utils.study.values import fed
from pdmon_utils.words import is_missing, number, share_text, signed
from pdmon_utils.words.numerals import NBSP

TITLE = "Изменение: состав и уровень"
RULE = (
    "Изменение доли разложено (по Китагаве) на две части, в сумме равные ему: «состав» — изменилось, кого "
    "сколько среди педагогов; «уровень» — изменились доли внутри групп. Состав и уровень описывают изменение и не "
    "называют его причин. Педагог, работающий в нескольких группах, учтён в каждой, поэтому сумма по группам может "
    "отличаться от итога муниципалитета."
)
SIMPSON = (
    "Общее изменение и изменение внутри групп противоположны (парадокс Симпсона): "
    "вывод по общему значению делать нельзя."
)
OPPOSITE = (
    "Общая разность и разность внутри типов организаций противоположны (парадокс Симпсона): сравнивайте внутри типов."
)
AGE = "Возраст педагогов"
_COMMON = "Общее отношение шансов (Мантель–Хензель)"
_ALIKE = "Однородность групп (Вулф), p"


def decomposition(schools: Schools) -> Stack:
    """Return how each share of persons changed since the year before, by cluster, type, rural and age of teachers."""
    data = schools.data
    if data.public:
        return Stack([Notice(INTERNAL_ONLY)])
    asks = [ask for ask in data.asks if divisible(ask) and _comparable(data, ask)]
    if not asks:
        text = f"Изменение с {data.year - 1} года не раскладывается: нет долей педагогов с реестром за оба года."
        return Stack([Notice(text, "missing")])
    shown = [part for division in DIVISIONS for part in _division(schools, asks, division)]
    return Stack([Heading(3, TITLE), Paragraph(RULE), *shown])


def _comparable(data: Data, ask: Ask) -> bool:
    years = (data.year - 1, data.year)
    return all(data.handed_in("staff", year) and fed(data, ask, year) for year in years)


def _division(schools: Schools, asks: list[Ask], division: str) -> Iterator[Shown]:
    year = schools.data.year
    found = ((ask, _changed(schools, ask, division)) for ask in asks)
    known = [(ask, change) for ask, change in found if change is not None]
    if not known:
        return
    title = GROUPINGS.get(division, AGE)
    yield Heading(4, title)
    yield from (Notice(f"{ask.title}. {SIMPSON}", "warning") for ask, change in known if change.reversed)
    yield _splits(known, f"{title}: изменение за год, состав и уровень, {year - 1}–{year}")
    yield _strata(known, WORDS[division], f"{title}: доли по группам, {year - 1} и {year} годы", year)


def _changed(schools: Schools, ask: Ask, division: str) -> Change | None:
    return schools.data.keep(("split", ask.id, division), lambda: _split(schools, ask, division))


def _split(schools: Schools, ask: Ask, division: str) -> Change | None:
    year = schools.data.year
    before, now = (parts(schools.members(ask.window, y), ask, division) for y in (year - 1, year))
    return changed(before, now)


def _splits(known: list[tuple[Ask, Change]], caption: str) -> Table:
    rows = [
        {
            "Показатель": ask.title,
            "Изменение": _points(change.change),
            "Состав": _points(change.composition),
            "Уровень": _points(change.level),
            _COMMON: _odds(change.odds),
            _ALIKE: "" if is_missing(change.alike.p) else number(change.alike.p, 3),
            "Направление": "группы и итог противоположны" if change.reversed else "итог и группы не противоречат",
        }
        for ask, change in known
    ]
    numeric = ("Изменение", "Состав", "Уровень", _COMMON, _ALIKE)
    note = "Отношение шансов: отчётный год к предыдущему, в скобках 95 %. Доли округлены: сумма может не совпадать."
    return Table(pd.DataFrame(rows), caption, note, numeric)


def _strata(known: list[tuple[Ask, Change]], words: dict[str, str], caption: str, year: int) -> Table:
    rows = [row for ask, change in known for row in _groups(ask, change, words, year)]
    return Table(pd.DataFrame(rows), caption, numeric=tuple(rows[0])[2:])


def _groups(ask: Ask, change: Change, words: dict[str, str], year: int) -> Iterator[dict[str, str]]:
    for code, row in change.groups.iterrows():
        before = _share(row["before_numerator"], row["before_denominator"])
        now = _share(row["numerator"], row["denominator"])
        parts_of = {"Состав": _points(row["composition"]), "Уровень": _points(row["level"])}
        yield {
            "Показатель": ask.title,
            "Группа": words[str(code)],
            str(year - 1): before,
            str(year): now,
            **parts_of,
        }


def by_type(schools: Schools, asks: list[Ask]) -> list[Shown]:
    """Return rural against other places of the report year inside the types of organisations, with the warning."""
    rows, warnings = [], []
    for ask in (ask for ask in asks if divisible(ask) and schools.data.handed_in("staff", schools.data.year)):
        held = parts(schools.members(ask.window, schools.data.year), ask, "rural_by_type")
        tables = _sides(held)
        if len(tables) and not is_missing(strata.crude_difference(tables)):
            rows.append(_stratified(ask, held, tables))
            warnings += [Notice(f"{ask.title}. {OPPOSITE}", "warning")] * strata.reversed_by_strata(tables)
    if not rows:
        return []
    caption = f"Сельские и остальные организации с учётом типа, {schools.data.year} год"
    note = "Общая разность — по Мантелю–Хензелю, взвешена по типам организаций; в скобках 95 %."
    frame = pd.DataFrame(rows)
    return [*warnings, Table(frame, caption, note, tuple(frame.columns[1:]))]


def _sides(held: pd.DataFrame) -> strata.Numbers:
    """Return types × 2 × 2: rural and other places, of the types that have both."""
    rural, other = (held[held.index.str.endswith(f"/{side}")].to_numpy(dtype=float) for side in ("yes", "no"))
    return strata.informative(two_by_two(rural, other))


def _stratified(ask: Ask, held: pd.DataFrame, tables: strata.Numbers) -> dict[str, str]:
    rural, other = (held[held.index.str.endswith(f"/{side}")].sum() for side in ("yes", "no"))
    common = strata.risk_difference(tables)
    low, high = (signed(100 * x, 0) for x in (common.low, common.high))
    return {
        "Показатель": ask.title,
        "Сельские": _share(rural["numerator"], rural["denominator"]),
        "Остальные": _share(other["numerator"], other["denominator"]),
        "Разность": _points(rural["numerator"] / rural["denominator"] - other["numerator"] / other["denominator"]),
        "Разность внутри типов": f"{_points(common.value)} ({low}…{high})",
    }


def _share(numerator: float, denominator: float) -> str:
    if denominator == 0:
        return "нет педагогов"
    parts_said = f"{number(numerator)} из {number(denominator)}"
    share = share_text(numerator, denominator)
    return share if share == parts_said else f"{share} ({parts_said})"


def _points(fraction: float) -> str:
    return f"{signed(100 * fraction, 1)}{NBSP}п.{NBSP}п."


def _odds(odds: strata.Estimate) -> str:
    if is_missing(odds.value):
        return "не оценивается"
    return (
        f"{number(odds.value, 2)} ({number(odds.low, 2)}…{number(odds.high, 2)})" if odds.low else number(odds.value, 2)
    )
