"""A report beside what its raw files give today: files handed in, figures, words, bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from hashlib import sha256

import pandas as pd

from pdmon_utils.batch.jobs import Job
from pdmon_utils.errors import PdmonError
from pdmon_utils.publish.content import words
from pdmon_utils.store import Workspace
from pdmon_utils.verify.again import made_again
from pdmon_utils.verify.protocol import Line
from pdmon_utils.verify.target import Target
from pdmon_utils.words import NO_DATA, amount, is_missing

MOST = 20  # differences of one kind that are named
_KEYS = ["municipality", "year", "indicator", "scope", "unit", "breakdown", "group"]
_PARTS = ["numerator", "denominator", "value"]


def verified(workspace: Workspace, target: Target) -> list[Line]:
    """Return what agrees and what differs after the report was made again from the raw files."""
    kept = target.files
    try:
        with made_again(workspace, target.job) as (fresh, again):
            inputs = [_inputs(workspace, fresh, place) for place in fresh.municipalities]
            figures = _figures(_mine(workspace, fresh, target.job), _mine(fresh, fresh, target.job))
            made = Target(again, again.output).files
    except PdmonError as error:
        return [Line("Пересчёт из исходных файлов", agrees=False, details=(str(error),))]
    return [*inputs, figures, *_files(kept, made)]


def _inputs(workspace: Workspace, fresh: Workspace, place: str) -> Line:
    """Return whether a municipality's raw files are those of which the tables were made."""
    what = f"Исходные файлы, {place}"
    if not workspace.tells_inputs:
        return Line(what, agrees=None, details=("какие файлы были прочитаны, не записано: повторите pdmon prepare",))
    was, now = _read(workspace, place), _read(fresh, place)
    wrong = [
        f"{name}: {_became(name, was, now)}" for name in sorted(was.keys() | now) if was.get(name) != now.get(name)
    ]
    return Line(f"{what}: {len(now)}", not wrong, _cut(wrong))


def _read(workspace: Workspace, place: str) -> dict[str, str]:
    rows = workspace.inputs([place])
    return dict(zip(rows["file"], rows["sha256"], strict=True))


def _became(name: str, was: Mapping[str, str], now: Mapping[str, str]) -> str:
    if name in was and name in now:
        return "изменился"
    return "новый файл" if name in now else "файла больше нет"


def _mine(workspace: Workspace, fresh: Workspace, job: Job) -> pd.DataFrame:
    """Return the figures that the report may show: of its criterion, or all; up to its year."""
    asks = {ask for card in fresh.municipalities.values() for ask in _asked(workspace, card.regulation, job.code)}
    regional = not fresh.has(job.place)
    rows = workspace.figures([*fresh.municipalities, *([""] if regional else [])])
    mine = (rows["municipality"] != "") | (rows["unit"] == job.place)
    return rows[mine & rows["indicator"].isin(asks) & (rows["year"] <= job.year)]


def _asked(workspace: Workspace, regulation: str, code: str) -> Iterator[str]:
    held = workspace.catalogue.regulation(regulation)
    criterion = code in workspace.catalogue.criteria
    yield from (ask.id for ask in (held.of(code) if criterion else held.asks.values()))


def _figures(kept: pd.DataFrame, made: pd.DataFrame) -> Line:
    """Return whether all figures are the same numbers, naming those that are not: was, became."""
    was, now = _by_key(kept), _by_key(made)
    wrong = [key for key in sorted(was.keys() | now.keys()) if was.get(key) != now.get(key)]
    details = [f"{_named(key)}: было {_said(was.get(key))}, стало {_said(now.get(key))}" for key in wrong]
    return Line(f"Показатели: {len(now)}", not wrong, _cut(details))


def _by_key(rows: pd.DataFrame) -> dict[tuple[str, ...], tuple[float | None, ...]]:
    keys = rows[_KEYS].astype(str).itertuples(index=False, name=None)
    parts = rows[_PARTS].itertuples(index=False, name=None)
    return {
        key: tuple(None if is_missing(x) else float(x) for x in said) for key, said in zip(keys, parts, strict=True)
    }


def _named(key: tuple[str, ...]) -> str:
    _, year, indicator, scope, unit, breakdown, group = key
    where = "" if scope == "municipality" else f" · {unit}"
    return f"{indicator} · {year}{where}" + (f" · {breakdown} «{group}»" if breakdown else "")


def _said(parts: tuple[float | None, ...] | None) -> str:
    if parts is None:
        return "ничего"
    numerator, denominator, value = parts
    if numerator is None:
        return NO_DATA
    told = amount(numerator) if denominator is None else f"{amount(numerator)} из {amount(denominator)}"
    return told if value is None else f"{told} ({value:.4g})".replace(".", ",")


def _files(kept: Mapping[str, bytes], made: Mapping[str, bytes]) -> Iterator[Line]:
    """Yield whether each file of the report is the same to the last byte; of pages also what they say otherwise."""
    for name in sorted(kept.keys() | made.keys()):
        was, now = kept.get(name), made.get(name)
        if was is None or now is None:
            yield Line(name, agrees=False, details=("файла нет" if was is None else "при пересчёте файл не получен",))
        else:
            yield Line(name, was == now, () if was == now else _differing(name, was, now))


def _differing(name: str, was: bytes, now: bytes) -> tuple[str, ...]:
    hashes = f"SHA-256: было {sha256(was).hexdigest()[:12]}…, стало {sha256(now).hexdigest()[:12]}…"
    try:
        said = _changes(words(was.decode()), words(now.decode())) if name.endswith(".ipynb") else []
    except ValueError:  # a torn notebook
        said = ["файл не читается как тетрадь"]
    same = name.endswith(".ipynb") and not said
    return (hashes, *(["слова и числа те же, отличается оформление или запись"] if same else _cut(said)))


def _changes(was: Sequence[str], now: Sequence[str]) -> list[str]:
    """Return the lines that a report says otherwise: «было: … → стало: …»."""
    found = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return [
        f"было: {' '.join(was[a:b]) or '—'} → стало: {' '.join(now[c:d]) or '—'}"
        for kind, a, b, c, d in found
        if kind != "equal"
    ]


def _cut(details: Sequence[str]) -> tuple[str, ...]:
    more = len(details) - MOST
    return (*details[:MOST], *([f"…и ещё {more}"] if more > 0 else []))
