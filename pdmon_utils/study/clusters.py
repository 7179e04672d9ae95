"""Every indicator by declared groups of organisations, compared organisation by organisation (internal)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare.clusters import FEWEST, against_rest, pooled
from pdmon_utils.compare.sides import ABOVE, BELOW, INSIDE, side_of
from pdmon_utils.show import Bullets, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.stats.many import q_values
from pdmon_utils.study.data import Data
from pdmon_utils.study.schools import COMPARED, GROUPINGS, INTERNAL_ONLY, WORDS, Schools
from pdmon_utils.study.values import NOT_COMPARED, STRUCTURE, fed
from pdmon_utils.words import Name, Sentence, figure_text, is_missing, number, percent, sentence

Row = Mapping[Any, Any]
SAID = {
    ABOVE: "выше районного уровня за пределами случайного",
    BELOW: "ниже районного уровня за пределами случайного",
    INSIDE: "различия не выходят за пределы случайного",
}
TOO_FEW = f"организаций с данными меньше {FEWEST}: не сравнивается; только для служебного пользования"
RULE = (
    "Группа сравнивается с остальными организациями по значениям организаций, а не по сумме людей: педагоги одной "
    "организации похожи друг на друга. Перестановочный критерий со статистикой Уэлча; поправка "
    "Бенджамини–Хохберга внутри показателя и признака, уровень 5 %. «За пределами случайного» сказано только после "
    "поправки; в остальных случаях различия могли возникнуть случайно. При многих показателях единичные такие выводы "
    "возможны и без действительного различия."
)
NOTE = "Сравниваются значения организаций: перестановочный критерий, поправка Бенджамини–Хохберга, 5 %."
_CAPTION = "{}: группы организаций, {} год"


def clusters(schools: Schools) -> Stack:
    """Return what stands out, then each indicator by declared groups; nothing of it on a public page."""
    data = schools.data
    if data.public:
        return Stack([Notice(INTERNAL_ONLY)])
    if schools.declared.columns.empty:
        return Stack([Notice("Организации не различаются ни по одному объявленному признаку: сравнивать нечего.")])
    found = [(ask, compared(schools, ask)) for ask in data.asks if fed(data, ask) and shown_by_groups(ask)]
    apart = [_sentence(ask, row) for ask, frame in found for row in _apart(frame)]
    tables: list[Shown] = [_table(data, ask, frame) for ask, frame in found]
    first: Shown = Bullets(apart) if apart else Paragraph(f"По всем показателям {SAID[INSIDE]}.")
    return Stack([first, Paragraph(RULE), *tables])


def shown_by_groups(ask: Ask) -> bool:
    """Return True for an ask that has figures of organisations or clusters and is no list of texts."""
    return ask.kind != "list" and bool({"organisation", "cluster"} & set(ask.scopes))


def of_ask(schools: Schools, ask: Ask) -> list[Shown]:
    """Return the table of one ask by declared groups; nothing where organisations do not differ."""
    frame = compared(schools, ask) if shown_by_groups(ask) else pd.DataFrame()
    return [] if frame.empty else [_table(schools.data, ask, frame)]


def compared(schools: Schools, ask: Ask) -> pd.DataFrame:
    """Return a row per declared group: `grouping group registered organisations teachers value mean side`.

    `value` is written as figures are, `mean` is the mean of organisations, `side` is NA where nothing is compared.
    """
    return schools.data.keep(("groups", ask.id), lambda: _compared(schools, ask))


def _compared(schools: Schools, ask: Ask) -> pd.DataFrame:
    parts = [_of_grouping(schools, ask, name) for name in schools.declared.columns.astype(str)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _of_grouping(schools: Schools, ask: Ask, name: str) -> pd.DataFrame:
    group = schools.declared[name]
    values = schools.values(ask) if ask.kind in COMPARED else pd.Series(dtype=float)
    tested = against_rest(values, group)
    tested = tested.reindex([code for code in WORDS[name] if code in tested.index])  # in the order of the words
    q = pd.Series(q_values(tested["p"].to_numpy(dtype=float)), index=tested.index)
    sums = _sums(schools, ask, name, group).reindex(tested.index)
    known = pd.Series(tested.index.map(WORDS[name]), index=tested.index)
    return pd.DataFrame(
        {
            "grouping": GROUPINGS[name],
            "group": known,
            "registered": group.value_counts().reindex(tested.index),
            "organisations": tested["organisations"] if ask.kind in COMPARED else sums["units"],
            "teachers": schools.traits["teachers"].groupby(group).sum().reindex(tested.index),
            "value": [_written(ask, n, d) for n, d in zip(sums["numerator"], sums["denominator"], strict=True)],
            "mean": tested["mean"],
            "side": side_of(tested["apart"].astype(float), q),
        }
    )


def _sums(schools: Schools, ask: Ask, name: str, group: pd.Series[str]) -> pd.DataFrame:
    """Return the groups' numerators and denominators: of clusters as computed, of others the sum of organisations."""
    sums = pooled(schools.figures(ask), group)
    rows = schools.figures(ask, "cluster").set_index("unit")[["numerator", "denominator"]]
    if name == "cluster" and not rows.empty:
        return rows.join(sums["units"])
    return sums


def _written(ask: Ask, numerator: float, denominator: float) -> str:
    ratio = numerator / denominator if denominator and not is_missing(denominator) else float("nan")
    kind = {"presence": "count", "distribution": "count"}.get(ask.kind, ask.kind)
    unit = "ед." if ask.kind == "presence" or ask.indicator.unit == STRUCTURE else ask.indicator.unit
    return figure_text(kind, unit, numerator, denominator, numerator if kind == "count" else ratio)


def _table(data: Data, ask: Ask, frame: pd.DataFrame) -> Table:
    columns = {
        "Группа": frame["grouping"] + ": " + frame["group"],
        "Организаций (с данными)": [
            f"{number(all_)} ({number(0 if is_missing(held) else held)})"
            for all_, held in zip(frame["registered"], frame["organisations"], strict=True)
        ],
        "Педагогов": [number(n) for n in frame["teachers"]],
        "Значение": frame["value"],
        "Среднее по организациям": [_mean(ask, mean) for mean in frame["mean"]],
        "Вывод": [_verdict(ask, row) for row in frame.to_dict("records")],
    }
    numeric = tuple(columns)[1:5]
    caption = _CAPTION.format(ask.title, data.year)
    shown = pd.DataFrame(columns)
    if ask.kind not in COMPARED:
        return Table(shown.drop(columns=numeric[-1]), caption, numeric=numeric)
    return Table(shown, caption, NOTE, numeric)


def _mean(ask: Ask, mean: float) -> str:
    if is_missing(mean):
        return ""
    return percent(mean, 0) if ask.kind == "share" else number(mean, 1)


def _verdict(ask: Ask, row: Row) -> str:
    if ask.kind not in COMPARED:
        return NOT_COMPARED
    return TOO_FEW if is_missing(row["side"]) else SAID[row["side"]]


def _apart(frame: pd.DataFrame) -> list[Row]:
    return [*frame[frame["side"].isin((ABOVE, BELOW))].to_dict("records")]


def _sentence(ask: Ask, row: Row) -> Sentence:
    group = Name(f"{row['grouping']}: {row['group']}")
    return sentence(Name(ask.title), " — ", group, f": {SAID[row['side']]}.")
