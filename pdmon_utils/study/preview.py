"""A regulation tried on the data of a municipality before any card names it: passports and values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from pdmon_utils.catalogue import Ask, Regulation
from pdmon_utils.disclosure import for_all
from pdmon_utils.figures import Place, compute_figures
from pdmon_utils.show import Heading, Paragraph, Shown, Table
from pdmon_utils.store import Workspace
from pdmon_utils.study.crosswalk import crosswalk_table, differences
from pdmon_utils.study.data import Data
from pdmon_utils.study.passports import denominator_words, passport
from pdmon_utils.study.values import totals, value_text


def tried(workspace: Workspace, regulation: Regulation, municipality: str, year: int) -> Data:
    """Return the data of a municipality as if its card named the regulation; nothing is written.

    Raises WorkspaceError before `pdmon prepare` and StudyError for a year without data.
    """
    card = replace(workspace.municipality(municipality), regulation=regulation.code)
    data = Data("report", municipality, year, workspace=workspace)
    place = Place(card.slug, regulation.code, card.region_code, card.years)
    figures = compute_figures(workspace.tables([municipality]), [place], {regulation.code: regulation})
    data.card, data.regulation = card, regulation
    data.all_figures = for_all(figures[figures["year"] <= data.year].reset_index(drop=True))
    return data


def values(data: Data) -> pd.DataFrame:
    """Return a row an ask: Код, Показатель, Пункт, Числитель, Знаменатель, Значение (in words, with both parts)."""
    return pd.DataFrame([_row(ask, value_text(ask, totals(data, ask).get(data.year))) for ask in data.asks])


def definitions(regulation: Regulation) -> pd.DataFrame:
    """Return the same rows without values, for a regulation that no data are at hand for."""
    return pd.DataFrame([_row(ask, "") for ask in regulation.asks.values()]).drop(columns="Значение")


def _row(ask: Ask, value: str) -> dict[str, str]:
    return {
        "Код": ask.id,
        "Показатель": ask.title,
        "Пункт": ask.clause,
        "Числитель": ask.indicator.numerator,
        "Знаменатель": denominator_words(ask) or "без знаменателя",
        "Значение": value,
    }


def preview(data: Data, others: Sequence[Regulation] = ()) -> list[Shown]:
    """Return the page of a tried regulation: values, crosswalks with others, the passport of every indicator."""
    place = f"{data.card.name}, {data.year} год"
    caption = f"Показатели положения на данных: {place}"
    parts: list[Shown] = [Paragraph(f"{data.regulation.act}."), Heading(2, "Значения")]
    parts += [Table(values(data), caption, numeric=("Значение",)), Heading(2, "Паспорта показателей")]
    parts += [passport(data, ask) for ask in data.asks]
    for other in others:
        parts += [Heading(2, f"Сопоставление: {other.short}"), crosswalk_table(data.regulation, other)]
        parts += differences(data.regulation, other)
    return parts
