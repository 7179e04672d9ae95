"""Reads what a regulation says about the management cycle, and refuses what it does not know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from pdmon_utils.catalogue.checks import check_codes
from pdmon_utils.catalogue.cycle import Analysis, Decision, Direction, Goal, Use
from pdmon_utils.errors import CatalogueError
from pdmon_utils.measures import refuse_unknown
from pdmon_utils.schema import SCHEMA

DUTIES = ("directions", "audiences", "goals", "uses", "decisions", "analyses", "years", "effect_years")
_LISTS = ("criteria", "indicators", "documents")
_AUDIENCES = tuple(SCHEMA["measures"].columns["audience"].values)
_DOCUMENTS = tuple(SCHEMA["documents"].columns["kind"].values)
_KINDS = {"directions": Direction, "goals": Goal, "uses": Use, "decisions": Decision, "analyses": Analysis}


def read_duties(said: Mapping[str, Any], criteria: Iterable[str], asks: Iterable[str], where: str) -> dict[str, Any]:
    """Return the fields of a Regulation that its file (and its file in `cycles/`) fills; raises CatalogueError."""
    known = {"criteria": tuple(criteria), "indicators": tuple(asks), "documents": _DOCUMENTS}
    read: dict[str, Any] = {
        key: {code: _made(kind, code, words, known, f"{where}, {key}, {code}") for code, words in said[key].items()}
        for key, kind in _KINDS.items()
        if key in said
    }
    if "audiences" in said:
        check_codes(said["audiences"], _AUDIENCES, f"{where}, audiences")
        read["audiences"] = dict(said["audiences"])
    return read | _years(said, where)


def _made(kind: type[Any], code: str, said: Mapping[str, Any], known: Mapping[str, tuple[str, ...]], where: str) -> Any:  # noqa: ANN401  one of the five kinds
    names = [field.name for field in fields(kind) if field.name != "code"]
    needed = ("clause", *(name for name in ("title", "text") if name in names))
    refuse_unknown(said, tuple(names), where, needed=needed)
    lists = {name: tuple(said.get(name, ())) for name in _LISTS if name in names}
    for name, codes in lists.items():
        check_codes(codes, known[name], f"{where}, {name}")
    if said.get("audience"):
        check_codes([said["audience"]], _AUDIENCES, f"{where}, audience")
    flags = {"qualitative": said["qualitative"] == "yes"} if "qualitative" in said else {}
    return kind(code=code, **{**said, **lists, **flags})


def _years(said: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return the horizon (first and last year) and how many years back measures are judged, where the act says so."""
    read: dict[str, Any] = {}
    try:
        if "years" in said:
            first, last = (int(year) for year in said["years"])
            read["years"] = (first, last)
        if "effect_years" in said:
            read["effect_years"] = int(said["effect_years"])
    except ValueError as error:
        raise CatalogueError(f"{where}: years — два года, effect_years — число лет.") from error
    return read
