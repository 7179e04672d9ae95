"""Reads a regulation from its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pdmon_utils.catalogue.asks import Shelf, own_shelf, read_asks, refuse_lists
from pdmon_utils.catalogue.duties import DUTIES, read_duties
from pdmon_utils.catalogue.model import Regulation
from pdmon_utils.measures import refuse_unknown
from pdmon_utils.yamls import read_yaml

PACKAGE = Path(__file__).parent
REGULATION = (
    *"title short act basis aim tasks document no_ranking contribution window defaults groups populations cuts".split(),
    *("rows", "beyond"),
    *DUTIES,
)


TEXTS = ("title", "short", "act", "window", "aim", "document", "no_ranking", "contribution")
NEEDED = ("title", "short", "act", "window", "rows")


def read_regulation(path: Path, shelf: Shelf) -> Regulation:
    """Return the regulation of a file; raises CatalogueError for what it does not know."""
    said = whole(path)
    refuse_unknown(said, REGULATION, path.name, needed=NEEDED)
    refuse_lists(said, TEXTS, path.name)
    own = own_shelf(said, shelf, path.name)
    asks = read_asks(said, own, path.name)
    return Regulation(
        code=path.stem,
        asks=asks,
        beyond=read_asks({**said, "rows": said.get("beyond", [])}, own, f"{path.name}, beyond"),
        populations=own.populations,
        basis=tuple(said.get("basis", ())),
        tasks=tuple(said.get("tasks", ())),
        **{key: said[key] for key in TEXTS if key in said},
        **read_duties(said, shelf.criteria, asks, path.name),
    )


def whole(path: Path) -> dict[str, Any]:
    """Return a regulation's file; what one of the package says of the cycle lies beside it in `cycles/`."""
    said, beside = read_yaml(path), PACKAGE / "cycles" / path.name
    return read_yaml(beside) | said if path.parent == PACKAGE / "regulations" and beside.exists() else said
