"""What a workspace knows that its bundle must not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from zipfile import ZipFile

import pandas as pd

import pdmon_utils
from pdmon_utils.journal import Allowed
from pdmon_utils.municipality import Municipality
from pdmon_utils.publish.gate.codes import is_telling
from pdmon_utils.publish.gate.known import Known, spoken
from pdmon_utils.publish.gate.machine import this_machine
from pdmon_utils.publish.gate.scripts import digest
from pdmon_utils.publish.gate.shown import shown_of, worked_out_of
from pdmon_utils.publish.gate.vocabulary import ordinary, proper, wordings, words_of
from pdmon_utils.reading.folding import fold
from pdmon_utils.reading.people import Veil
from pdmon_utils.reading.surnames import folded
from pdmon_utils.schema import SCHEMA
from pdmon_utils.store import Workspace

_PACKAGE: Final = Path(pdmon_utils.__file__).parent
_PUBLISH: Final = _PACKAGE / "publish"
_OURS: Final = frozenset((".js", ".woff", ".woff2", ".ttf", ".otf", ".svg", ".png", ".ico"))
_NAMED: Final = ("school", "kindergarten", "extra")  # a methodical service is a part of the authority that speaks


def known_of(workspace: Workspace, municipalities: Iterable[str]) -> Known:
    """Return what the gate must know of these municipalities; raises WorkspaceError where they are not prepared."""
    slugs = list(municipalities)
    cards = [workspace.municipality(slug) for slug in slugs]
    allowed = [one for slug in slugs for one in workspace.journal(slug).allowed()]
    organisations = workspace.table("organisations", slugs)
    catalogue = [_PACKAGE / "catalogue", workspace.home / "regulations"]
    said = wordings(catalogue)
    return Known(
        veil=Veil(workspace.secret()),
        names=workspace.names(slugs),
        codes=_codes(workspace, slugs),
        organisations=frozenset(_titles(organisations, "\n".join(said))),
        people=tuple(sorted({*_signers(cards), *(one.what for one in allowed if _is_person(one))})),
        contacts=frozenset(one.what.casefold() for one in allowed if not _is_person(one)),
        ordinary=ordinary(),
        proper=proper() | words_of(*(name for card in cards for name in _places(card))),
        wordings=said,
        machine=this_machine(workspace.home),
        assets=own_files(),
        hosts=frozenset(_hosts(organisations)),
        shown=shown_of(workspace),
        worked_out=worked_out_of(workspace),
    )


@cache
def own_files() -> frozenset[str]:
    """Return the hashes of the program's own scripts and fonts, and of the pictures in empty templates of Word."""
    ours = {digest(path.read_bytes()) for path in sorted(_PUBLISH.rglob("*")) if path.suffix in _OURS}
    library = find_spec("docx")
    folders = [_PACKAGE, *map(Path, library.submodule_search_locations or () if library else ())]
    return frozenset(ours | {part for folder in folders for path in folder.rglob("*.docx") for part in _pictures(path)})


def _pictures(template: Path) -> Iterator[str]:
    with ZipFile(template) as parts:
        yield from (digest(parts.read(name)) for name in parts.namelist() if not name.endswith((".xml", ".rels")))


def _codes(workspace: Workspace, slugs: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for name, table in SCHEMA.items():
        columns = [
            c.name for c in table.columns.values() if c.refers in {"staff", "organisations"} or c.name == "person_id"
        ]
        rows = workspace.table(name, slugs)
        found |= {
            str(code).casefold() for column in (*columns, *_own_code(name)) for code in rows[column].dropna().unique()
        }
    return frozenset(filter(is_telling, found))


def _own_code(table: str) -> tuple[str, ...]:
    return ("org_id",) if table == "organisations" else ()


def _titles(organisations: pd.DataFrame, said: str) -> Iterator[str]:
    """Yield the names of organisations that can be told from ordinary words and that no act names itself."""
    rows = organisations[organisations["org_type"].isin(_NAMED)]
    for name in sorted({str(n) for column in ("org_name", "org_short") for n in rows[column].dropna()}):
        words = spoken(name)
        common = all(folded(word) in ordinary() and not word.isdigit() for word in words)
        if not common and fold(name) not in said:
            yield name


def _signers(cards: Iterable[Municipality]) -> Iterator[str]:
    for card in cards:
        yield from (text for text in (card.signature.get("name", ""), *card.responsible.values()) if _has_initial(text))


def _has_initial(text: str) -> bool:
    return sum(word[0].isupper() for word in spoken(text)) > 1


def _is_person(one: Allowed) -> bool:
    return not any(sign.isdigit() or sign == "@" for sign in one.what)


def _places(card: Municipality) -> tuple[str, ...]:
    return card.name, card.genitive, card.prepositional, card.region, card.authority, card.seat


def _hosts(organisations: pd.DataFrame) -> Iterator[str]:
    for url in organisations["site_url"].dropna().unique():
        host = urlsplit(url if "//" in str(url) else f"//{url}").hostname
        if host:
            yield host.removeprefix("www.")
