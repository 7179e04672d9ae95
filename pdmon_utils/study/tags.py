"""The page of content analysis: which topics people choose, by tags that the analyst confirmed."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.disclosure import FEW_PEOPLE
from pdmon_utils.opinions import DECISIONS, Content, content, disagreements, load_tags
from pdmon_utils.show import Aside, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.show.tables import HIDDEN
from pdmon_utils.study.counts import Counts, counts
from pdmon_utils.study.data import Data
from pdmon_utils.words import NOT_HANDED_IN, Sentence, share_text

MOST_ROWS = 100
STATES = {"confirmed": "подтверждена", "proposed": "предложена", "rejected": "отклонена", "none": "нет"}


def tags(data: Data) -> Stack:
    """Return the tags of the year's free texts: how many were confirmed, counts by source, what still waits."""
    found = contents(data)
    if found.texts.empty:
        return Stack([Notice(f"Свободные тексты для контент-анализа: {NOT_HANDED_IN}.")])
    shown: list[Shown] = [Paragraph(_said(numbers(data, found))), *_counts(data, found)]
    return Stack(shown if data.public else [*shown, *_waiting(data, found)])


def contents(data: Data) -> Content:
    """Return the content analysis of the study's municipality and year."""
    tables = {source.table: data.rows(source.table) for source in load_tags().sources.values()}
    return content(tables, data.year, data.workspace.home, data.workspace.texts(data.municipality, data.year))


def numbers(data: Data, found: Content) -> Counts:
    """Return the numbers that the page's sentences quote; `share` is confirmed of the decided, a fraction."""
    own = found.pairs[found.pairs["proposed"]]
    decided, kept = int(own["confirmed"].notna().sum()), int(own["confirmed"].fillna(value=False).sum())
    values = {
        "proposed": len(own),
        "decided": decided,
        "kept": kept,
        "share": kept / decided if decided else 0,
        "added": len(found.sure) - kept,
        "texts": len(found.texts),
        "untold": int((~found.texts["key"].isin(found.pairs["key"])).sum()),
    }
    return counts(data, "tags", values)


def _said(told: Counts) -> Sentence:
    """Return how many of the proposed tags were confirmed; n is the number of those decided on."""
    by_hand = told.say(" Добавлено аналитиком: {added}.") if told.values["added"] else ""
    if not told.values["decided"]:
        template = "Контент-анализ: меток по словарям — {proposed}; ни одна ещё не рассмотрена аналитиком.{by_hand}"
        return told.say(template, by_hand=by_hand)
    return told.say(
        "Контент-анализ: меток по словарям — {proposed}, рассмотрено аналитиком — {decided}; "
        "подтверждено {kept} из {decided} ({share}).{by_hand}",
        share=told.quote("share", share_text(told.values["kept"], told.values["decided"])),
        by_hand=by_hand,
    )


def _counts(data: Data, found: Content) -> list[Shown]:
    """Return confirmed tags by source; on a public page only numbers of five and more that leave nobody few beside."""
    columns: dict[str, list[str]] = {}
    for code, source in found.tagging.sources.items():
        size = found.owners(code)
        title = f"{source.title[:1].upper()}{source.title[1:]} ({source.unit}, всего {size})"
        columns[title] = [_cell(count, size, public=data.public) for count in found.counted(code).values()]
    frame = pd.DataFrame({"Тема": [tag.title for tag in found.tagging.tags.values()], **columns})
    kept = frame[~frame[list(columns)].isin(["0", HIDDEN]).all(axis=1)].sort_values("Тема", ignore_index=True)
    if kept.empty:
        return [Notice("Подтверждённых тем, за которыми стоит достаточно людей, нет.")] if data.public else []
    note = "Учтены только подтверждённые метки; у одного текста их может быть несколько."
    return [Table(kept, f"Темы по подтверждённым меткам, {data.year} год", note, tuple(columns))]


def _cell(count: int, size: int, *, public: bool) -> str:
    few = count < FEW_PEOPLE or 0 < size - count < FEW_PEOPLE
    return HIDDEN if public and few else str(count)


def _waiting(data: Data, found: Content) -> list[Shown]:
    """Return how many texts no keyword fits, where decisions are written, and the tags that wait for one."""
    said = numbers(data, found).say("Текстов без единой метки: {untold} из {texts}.")
    how = f"Решения аналитика — файл {data.text_path(DECISIONS)}; его заготовку записывает команда pdmon tags."
    left = found.pairs[found.pairs["confirmed"].isna()].merge(found.texts[["key", "rows"]], on="key")
    return [
        Paragraph(said),
        Aside([Paragraph(how)]),
        *([_left(left, found)] if len(left) else []),
        *_disputed(data, found),
    ]


def _left(left: pd.DataFrame, found: Content) -> Table:
    frame = pd.DataFrame(
        {
            "Текст": left["text"],
            "Источник": left["source"].map(found.tagging.titles),
            "Предложенная метка": left["tag"].map(found.tagging.titles),
            "Строк": left["rows"],
        }
    ).sort_values(["Источник", "Текст", "Предложенная метка"], kind="stable", ignore_index=True)
    note = f"Показаны первые {MOST_ROWS} из {len(frame)}." if len(frame) > MOST_ROWS else ""
    return Table(frame.head(MOST_ROWS), "Метки, которые ждут решения аналитика", note)


def _disputed(data: Data, found: Content) -> list[Shown]:
    """Return the texts whose tag and mark in the table disagree: one of both is to be mended."""
    tables = {source.table: data.rows(source.table) for source in found.tagging.sources.values()}
    rows = disagreements(tables, data.year, found)
    if rows.empty:
        return []
    marked = [f"{some} из {size}" for some, size in zip(rows["marked"], rows["rows"], strict=True)]
    frame = pd.DataFrame(
        {
            "Текст": rows["text"],
            "Источник": rows["source"].map(found.tagging.titles),
            "Метка": rows["tag"].map(found.tagging.titles) + ": " + rows["state"].map(STATES),
            "Отмечено в таблице": marked,
        }
    ).sort_values(["Источник", "Текст"], kind="stable", ignore_index=True)
    note = "Метка и отметка школы («Тема по ИКТ», «Тематика» программы) говорят разное: исправьте одно из двух."
    return [Table(frame, "Метки, с которыми таблица не согласна", note)]
