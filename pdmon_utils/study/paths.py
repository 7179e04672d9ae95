"""Ways on which deficits were removed, seen where a diagnosis was repeated (КБР, п. 2.1.1)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pdmon_utils.disclosure import FEW_PEOPLE
from pdmon_utils.show import Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.counts import Counts, counts
from pdmon_utils.study.data import Data
from pdmon_utils.words import NO_DENOMINATOR, Sentence, percent, share_text, wilson

WAYS = {
    "courses": "курсы ПК, переподготовка",
    "routes": "ИОМ",
    "mentoring": "наставничество",
    "support": "методическое сопровождение",
    "none": "ничего из перечисленного",
}
CAUTION = (
    "Связь, а не причина: педагоги выбирали путь сами, пути пересекаются, один педагог входит с каждым направлением, "
    "а повторная диагностика лучше первой и без всякой поддержки, если в первый раз результат был случайно низким."
)


def paths(data: Data) -> Stack:
    """Return the share of deficits no longer found at the latest diagnosis, by what came between the two."""
    pairs = repeated(data.rows("diagnostics"), data.year)
    if pairs.empty:
        return Stack(
            [Notice("Повторных диагностик по тому же направлению нет: пути устранения дефицитов не сравнить.")]
        )
    told = by_way(pairs, {name: data.rows(name) for name in ("courses", "routes", "mentoring", "support")})
    if data.public and _few(told.assign(pairs=len(pairs), removed=pairs["removed"].sum())):
        return Stack([Notice("Повторные диагностики не публикуются: за числом стоит слишком мало людей.")])
    shown: list[Shown] = [Paragraph(_said(numbers(data, pairs)))]
    if data.public and _few(told):
        return Stack([*shown, Notice("По путям не публикуется: за одним из чисел стоит слишком мало людей.")])
    return Stack([*shown, _table(told)])


def repeated(diagnostics: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return by person and direction the first diagnosis that found a deficit and the latest one after it.

    Columns person_id, direction, first, last (dates), removed; completed diagnoses of deficits up to the year's folder.
    """
    told = diagnostics[(diagnostics["kind"] == "deficit") & (diagnostics["year"] <= year)]
    told = told[told["completed"].fillna(value=False) & told["deficit_found"].notna() & told["person_id"].notna()]
    rows = told.astype({"direction": object}).dropna(subset="direction").sort_values("date", kind="stable")
    keys = ["person_id", "direction"]
    first = rows[rows["deficit_found"].astype(bool)].groupby(keys)["date"].min().rename("first").reset_index()
    last = rows.groupby(keys)[["date", "deficit_found"]].last().reset_index().rename(columns={"date": "last"})
    pairs = first.merge(last, on=keys)
    later = pairs[pairs["last"] > pairs["first"]]
    return later.assign(removed=~later["deficit_found"].astype(bool))[[*keys, "first", "last", "removed"]]


def by_way(pairs: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a row a way: way, pairs, removed; a pair counts in every way that lies between its two diagnoses."""
    numbered = pairs.reset_index(drop=True)
    on = {way: _between(numbered, _dated(way, tables[way])) for way in WAYS if way != "none"}
    on["none"] = ~pd.DataFrame(on).any(axis=1)
    rows = [(way, int(held.sum()), int(numbered.loc[held, "removed"].sum())) for way, held in on.items()]
    return pd.DataFrame(rows, columns=["way", "pairs", "removed"])


def _dated(way: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return whose and from when to when: of a course the day of its end, of support the day it began."""
    person = table["mentee_id"] if way == "mentoring" else table["person_id"]
    if way == "courses":
        done = table["completed"].fillna(value=False)
        return pd.DataFrame({"person_id": person, "start": table["end_date"], "end": table["end_date"]})[done]
    end = table["start_date"] if way == "support" else table["end_date"]
    return pd.DataFrame({"person_id": person, "start": table["start_date"], "end": end})


def _between(pairs: pd.DataFrame, dated: pd.DataFrame) -> pd.Series[bool]:
    """Return for each pair whether something of the person lies after the first and not after the last diagnosis."""
    joined = pairs.reset_index().merge(dated, on="person_id")
    lies = (joined["start"] <= joined["last"]) & (joined["end"].isna() | (joined["end"] > joined["first"]))
    return pd.Series(pairs.index.isin(joined.loc[lies, "index"]), index=pairs.index)


def numbers(data: Data, pairs: pd.DataFrame) -> Counts:
    """Return the numbers that the page's sentence quotes."""
    removed = int(pairs["removed"].sum())
    return counts(data, "paths", {"pairs": len(pairs), "removed": removed, "share": removed / len(pairs)})


def _said(told: Counts) -> Sentence:
    removed, pairs = told.values["removed"], told.values["pairs"]
    return told.say(
        "Повторно продиагностированы направления, где был дефицит: {pairs}. Больше не выявлен: {removed} ({share}).",
        share=told.quote("share", share_text(removed, pairs)),
    )


def _table(told: pd.DataFrame) -> Table:
    rows = [_row(str(way), int(pairs), int(removed)) for way, pairs, removed in told.itertuples(index=False)]
    return Table(
        pd.DataFrame(rows), "Пути устранения дефицитов", CAUTION, ("Дефицит больше не выявлен", "Интервал 95 %")
    )


def _row(way: str, pairs: int, removed: int) -> dict[str, object]:
    return {
        "Между диагностиками": WAYS[way],
        "Повторных диагностик": pairs,
        "Дефицит больше не выявлен": share_text(removed, pairs) if pairs else NO_DENOMINATOR,
        "Интервал 95 %": _spread(removed, pairs) if pairs else NO_DENOMINATOR,
    }


def _spread(removed: int, pairs: int) -> str:
    low, high = wilson(removed, pairs)
    return f"от {percent(low, 0)} до {percent(high, 0)}"


def _few(told: pd.DataFrame) -> bool:
    sizes = pd.concat([told["removed"], told["pairs"] - told["removed"]])
    return bool(((sizes > 0) & (sizes < FEW_PEOPLE)).any())
