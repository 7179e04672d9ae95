"""The cuts of an ask on the page: groups as table and chart, hidden ones together in a row where that is known."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import SHARES, Ask, AskedCut
from pdmon_utils.compare import slice_of
from pdmon_utils.conclusions import JOINED_WORDS, post_words
from pdmon_utils.disclosure import JOINED, MEMBERS
from pdmon_utils.show import Notice, Picture, Shown, Table, alt_bars, bars
from pdmon_utils.show.tables import HIDDEN
from pdmon_utils.study.changes import valued
from pdmon_utils.study.data import Data
from pdmon_utils.words import NOT_HANDED_IN, Number, Sentence, address, figure_text, join_ru

MOST_BARS = 24
_KNOWN = {"state": "known"}
NOT_SHOWN = "Разрез не публикуется: за его группами стоит слишком мало людей, показано только общее значение."
TOGETHER = (
    "{words} — {names}: за каждой отдельно стоит слишком мало людей или её число можно вычислить. "
    "Состав прочих в разные годы разный, по годам их не сравнивают."
)


def cut_page(data: Data, ask: Ask, asked: AskedCut) -> list[Shown]:
    """Return the cut of the report year as table and chart; a cut that may not be published says so."""
    rows = slice_of(data.all_figures, ask.id, "municipality", asked.cut.name)
    rows = rows[rows["year"] == data.year]
    if len(rows) and rows["withheld"].all():
        return [Notice(f"«{asked.cut.title}». {NOT_SHOWN}")]
    if rows.empty:
        return [Notice(f"По признаку «{asked.cut.title}» {NOT_HANDED_IN}.")]
    together = _together(data, ask, asked)
    ordered = pd.concat([_in_order(rows[~rows["withheld"]] if len(together) else rows, asked), together])
    caption = f"{ask.title}: {'в разрезе' if asked.by else 'из них'} — {asked.cut.title}, {data.year} год"
    note = " ".join(_named(asked, members) for members in together[MEMBERS])
    shown: list[Shown] = [Table(_cut_frame(ordered, ask, data.municipality), caption, note, numeric=("Значение",))]
    if 1 < len(ordered) <= MOST_BARS and not ordered["withheld"].any() and (ordered["value"].fillna(0) > 0).any():
        shown.append(_bars(ordered, ask, caption))
    return shown


def facts(data: Data) -> dict[str, Number]:
    """Return parts and values of hidden groups together by address, for a checker."""
    return {
        address(row.indicator, row.scope, row.unit, row.breakdown, row.group, row.year, part): getattr(row, part)
        for row in data.joined.itertuples(index=False)
        for part in ("numerator", "denominator", "value")
    }


def _in_order(rows: pd.DataFrame, asked: AskedCut) -> pd.DataFrame:
    """Return the groups with their words: listed ones as the regulation lists them, others by alphabet."""
    if asked.open:
        words = rows["group"].astype(str).map(post_words)
        return rows.assign(words=words).sort_values("words", kind="stable")
    order = {code: place for place, code in enumerate(asked.groups)}
    listed = rows.assign(words=rows["group"].map(asked.groups), place=rows["group"].map(order))
    return listed.sort_values("place", kind="stable")


def _together(data: Data, ask: Ask, asked: AskedCut) -> pd.DataFrame:
    """Return the row of the hidden groups together; none where it may not be shown."""
    rows = slice_of(data.joined, ask.id, "municipality", asked.cut.name)
    return rows[rows["year"] == data.year].assign(words=JOINED_WORDS)


def _named(asked: AskedCut, members: Sequence[str]) -> str:
    names = [f"«{asked.groups.get(group) or post_words(group)}»" for group in members]
    return TOGETHER.format(words=JOINED_WORDS, names=join_ru(names))


def _cut_frame(rows: pd.DataFrame, ask: Ask, place: str) -> pd.DataFrame:
    """Return words and value of each group; the sum of hidden ones, which lies in no file, leads to its address."""
    texts = [_value(row, ask, place) for row in rows.to_dict("records")]
    return pd.DataFrame({"Группа": rows["words"].tolist(), "Значение": pd.Series(texts, dtype=object)})


def _value(row: Mapping[Hashable, Any], ask: Ask, place: str) -> str | Sentence:
    if row["withheld"]:
        return HIDDEN
    if row["group"] == JOINED:
        return valued(ask, {**{str(name): cell for name, cell in row.items()}, **_KNOWN, "kind": ask.kind}, place)
    kind, unit = _group_kind(ask), ask.indicator.unit
    return figure_text(kind, unit, row["numerator"], row["denominator"], row["value"])


def _group_kind(ask: Ask) -> str:
    return "count" if ask.kind == "list" else ask.kind


def _unit(ask: Ask) -> str:
    return "" if ask.kind == "list" else ask.indicator.unit


def _bars(rows: pd.DataFrame, ask: Ask, title: str) -> Picture:
    labels, values = rows["words"].tolist(), rows["value"].tolist()
    sizes = rows["denominator"].tolist() if ask.kind in SHARES else None
    return bars(labels, values, title=title, unit=_unit(ask), alt=alt_bars(labels, values, _unit(ask), sizes), n=sizes)
