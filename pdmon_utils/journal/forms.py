"""How a journal's records stand in their files: name of the file, Russian headers and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pdmon_utils.journal.records import (
    Allowed,
    Amendment,
    Answer,
    Approval,
    Decision,
    Done,
    Edit,
    Factor,
    Publication,
    Receipt,
    Turn,
)

WORDS = MappingProxyType(
    {"accepted": "принято", "returned": "возвращено", "locked": "закрыт", "open": "открыт"}
    | {"keep": "оставить", "hide": "скрыть", "reword": "изменить"}
    | {"drop": "убрать", "add": "добавить"}
    | {"published": "опубликован", "withdrawn": "отозван"},
)


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
