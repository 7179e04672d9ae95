"""Reads the criteria: how each indicator is measured, once for all regulations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pdmon_utils.catalogue.checks import check_indicator
from pdmon_utils.catalogue.model import Criterion, Indicator
from pdmon_utils.errors import CatalogueError
from pdmon_utils.measures import VERBS, parse_cut, parse_measure, refuse_unknown
from pdmon_utils.yamls import read_yaml

_INDICATOR = (
    tuple("title unit topic facet kind stock direction disclosure numerator denominator note cuts".split()) + VERBS
)
CRITERION = ("title", "question", "indicators")


def read_criteria(folder: Path, further: Path | None = None) -> dict[str, Criterion]:
    """Return the criteria of a folder by code, those of a further one beside them.

    A further file of a known name adds its indicators to that criterion; raises CatalogueError for one already there.
    """
    criteria = {path.stem: read_criterion(path) for path in sorted(folder.glob("*.yml"))}
    for path in sorted(further.glob("*.yml")) if further else ():
        known = [code for criterion in criteria.values() for code in criterion.indicators]
        criteria[path.stem] = _joined(criteria.get(path.stem), read_criterion(path), known, path.name)
    return criteria


def _joined(known: Criterion | None, own: Criterion, codes: list[str], file: str) -> Criterion:
    for code in own.indicators:
        if code in codes:
            raise CatalogueError(f"{file}: показатель «{code}» уже есть в каталоге. Назовите свой иначе.")
    return replace(known, indicators={**known.indicators, **own.indicators}) if known else own


def read_criterion(path: Path) -> Criterion:
    """Return the criterion of a file; raises CatalogueError for what it does not know."""
    said = read_yaml(path)
    refuse_unknown(said, CRITERION, path.name, needed=CRITERION)
    indicators = {code: read_indicator(code, words, path) for code, words in said["indicators"].items()}
    return Criterion(path.stem, said["title"], said["question"], indicators)


def read_indicator(code: str, said: Mapping[str, Any], path: Path) -> Indicator:
    """Return one indicator of a file; raises CatalogueError for what it does not know."""
    where = f"{path.name}, {code}"
    refuse_unknown(said, _INDICATOR, where, needed=("title", "unit", "topic", "facet", "numerator"))
    verbs = [verb for verb in VERBS if verb in said]
    if len(verbs) != 1:
        raise CatalogueError(f"{where}: нужен ровно один глагол из: {', '.join(VERBS)}.")
    words = {key: said[key] for key in _INDICATOR if key in said and key not in (*VERBS, "stock", "cuts")}
    indicator = Indicator(
        code=code,
        criterion=path.stem,
        measure=parse_measure(verbs[0], said[verbs[0]], where),
        stock=said.get("stock") == "yes",
        cuts={name: parse_cut(name, cut, f"{where}, {name}") for name, cut in said.get("cuts", {}).items()},
        **words,
    )
    check_indicator(indicator, where)
    return indicator
