"""What stands beside the reports of a site, read from a workspace."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pdmon_utils.publish.front import Shelf
from pdmon_utils.publish.pages import Place, Recalled
from pdmon_utils.publish.reference.pages import reference
from pdmon_utils.publish.reference.search import search_data
from pdmon_utils.store import Workspace


def beside(workspace: Workspace, recalled: Sequence[Recalled] = ()) -> Callable[[Sequence[Place]], Shelf]:
    """Return what gives the pages of reference, the search of the municipalities on a site and what was withdrawn."""

    def shelf(places: Sequence[Place]) -> Shelf:
        cards = workspace.municipalities
        used = sorted({cards[place.slug].regulation for place in places if place.slug in cards})
        calendars = {code: workspace.calendar(code) for code in used}
        pages = reference(workspace.catalogue, used, calendars, workspace.home / "rules" / "conclusions.yml")
        return Shelf(pages, search_data(places, workspace.catalogue, used), recalled)

    return shelf
