"""Names and СНИЛС never leave the reading of a file: keyed pseudonyms stand in their place.

A person is known by the code handed in, else by СНИЛС, else by name (with the date of birth where the sheet has it).
What a row says beside the code is kept as keyed signs (`Traits`), so that a fact with a name finds its register row.
"""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pdmon_utils.reading.body import Body
from pdmon_utils.reading.cells import Value, shown
from pdmon_utils.reading.discreet import discreet
from pdmon_utils.reading.folding import fold, trim
from pdmon_utils.reading.headers import Header
from pdmon_utils.reading.values import Values
from pdmon_utils.schema import Table

SNILS, NAME, PARTS = "snils", "full_name", ("surname", "given", "patronymic")
_WORDS = {
    SNILS: ("СНИЛС", "Номер СНИЛС", "СНИЛС работника", "snils"),
    NAME: (
        *("ФИО", "Ф.И.О.", "Фамилия Имя Отчество", "Фамилия, имя, отчество", "Фамилия И.О.", "full_name"),
        *("ФИО педагога", "ФИО работника", "ФИО сотрудника", "ФИО учителя"),
    ),
    "surname": ("Фамилия",),
    "given": ("Имя",),
    "patronymic": ("Отчество",),
}
_DIGITS = re.compile(r"(\d{3})[- ]?(\d{3})[- ]?(\d{3})[- ]?(\d{2})", re.ASCII)
_WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_PERSON = re.compile(rf"{_WORD} (?:{_WORD}(?: {_WORD})*(?: (?:оглы|кызы|Оглы|Кызы))?|[А-ЯЁ]\. ?(?:[А-ЯЁ]\.)?)")
_ANY_CASE = re.compile(
    r"[а-яё-]{2,} [а-яё-]{2,} [а-яё]+(?:ич|вна|чна)|[а-яё]\. ?[а-яё]\. ?[а-яё-]{2,}|[а-яё-]{2,} [а-яё]\. ?[а-яё]\.",
    re.IGNORECASE,
)
_LENGTH, _MODULUS, _CHECKED = 12, 101, 1_001_998  # numbers up to 001-001-998 were given out without a check sum


@dataclass(frozen=True, slots=True)
class Traits:
    """Keyed signs of the person of one row: by СНИЛС, by full name, with the date of birth, and without the surname."""

    snils: str = ""
    name: str = ""
    person: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Veil:
    """The key of a workspace, and what it makes of names and numbers."""

    secret: bytes

    def sign(self, kind: str, *words: str) -> str:
        """Return the pseudonym of the words: 12 letters and digits that say nothing without the key."""
        said = "\0".join((kind, *map(fold, words))).encode()
        return b32encode(hmac.digest(self.secret, said, "sha256"))[:_LENGTH].decode().lower()


def snils_of(text: str) -> str:
    """Return the 11 digits of a СНИЛС (leading zeros put back), or an empty string."""
    plain = text.strip()
    bare = plain.zfill(11) if plain.isdecimal() and len(plain) >= 9 else plain  # noqa: PLR2004  Excel drops zeros
    found = _DIGITS.fullmatch(bare)
    return "".join(found.groups()) if found else ""


def is_valid(snils: str) -> bool:
    """Return True where the last two digits are the check sum of the first nine."""
    if int(snils[:9]) <= _CHECKED:
        return True
    total = sum(int(digit) * weight for digit, weight in zip(snils[:9], range(9, 0, -1), strict=True))
    return total % _MODULUS % 100 == int(snils[9:])


def personal_columns(header: Header) -> Mapping[str, int]:
    """Return where the header has columns of names and СНИЛС: kind → position."""
    known = _known()
    return {known[word]: at for at, text in header.unknown.items() if (word := fold(text)) in known}


@cache
def _known() -> Mapping[str, str]:
    return {fold(word): kind for kind, words in _WORDS.items() for word in words}


