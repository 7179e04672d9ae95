"""School methodical services described by the same indicators (Тюмень: принципы; «оценка деятельности … служб»)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.show import Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.data import Data
from pdmon_utils.study.said import absences
from pdmon_utils.study.schools import INTERNAL_ONLY, Schools
from pdmon_utils.study.values import fed, value_text
from pdmon_utils.words import NOT_HANDED_IN, Figure

CRITERIA = ("support", "network", "training")
ABOUT = (
    "Школьная методическая служба описана теми же показателями положения, что и муниципальная: сопровождение, сетевое "
    "взаимодействие и объединения, обучение. Организации названы по алфавиту; это не рейтинг и не оценка по местам."
)
NOTHING = "Показателей сопровождения, сетевого взаимодействия и обучения по организациям положение не содержит."


def services(schools: Schools) -> Stack:
    """Return organisations × indicators, a table a topic (internal)."""
    if schools.data.public:
        return Stack([Notice(INTERNAL_ONLY)])
    asks = asks_of(schools.data)
    if not asks:
        return Stack([Notice(NOTHING)])
    parts: list[Shown] = [Heading(3, "Школьные методические службы"), Paragraph(ABOUT)]
    topics = dict.fromkeys(ask.indicator.topic for ask in asks)
    return Stack(
        [*parts, *(_table(schools, topic, [a for a in asks if a.indicator.topic == topic]) for topic in topics)]
    )


def own(schools: Schools, organisation: str) -> Stack:
    """Return the same indicators of one organisation alone."""
    asks = asks_of(schools.data)
    if not asks:
        return Stack([Notice(NOTHING)])
    rows = [
        {
            "Показатель": ask.title,
            "Значение": _values(schools, ask).get(organisation, NOT_HANDED_IN),
        }
        for ask in asks
    ]
    return Stack(
        [Table(pd.DataFrame(rows), f"Школьная методическая служба, {schools.data.year} год", "", ("Значение",))]
    )


def asks_of(data: Data) -> list[Ask]:
    """Return the regulation's asks of these criteria that are counted for organisations."""
    asks = data.regulation.asks.values()
    return [ask for ask in asks if ask.indicator.criterion in CRITERIA and "organisation" in ask.scopes]


def _table(schools: Schools, topic: str, asks: Sequence[Ask]) -> Table:
    names = schools.names.sort_values()
    held = {ask.title: _values(schools, ask) for ask in asks}
    frame = pd.DataFrame(
        {title: [values.get(str(org), NOT_HANDED_IN) for org in names.index] for title, values in held.items()}
    )
    frame.insert(0, "Организация", names.to_numpy())
    return Table(frame, f"{topic}: организации (по алфавиту), {schools.data.year} год", numeric=tuple(held))


def _values(schools: Schools, ask: Ask) -> dict[str, str]:
    """Return the value in words by org_id; nothing where the municipality or the organisation handed in no data."""
    if not fed(schools.data, ask):
        return {}
    rows = schools.figures(ask)
    rows = rows[~absences(schools.data, rows)]
    return {
        str(unit): value_text(ask, Figure(n, d, v))
        for unit, n, d, v in zip(rows["unit"], rows["numerator"], rows["denominator"], rows["value"], strict=True)
    }
