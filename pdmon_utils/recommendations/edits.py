"""What the analyst decided on the draft: kept, reworded, dropped, added; survives every run by the keys."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pdmon_utils.errors import nearest
from pdmon_utils.journal import Amendment, JournalError, read_records
from pdmon_utils.recommendations.known import ADDRESSEES
from pdmon_utils.recommendations.recommendation import ADD, DROP, REWORD, Recommendation
from pdmon_utils.words import Sentence

FILE = "recommendations.csv"
ACCEPTED, GOING, DONE = "принято", "в работе", "выполнено"
PROGRESS = (ACCEPTED, GOING, DONE)
APPLIED = ("да", "нет")


@dataclass(frozen=True)
class Edited:
    """The recommendations after the edits, and the edits whose key no recommendation has any more."""

    recommendations: tuple[Recommendation, ...]
    stale: tuple[Amendment, ...] = ()


def read_amendments(folder: Path) -> tuple[Amendment, ...]:
    """Return the analyst's decisions in `recommendations.csv`, none without it; raises JournalError (file, key)."""
    found = read_records(Amendment, folder)
    for said in found:
        _check(said, f"{folder / FILE}, ключ «{said.key}»")
        _check_sending(said, f"{folder / FILE}, ключ «{said.key}»")
    keys = [said.key for said in found]
    for key in keys:
        if keys.count(key) > 1:
            raise JournalError(f"{folder / FILE}: ключ «{key}» указан дважды. Оставьте одну строку.")
    return found


def _check(said: Amendment, where: str) -> None:
    if bool(said.text) != (said.status in (REWORD, ADD)):
        raise JournalError(f"{where}: «Редакция» заполняется при решении «изменить» или «добавить» и только при них.")
    if said.done and said.done not in PROGRESS:
        raise JournalError(
            f"{where}: исполнение «{said.done}»{nearest(said.done, PROGRESS)} Можно: {', '.join(PROGRESS)}."
        )
    if said.status == ADD and addressee(said.audience) is None:
        listed = ", ".join(ADDRESSEES.values())
        raise JournalError(
            f"{where}: адресат «{said.audience}»{nearest(said.audience, ADDRESSEES.values())} Можно: {listed}."
        )


def _check_sending(said: Amendment, where: str) -> None:
    if said.sent_to and not said.sent:
        raise JournalError(f"{where}: сказано, кому направлена, но не когда. Впишите дату в столбец «Направлена».")
    if said.sent and said.control and said.control < said.sent:
        raise JournalError(f"{where}: срок контроля раньше, чем рекомендация направлена. Исправьте одну из дат.")
    if said.applied and said.applied not in APPLIED:
        raise JournalError(f"{where}: применена — «{said.applied}». Можно: {', '.join(APPLIED)}.")


def addressee(words: str) -> str | None:
    """Return the code of an addressee by its code or its word; None for another word."""
    return next((code for code, word in ADDRESSEES.items() if words.casefold() in (code, word.casefold())), None)


def edited(drafted: Sequence[Recommendation], said: Iterable[Amendment], criteria: Mapping[str, str]) -> Edited:
    """Return the draft after the edits: dropped ones are gone, added ones stand at the end.

    `criteria` is code → title: an added one names its criterion by either (empty: it is about none in particular).
    """
    held = {amendment.key: amendment for amendment in said}
    kept = [replace(r, edit=held.get(r.key)) for r in drafted if not _dropped(held.get(r.key))]
    added = [_added(amendment, criteria) for amendment in held.values() if amendment.status == ADD]
    return Edited((*kept, *added), _stale(held.values(), {r.key for r in drafted}))


def _dropped(amendment: Amendment | None) -> bool:
    return amendment is not None and amendment.status == DROP


def _stale(said: Iterable[Amendment], keys: Container[str]) -> tuple[Amendment, ...]:
    return tuple(a for a in said if a.status != ADD and a.key not in keys)


def _added(said: Amendment, criteria: Mapping[str, str]) -> Recommendation:
    criterion = next((c for c, title in criteria.items() if said.criterion and said.criterion in (c, title)), "")
    return Recommendation(
        key=said.key,
        rule=0,
        addressee=addressee(said.audience) or "",
        level="organisation" if said.org_id else "general",
        criterion=criterion,
        indicator="",
        sentence=Sentence(()),
        org_id=said.org_id,
        edit=said,
    )
