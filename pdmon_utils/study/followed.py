"""What became of the recommendations of the year before: carried out, under way, or nothing is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from pdmon_utils.recommendations import DONE, GOING, Recommendation
from pdmon_utils.show import Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.advice import PRACTICE, REC, handed_in_rows
from pdmon_utils.study.advised import Advised
from pdmon_utils.words import Sentence, is_missing

UNKNOWN, FAILED = "нет сведений", "не выполнено"
STATES: Mapping[str, str] = {"done": DONE, "partial": GOING, "planned": GOING, "failed": FAILED}
TITLE = "Исполнение рекомендаций прошлого года"
NO_YEAR = "Данных прошлого года нет: проверять исполнение рекомендаций не по чему."
NOTHING = "Принятых рекомендаций прошлого года в данных нет."
HOW = (
    "Состояние берётся из таблицы «Меры, рекомендации, решения» прошлого года и из столбца «Исполнение» файла правок "
    "прошлого года (принято, в работе, выполнено). Проекты, о которых решение не записано, принятыми не считаются."
)


def followed(advised: Advised) -> Stack:
    """Return last year's recommendations with what became of them."""
    lines = states(advised)
    if lines is None or lines.empty:
        return Stack([Heading(3, TITLE), Notice(NO_YEAR if lines is None else NOTHING, "missing")])
    parts: list[Shown] = [Heading(3, TITLE), Paragraph(HOW)]
    return Stack([*parts, Table(lines, f"{TITLE} ({advised.data.year - 1} год)")])


def states(advised: Advised) -> pd.DataFrame | None:
    """Return last year's accepted recommendations: «Кому», «Рекомендация», «Состояние»; None without that year."""
    last = advised.last
    if last is None:
        return None
    lines = [*_handed_in(last), *_amended(last)]
    return pd.DataFrame(lines, columns=["Кому", "Рекомендация", "Состояние"]).astype(object)


def _handed_in(last: Advised) -> Iterator[tuple[str, str, str]]:
    rows = handed_in_rows(last.data)
    rows = rows[rows["kind"].isin((REC, PRACTICE))].sort_values("measure_id")
    for row in rows.astype(object).itertuples(index=False):
        audience = last.addressee(str(row.audience)) if not is_missing(row.audience) else "Всем"
        yield audience, str(row.text), STATES.get(str(row.status), UNKNOWN)


def _amended(last: Advised) -> Iterator[tuple[str, str | Sentence, str]]:
    for said in (*last.recommendations, *last.practised):
        if said.edit is not None:
            yield last.addressee(said.addressee), said.said, state(said)


def state(said: Recommendation) -> str:
    """Return what the analyst wrote about a recommendation of his file; nothing written is not known."""
    done = said.edit.done if said.edit else ""
    return done or UNKNOWN
