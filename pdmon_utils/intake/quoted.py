"""Texts that public pages quote: what in them would stop the publication, said while the sheet can still be mended."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

import pandas as pd

from pdmon_utils.intake.frames import Letters
from pdmon_utils.reading.discreet import secrets
from pdmon_utils.reading.findings import Finding, Place
from pdmon_utils.reading.named import SURNAME, surnames_of
from pdmon_utils.reading.people import Veil
from pdmon_utils.reading.surnames import form_keys, surname_keys
from pdmon_utils.schema import SCHEMA

QUOTED: Final = MappingProxyType(
    {"documents": "title", "events": "title", "measures": "text", "practices": "title", "programmes": "title"}
)
SURNAME_FOUND: Final = "фамилия из реестра"
_CAPITAL: Final = re.compile(r"(?<![^\W_])[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?")
_DEDICATED: Final = re.compile(r"(?:\bимени|\bим\.|\bпамяти)\s?(?:[А-ЯЁ]\.\s?){0,2}$")
_SOURCE: Final = ["source_file", "source_sheet", "source_row"]


@dataclass(frozen=True)
class Discretion:
    """What a workspace may say in public: the key of its signs, and the names and numbers that its journal allows."""

    veil: Veil
    allowed: frozenset[str] = frozenset()

    def complaint(self, text: str, names: Collection[str]) -> str:
        """Return what a text holds that no public page may say, in words; empty for a text that is fit."""
        said = (kind for kind, match in secrets(text) if not self._fit(text, match))
        return next(said, "") or (SURNAME_FOUND if names and any(self._registered(text, names)) else "")

    def _fit(self, text: str, match: re.Match[str]) -> bool:
        return match[0] in self.allowed or self._may_be_named(match[0]) or _dedicated(text, match.start())

    def _may_be_named(self, said: str) -> bool:
        return any(form_keys(word) & self._people for word in surnames_of(said))

    @cached_property
    def _people(self) -> frozenset[str]:
        return frozenset(key for one in self.allowed for word in surnames_of(one) for key in surname_keys(word))

    def _registered(self, text: str, names: Collection[str]) -> Iterator[bool]:
        """Yield whether a word inside the text that has a capital letter is a surname of the register."""
        for match in _CAPITAL.finditer(text):
            if match.start() and not (self._may_be_named(match[0]) or _dedicated(text, match.start())):
                yield any(self.veil.sign(SURNAME, key) in names for key in form_keys(match[0]))


def _dedicated(text: str, at: int) -> bool:
    """Return True after «имени», «им.», «памяти»: the name of somebody whom a school or a contest is named after."""
    return bool(_DEDICATED.search(text[:at]))


def quoted_findings(
    tables: Mapping[str, pd.DataFrame], letters: Letters, names: Collection[str], discretion: Discretion
) -> Iterator[Finding]:
    """Yield a query for each different text of `QUOTED` that public pages cannot show."""
    for name, column in QUOTED.items():
        table = SCHEMA[name]
        rows = tables[name].dropna(subset=[column]).drop_duplicates(column)
        for row in rows[[*dict.fromkeys((*table.key, column, *_SOURCE))]].to_dict("records"):
            what = discretion.complaint(str(row[column]), names)
            if what:
                file, sheet = str(row["source_file"]), str(row["source_sheet"])
                cell = f"{letters[file, sheet, name].get(column, '')}{row['source_row']}"
                about = "·".join(str(row[key]) for key in table.key)
                place = Place(int(file.partition("/")[0]), file, sheet, name)
                yield place.finding("text.personal", cell=cell, column=column, about=about, what=what)
