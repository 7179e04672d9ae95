"""How words written by people are compared: case, spaces, ё/е and Latin look-alikes make no difference."""

from __future__ import annotations

import unicodedata

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"  # zero-width signs and the soft hyphen: pasted in, never seen
_EDGES = " \t\n\r\v\f\x85\xa0\u2007\u2009\u202f\u2028\u2029\u3000" + _INVISIBLE
_TWINS = {**str.maketrans("ёaceopxykmthb", "еасеорхукмтнв"), **dict.fromkeys(map(ord, _INVISIBLE))}


def fold(text: str) -> str:
    """Return the text as it is compared: no spaces, small letters, е for ё, no trailing asterisk."""
    return "".join(unicodedata.normalize("NFC", text).casefold().translate(_TWINS).split()).rstrip("*")


def trim(text: str) -> str:
    """Return the text in composed letters without blanks (also invisible ones) at its ends."""
    return unicodedata.normalize("NFC", text.strip(_EDGES))
