"""Who answers for a measure, as everybody may read it: the office or position that was written, never a person."""

from __future__ import annotations

import re
from typing import Final

from pdmon_utils.reading.discreet import discreet
from pdmon_utils.study.data import Data

ASSIGNED: Final = "ответственный назначен"
# stems of words that name an office, a position or a body; only what holds one of them is shown
_OFFICES: Final = """
    руководител начальник заместител директор заведующ завуч методист специалист аналитик координатор куратор
    ответственн исполнител педагог учител воспитател наставник тьютор эксперт председател секретар глав управлени отдел
    отделени комитет департамент администраци министерств служб центр орган учреждени организаци объединени совет
    комисси групп штаб школ институт академи кафедр оператор команд коллектив ассоциаци сотрудник работник
    """.split()
# stems of further words that may have a capital letter there
_CAPITALS: Final = """
    методическ муниципальн районн городск улусн региональн образовани образовательн информационн научн рабоч
    общеобразовательн дошкольн экспертн проектн все кажд старш ведущ главн молод социальн психолог предметник
    """.split()
_ENDINGS: Final = """
    а я о е ы и у ю ь й ой ей ом ем ам ям ами ями ах ях ия ие ию ии ием иям иями иях ий ая яя ое ее ые ый ого его
    ому ему ым им ых их ыми ими ую юю
    """.split()
_FORM: Final = f"(?:{'|'.join(_ENDINGS)})?"
_OFFICE: Final = re.compile(f"(?:{'|'.join(_OFFICES)}){_FORM}")
_CAPITAL: Final = re.compile(f"(?:{'|'.join((*_OFFICES, *_CAPITALS))}){_FORM}")
_SHORT_NAMES: Final = frozenset(
    """
    МКУ МБУ МАУ МКОУ МБОУ МАОУ МОУ МДОУ МБДОУ МАДОУ МКДОУ ДОУ ДОО ОО ОУ ОДО СОШ ООШ НОШ УДО УО РУО ГУО РОО РОНО ГорОНО
    ГУО КО ИМЦ РИМЦ ГИМЦ РМК ГМК ИМК ММС РМС ГМС ШМС МС ТМС НМЦ ГМЦ УМЦ ММЦ ММО РМО ГМО ШМО МО ЦНППМ ЦНППМПР ИРО РИРО
    ИПК РИПК КРИРПО ТОГИРРО ЗАТО ГО МР МСОКО ИОМ ДПО ПК УВР НМР ВР
    """.split()
)
_PARTS: Final = re.compile(r"\s*[,;()\n/]\s*|\s+[—–-]\s+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TELLING: Final = re.compile(r"[\d@…]")
_SURNAME: Final = re.compile(r".{2,}(?:ова|ева|ёва|ина|ына|енко|швили|дзе)")  # written small, as nobody should


def office(data: Data, text: object) -> str:
    """Return the text for the audience: in public its parts that name an office or position and nobody and no school.

    Where no such part is left, that somebody was appointed: the acts ask for that (Усть-Лабинск: «сведения об
    ответственных»), not for a name.
    """
    said = str(text)
    if not data.public:
        return said
    if data.names_one(said):
        return ASSIGNED
    own = _own(data)
    parts = [part.strip(" .…") for part in _PARTS.split(discreet(said))]
    kept = [part for part in parts if part and _names_nobody(part, own)]
    return said if kept == _PARTS.split(said) else ", ".join(kept) or ASSIGNED


def _own(data: Data) -> frozenset[str]:
    """Return the words of the act's addressees and of the card: how this place calls its offices."""
    card = data.card
    texts = (*data.regulation.audiences.values(), card.authority, card.name, card.genitive, card.prepositional)
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text))


def _names_nobody(part: str, own: frozenset[str]) -> bool:
    words = _WORD.findall(part)
    return not _TELLING.search(part) and any(map(_is_office, words)) and all(_may_stand(word, own) for word in words)


def _is_office(word: str) -> bool:
    return word in _SHORT_NAMES or any(map(_OFFICE.fullmatch, word.casefold().split("-")))


def _may_stand(word: str, own: frozenset[str]) -> bool:
    small = word.casefold()
    if small in own or word in _SHORT_NAMES or all(map(_CAPITAL.fullmatch, small.split("-"))):
        return True
    return word.islower() and not _SURNAME.fullmatch(word)
