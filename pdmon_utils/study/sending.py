"""The way of recommendations after their approval (Вилюйск, п. 1.5): sent to whom and when, checked when, applied."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pdmon_utils.journal import Amendment
from pdmon_utils.recommendations import Recommendation
from pdmon_utils.show import Aside, Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.advised import Advised
from pdmon_utils.study.approved import approval_of
from pdmon_utils.words import Sentence, short_day

TITLE = "Направление рекомендаций и контроль их применения"
DOCUMENTS = ("recommendations", "practices")
UNKNOWN, DRAFT = "нет сведений", "проект"
NOTHING = "Сведения о направлении рекомендаций не внесены."
HOW = (
    "После утверждения рекомендации направляются тем, кому предназначены. Когда и кому направлена, срок контроля и "
    "применена ли записывается в файл {path}, столбцы «Направлена; Кому направлена; Срок контроля; Применена»."
)


def sending(advised: Advised) -> Stack:
    """Return a line for each recommendation that was sent or is to be checked; to whom exactly is said internally."""
    found = [(r, r.edit) for r in _documents(advised) if r.edit and _on_its_way(r.edit)]
    path = advised.data.text_path("recommendations.csv")
    how: list[Shown] = [] if advised.data.public else [Aside([Paragraph(HOW.format(path=path))])]
    if not found:
        return Stack([Heading(3, TITLE), *how, Notice(NOTHING, "missing")])
    rows = pd.DataFrame([_line(advised, said, edit) for said, edit in found]).astype(object)
    return Stack([Heading(3, TITLE), *how, Table(rows, f"{TITLE}, {advised.data.year} год")])


def _documents(advised: Advised) -> tuple[Recommendation, ...]:
    """Return the recommendations of the study's document, of both for a page about no single one."""
    match advised.data.criterion:
        case "practices":
            return advised.practised
        case "recommendations":
            return advised.recommendations
        case _:
            return (*advised.recommendations, *advised.practised)


def _on_its_way(edit: Amendment) -> bool:
    return bool(edit.sent or edit.control or edit.applied)


def _line(advised: Advised, said: Recommendation, edit: Amendment) -> Mapping[str, str | Sentence]:
    sent = short_day(edit.sent) if edit.sent else UNKNOWN
    exactly = f", {edit.sent_to}" if edit.sent_to and not advised.data.public else ""
    return {
        "Кому": advised.addressee(said.addressee),
        "Рекомендация": said.said,
        "Утверждена": _order(advised, said),
        "Направлена": f"{sent}{exactly}",
        "Срок контроля": short_day(edit.control) if edit.control else UNKNOWN,
        "Применена": edit.applied or UNKNOWN,
    }


def _order(advised: Advised, said: Recommendation) -> str:
    """Return the order that approved the document in which the recommendation stands."""
    data, document = advised.data, DOCUMENTS[said in advised.practised]
    approval = approval_of(data.workspace, data.municipality, data.year, document)
    return f"приказ от {short_day(approval.date)} № {approval.order}" if approval else DRAFT
