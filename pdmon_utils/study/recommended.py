"""Addressed recommendations on the page: by addressee, by cluster, by subject, by organisation, staff shortage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import pandas as pd

from pdmon_utils.journal import Amendment
from pdmon_utils.recommendations import ADDRESSEES, Recommendation, portrait
from pdmon_utils.recommendations.specifics import CLUSTERS
from pdmon_utils.show import Aside, Bullets, Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.advice import KINDS, PRACTICE, handed_in_advice
from pdmon_utils.study.advised import Advised
from pdmon_utils.words import Sentence, sentence

TITLE = "Адресные рекомендации"
OWN_PAGE = "recommendations"  # where practices have a document of their own
ABOUT = (
    "Каждая рекомендация имеет адресата и основание — показатели, из которых она следует. Это проект: решение о ней "
    "принимает методическая служба."
)
EDIT = (
    "Решение о рекомендации записывается в файл {path}, столбцы «Ключ; Решение; Редакция; Адресат; Исполнение; "
    "Примечание»; после утверждения — «Направлена; Кому направлена; Срок контроля; Применена». Решение: "
    "оставить, изменить, убрать или добавить. Файл читается при каждом выпуске отчёта."
)
NOTHING = "По показателям этого года рекомендаций нет: отклонений, о которых говорят правила, не выявлено."
SHORTAGE = "Устранение кадрового дефицита"
INTERNAL = "Рекомендации отдельным организациям приведены в служебном отчёте."
_BY_HAND = {True: "редакция аналитика", False: "добавлено аналитиком"}  # whether a rule had drafted it
_LEVELS = {"cluster": "По кластерам организаций", "subject": "Методическим объединениям по предметам"}


def recommended(advised: Advised) -> Stack:
    """Return the addressed recommendations at all levels, what is to be mended in the edits, and what was handed in."""
    kinds = [kind for kind in KINDS if kind != PRACTICE or advised.data.criterion != OWN_PAGE]
    return Stack([Heading(3, TITLE), *_drafted(advised), *remarks(advised), *handed_in_advice(advised.data, kinds)])


def _drafted(advised: Advised) -> list[Shown]:
    found = advised.recommendations
    if not found:
        return [Notice(NOTHING)]
    return [
        Paragraph(ABOUT),
        *_to_all(advised, found),
        *_shortage(advised, found),
        *(part for level in _LEVELS for part in _of_level(advised, found, level)),
        *_of_organisations(advised, found),
    ]


def _to_all(advised: Advised, found: Sequence[Recommendation]) -> list[Shown]:
    """Return the general recommendations, a table an addressee, in the order of the regulation."""
    general = [r for r in found if r.level == "general" and not r.theme]
    parts: list[Shown] = []
    for code in dict.fromkeys((*advised.data.regulation.audiences, *ADDRESSEES)):
        mine = [r for r in general if r.addressee == code]
        title = advised.addressee(code)
        parts += [Heading(4, title), table(advised, mine, f"Рекомендации: {title}")] if mine else []
    return parts


def _shortage(advised: Advised, found: Sequence[Recommendation]) -> list[Shown]:
    mine = [r for r in found if r.level == "general" and r.theme == "shortage"]
    return [Heading(4, SHORTAGE), table(advised, mine, SHORTAGE, whom=True)] if mine else []


def _of_level(advised: Advised, found: Sequence[Recommendation], level: str) -> list[Shown]:
    mine = [r for r in found if r.level == level]
    return [Heading(4, _LEVELS[level]), table(advised, mine, _LEVELS[level], whom=True)] if mine else []


def _of_organisations(advised: Advised, found: Sequence[Recommendation]) -> list[Shown]:
    if advised.data.public:
        return [Paragraph(INTERNAL)]
    mine = [r for r in found if r.level == "organisation"]
    parts: list[Shown] = [Heading(4, "По организациям")] if mine else []
    for org_id, group in groupby(mine, key=lambda r: r.org_id):
        name = advised.names.unit("organisation", org_id)
        parts += [Heading(5, name), *of_one(advised, org_id, list(group))]
    return parts


def of_one(advised: Advised, org_id: str, mine: Sequence[Recommendation], *, keys: bool = True) -> list[Shown]:
    """Return what is special about one organisation and its recommendations."""
    who = Paragraph(sentence(portrait(advised.known, advised.names, org_id, advised.sizes.get(org_id)), "."))
    name = advised.names.unit("organisation", org_id)
    return [who, table(advised, mine, f"Рекомендации организации: {name}", whom=True, keys=keys)]


def table(
    advised: Advised, found: Iterable[Recommendation], caption: str, *, whom: bool = False, keys: bool = True
) -> Table:
    """Return recommendations as a table: whom, what, why, direction of measures; keys for the analyst only."""
    rows = pd.DataFrame([_line(advised, r) for r in found]).astype(object)
    left_out = [] if whom else ["Кому"]
    left_out += ["Ключ"] if advised.data.public or not keys else []
    left_out += ["Направление мер"] if not rows["Направление мер"].any() else []
    return Table(rows.drop(columns=left_out), caption, aside=("Ключ",))


def _line(advised: Advised, said: Recommendation) -> Mapping[str, str | Sentence]:
    return {
        "Кому": _whom(advised, said),
        "Рекомендация": said.said,
        "Основание": because(said),
        "Направление мер": advised.direction(said.direction),
        "Ключ": f"{said.key} ({_BY_HAND[bool(said.rule)]})" if said.wording else said.key,
    }


def because(said: Recommendation) -> str | Sentence:
    """Return the grounds one after another; of an added one the analyst's note."""
    if not said.because:
        return (said.edit.note if said.edit else "") or "решение методической службы"
    return sentence(*[part for ground in said.because for part in (" ", ground)][1:])


def _whom(advised: Advised, said: Recommendation) -> str:
    place = CLUSTERS.get(said.cluster, said.cluster) or said.subject
    return f"{advised.addressee(said.addressee)}{f': {place}' if place else ''}"


def remarks(advised: Advised) -> list[Shown]:
    """Return where edits are written and which of them fit nothing any more (for the analyst)."""
    if advised.data.public:
        return []
    path = advised.data.text_path("recommendations.csv")
    parts: list[Shown] = [Paragraph(EDIT.format(path=path))]
    if advised.stale:
        said = "Правки, которым больше не соответствует ни одна рекомендация (основание исчезло или изменился ключ):"
        parts += [Notice(said, "warning"), Bullets([_stale(a) for a in advised.stale])]
    if advised.strange:
        said = "Правки с числами, которых нет среди показателей: проверьте их."
        parts += [Notice(said, "warning"), Bullets([f"{a.key}: {a.text}" for a in advised.strange])]
    return [Aside(parts)]


def _stale(said: Amendment) -> str:
    return f"{said.key}: {said.text or said.note or 'без текста'}"
