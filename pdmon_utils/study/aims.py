"""What the regulation is for, in its own words: aim, tasks, and how each of them is measured."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import pandas as pd

from pdmon_utils.catalogue import Ask, Goal, Regulation
from pdmon_utils.show import Bullets, Paragraph, Shown, Stack, Table

NOT_QUOTED = "Текст цели вышестоящего уровня в положении не приведён: она названа так, как её называет само положение."
_Word = Callable[[Goal, Regulation], str]


def _indicators(goal: Goal, law: Regulation) -> str:
    return "; ".join(f"{law.asks[code].title} ({code})" for code in goal.indicators)


def _title(goal: Goal, _: Regulation) -> str:
    said = goal.title[:1].upper() + goal.title[1:]
    return f"{goal.about[:1].upper()}{goal.about[1:]}: {said}" if goal.about else said


COLUMNS: dict[str, _Word] = {
    "Цель, задача": _title,
    "Пункт": lambda goal, _: goal.clause,
    "Показатели": _indicators,
    "Обоснование": lambda goal, _: goal.why,
    "Цель вышестоящего уровня": lambda goal, _: ": ".join(word for word in (goal.above, goal.match) if word),
}


def aims(law: Regulation) -> Stack:
    """Return aim and tasks, then the table цель ↔ показатели where the regulation's file has one."""
    said: list[Shown] = [Paragraph(law.aim)]
    said += [Paragraph("Задачи:"), Bullets(law.tasks)] if law.tasks else []
    return Stack([*said, *goal_table(law, law.goals.values())])


def purpose(law: Regulation, asks: Collection[Ask]) -> list[Shown]:
    """Return the aim, what is analysed in the act's own words, and the goals that these indicators serve."""
    codes = {ask.id for ask in asks}
    about = list(dict.fromkeys(ask.criterion for ask in asks if ask.origin not in ("goal", "task")))
    what: list[Shown] = [Paragraph("Анализируется:"), Bullets(about)] if about else []
    return [Paragraph(law.aim), *what, *goal_table(law, [g for g in law.goals.values() if codes & {*g.indicators}])]


def goal_table(law: Regulation, chosen: Iterable[Goal]) -> list[Shown]:
    """Return goals and tasks with their indicators, ground and the goal above; columns nobody fills are left out."""
    goals = list(chosen)
    if not goals:
        return []
    frame = pd.DataFrame({name: [word(goal, law) for goal in goals] for name, word in COLUMNS.items()})
    kept = frame.loc[:, [name for name in frame if frame[name].ne("").any()]]
    return [Table(kept, "Цели, задачи и показатели", _notes(goals))]


def _notes(goals: list[Goal]) -> str:
    """Return the remarks, each once; a goal above that is only mentioned is said to be only mentioned."""
    told = [f"{goal.note[:1].upper()}{goal.note[1:]}." for goal in goals if goal.note]
    mentioned = any(goal.above and "«" not in goal.above for goal in goals)
    return " ".join(dict.fromkeys([*told, *([NOT_QUOTED] if mentioned else [])]))
