"""Recommendations on the use of successful practices: the bank matched to weak indicators, by addressee."""

from __future__ import annotations

from pdmon_utils.recommendations import ADDRESSEES
from pdmon_utils.show import Bullets, Heading, Notice, Paragraph, Shown, Stack
from pdmon_utils.study.advice import PRACTICE, handed_in_advice
from pdmon_utils.study.advised import Advised
from pdmon_utils.study.data import PLAIN
from pdmon_utils.study.recommended import table

TITLE = "Рекомендации по использованию успешных практик"
ABOUT = (
    "Практики банка подобраны к показателям того же критерия, по которым есть отклонения или охвачены не все; названы "
    "не больше трёх последних практик."
)
SOURCE = "Организация — источник практики в публичном отчёте не называется: на это нужно её согласие."
EMPTY_BANK = "Практики в банк успешных практик не внесены (таблица «Практики, публикации, рецензии»)."
NOTHING_WEAK = "Показателей с отклонениями нет: подбирать практики не к чему."
NO_MATCH = "По этим критериям показатели требуют улучшения, но в банке нет ни одной практики:"


def practice_recommendations(advised: Advised) -> Stack:
    """Return the practices of the bank for each addressee, the criteria without one, and what was handed in."""
    parts: list[Shown] = [Heading(3, TITLE), *_generated(advised), *_unmatched(advised)]
    return Stack([*parts, *handed_in_advice(advised.data, (PRACTICE,))])


def _generated(advised: Advised) -> list[Shown]:
    found = advised.practised
    if not found:
        return [Notice(NOTHING_WEAK if advised.bank else EMPTY_BANK)] if not _without(advised) else []
    parts: list[Shown] = [Paragraph(ABOUT), *([Paragraph(SOURCE)] if advised.data.public else [])]
    for code in dict.fromkeys((*advised.data.regulation.audiences, *ADDRESSEES)):
        mine = [r for r in found if r.addressee == code]
        title = advised.addressee(code)
        parts += [Heading(4, title), table(advised, mine, f"{TITLE}: {title}")] if mine else []
    return parts


def _unmatched(advised: Advised) -> list[Shown]:
    titles = _without(advised)
    return [Paragraph(NO_MATCH), Bullets(titles)] if titles else []


def _without(advised: Advised) -> list[str]:
    """Return the titles of the study's criteria that need a practice and have none."""
    criteria = advised.data.workspace.catalogue.criteria
    own = advised.data.criterion
    return [criteria[code].title for code in advised.matched.without if own in PLAIN or code == own]
