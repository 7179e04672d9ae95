"""The calendar of a regulation as data: what is done when, by whom, with which document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.yamls import read_yaml

RECURRENCES = ("month", "months", "range", "quarterly", "spans", "yearly", "order", "continuous")
CYCLES = ("calendar", "academic")
_HERE = Path(__file__).parent.parent / "catalogue" / "calendars"
_TEXTS = ("clause", "does", "deadline", "recurrence", "responsible", "document")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `clause` and `deadline` are the regulation's own words; `shift` counts years after the report year.

    `collects` marks a step that gathers data from organisations. `spans` are pairs «DD.MM-DD.MM». `criteria` are the
    unified criteria that it is about; a step without them is about all.
    """

    id: str
    clause: str
    does: str
    deadline: str
    recurrence: str
    months: tuple[int, ...] = ()
    spans: tuple[str, ...] = ()
    shift: int = 0
    responsible: str = ""
    document: str = ""
    collects: bool = False
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """All steps of a regulation; in an `academic` cycle the months from September on lie in the year before."""

    regulation: str
    cycle: str = "calendar"
    steps: Mapping[str, Step] = field(default_factory=lambda: MappingProxyType({}))


def load_calendar(regulation: str, further: Path | None = None) -> Calendar:
    """Return the calendar of a regulation, of a folder of further ones or of the package; empty where none names dates.

    Raises CatalogueError for what it does not know.
    """
    places = [folder / f"{regulation}.yml" for folder in (further, _HERE) if folder]
    path = next((path for path in places if path.exists()), None)
    return _calendar(regulation, path) if path else Calendar(regulation)


def _calendar(regulation: str, path: Path) -> Calendar:
    said, where = read_yaml(path), f"calendars/{path.name}"
    _refuse_unknown(said, ("cycle", "steps"), where)
    if said.get("cycle") not in CYCLES:
        raise CatalogueError(f"{where}: cycle «{said.get('cycle')}». Можно: {', '.join(CYCLES)}.")
    steps = {code: _step(code, words, f"{where}, {code}") for code, words in said["steps"].items()}
    return Calendar(regulation, said["cycle"], MappingProxyType(steps))


def _step(code: str, said: Mapping[str, Any], where: str) -> Step:
    _refuse_unknown(said, [f.name for f in fields(Step) if f.name != "id"], where)
    if said.get("recurrence") not in RECURRENCES:
        hint = nearest(str(said.get("recurrence")), RECURRENCES)
        raise CatalogueError(f"{where}: recurrence «{said.get('recurrence')}»{hint} Можно: {', '.join(RECURRENCES)}.")
    return Step(
        id=code,
        months=tuple(int(month) for month in said.get("months", ())),
        spans=tuple(said.get("spans", ())),
        shift=int(said.get("shift", "0")),
        collects=said.get("collects") == "yes",
        criteria=_criteria(said.get("criteria", ()), where),
        **{name: said.get(name, "") for name in _TEXTS},
    )


def _criteria(said: Iterable[str], where: str) -> tuple[str, ...]:
    known, codes = load_catalogue().criteria, tuple(said)
    for code in codes:
        if code not in known:
            raise CatalogueError(f"{where}: нет критерия «{code}»{nearest(code, known)} Можно: {', '.join(known)}.")
    return codes


def _refuse_unknown(said: Mapping[str, Any], known: tuple[str, ...] | list[str], where: str) -> None:
    for key in said:
        if key not in known:
            raise CatalogueError(f"{where}: неизвестный ключ «{key}»{nearest(key, known)}")