def veiled_header(table: Table, header: Header) -> Header:
    """Return the header without its personal columns; one of them stands in for a missing column of codes."""
    personal = personal_columns(header)
    codes = _codes(table)
    if not personal or not codes:
        return header
    first = next(personal[kind] for kind in (NAME, *PARTS, SNILS) if kind in personal)
    columns = header.columns if codes[0] in header.columns else {**header.columns, codes[0]: first}
    unknown = {at: word for at, word in header.unknown.items() if at not in personal.values()}
    return replace(header, columns=columns, unknown=unknown, veiled=frozenset(personal.values()))


def veil(body: Body, personal: Mapping[str, int], cover: Veil) -> tuple[Body, Sequence[Traits]]:
    """Return the body with pseudonyms for names and СНИЛС, and the traits of each row (empty where nobody is named)."""
    codes = [name for name in _codes(body.table) if name in body.values]
    values = dict(body.values)
    for name in codes:
        values[name] = values[name].each(lambda code: _sign(code, cover) if isinstance(code, str) else code)
    traits: Sequence[Traits] = ()
    if personal and codes:
        traits = _traits(body, personal, cover)
        own = [None] * body.size if body.header.columns[codes[0]] in personal.values() else values[codes[0]]
        values[codes[0]] = Values.of(_known_by(code, trait) for code, trait in zip(own, traits, strict=True))
    shown_never = {name for name in codes if personal or values[name] is not body.values[name]}
    return replace(body, values=values, veiled=frozenset(shown_never)), traits


def doubtful_snils(body: Body, personal: Mapping[str, int]) -> list[int]:
    """Return the rows whose СНИЛС has a wrong check sum or is no СНИЛС at all."""
    if SNILS not in personal:
        return []
    cells = [shown(cell) for cell in body.cells[personal[SNILS]]]
    return [at for at, text in enumerate(cells) if text and not ((number := snils_of(text)) and is_valid(number))]


def _codes(table: Table) -> list[str]:
    """Return the columns of persons: the code of the register itself, elsewhere what refers to it."""
    own = ["person_id"] if table.name in {"staff", "reserve"} else []
    return own or [column.name for column in table.columns.values() if column.refers == "staff"]


def _known_by(code: Value | None, traits: Traits) -> Value | None:
    if code is not None:
        return code
    return (traits.snils and f"с-{traits.snils}") or (traits.person and f"л-{traits.person}") or None


def _sign(code: str, cover: Veil) -> str:
    """Return a pseudonym for what is a name or a СНИЛС, any other code as it is."""
    number = snils_of(code) if len(code) >= 11 else ""  # noqa: PLR2004  a short number is a code
    if number and is_valid(number):
        return f"с-{cover.sign(SNILS, number)}"
    leads = discreet(code) != code and not code.isdecimal()  # a telephone, an address, a written number with a slip
    named = is_name(code) or leads
    return f"л-{cover.sign(NAME, code)}" if named else code


def is_name(text: str) -> bool:
    """Return True for what can only be a person's name where a code should stand."""
    return bool(_PERSON.fullmatch(text) or _ANY_CASE.fullmatch(text))


def _traits(body: Body, personal: Mapping[str, int], cover: Veil) -> list[Traits]:
    born = body.values.get("birth_date") or [None] * body.size
    rows = zip(*(_words(body, personal, kind) for kind in (SNILS, NAME, *PARTS)), born, strict=True)
    made: Callable[..., Traits] = cache(lambda *said: _trait(cover, *said))
    return [made(*row) for row in rows]


def _words(body: Body, personal: Mapping[str, int], kind: str) -> list[str]:
    if kind not in personal:
        return [""] * body.size
    return [trim(shown(cell)) for cell in body.cells[personal[kind]]]


def _trait(  # noqa: PLR0913, PLR0917  one parameter a column
    cover: Veil, number: str, name: str, surname: str, given: str, patronymic: str, born: Value | None
) -> Traits:
    words = name.split() if name else [word for word in (surname, given, patronymic) if word]
    full, digits, day = " ".join(words), snils_of(number), str(born) if born else ""
    return Traits(
        snils=cover.sign(SNILS, digits) if digits else "",
        name=cover.sign(NAME, full) if words else "",
        person=cover.sign(NAME, full, day) if words and day else cover.sign(NAME, full) if words else "",
        given=cover.sign("given", *words[1:], day) if words[1:] and day else "",
    )
