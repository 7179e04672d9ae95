"""The block of a signature: position, place for the hand, name, the day, the order."""

from __future__ import annotations

import textwrap
from typing import Final

from pdmon_utils.documents.markup import mm, paragraph, run
from pdmon_utils.show import Node

_HAND: Final = "_" * 15
_LINE: Final = 40  # letters of a position; the name has the rest of the line
_KEEP: Final = "<w:keepNext/><w:keepLines/>"


def hand(node: Node, room: float) -> list[str]:
    """Return the paragraphs of a signature for a sheet of `room` millimetres; they are never torn apart."""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{mm(room)}"/></w:tabs>'
    position = "\n".join(textwrap.wrap(node["position"], _LINE))
    name = "\N{NO-BREAK SPACE}".join([_HAND, *node["name"].split()])
    line = run(position) + "<w:r><w:tab/></w:r>" + run(name)
    told = [*((run(said), "") for said in node["above"]), (line, tab), *((run(said), "") for said in node["below"])]
    kept = [_KEEP] * (len(told) - 1) + ["<w:keepLines/>"]
    return [
        paragraph("pdmonSignature", inner, extra=keep + more) for (inner, more), keep in zip(told, kept, strict=True)
    ]
