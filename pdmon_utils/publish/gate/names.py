"""Surnames of the register, in any case and number, wherever a name could stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.refusal import Found, around
from pdmon_utils.reading.folding import in_one_script

REMEDY: Final = (
    "Уберите имя. Если оно публикуется законно, впишите его с основанием в "
    "data/journal/<муниципалитет>/names-allowed.csv"
)
_WORD: Final = re.compile(r"(?<![^\W_])[А-ЯЁA-Z][^\W\d_]+(?:[-‐‑–][^\W\d_]+)*")
_SMALL: Final = re.compile(  # like Иванов or Пушкин, written without a capital; Островский is an adjective then
    r"(?<![^\W_])(?:[а-яё]+[-‐‑–])*[а-яё]{2,}(?:[оеё]в|[иы]н)(?:а|у|ым|ом|е|о[йю]|ы|ыми|ых)?(?:[-‐‑–][а-яё]+)*(?![^\W_])"
)
_STARTS: Final = frozenset("\n.!?:;•—–-#*(«\"“„'/|>1234567890)")  # after these any word is written with a capital
_DEDICATED: Final = re.compile(r"(?:(?<!от )имени|\bим\.|\bпамяти)[ \u00a0]?(?:[А-ЯЁ][\w.]*[ \u00a0]?){0,3}$")
_PLACED: Final = re.compile(
    r"(?<!\w)(?:(?:г|с|п|пос|пгт|ст|х|д|дер|ул|пер|пр)\.|ЗАТО|город\w*|сел[оае]\w*|пос[её]л\w+|станиц\w+|хутор\w*|улиц\w+)"
    r"[ \u00a0](?:[А-ЯЁ][а-яё]+[ \u00a0])?$"
)
_LOOKED_BACK: Final = 40


def look(text: str, known: Known) -> Iterator[Found]:
    """Yield every form of a registered surname, but for ordinary words and people who may be named."""
    for match in _WORD.finditer(text) if known.names else ():
        word = in_one_script(match[0])
        if any(known.namesakes(part) for part in re.split(r"[-‐‑–]", word)) and not _excused(text, match, word, known):
            yield Found(match.start(), f"фамилия из реестра {around(text, *match.span())}", REMEDY)
    for match in _SMALL.finditer(text) if known.names else ():
        if _is_small_name(match[0], known) and not (dedicated(text, match.start()) or _is_place(text, match.start())):
            yield Found(match.start(), f"фамилия из реестра строчными буквами {around(text, *match.span())}", REMEDY)


def _is_small_name(word: str, known: Known) -> bool:
    """Return True when a part of the word is a form of a surname like Иванов and no word of pdmon's in any form."""
    parts = [part for part in re.split(r"[-‐‑–]", word) if known.owns(part)]
    return bool(parts) and not known.is_proper(word) and not all(map(known.may_be_a_word, parts))


def _excused(text: str, match: re.Match[str], word: str, known: Known) -> bool:
    parts = [part for part in re.split(r"[-‐‑–]", word) if known.namesakes(part)]
    if known.is_proper(word) or dedicated(text, match.start()) or _is_place(text, match.start()):
        return True
    return all(known.may_be_named(part) or _only_a_word(text, match, part, known) for part in parts)


def _only_a_word(text: str, match: re.Match[str], part: str, known: Known) -> bool:
    """Return True for a word that may have its capital from where it stands: «Свободный урок», «МОРОЗ»."""
    if not part[0].isupper():
        return True  # the second half of «Иваново-вознесенский»
    forced = stands_first(text, match.start()) or (match[0].isupper() and len(match[0]) > 1)
    return known.is_proper(part) or (forced and known.is_ordinary(part))


def _is_place(text: str, at: int) -> bool:
    """Return True after «г.», «ст.», «ул.», «ЗАТО»: what follows is a place."""
    return bool(_PLACED.search(text[max(0, at - _LOOKED_BACK) : at]))


def stands_first(text: str, at: int) -> bool:
    """Return True where any word would have a capital: at the beginning of a text, a sentence, a quotation."""
    before = text[max(0, at - 3) : at].rstrip(" \u00a0")
    return not before or before[-1] in _STARTS


def dedicated(text: str, at: int) -> bool:
    """Return True after «имени», «им.», «памяти»: a school or a prize bears the name of somebody, who is no teacher."""
    return bool(_DEDICATED.search(text[max(0, at - _LOOKED_BACK) : at]))
