"""What the gate knows of a workspace: what must not be in a bundle, and what may."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pdmon_utils.publish.gate.shown import Shown
from pdmon_utils.reading.folding import fold
from pdmon_utils.reading.named import SURNAME, surnames_of
from pdmon_utils.reading.people import Veil
from pdmon_utils.reading.surnames import folded, form_keys, surname_keys

_OWNING: Final = "п:"
_SHORT: Final = 3


@dataclass(frozen=True)
class Known:
    """Secrets as keyed signs or exact words, and the words that are no secrets.

    `names`: signs of surnames; `codes`: codes of persons and organisations; `organisations`: their names;
    `people`: who may be named; `contacts`: addresses and numbers that may be shown; `ordinary`: words that pdmon writes
    in small letters, `proper`: those that it writes with a capital; `wordings`: sentences of the law, which may say
    anything; `machine`: names of user, computer and folders; `assets`: sha256 of our own scripts and files; `hosts`:
    sites of organisations; `shown`: looks up the numbers that the public may see of a place and year, `worked_out`
    hidden ones that can be worked out all the same.
    """

    veil: Veil
    names: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    people: tuple[str, ...] = ()
    contacts: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()
    wordings: tuple[str, ...] = ()
    machine: tuple[str, ...] = ()
    assets: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    shown: Callable[[str, int], Shown | None] = lambda _place, _year: None
    worked_out: Callable[[str, int], Sequence[str]] = lambda _place, _year: ()
    _namesakes: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def namesakes(self, word: str) -> frozenset[str]:
        """Return the keys under which the word is a form of a surname of the register; empty for any other word."""
        if word not in self._namesakes:
            keys = form_keys(word) if self.names else frozenset()
            found = (key for key in keys if self.veil.sign(SURNAME, key) in self.names)
            self._namesakes[word] = frozenset(found)
        return self._namesakes[word]

    def may_be_named(self, word: str) -> bool:
        """Return True for a form of the surname of somebody who may be named."""
        return bool(form_keys(word) & self._allowed_keys)

    def allows(self, word: str, initials: str) -> bool:
        """Return True when somebody who may be named has this surname and initials («АБ»; «А» agrees with «АБ»)."""
        keys = form_keys(word)
        return any(keys & of and said.startswith(initials) for of, said in self._allowed)

    def is_ordinary(self, word: str) -> bool:
        """Return True for a word that pdmon's own texts write in small letters.

        In another case than there it is ordinary too, unless it is like Иванов: «мастеров» does not excuse Мастерову.
        """
        if folded(word) in self.ordinary:
            return True
        keys = self.namesakes(word)
        return bool(keys & self._ordinary_keys) and not any(key.startswith(_OWNING) for key in keys)

    def owns(self, word: str) -> bool:
        """Return True for a form of a surname of the register that is like Иванов or Пушкин."""
        return any(key.startswith(_OWNING) for key in self.namesakes(word))

    def may_be_a_word(self, word: str) -> bool:
        """Return True where a word in small letters is pdmon's own, in whatever form («мастеров»), or may be named."""
        return self.is_proper(word) or self.may_be_named(word) or bool(form_keys(word) & self._ordinary_keys)

    def is_proper(self, word: str) -> bool:
        """Return True for a name of a place, an office or an act."""
        return folded(word) in self.proper

    @cached_property
    def _ordinary_keys(self) -> frozenset[str]:
        said = (word for word in self.ordinary if len(word) > _SHORT)
        return frozenset(key for word in said for key in form_keys(word))

    @cached_property
    def _allowed(self) -> tuple[tuple[frozenset[str], str], ...]:
        return tuple((_keys(person), _initials(person)) for person in self.people)

    @cached_property
    def _allowed_keys(self) -> frozenset[str]:
        return frozenset(key for keys, _ in self._allowed for key in keys)

    @cached_property
    def phrases(self) -> Mapping[str, frozenset[tuple[str, ...]]]:
        """The names of organisations as folded words, by their first word."""
        by_first: dict[str, set[tuple[str, ...]]] = {}
        for name in self.organisations:
            words = tuple(map(fold, spoken(name)))
            if words:
                by_first.setdefault(words[0], set()).add(words)
        return {first: frozenset(names) for first, names in by_first.items()}


def spoken(text: str) -> list[str]:
    """Return the words and numbers of a text, without signs between them."""
    return "".join(sign if sign.isalnum() else " " for sign in text).split()


def _keys(person: str) -> frozenset[str]:
    return frozenset(key for word in surnames_of(person) for key in surname_keys(word))


def _initials(person: str) -> str:
    """Return the initials of «Примерова А. Б.», «А. Б. Примерова», «Примерова Анна Борисовна»."""
    surname = set(surnames_of(person)[:1])
    return "".join(word[0].upper() for word in spoken(person) if word not in surname and word[0].isupper())
