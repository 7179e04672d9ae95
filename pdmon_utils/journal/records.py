"""What a journal keeps: one dataclass a file, with the Russian headers and words that stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

WORDS = MappingProxyType(
    {"accepted": "принято", "returned": "возвращено", "locked": "закрыт", "open": "открыт"}
    | {"keep": "оставить", "hide": "скрыть", "reword": "изменить"}
    | {"drop": "убрать", "add": "добавить"}
    | {"published": "опубликован", "withdrawn": "отозван"},
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One version of a file: path relative to the municipality's folder, its sha256, the day it was first seen."""

    file: str
    sha256: str
    received: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What an organisation explained about a finding; `code` is the finding's, `about` the row's identity."""

    code: str
    rule: str
    about: str
    reason: str
    text: str
    by: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on an organisation's data; `files` is how many lines files.csv had at that moment."""

    org_id: str
    status: str
    by: str
    date: date
    note: str = ""
    files: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A year was locked or reopened: by whom, when, why."""

    status: str
    by: str
    date: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """A step of the regulation's calendar was carried out: the document, by whom, when."""

    step: str
    document: str
    by: str
    date: date


@dataclass(frozen=True, slots=True)
class Approval:
    """A document was approved: by which order, of which day, by whom; of a region, the region's code is the place.

    `document` is a notebook's name, empty for all public reports of the year. `sha256` is the fingerprint of the words
    and numbers approved, empty where the person did not let pdmon take it. `lacks`: what was missing all the same.
    """

    document: str
    order: str
    date: date
    by: str = ""
    sha256: str = ""
    reason: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """A version of a document went to the site, or was taken from it; the last line of a version counts.

    `date` is the day on which this version was first published (or withdrawn), `sha256` the fingerprint of its words
    and numbers, `files` that of the bytes kept in `reports/published`.
    """

    document: str
    version: int
    status: str
    date: date
    sha256: str
    files: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """What the analyst decided on a conclusion: keep, hide or reword it, and why.

    `rule` is the rule's number, `indicator` the id of the ask (or the code of a criterion), `unit` the code or name of
    one organisation, cluster or group; empty for the whole conclusion.
    """

    rule: int
    indicator: str
    unit: str
    status: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """What the analyst decided on a recommendation: keep, reword, drop it, or add an own one; and what came of it.

    `key` is the key that the draft shows, or a name of his own for one that is added. `audience`, `criterion` and
    `org_id` are of an added one. `done` is filled in the year after: принято, в работе, выполнено. After the approval:
    `sent` and `sent_to` (day, to whom), `control` (day on which its use is checked), `applied` (да, нет).
    """

    key: str
    status: str
    text: str = ""
    audience: str = ""
    criterion: str = ""
    org_id: str = ""
    done: str = ""
    note: str = ""
    sent: date | None = None
    sent_to: str = ""
    control: date | None = None
    applied: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """What the analyst knows of an organisation beside the tables: a factor by its name, its number or да/нет."""

    org_id: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """A person's name, an address or a telephone number that may stand on public pages, and why."""

    what: str
    reason: str
    by: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """How records of one class stand in a file: its name, headers by field, fields that must be filled, words."""

    file: str
    headers: Mapping[str, str]
    needed: tuple[str, ...]
    statuses: tuple[str, ...] = ()
    days: tuple[str, ...] = field(default=("date",))
    numbers: tuple[str, ...] = ()


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        Allowed: Form(
            "names-allowed.csv",
            {"what": "Имя, адрес или телефон", "reason": "Основание", "by": "Кто разрешил", "date": "Дата"},
            needed=("what", "reason"),
        ),
        Factor: Form(
            "factors.csv",
            {"org_id": "Код организации", "name": "Фактор", "value": "Значение"},
            needed=("org_id", "name", "value"),
            days=(),
        ),
        Receipt: Form(
            "files.csv",
            {"file": "Файл", "sha256": "SHA-256", "received": "Поступил"},
            needed=("file", "sha256", "received"),
            days=("received",),
        ),
        Answer: Form(
            "answers.csv",
            {
                "code": "Код замечания",
                "rule": "Правило",
                "about": "О какой строке",
                "reason": "Принятая причина",
                "text": "Пояснение",
                "by": "Кто",
                "date": "Дата",
            },
            needed=("code",),
        ),
        Decision: Form(
            "decisions.csv",
            {
                "org_id": "Код организации",
                "status": "Решение",
                "by": "Кто",
                "date": "Дата",
                "note": "Примечание",
                "files": "Строк в files.csv",
            },
            needed=("org_id", "status", "by", "date"),
            statuses=("accepted", "returned"),
            numbers=("files",),
        ),
        Turn: Form(
            "year.csv",
            {"status": "Год", "by": "Кто", "date": "Дата", "reason": "Причина"},
            needed=("status", "by", "date"),
            statuses=("locked", "open"),
        ),
        Done: Form(
            "steps.csv",
            {"step": "Шаг", "document": "Документ", "by": "Кто", "date": "Дата"},
            needed=("step", "date"),
        ),
        Approval: Form(
            "approvals.csv",
            {
                "document": "Документ",
                "order": "Номер приказа",
                "date": "Дата приказа",
                "by": "Кто утвердил",
                "sha256": "SHA-256 содержания",
                "reason": "Причина исправления",
                "lacks": "Чего не хватало",
            },
            needed=("order", "date"),
        ),
        Publication: Form(
            "publications.csv",
            {
                "document": "Документ",
                "version": "Версия",
                "status": "Состояние",
                "date": "Дата",
                "sha256": "SHA-256 содержания",
                "files": "SHA-256 файлов",
                "reason": "Причина исправления",
            },
            needed=("document", "version", "status", "date", "sha256", "files"),
            statuses=("published", "withdrawn"),
            numbers=("version",),
        ),
        Edit: Form(
            "conclusions.csv",
            {
                "rule": "Правило",
                "indicator": "Показатель",
                "unit": "Кого касается",
                "status": "Решение",
                "text": "Редакция",
                "reason": "Причина",
            },
            needed=("rule", "indicator", "status", "reason"),
            statuses=("keep", "hide", "reword"),
            days=(),
            numbers=("rule",),
        ),
        Amendment: Form(
            "recommendations.csv",
            {
                "key": "Ключ",
                "status": "Решение",
                "text": "Редакция",
                "audience": "Адресат",
                "criterion": "Критерий",
                "org_id": "Организация",
                "done": "Исполнение",
                "note": "Примечание",
                "sent": "Направлена",
                "sent_to": "Кому направлена",
                "control": "Срок контроля",
                "applied": "Применена",
            },
            needed=("key", "status"),
            statuses=("keep", "reword", "drop", "add"),
            days=("sent", "control"),
        ),
    },
)
