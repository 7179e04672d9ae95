"""The card of a municipality: `data/raw/<slug>/municipality.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from pdmon_utils.days import parse_day
from pdmon_utils.errors import WorkspaceError, nearest
from pdmon_utils.filenames import is_device
from pdmon_utils.signs import plain
from pdmon_utils.yamls import read_yaml

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_YEAR = re.compile(r"(19|20)\d\d")
_NEEDED = ("name", "oktmo", "region", "region_code", "regulation")
_PAIRS = ("responsible", "signature", "approval", "plans", "breaks", "deadlines")
_PLAN = re.compile(r"(≥|>=|не менее|≤|<=|не более)?\s*\d+([.,]\d+)?\s*%?")
_YEARLY = {
    "plans": "показатель: значение",
    "breaks": "показатель: почему годы несопоставимы",
    "deadlines": "шаг календаря: дата",
}
DATA = "сдача данных"  # the deadline of all data of a year, where the regulation's calendar names none


@dataclass(frozen=True, slots=True)
class Municipality:
    """Who a municipality is and which regulation it works by; `plans` is year → indicator id → value.

    `deadlines` is year → step of the regulation's calendar, or «сдача данных» → day. `breaks` is year → indicator id →
    why values of this year and later do not compare with those before. `authority` is the body that signs papers,
    `seat` the town where it does. `open_facts`: the basis on which facts that schools publish themselves (education,
    category, courses, experience) are shown without a threshold; empty: with the same threshold as others.
    """

    folder: Path
    name: str
    oktmo: str
    region: str
    region_code: str
    regulation: str
    genitive: str = ""
    prepositional: str = ""
    authority: str = ""
    seat: str = ""
    open_facts: str = ""
    responsible: Mapping[str, str] = field(default_factory=dict)
    signature: Mapping[str, str] = field(default_factory=dict)
    approval: Mapping[str, str] = field(default_factory=dict)
    plans: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    breaks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    deadlines: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The latin name under which files and figures are kept."""
        return self.folder.name

    def due(self, year: int) -> dict[str, date]:
        """Return the days that the card sets for a report year, by step of the calendar or «сдача данных»."""
        said = self.deadlines.get(str(year), {})
        return {name: day for name, text in said.items() if (day := parse_day(text))}

    @property
    def years(self) -> tuple[int, ...]:
        """Report years: the year folders beside the card, ascending."""
        return tuple(sorted(int(p.name) for p in self.folder.iterdir() if p.is_dir() and _YEAR.fullmatch(p.name)))


def is_slug(name: str) -> bool:
    """Return True for latin small letters, digits and single hyphens, the only allowed folder name; no device."""
    return bool(_SLUG.fullmatch(name)) and not is_device(name)


def _refuse_unknown(path: Path, said: Mapping[str, Any]) -> None:
    known = [f.name for f in fields(Municipality) if f.name != "folder"]
    for key in said:
        if key not in known:
            raise WorkspaceError(f"{path}: неизвестный ключ «{key}»{nearest(key, known)} Известны: {', '.join(known)}.")
    missing = [key for key in _NEEDED if not said.get(key)]
    if missing:
        raise WorkspaceError(f"{path}: не заполнено: {', '.join(missing)}. Допишите в карточку муниципалитета.")


def _refuse_shape(path: Path, said: Mapping[str, Any]) -> None:
    for key, value in said.items():
        if not isinstance(value, dict if key in _PAIRS else str):
            shape = "пары «ключ: значение»" if key in _PAIRS else "слова"
            raise WorkspaceError(f"{path}: «{key}» — здесь нужны {shape}, а сказано «{value}».")
    for key, pairs in _YEARLY.items():
        for year, plan in said.get(key, {}).items():
            if not isinstance(plan, dict):
                raise WorkspaceError(f"{path}: {key}, {year} — ожидались пары «{pairs}», а сказано «{plan}».")
            if not _YEAR.fullmatch(year):
                raise WorkspaceError(f"{path}: {key} — «{year}» не год. Напишите, например, 2024.")
    _refuse_days(path, said.get("deadlines", {}))
    _refuse_plans(path, said.get("plans", {}))
    _refuse_silence(path, said.get("breaks", {}))


def _refuse_plans(path: Path, said: Mapping[str, Mapping[str, Any]]) -> None:
    for year, plan in said.items():
        for name, value in plan.items():
            if not isinstance(value, str) or not _PLAN.fullmatch(value.strip().lower()):
                wanted = "нужно число или процент, например «20 %»"
                raise WorkspaceError(f"{path}: plans, {year}, «{name}» — план «{value}» не читается: {wanted}.")


def _refuse_silence(path: Path, said: Mapping[str, Mapping[str, Any]]) -> None:
    for year, why in said.items():
        for name, words in why.items():
            if not isinstance(words, str) or not words.strip():
                raise WorkspaceError(f"{path}: breaks, {year}, «{name}» — напишите, почему годы несопоставимы.")


def _refuse_days(path: Path, said: Mapping[str, Mapping[str, Any]]) -> None:
    for year, days in said.items():
        for name, day in days.items():
            if not isinstance(day, str) or parse_day(day) is None:
                raise WorkspaceError(f"{path}: deadlines, {year}, «{name}» — «{day}» не дата. Например: 2025-01-20.")


def _seen(said: Any) -> Any:  # noqa: ANN401  what a YAML file holds
    """Return what a card says without signs that nobody sees: they would turn every page on which its name stands."""
    if isinstance(said, dict):
        return {plain(key): _seen(value) for key, value in said.items()}
    return plain(said) if isinstance(said, str) else said


def read_card(folder: Path) -> Municipality:
    """Return the card in `folder`; raises WorkspaceError when the name or a field is not as the contract says."""
    if not is_slug(folder.name):
        raise WorkspaceError(f"Папка «{folder.name}»: переименуйте её латинскими строчными буквами, цифрами и дефисом.")
    path = folder / "municipality.yaml"
    if not path.exists():
        raise WorkspaceError(f"{folder}: нет файла municipality.yaml. Создайте карточку муниципалитета.")
    written = read_yaml(path)
    _refuse_unknown(path, written)
    said = {key: _seen(value) for key, value in written.items() if value}
    _refuse_shape(path, said)
    if not re.fullmatch(r"[0-9]{8}", said["oktmo"]):
        raise WorkspaceError(f'{path}: oktmo «{said["oktmo"]}» — нужны 8 цифр в кавычках, например "65541000".')
    if not is_slug(said["region_code"]):
        raise WorkspaceError(f"{path}: region_code «{said['region_code']}» — нужны латинские буквы, цифры и дефис.")
    return Municipality(folder=folder, **said)
