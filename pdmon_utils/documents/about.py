"""Whose paper it is, and the requisites that stand on it (ГОСТ Р 7.0.97-2016)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pdmon_utils.errors import PdmonError
from pdmon_utils.yamls import read_yaml

DRAFT = "ПРОЕКТ"
BLANK_DAY, BLANK_NUMBER = "«___» ____________ 20___ г.", "________"


class DocumentError(PdmonError):
    """A paper cannot be made, or its template is not as it should be."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What paper a notebook becomes: its name, what it is about, how the sheet lies.

    `workbook`: its tables become a book; `sheet`: it has to fit on one sheet.
    """

    name: str
    about: str = ""
    landscape: bool = False
    workbook: bool = False
    sheet: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a paper says of itself: the notebook's code and heading, whose, when, for whom, and the requisites.

    `authority` signs it, `seat` is the town; `approved` is the sentence of its approval, empty for a draft.
    """

    code: str
    title: str
    place_name: str
    year: int
    audience: str
    authority: str
    seat: str = ""
    approved: str = ""
    genitive: str = ""

    @property
    def kind(self) -> Kind:
        """The paper that the notebook becomes; a notebook of the workspace's own keeps its heading."""
        return kinds().get(self.code, Kind(self.title))

    @property
    def heading(self) -> str:
        """What the paper is about, in the words of a heading to a text («О …»)."""
        whose = self.genitive or self.place_name
        return f"{self.kind.about or self.title} ({whose}, {self.year} год)"

    @property
    def fields(self) -> dict[str, str]:
        """The fields that a template may use."""
        return {
            "organisation": self.authority,
            "kind": self.kind.name.upper(),
            "heading": self.heading,
            "date": BLANK_DAY,
            "number": BLANK_NUMBER,
            "place": self.seat,
            "stamp": self.approved or DRAFT,
            "audience": "" if self.audience == "public" else "Для служебного пользования",
            "year": str(self.year),
        }


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds of papers by notebook."""
    said = read_yaml(Path(__file__).with_name("kinds.yml"))
    return {code: _kind(row) for code, row in said.items()}


def _kind(row: Mapping[str, str]) -> Kind:
    flags = {name: row.get(name) == "yes" for name in ("landscape", "workbook", "sheet")}
    return Kind(row["name"], row.get("about", ""), **flags)
