"""Text, dictionary values, yes and no: how they are told though people write them in many ways."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from pdmon_utils.errors import nearest
from pdmon_utils.reading.folding import fold, in_one_script, visible
from pdmon_utils.reading.outcomes import LONG, Fault, Mended, Outcome, shown
from pdmon_utils.schema import Column

LIMIT = 1000  # characters of one text
_LISTED = 8
_DASH = "\u2014"  # unlike shorter dashes no «нет»: it fills a cell of which nothing is known
_WORDY = frozenset("org_name org_short title body text self_topic direction responsible group provider".split())
_SIGNS = frozenset(("+", "-", "1", "0", "v", "✓", "✔", "√"))
_TRUTH = {
    **{fold(word): True for word in ("да", "yes", "true", "истина", "1", "+", "v", "✓", "✔", "√")},
    **{fold(word): False for word in ("нет", "no", "false", "ложь", "0", "-")},
}
_UNKNOWN = frozenset(
    map(fold, ("-", "--", "---", "н/д", "н.д.", "нет данных", "нет сведений", "не указано", "неизвестно"))
)
_NO = fold("нет")


def text(column: Column, cell: object) -> Outcome:
    """Return text as written but for what nobody sees; names and titles in one script; ids are never changed."""
    if not isinstance(cell, str):
        return _number(cell)
    clean = visible(cell)
    plain = in_one_script(clean) if column.name in _WORDY else clean
    if len(plain) > LIMIT:
        return Mended(plain[:LIMIT], "cell.long", plain[:LIMIT])
    if plain != clean:
        return Mended(plain, "norm.twin", shown(plain))
    return plain if clean == cell else Mended(clean, "norm.hidden", shown(clean))


def _number(cell: object) -> Outcome:
    if not isinstance(cell, int | float):
        return Fault("cell.text")
    return Fault("cell.digits") if abs(cell) >= LONG else shown(float(cell))


def truth(_column: Column, cell: object) -> Outcome:
    """Return yes or no, said in words or by a sign."""
    said = shown(cell)
    sign = fold(said)
    answer = None if said == _DASH else _TRUTH.get(sign)
    if answer is None:
        return Fault("cell.bool")
    return Mended(answer, "norm.sign", "да" if answer else "нет") if sign in _SIGNS else answer


def code(column: Column, cell: object) -> Outcome:
    """Return the code of a dictionary value; other letters or signs of the same look are put in order."""
    return _code(tuple(column.values.items()), shown(cell))


@lru_cache(maxsize=5000)  # a district says the same few words in every book
def _code(known: tuple[tuple[str, str], ...], said: str) -> Outcome:
    exact, folded = _exact(known).get(_plain(said)), _codes(known).get(fold(said))
    if exact or folded is None:
        return exact or _unknown(known, said)
    rule = "norm.twin" if _plain(in_one_script(said)) in _exact(known) else "norm.word"
    return Mended(folded, rule, dict(known)[folded])


def nothing(column: Column, said: str) -> Outcome:
    """Return how a cell is to be taken that holds a dash or «нет данных»; «нет» is an answer where it can be one.

    Falls through (returns the text itself) where the word is a value of the column.
    """
    word = fold(said)
    if word not in _UNKNOWN and (word != _NO or column.key):
        return said
    if word in _codes(tuple(column.values.items())) or (column.type == "bool" and word in _TRUTH and said != _DASH):
        return said
    if column.required:
        return Fault("cell.nothing") if column.type == "str" and word != _NO else said
    return Mended(None, "norm.blank", "не заполнено")


def _plain(word: str) -> str:
    return "".join(word.casefold().split())


@cache
def _exact(known: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return MappingProxyType({_plain(word): code for code, russian in known for word in (russian, code)})


@cache
def _codes(known: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return MappingProxyType({fold(word): code for code, russian in known for word in (russian, code)})


def _unknown(known: tuple[tuple[str, str], ...], said: str) -> Fault:
    words = [russian for _, russian in known]
    guess = nearest(said.casefold(), words)
    listed = f"Допустимы: {'; '.join(words)}." if len(words) <= _LISTED else "Выберите значение из списка в шаблоне."
    return Fault("cell.enum", {"guess": guess, "listed": listed})
