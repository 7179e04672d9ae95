"""The markup of a page: what `active` and `form` find in it, as refusals."""

from __future__ import annotations

from collections.abc import Iterator

from pdmon_utils.publish.gate import active, cells, form
from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.markup import Page
from pdmon_utils.publish.gate.refusal import Refusal
from pdmon_utils.publish.pages import FRAGMENT


def structure(page: str, parsed: Page, known: Known) -> Iterator[Refusal]:
    """Yield what is wrong with the markup of a page; a fragment (`.fragment.html`) has no head of its own."""
    fragment = page.endswith(FRAGMENT)
    for where, what in active.active(parsed, known):
        yield Refusal(page, where, what, active.REMEDY)
    for where, what in form.readable(parsed.root):
        yield Refusal(page, where, what, form.FOR_READERS)
    shown = cells.shown_on(page, known)
    for where, what in cells.of_page(parsed, shown) if shown else ():
        yield Refusal(page, where, what, cells.REMEDY)
    for where, what in () if fragment else (*form.whole(parsed.root), *form.guarded(parsed.root)):
        yield Refusal(page, where, what, form.EXPORT)
