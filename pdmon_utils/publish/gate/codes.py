"""Codes of persons and organisations, and the pseudonyms that stand for names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.refusal import Found, around

_REMEDY: Final = (
    "По коду человека или организацию можно узнать: в публичных таблицах кодов нет, уберите строку или графу"
)
_PSEUDONYM: Final = re.compile(r"(?<!\w)[сл]-[a-z2-7]{12}(?!\w)")
_CODE: Final = re.compile(r"(?<![\w.,№-])(?=[\w-]*\d)[\w-]{4,40}(?![\w-]|[.,]\d)")
_SHORT: Final = 5  # shorter codes of digits alone look like any number
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def look(text: str, known: Known) -> Iterator[Found]:
    """Yield codes of the register and pseudonyms."""
    for match in _PSEUDONYM.finditer(text):
        yield Found(match.start(), f"псевдоним человека {around(text, *match.span())}", _REMEDY)
    for match in _CODE.finditer(text) if known.codes else ():
        if match[0].casefold() in known.codes:
            yield Found(match.start(), f"код человека или организации {around(text, *match.span())}", _REMEDY)


def is_telling(code: str) -> bool:
    """Return True for a code that can be told from an ordinary number: long enough, or with letters, no year."""
    if not code.isdigit():
        return len(code) >= _SHORT - 1 and any(sign.isdigit() for sign in code)
    return len(code) >= _SHORT and not _YEAR.fullmatch(code)
