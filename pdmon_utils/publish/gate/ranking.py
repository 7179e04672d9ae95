"""Organisations and places: what a public page may not compare (ЗАТО, п. 5.5; the rule for every regulation)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.refusal import Found, around
from pdmon_utils.reading.folding import fold

_ORGANISATION: Final = "Организации на публичных страницах не называются: оставьте муниципалитет целиком или кластер"
_RANKED: Final = "Рейтинги и места публично не показываются (ЗАТО, п. 5.5): перепишите без сравнения организаций"
_INTERNAL: Final = "Это часть внутреннего отчёта: выполните тетрадь для всех (pdmon run --audience public)"
_KIND = r"(?:школ\w*|[сонв]?ош|лице[йяею]\w*|гимнази\w*|детск\w+ сад\w*|д/с|м[бкао]?д?оу|[мг]?бу\b|д?юсш|ддт|цдт|сюн)"
_NUMBERED: Final = re.compile(
    rf"(?<!\w){_KIND}[^\w\n]{{0,4}}(?:{_KIND}[^\w\n]{{0,4}})?№[ \u00a0]?\d{{1,4}}", re.IGNORECASE
)
_ORDINAL = (
    r"(?:\d{1,4}(?:-?[ея]|-?ое|-?го|-?м)?|перв\w+|втор\w+|трет\w+|последн\w+|предпоследн\w+|четв[её]рт\w+|пят\w+)"
)
_WHO = (
    r"(?:школ\w*|организаци\w*|учреждени\w*|оо\b|оу\b|лице\w*|гимнази\w*|сад\w*|коллектив\w*|муниципалитет\w*"
    r"|район\w*|улус\w*)"
)
_WORDS: Final = re.compile(
    rf"(?<!\w)(?:рейтинг\w*|ранжир\w*|антирейтинг\w*|турнирн\w+|топ[- ]?\d+|аутсайдер\w*|отстающ\w+"
    rf"|{_ORDINAL}[ \u00a0]мест[оауе]\w*|мест[оауе][ \u00a0](?:в|среди|из)[ \u00a0](?:рейтинг\w*|списк\w*|{_WHO}|\d+)"
    rf"|занима\w+[^\n.]{{0,30}}мест[оауе]|занял\w*[^\n.]{{0,30}}мест[оауе]"
    rf"|(?:лучш|худш|сильнейш|слабейш)\w*[ \u00a0](?:[\w-]+[ \u00a0])?{_WHO}|{_WHO}[ \u00a0—–-]+(?:лидер|аутсайдер)\w*"
    rf"|лидер\w*[^\n.]{{0,40}}{_WHO}|{_WHO}[^\n.]{{0,40}}лидиру\w*|лидиру\w*|в числе (?:лучших|худших|последних)"
    rf"|(?:лучше|хуже) (?:всех|остальных|других|друг\w+ {_WHO})|вклад (?:оо|организаци\w+|школ\w*)\b)",
    re.IGNORECASE,
)
_HEADER: Final = re.compile(
    r"^[ \u00a0]*(?:место|места|ранг|позиция|№ места|занятое место|место в районе|rank|балл рейтинга|организация|школа|"
    r"образовательная организация|оо|код организации|наименование организации|краткое наименование"
    r"|org_id|org_name|org_short)"
    r"[ \u00a0:]*$",
    re.IGNORECASE | re.MULTILINE,
)
_MARKS: Final = re.compile(
    r"Для служебного пользования|ДЛЯ СЛУЖЕБНОГО ПОЛЬЗОВАНИЯ|Для внутреннего пользования|[Нн]е для публикации"
    r"|Внутренний отч[её]т|Лист (?:образовательной )?организации|data-audience=.?internal"
)
_TOKEN: Final = re.compile(r"[^\W_]+")
_TELLING: Final = 20  # a shorter line may be a part of a wording by chance


def look(text: str, known: Known) -> Iterator[Found]:
    """Yield named organisations, words of ranking, and marks of internal reports."""
    for pattern, what, remedy in _KINDS:
        for match in pattern.finditer(text):
            if not by_law(text, match, known):
                yield Found(match.start(), f"{what} {around(text, *match.span())}", remedy)
    yield from _named(text, known)


def heads(text: str, _known: Known) -> Iterator[Found]:
    """Yield heads of columns in which organisations or their places stand."""
    for match in _HEADER.finditer(text):
        yield Found(match.start(), f"графа организаций или мест «{match[0].strip()}»", _ORGANISATION)


def by_law(text: str, match: re.Match[str], known: Known) -> bool:
    """Return True for words that a wording of the law, printed here whole, says itself: «Лучшие учителя России»."""
    start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    line = fold(text[start : end if end >= 0 else len(text)])
    said = fold(match[0])
    return any(
        said in wording and (wording in line or (len(line) >= _TELLING and line in wording))
        for wording in known.wordings
    )


def _named(text: str, known: Known) -> Iterator[Found]:
    """Yield the names of organisations, compared word by word."""
    if not known.phrases:
        return
    begins = {word for word in set(_TOKEN.findall(text)) if _folded(word) in known.phrases}
    at = 0
    for line in text.split("\n") if begins else ():
        if any(word in line for word in begins):
            yield from (
                Found(at + start, f"организация {around(text, at + start, at + end)}", _ORGANISATION)
                for start, end in _names_in(line, known)
            )
        at += len(line) + 1


def _names_in(line: str, known: Known) -> Iterator[tuple[int, int]]:
    """Yield where a line names an organisation."""
    tokens = list(_TOKEN.finditer(line))
    words = [_folded(token[0]) for token in tokens]
    for at, word in enumerate(words):
        for name in known.phrases.get(word, ()):
            if tuple(words[at : at + len(name)]) == name:
                yield tokens[at].start(), tokens[at + len(name) - 1].end()


@lru_cache(2**16)
def _folded(word: str) -> str:
    return fold(word)


_KINDS: Final = (
    (_NUMBERED, "организация", _ORGANISATION),
    (_WORDS, "рейтинг", _RANKED),
    (_MARKS, "знак внутреннего отчёта", _INTERNAL),
)
