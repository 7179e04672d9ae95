"""Recommendations of a region: what follows from its pooled figures, and how its municipalities carried theirs out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pdmon_utils.catalogue import Regulation
from pdmon_utils.compare import assess
from pdmon_utils.conclusions import CRITERION, Names, Rule, conclude
from pdmon_utils.disclosure import Protected
from pdmon_utils.recommendations import ACCEPTED, ADDRESSEES, DONE, GOING, recommend
from pdmon_utils.show import Fold, Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.advised import Advised
from pdmon_utils.study.conclusions import statements, used_rules, whole
from pdmon_utils.study.data import Data
from pdmon_utils.study.followed import FAILED, UNKNOWN, states
from pdmon_utils.study.recommended import because
from pdmon_utils.words import count

NOTHING = "По показателям региона отклонений, о которых говорят правила, не выявлено."
CALM = "Существенных отклонений по региону в целом нет."
EACH = "Рекомендации каждому муниципалитету — в его отчёте «Рекомендации»; здесь сводка по алфавиту."
DRAFTED = "Рекомендаций"
STATES = {"Выполнено": (DONE,), "В работе": (GOING,), "Не выполнено": (FAILED,), "Нет сведений": (UNKNOWN, ACCEPTED)}


def general(figures: Protected, law: Regulation, region: str, year: int) -> list[Shown]:
    """Return the recommendations that follow from the region's fed figures; `figures` hold rows of scope «region»."""
    asks = {code: ask for code, ask in law.asks.items() if "region" in ask.scopes}
    own = Protected(figures[figures["scope"] == "region"])
    frame = assess(own, list(asks.values()), year)
    found = recommend(frame, Names(asks, region), year, law)
    if not found:
        return [Notice(NOTHING)]
    rows = pd.DataFrame(
        {
            "Кому": [law.audiences.get(r.addressee, ADDRESSEES[r.addressee]) for r in found],
            "Рекомендация": [r.sentence for r in found],
            "Основание": [because(r) for r in found],
        }
    ).astype(object)
    return [Table(rows, f"Рекомендации по показателям региона, {year} год")]


def conclusions(
    frame: pd.DataFrame, law: Regulation, region: str, year: int, known: tuple[Mapping[str, str], Mapping[int, Rule]]
) -> Stack:
    """Return what the master list says of the region's totals: criteria, then general conclusions, the rest folded.

    `frame` is the assessment of the region's figures, `known` are titles of the criteria and rules by number.
    """
    asks, (titles, rules) = {code: ask for code, ask in law.asks.items() if "region" in ask.scopes}, known
    asked = {ask.indicator.criterion for ask in asks.values()}
    heads = {code: title for code, title in titles.items() if code in asked}
    totals = frame[frame["breakdown"] == ""]
    told = conclude(totals, rules, Names(asks, region), year, titles=heads).conclusions
    shown, calm = ([c for c in told if c.level != CRITERION and c.folded is folded] for folded in (False, True))
    parts: list[Shown] = [Heading(3, "Выводы по критериям"), *(whole(told, code) for code in heads)]
    parts += [Heading(3, "Общие выводы по региону"), statements(shown) if shown else Paragraph(CALM)]
    title = f"Рассмотрено, существенных отклонений нет: {count(len(calm), 'вывод')}"
    return Stack([*parts, *([Fold(title, [statements(calm)])] if calm else []), used_rules(told)])


def fulfilment(places: Sequence[Data], year: int) -> list[Shown]:
    """Return municipalities by name: recommendations of the year, and what became of those of the year before."""
    lines = [_line(data) for data in places]
    caption = f"Рекомендации муниципалитетам за {year} год и исполнение рекомендаций прошлого года"
    table = Table(pd.DataFrame(lines, columns=["Муниципалитет", DRAFTED, *STATES]), caption)
    return [Heading(3, "Муниципалитеты"), Paragraph(EACH), table] if lines else []


def _line(data: Data) -> dict[str, object]:
    advised = Advised(data)
    lines = states(advised)
    found = [] if lines is None else lines["Состояние"].tolist()
    told = {title: sum(state in states_ for state in found) for title, states_ in STATES.items()}
    drafted = len([r for r in advised.recommendations if not r.org_id])
    return {"Муниципалитет": data.card.name, DRAFTED: drafted, **told}


def recommendations(figures: Protected, places: Sequence[Data], law: Regulation, region: str, year: int) -> Stack:
    """Return what the region is recommended and how its municipalities carried recommendations out."""
    first: list[Shown] = [Heading(3, "Рекомендации по показателям региона"), *general(figures, law, region, year)]
    return Stack([*first, *fulfilment(places, year)])
