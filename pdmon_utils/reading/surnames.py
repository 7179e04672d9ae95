"""Russian surnames in all cases: the keys of a surname as it is registered, and of any word that may be a form of it.

A key is a kind of declension and a stem («п:иванов»), so that «Иваново» or «Мороженое» is no form of Иванов or Мороз.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from pdmon_utils.reading.folding import in_one_script, trim, visible

_OWNING = ("ов", "ев", "ин", "ын")  # Иванов, Соловьёв, Пушкин, Синицын; ё is written as е
# kind → endings of both genders and both numbers, the ending of the dictionary form among them
_ENDINGS: Final = {
    "п": ("", "а", "у", "ым", "ом", "е", "ой", "ою", "ы", "ых", "ыми"),
    "а": (
        *("ый", "ий", "ой", "ого", "его", "ому", "ему", "ым", "им", "ом", "ем", "ая", "яя", "ую", "юю", "ей", "ою"),
        *("ею", "ые", "ие", "ых", "их", "ыми", "ими"),
    ),
    "с": ("", "а", "у", "ом", "ем", "е", "ы", "и", "ов", "ев", "ей", "ам", "ами", "ах"),
    "м": ("ь", "я", "ю", "ем", "е", "и", "ей", "ям", "ями", "ях"),
    "й": ("й", "я", "ю", "ем", "е", "и", "ев", "ям", "ями", "ях"),
    "ж": ("а", "ы", "и", "е", "у", "ой", "ою", "ей", "ею", "", "ам", "ами", "ах"),
    "я": ("я", "и", "е", "ю", "ей", "ею", "ь", "й", "ям", "ями", "ях"),
    "к": ("ко", "ка", "ки", "ке", "ку", "кой", "кою", "ком"),
    "н": ("",),
}
_FLEETING = ("ец", "ок", "ек", "ел", "ер", "яц")  # Кравец — Кравца, Заяц — Зайца
_PARTICLES = frozenset("оглы кызы заде ибн бен дер фон ван".split())
_FATHERS: Final = re.compile(
    r".+(?:ович|евич|[ьим]ич|овн|евн|ичн|иничн)(?:а|у|ем|е|ы|ой|ою|и|ей|ам|ами|ах)?|.+(?:овен|евен|ичен)"
)
_CYRILLIC: Final = re.compile(r"[а-я]+")
_SHORTEST: Final = 2


def folded(word: str) -> str:
    """Return a word as surnames are compared: small letters of one script, е for ё."""
    return in_one_script(visible(trim(word))).casefold().replace("ё", "е")


def is_patronymic(word: str) -> bool:
    """Return True for a patronymic in any case: «Петрович», «Петровны», «Ильичу»."""
    return bool(_FATHERS.fullmatch(folded(word)))


@cache
def form_keys(word: str) -> frozenset[str]:
    """Return the keys of all surnames of which the word may be a form; the word is one part of a double surname."""
    plain = folded(word)
    found = {f"н:{plain}"}
    for kind, endings in _ENDINGS.items():
        stems = (plain.removesuffix(ending) for ending in endings if plain.endswith(ending))
        found |= {f"{kind}:{stem}" for stem in stems if _may_be(kind, stem)}
    return frozenset(found)


def surname_keys(surname: str) -> frozenset[str]:
    """Return the keys of a surname, each part of a double one, as a register writes it: «Иванова», «Мамин-Сибиряк»."""
    parts = [folded(part) for part in re.split(r"[-‐‑–—]", surname)]
    return frozenset(key for part in parts if part and part not in _PARTICLES for key in _keys(part))


def _may_be(kind: str, stem: str) -> bool:
    if kind == "п":
        return stem.endswith(_OWNING) and len(stem) > _SHORTEST
    return len(stem) >= _SHORTEST


def _keys(word: str) -> Iterator[str]:
    """Yield the kinds of declension that the dictionary form of a surname (his, hers, theirs) may belong to."""
    yield f"н:{word}"
    if not _CYRILLIC.fullmatch(word):
        return
    for kind, ends in _DICTIONARY.items():
        stems = {word.removesuffix(end) for end in ends if word.endswith(end)}
        yield from (f"{kind}:{stem}" for stem in stems if _may_be(kind, stem))
    if word[-1] not in "аеиоуыэюяйь":
        yield from (f"с:{stem}" for stem in {word, *_without_vowel(word)})
    if word.endswith("ень"):
        yield f"м:{word[:-3]}н"
    if word.endswith("ка"):  # Чайка — Чаек, Глинка — Глинок
        yield from (f"н:{word[:-2].rstrip('йь')}{vowel}к" for vowel in "ое")


_DICTIONARY: Final = {
    "п": ("", "а", "ы"),
    "а": ("ый", "ий", "ой", "ая", "яя", "ые", "ие"),
    "м": ("ь",),
    "й": ("й",),
    "ж": ("а",),
    "я": ("я",),
    "к": ("ко",),
}


def _without_vowel(word: str) -> Iterator[str]:
    """Yield the stems of the other cases where a vowel falls out: Кравец — Кравц(а), Боец — Бойц(а)."""
    if word.endswith(_FLEETING) and len(word) > _SHORTEST + 1:
        before, last = word[:-2], word[-1]
        yield before + last
        if before[-1] in "аеиоуыэюя" or word.endswith("яц"):
            yield f"{before}й{last}"
        elif before[-1] == "л" or last in "кл":
            yield f"{before}ь{last}"
