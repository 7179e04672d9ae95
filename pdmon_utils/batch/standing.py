"""What would be run and why: a report stands when its files are whole and it was made of what there is now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from pdmon_utils.batch import keys
from pdmon_utils.batch.failures import failed_folder, last_failure
from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.manifest import done, manifest_path
from pdmon_utils.schema import SCHEMA

NO_REPORT: Final = "нет отчёта"
SPOILT: Final = "файлы отчёта не те, что записаны в его паспорте"
UNTOLD: Final = "отчёт сделан прежней версией программы: не записано, из чего"
AGAIN: Final = "выполнить заново всё (--force)"
_CHANGED: Final[Mapping[str, str]] = MappingProxyType(
    {
        keys.NOTEBOOK: "изменилась тетрадь",
        keys.PARAMETERS: "изменились параметры",
        keys.CARD: "изменилась карточка муниципалитета",
        keys.MAP: "изменилась карта",
        keys.TEXTS: "изменились тексты аналитика",
        keys.JOURNAL: "новые записи в журнале",
        keys.APPROVAL: "изменилось утверждение",
        keys.TEMPLATE: "изменился бланк",
        keys.REGULATIONS: "изменились положения",
        keys.RULES: "изменились правила",
        keys.PROGRAM: "изменилась программа",
        keys.LIBRARIES: "изменились версии библиотек",
        keys.PUBLISHED: "изменилось то, что уже опубликовано",
    }
)
_COMPUTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "figures": "показатели",
        "sources": "источники показателей",
        "findings": "замечания",
        "deliveries": "поступление сведений",
        "inputs": "исходные файлы",
    }
)
_NAMED: Final = 3  # of what changed, so many are named


@dataclass(frozen=True, slots=True)
class Standing:
    """A report and why it has to be run; no reason for one that stands. `said`: its manifest where it is whole."""

    job: Job
    why: str
    said: Mapping[str, Any] | None = None


def standing(jobs: Iterable[Job]) -> list[Standing]:
    """Return how each report stands; the jobs carry their keys (`keys.stamped`)."""
    return [_standing(job) for job in jobs]


def _standing(job: Job) -> Standing:
    manifest = manifest_path(job.output)
    if failed_folder(job).exists():
        return Standing(job, f"не выполнен в прошлый раз: {last_failure(job)}")
    if not manifest.exists():
        return Standing(job, NO_REPORT)
    said = done(manifest)
    return Standing(job, SPOILT) if said is None else Standing(job, changes(said.get("key"), job.key), said)


def changes(made_of: object, now: Mapping[str, str], aside: Collection[str] = ()) -> str:
    """Return in words what a report was not made of, empty when nothing differs; `aside`: parts that do not matter."""
    if not isinstance(made_of, dict):
        return UNTOLD
    differing = [part for part in {**now, **made_of} if part not in aside and made_of.get(part) != now.get(part)]
    data = [part.removeprefix(keys.DATA) for part in differing if part.startswith(keys.DATA)]
    words = [word for part, word in _CHANGED.items() if part in differing]
    return "; ".join([*([f"изменились данные: {_named(data)}"] if data else []), *words])


def _named(files: Sequence[str]) -> str:
    """Return the tables that changed; what is computed from them is named only where no table did."""
    tables = [SCHEMA[name].title for name in SCHEMA if f"tables/{name}" in files]
    said = [f"«{title}»" for title in tables] or [_COMPUTED.get(name, name) for name in files]
    more = f" и ещё {len(said) - _NAMED}" if len(said) > _NAMED else ""
    return ", ".join(said[:_NAMED]) + more
