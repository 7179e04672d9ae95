"""Names of people who are in no register, known by their shape: initials, patronymics, given names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.names import REMEDY, dedicated
from pdmon_utils.publish.gate.refusal import Found, around
from pdmon_utils.reading.named import is_given_name

_GAP = r"[ \u00a0\u202f\u2009]"
_NAME = r"(?:[А-ЯЁ][а-яё]+(?:[-‐‑][А-ЯЁ][а-яё]+)?|[А-ЯЁ]{2,}(?:[-‐‑][А-ЯЁ]{2,})?)"
_BEFORE = r"(?<![А-Яа-яЁё\w-])"
_AFTER_INITIALS: Final = re.compile(
    rf"{_BEFORE}(?P<one>[А-ЯЁ])\.{_GAP}?(?:(?P<two>[А-ЯЁ])\.{_GAP}?)?(?P<name>{_NAME})(?![А-Яа-яЁё])"
)
_BEFORE_INITIALS: Final = re.compile(
    rf"{_BEFORE}(?P<name>{_NAME}){_GAP}(?P<one>[А-ЯЁ])\.(?:{_GAP}?(?P<two>[А-ЯЁ])\.)?(?!{_GAP}?{_NAME})"
)
_FATHER: Final = re.compile(
    rf"{_BEFORE}(?P<name>[А-ЯЁ](?:[а-яё]*(?:[оеь]вич|[оеё]вн|ичн)(?:а|у|ем|ом|е|ы|ой|и|ей|ам|ами|ах)?"
    r"|[А-ЯЁ]*(?:[ОЕЬ]ВИЧ|[ОЕ]ВН|ИЧН)(?:А|У|ЕМ|ОМ|Е|Ы|ОЙ|И|ЕЙ|АМ|АМИ|АХ)?|[а-яё]*(?:ьич|мич|кич)[ауе]?м?))(?![А-Яа-яЁё])"
)
_TURKIC: Final = re.compile(rf"(?P<name>{_NAME}){_GAP}(?:оглы|кызы|Оглы|Кызы|ОГЛЫ|КЫЗЫ)(?![А-Яа-яЁё])")
_PAIR: Final = re.compile(rf"{_BEFORE}(?=(?P<name>{_NAME}){_GAP}(?P<other>{_NAME})(?![А-Яа-яЁё]))")
_SURNAME: Final = re.compile(
    r".+(?:ов|ев|ёв|ин|ын|ский|цкий|ской)(?:а|у|ым|ой|е|ого|ому|им)?|.+(?:ская|цкая|скую|енко|чук|юк|ян|дзе|швили|ых|их|ук)",
    re.IGNORECASE,
)
_PLACEHOLDERS: Final = frozenset(("фамилия", "фамилии", "имя", "отчество"))


def look(text: str, known: Known) -> Iterator[Found]:
    """Yield what has the shape of a person's name, but for people who may be named and names that things bear."""
    for pattern, is_person in _SHAPES:
        for match in pattern.finditer(text):
            if is_person(match, known) and not dedicated(text, match.start()):
                span = (match.start(), match.end("other") if "other" in match.groupdict() else match.end())
                yield Found(match.start(), f"имя человека {around(text, *span)}", REMEDY)


def _initialed(match: re.Match[str], known: Known) -> bool:
    name = match["name"]
    if known.allows(name, match["one"] + (match["two"] or "")) or name.casefold() in _PLACEHOLDERS:
        return False
    if match["two"]:
        return not known.is_proper(name)
    return bool(_SURNAME.fullmatch(name)) and not (known.is_ordinary(name) or known.is_proper(name))


def _fathered(match: re.Match[str], known: Known) -> bool:
    return not (known.may_be_named(match["name"]) or known.is_ordinary(match["name"]) or known.is_proper(match["name"]))


def _paired(match: re.Match[str], known: Known) -> bool:
    """Return True for a given name beside a word that looks like a surname: «Мария Петрова», «Петровой Марии»."""
    words = (match["name"], match["other"])
    for given, other in (words, words[::-1]):
        if is_given_name(given) and _SURNAME.fullmatch(other) and not is_given_name(other):
            return not any(check(other) for check in (known.may_be_named, known.is_proper, known.is_ordinary))
    return False


_SHAPES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Known], bool]], ...]] = (
    (_AFTER_INITIALS, _initialed),
    (_BEFORE_INITIALS, _initialed),
    (_FATHER, _fathered),
    (_TURKIC, _fathered),
    (_PAIR, _paired),
)
