"""Numbers and addresses of people: СНИЛС, telephone, e-mail, date of birth, passport, ИНН."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.refusal import Found, around
from pdmon_utils.reading.people import is_valid, snils_of

_GAP = r"[ \u00a0\u202f-]"
_DAY = r"(?:\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)"
_BIRTH = r"(?:рожд|родил|г\.[ \u00a0]?р\.)"
_PERSONAL: Final = "Это персональные данные (152-ФЗ): уберите их из отчёта"
_ALLOW: Final = (
    "Уберите; служебный адрес или телефон впишите в data/journal/<муниципалитет>/names-allowed.csv с основанием"
)
_SNILS: Final = re.compile(rf"(?<![\d.,-])\d{{3}}{_GAP}?\d{{3}}{_GAP}?\d{{3}}{_GAP}?\d{{2}}(?![\d-]|[.,]\d)")
_NAMED_SNILS: Final = re.compile(
    rf"СНИЛС[^\d\n]{{0,20}}(\d{{3}}{_GAP}?\d{{3}}{_GAP}?\d{{3}}{_GAP}?\d{{2}})(?!\d)", re.IGNORECASE
)
_PHONE: Final = re.compile(
    r"(?<![\d.,-])(?:\+[ \u00a0]?7|8)[ \u00a0(-]*\d{3,5}[ \u00a0)-]*\d{1,3}[ \u00a0-]?\d{2}[ \u00a0-]?\d{2}"
    r"(?![\d-]|[.,]\d)"
    r"|\(\d{3,5}\)[ \u00a0]?\d{1,3}-\d{2}(?:-\d{2})?(?!\d)"
    r"|(?:тел|моб|факс|WhatsApp|Telegram)\w*\.?[ \u00a0:№-]{1,4}[+\d(][\d() \u00a0-]{4,18}\d",
    re.IGNORECASE,
)
_PHONE_DIGITS: Final = frozenset((5, 6, 7, 10, 11))
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BORN: Final = re.compile(
    rf"{_BIRTH}[^\n]{{0,40}}?{_DAY}|{_DAY}[^\n]{{0,12}}?{_BIRTH}"
    r"|(?:19|20)\d\d[ \u00a0]?(?:г\.[ \u00a0]?р\.|года рождения)",
    re.IGNORECASE,
)
_PASSPORT: Final = re.compile(
    r"(?:паспорт|серия)[^\d\n]{0,30}\d{2}[ \u00a0]?\d{2}[ \u00a0]?(?:№|номер)?[ \u00a0]?\d{6}(?!\d)"
    r"|(?<![\d.,-])\d{2}[ \u00a0]\d{2}[ \u00a0]№?[ \u00a0]?\d{6}(?![\d.,])",
    re.IGNORECASE,
)
_TAX: Final = re.compile(r"ИНН[^\d\n]{0,20}\d{12}(?!\d)", re.IGNORECASE)
_HASH: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")  # sha256: one in two hundred looks like a telephone
_COLUMN: Final = re.compile(
    r"^[ \u00a0]*(?:дата рождения|birth_date|снилс|snils|телефон|мобильный телефон|e-?mail|электронная почта"
    r"|фио|ф\. ?и\. ?о\.|фамилия|отчество|person_id|код (?:работника|педагога|лица)|домашний адрес|паспорт)"
    r"[ \u00a0*]*$",
    re.IGNORECASE | re.MULTILINE,
)


def look(text: str, known: Known) -> Iterator[Found]:
    """Yield numbers and addresses that lead to a person."""
    text = _HASH.sub(lambda found: "x" * len(found[0]), text)
    said = text.lower()
    for pattern, signs, what, remedy, is_one in _KINDS:
        if signs and not any(sign in said for sign in signs):
            continue  # a search for letters is a hundred times faster than the pattern that needs them
        for match in pattern.finditer(text):
            if is_one(match[0]) and match[0].casefold() not in known.contacts:
                yield Found(match.start(), f"{what} {around(text, *match.span())}", remedy)


def heads(text: str, _known: Known) -> Iterator[Found]:
    """Yield heads of columns in which data about persons stand."""
    for match in _COLUMN.finditer(text):
        remedy = "Уберите графу: в публичных таблицах нет данных о людях"
        yield Found(match.start(), f"графа личных данных «{match[0].strip()}»", remedy)


def _checked(text: str) -> bool:
    digits = snils_of(re.sub(r"\D", "", text))
    return bool(digits) and int(digits[:9]) > 1_001_998 and is_valid(digits)  # noqa: PLR2004  lower ones have no check sum


def _dialled(text: str) -> bool:
    return len(re.sub(r"\D", "", text)) in _PHONE_DIGITS


def _any(_text: str) -> bool:
    return True


_SIGNS_OF_BIRTH: Final = ("рожд", "родил", "г.р.", "г. р.", "г.\u00a0р.")
_KINDS: Final[tuple[tuple[re.Pattern[str], tuple[str, ...], str, str, Callable[[str], bool]], ...]] = (
    (_SNILS, (), "СНИЛС", _PERSONAL, _checked),
    (_NAMED_SNILS, ("снилс",), "СНИЛС", _PERSONAL, _any),
    (_PHONE, (), "телефон", _ALLOW, _dialled),
    (_MAIL, ("@",), "адрес электронной почты", _ALLOW, _any),
    (_BORN, _SIGNS_OF_BIRTH, "дата рождения", _PERSONAL, _any),
    (_PASSPORT, (), "номер паспорта", _PERSONAL, _any),
    (_TAX, ("инн",), "ИНН человека", _PERSONAL, _any),
)
