"""What the regulation says becomes of the results: who uses them how, which documents an analysis ends in."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pdmon_utils.catalogue import Analysis, Use
from pdmon_utils.show import Notice, Shown, Stack, Table
from pdmon_utils.study.data import PLAIN, Data

NOBODY = "не названо"


def uses(data: Data) -> Stack:
    """Return how the results are used and in which document each analysis ends, of this criterion or of all."""
    law = data.regulation
    told = list(law.uses.values()) if data.criterion in PLAIN else list(law.used(data.criterion))
    held = list(law.analyses.values()) if data.criterion in PLAIN else list(law.analysed(data.criterion))
    shown = [*_uses(data, told), *_analyses(held)]
    return Stack(shown or [Notice("Об использовании результатов положение ничего не говорит.")])


def _uses(data: Data, told: Iterable[Use]) -> list[Shown]:
    rows = [
        {
            "Как используются результаты": use.said[:1].upper() + use.said[1:],
            "Кем": data.regulation.audiences.get(use.audience, NOBODY),
            "Пункт": use.clause,
        }
        for use in told
    ]
    return [Table(pd.DataFrame(rows), "Использование результатов мониторинга")] if rows else []


def _analyses(held: Iterable[Analysis]) -> list[Shown]:
    """Return the analyses of the act; columns that it leaves empty for all of them are left out."""
    rows = [
        {
            "Анализ": analysis.title,
            "Документ": analysis.document,
            "Срок": analysis.term,
            "Ответственные": analysis.role,
            "Устранение недостатков": analysis.way,
            "Пункт": analysis.clause,
        }
        for analysis in held
    ]
    if not rows:
        return []
    frame = pd.DataFrame(rows)
    told = frame.loc[:, [name for name in frame if frame[name].ne("").any()]].replace("", "не назван")
    return [Table(told, "Анализ результатов по положению")]
