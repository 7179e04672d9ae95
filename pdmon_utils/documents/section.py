"""The sheets of a paper as its template has them: size, fields, header and footer, upright and laid across."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml.etree import tostring

from pdmon_utils.documents.markup import TWIPS

_ONCE: Final = ("headerReference", "footerReference", "titlePg", "type")  # of the first section; the next ones inherit
_TURNED: Final = {"top": "left", "right": "top", "bottom": "right", "left": "bottom"}
A4: Final = (
    f"<w:sectPr {nsdecls('w')}>"
    '<w:pgSz w:w="11907" w:h="16840"/>'
    '<w:pgMar w:top="1134" w:right="567" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr>"
)


@dataclass(frozen=True)
class Section:
    """A template's last section, the model of all sections of the paper."""

    model: Any  # lxml has no types

    @classmethod
    def of(cls, paper: Any) -> Section:  # noqa: ANN401  python-docx's Document
        """Return the section of a template; one that Word has not given any is A4 with the fields of the standard."""
        found = paper.element.body.find(qn("w:sectPr"))
        model = parse_xml(A4) if found is None else deepcopy(found)
        whole = all(model.find(qn(f"w:{name}")) is not None for name in ("pgSz", "pgMar"))
        return cls(model if whole else parse_xml(A4))

    def xml(self, *, landscape: bool, first: bool) -> str:
        """Return the properties of a section of the paper."""
        made = deepcopy(self.model)
        if not first:
            for child in [child for child in made if child.tag in {qn(f"w:{name}") for name in _ONCE}]:
                made.remove(child)
            for numbers in made.findall(qn("w:pgNumType")):
                numbers.attrib.pop(qn("w:start"), None)  # pages are counted on, not anew
        if landscape and not self._lies:
            _turn(made)
        return str(tostring(made, encoding="unicode"))

    def room(self, *, landscape: bool) -> float:
        """Return the millimetres of text between the fields."""
        made = parse_xml(self.xml(landscape=landscape, first=True))
        size, fields = made.find(qn("w:pgSz")), made.find(qn("w:pgMar"))
        taken = sum(_length(fields, name) for name in ("left", "right", "gutter"))
        return round((_length(size, "w") - taken) / TWIPS, 1)

    @property
    def _lies(self) -> bool:
        size = self.model.find(qn("w:pgSz"))
        return _length(size, "w") > _length(size, "h")


def _turn(made: Any) -> None:  # noqa: ANN401  lxml has no types
    """Lay a sheet across: what was its left field, for the binding, comes to the top."""
    size, fields = made.find(qn("w:pgSz")), made.find(qn("w:pgMar"))
    wide, high = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), high)
    size.set(qn("w:h"), wide)
    size.set(qn("w:orient"), "landscape")
    held = {name: fields.get(qn(f"w:{name}"), "0") for name in _TURNED}
    for name, source in _TURNED.items():
        fields.set(qn(f"w:{name}"), held[source])


def _length(element: Any, name: str) -> int:  # noqa: ANN401  lxml has no types
    return abs(int(element.get(qn(f"w:{name}"), "0")))  # Word writes an exact field as a negative one
