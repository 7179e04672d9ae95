"""The page of content analysis: which topics people choose, by tags that the analyst confirmed."""

from __future__ import annotations

import pandas as pd

from pdmon_utils import opinions
from pdmon_utils.disclosure import FEW_PEOPLE
from pdmon_utils.opinions.tags import Tagging
from pdmon_utils.show import Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.show.tables import HIDDEN
from pdmon_utils.study.data import Data
from pdmon_utils.words import NOT_HANDED_IN, percent_of

FILE = "tags.csv"
MOST_ROWS = 100


def tags(data: Data) -> Stack:
    """Return the tags of the year's free texts: how many were confirmed, counts by source, what still waits."""
    tagging = opinions.load_tags(data.workspace.home / "tags.yml")
    tables = {source.table: data.rows(source.table) for source in tagging.sources.values()}
    texts = opinions.written(tables, data.year, tagging)
    if texts.empty:
        return Stack([Notice(f"Свободные тексты для контент-анализа: {NOT_HANDED_IN}.")])
    said = opinions.confirmed(data.workspace.texts(data.municipality, data.year) / FILE, tagging)
    pairs = opinions.review(texts, opinions.proposed(texts, tagging), said)
    shown: list[Shown] = [Paragraph(_said(pairs)), *_counts(data, texts, pairs, tagging)]
    return Stack(shown if data.public else [*shown, *_waiting(data, texts, pairs, tagging)])


def _said(pairs: pd.DataFrame) -> str:
    """Return how many of the proposed tags were confirmed; n is the number of those decided on."""
    own = pairs[pairs["proposed"]]
    decided = own["confirmed"].notna().sum()
    added = int((~pairs["proposed"] & pairs["confirmed"].fillna(value=False)).sum())
    if not decided:
        return f"Контент-анализ: по словарям предложено меток — {len(own)}; ни одна ещё не подтверждена аналитиком."
    kept = int(own["confirmed"].fillna(value=False).sum())
    by_hand = f" Добавлено аналитиком: {added}." if added else ""
    return (
        f"Контент-анализ: по словарям предложено меток — {len(own)}, рассмотрено — {decided}; "
        f"подтверждено {kept} из {decided} ({percent_of(kept, decided)}).{by_hand}"
    )


def _counts(data: Data, texts: pd.DataFrame, pairs: pd.DataFrame, tagging: Tagging) -> list[Shown]:
    """Return confirmed tags by source; on a public page only numbers of five and more that leave nobody few beside."""
    sure = pairs[pairs["confirmed"].fillna(value=False)]
    columns = {}
    for code, source in tagging.sources.items():
        size = opinions.owners_of(texts, code)
        counts = opinions.counted(texts, sure, code).reindex(list(tagging.tags), fill_value=0)
        shown = [_cell(int(n), size, public=data.public) for n in counts]
        columns[f"{source.title[:1].upper()}{source.title[1:]}, {source.unit} (всего {size})"] = shown
    frame = pd.DataFrame({"Метка": [tag.title for tag in tagging.tags.values()], **columns})
    kept = frame[~frame[list(columns)].isin(["0", HIDDEN]).all(axis=1)].sort_values("Метка", ignore_index=True)
    if kept.empty:
        return [] if not data.public else [Notice("Подтверждённых тем, за которыми стоит достаточно людей, нет.")]
    note = "Учтены только подтверждённые метки; у одного текста может быть несколько меток."
    return [Table(kept, f"Темы по подтверждённым меткам, {data.year} год", note, tuple(columns))]


def _cell(count: int, size: int, *, public: bool) -> str:
    few = count < FEW_PEOPLE or 0 < size - count < FEW_PEOPLE
    return HIDDEN if public and few else str(count)


def _waiting(data: Data, texts: pd.DataFrame, pairs: pd.DataFrame, tagging: Tagging) -> list[Shown]:
    """Return the texts whose tags wait for a decision, those no keyword fits, and where decisions are written."""
    open_ = pairs[pairs["confirmed"].isna()].merge(texts[["key", "rows"]], on="key")
    untold = int((~texts["key"].isin(pairs["key"])).sum())
    place = f"Решения аналитика — файл {data.text_path(FILE)}; его заготовку записывает команда pdmon tags."
    shown: list[Shown] = [Paragraph(f"Текстов без единой метки: {untold} из {len(texts)}. {place}")]
    if open_.empty:
        return shown
    frame = pd.DataFrame(
        {
            "Текст": open_["text"],
            "Источник": open_["source"].map({code: source.title for code, source in tagging.sources.items()}),
            "Предложенная метка": open_["tag"].map({code: tag.title for code, tag in tagging.tags.items()}),
            "Строк": open_["rows"],
            "Ключ": open_["key"],
        }
    ).sort_values(["Источник", "Текст", "Предложенная метка"], kind="stable", ignore_index=True)
    note = f"Показаны первые {MOST_ROWS} из {len(frame)}." if len(frame) > MOST_ROWS else ""
    return [*shown, Table(frame.head(MOST_ROWS), "Метки, которые ждут решения аналитика", note)]
