"""How words written by people are compared: case, spaces, ё/е, dashes, quotes, Latin look-alikes are no difference."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"  # zero-width signs and the soft hyphen: pasted in, never seen
_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # they turn text around
_EDGES = " \t\n\r\v\f\x85\xa0\u2007\u2009\u202f\u2028\u2029\u3000" + _INVISIBLE
_TWINS = {
    **str.maketrans("ёaceopxykmthb", "еасеорхукмтнв"),
    **dict.fromkeys(map(ord, _INVISIBLE + _DIRECTION)),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
    **dict.fromkeys(map(ord, "«»„“”‟″"), '"'),
}
_DRAWN_ALIKE = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
_LETTERS = re.compile(r"[^\W\d_]+")
_MIXED = re.compile(r"(?=[^\W\d_]*[А-Яа-яЁё])(?=[^\W\d_]*[A-Za-z])[А-Яа-яЁёABCEHKMOPTXYaceopxy]+")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_HIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff{_INVISIBLE}{_DIRECTION}]")


def fold(text: str) -> str:
    """Return the text as it is compared: no spaces, small letters, е for ё, one dash, one quote, no last asterisk."""
    return "".join(unicodedata.normalize("NFC", text).casefold().translate(_TWINS).split()).rstrip("*")


def trim(text: str) -> str:
    """Return the text in composed letters without blanks (also invisible ones) at its ends."""
    return unicodedata.normalize("NFC", text.strip(_EDGES))


def visible(text: str) -> str:
    """Return the text without what nobody sees: control and direction signs, zero-width signs; lines stay lines."""
    return text if text.isprintable() else _HIDDEN.sub("", _ANSI.sub("", text))


def in_one_script(text: str) -> str:
    """Return the text with Latin letters drawn like Russian ones replaced in words that also have Russian letters."""
    return text if text.isascii() else _LETTERS.sub(_mended, text)


def _mended(word: re.Match[str]) -> str:
    return word[0].translate(_DRAWN_ALIKE) if _MIXED.fullmatch(word[0]) else word[0]
