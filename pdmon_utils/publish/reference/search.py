"""What the search of the site finds, as a script that only gives data a name: works without a server."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from pdmon_utils.catalogue import Catalogue
from pdmon_utils.publish.outline import slug
from pdmon_utils.publish.pages import Place
from pdmon_utils.publish.reference.pages import named, passports_path
from pdmon_utils.signs import plain

DATA, SCRIPT = "search-data.js", "search.js"
NAME: Final = "PDMON_FOUND"
_LESS: Final = "\\u003c"  # a department may paste the data into its own page, where «</script>» would end them
EMPTY_SEARCH: Final = f"const {NAME} = [];\n"


def search_data(shelf: Sequence[Place], catalogue: Catalogue, regulations: Iterable[str]) -> str:
    """Return the script with everything that can be found: [what, where it belongs, address] of each thing."""
    rows = [[place.name, place.region, place.path] for place in shelf]
    for code in sorted(regulations):
        law = catalogue.regulation(code)
        page = passports_path(code)
        rows += [[a.title, f"{law.short}, {a.clause}", f"{page}#{slug(named(a))}"] for a in law.asks.values()]
    said = json.dumps([[plain(text) for text in row] for row in rows], ensure_ascii=False, separators=(",", ":"))
    return f"const {NAME} = {said.replace('<', _LESS)};\n"


def script() -> str:
    """Return the script of the search."""
    return Path(__file__).with_name(SCRIPT).read_text(encoding="utf-8")
