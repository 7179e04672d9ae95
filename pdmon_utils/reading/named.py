"""Surnames that a sheet names, as keyed signs: the only form in which they outlive the reading of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from pdmon_utils.reading.body import Body
from pdmon_utils.reading.cells import shown
from pdmon_utils.reading.people import NAME, PARTS, Veil, is_name
from pdmon_utils.reading.surnames import folded, form_keys, is_patronymic, surname_keys

SURNAME: Final = "surname-form"  # the kind of sign
_WORDS: Final = re.compile(r"[^\W\d_]+(?:[-‐‑–—][^\W\d_]+)*")
_INITIALED: Final = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)? [А-ЯЁ]\. ?(?:[А-ЯЁ]\.)?")
# names that so many people and ordinary words bear that alone they point at nobody
_GIVEN: Final = frozenset(
    """
    агата аделина аделия азамат азат аида айгуль айнур алевтина александр александра алексей алена алина алия алиса алла
    алсу альберт альбина альфия амина анастасия анатолий ангелина андрей анжела анжелика анна антон антонина анфиса
    арина аркадий арсен арсений артем артур асия ася ахмед аюна аян богдан борис булат вадим валентин валентина валерий
    валерия варвара василий василиса вениамин вера вероника виктор виктория виолетта виталий влад владимир владислав
    владислава всеволод вячеслав галина гаянэ геннадий георгий герман глафира глеб григорий гузель гульнара давид дамир
    дарина дарья денис диана дина динара дмитрий евгений евгения егор екатерина елена елизавета есения ефим жанна зарина
    заур зинаида злата зоя зульфия зухра иван игнат игорь илья инга инна ирина ирма камилла карина кира кирилл клавдия
    клара константин кристина ксения лада лариса лев леонид леся лиана лидия лика лилия лиля лина любовь людмила ляйсан
    магомед майя макар максим маргарита марианна марина мария марк марта марьяна матвей милана мирон мирослава михаил
    муса надежда наиля наталия наталья нелли ника никита николай нина нюргуяна нюргун оксана олег олеся ольга павел
    платон полина прасковья прохор раиса рамиль расул регина рената ринат роберт родион роза роман ростислав руслан
    рустам светлана святослав семен сергей снежана софия софья станислав степан таисия тамара татьяна тимофей тимур
    туйаара ульяна фаина федор фатима феликс филипп хадижат эдуард элеонора элина эльвира эльмира эмилия эмма эрик юлиан
    юлия юрий яков ян яна ярослав ярослава
    """.split()
)


def surname_signs(body: Body, personal: Mapping[str, int], cover: Veil) -> tuple[str, ...]:
    """Return the signs of every surname in the columns of names, of codes, and in columns that nobody asked for."""
    surnames = {word for name in _names(body, personal) for word in surnames_of(name)}
    return tuple(sorted({cover.sign(SURNAME, key) for word in surnames for key in surname_keys(word)}))


def surnames_of(name: str) -> tuple[str, ...]:
    """Return the words of a full name that point at a person: the surname, and a given name that few people bear."""
    words = [word for word in _WORDS.findall(name) if len(word) > 1 or name == word]
    if not words:
        return ()
    fathers = [is_patronymic(word) for word in words]
    ends_with_surname = len(words) > 2 and fathers[1] and not fathers[2]  # noqa: PLR2004  «Мария Петровна Иванова»
    first = 2 if ends_with_surname else 0
    rest = (word for at, word in enumerate(words) if at != first and not fathers[at] and folded(word) not in _GIVEN)
    return (words[first], *rest)


def _names(body: Body, personal: Mapping[str, int]) -> Iterator[str]:
    for kind in (NAME, *PARTS[:2]):
        if kind in personal:
            yield from _different(body.cells[personal[kind]])
    for at in body.header.unknown:
        yield from (text for text in _different(body.cells[at]) if names_somebody(text))
    for at in _code_columns(body):
        yield from (text for text in _different(body.cells[at]) if is_name(text))


def _code_columns(body: Body) -> Iterator[int]:
    return (
        at
        for name, at in body.header.columns.items()
        if name == "person_id" or body.table.columns[name].refers == "staff"
    )


def _different(cells: Iterable[object]) -> set[str]:
    return {text for cell in cells if (text := shown(cell))}


def is_given_name(word: str) -> bool:
    """Return True for a common given name in any case."""
    return bool(form_keys(word) & _given_keys())


@cache
def _given_keys() -> frozenset[str]:
    return frozenset(key for word in _GIVEN for key in surname_keys(word))


def names_somebody(text: str) -> bool:
    """Return True for a cell that is a person's name: with initials, with a patronymic, or as codes may be written."""
    return bool(_INITIALED.fullmatch(text)) or (is_name(text) and any(map(is_patronymic, text.split())))
