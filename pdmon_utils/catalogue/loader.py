"""Reads the catalogue and refuses what it does not know, naming the nearest thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pdmon_utils.catalogue.asks import Shelf, read_populations
from pdmon_utils.catalogue.criteria import read_criteria
from pdmon_utils.catalogue.law import PACKAGE, read_regulation
from pdmon_utils.catalogue.model import Criterion, Regulation
from pdmon_utils.catalogue.remarks import Remark
from pdmon_utils.catalogue.review import review, review_criterion
from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.measures import parse_cut
from pdmon_utils.yamls import read_yaml

INDICATORS = "indicators"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All criteria and regulations; `facets`: organisation, conditions, results → their Russian words."""

    criteria: Mapping[str, Criterion]
    regulations: Mapping[str, Regulation]
    facets: Mapping[str, str]

    def regulation(self, code: str) -> Regulation:
        """Return a regulation by its code; raises CatalogueError naming the nearest one."""
        if code not in self.regulations:
            known = ", ".join(self.regulations)
            raise CatalogueError(f"Нет положения «{code}»{nearest(code, self.regulations)} Есть: {known}.")
        return self.regulations[code]


def load_catalogue(further: Path | None = None) -> Catalogue:
    """Return the catalogue of the package, with the regulations of a further folder of YAML files beside them.

    That folder's own `indicators/` add indicators. Raises CatalogueError; for a further regulation it names every slip.
    """
    files = [*further.glob("*.yml"), *(further / INDICATORS).glob("*.yml")] if further else []
    return _load(further, tuple(sorted((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files)))


@lru_cache(maxsize=4)
def _load(further: Path | None, _state: tuple[tuple[str, int, int], ...]) -> Catalogue:
    """Return the catalogue; read once while its files stay as they are."""
    criteria = read_criteria(PACKAGE / INDICATORS, further / INDICATORS if further else None)
    shelf = shelf_of(criteria)
    own = {path.stem: _whole(path, shelf) for path in sorted(further.glob("*.yml"))} if further else {}
    given = {path.stem: read_regulation(path, shelf) for path in sorted((PACKAGE / "regulations").glob("*.yml"))}
    facets = {code: words["title"] for code, words in read_yaml(PACKAGE / "facets.yml").items()}
    return Catalogue(criteria, given | own, facets)


def shelf_of(criteria: Mapping[str, Criterion]) -> Shelf:
    """Return what a regulation may refer to."""
    cuts = {name: parse_cut(name, said, f"cuts.yml, {name}") for name, said in read_yaml(PACKAGE / "cuts.yml").items()}
    populations = read_populations(read_yaml(PACKAGE / "populations.yml"), "populations.yml", {})
    indicators = {code: i for criterion in criteria.values() for code, i in criterion.indicators.items()}
    return Shelf(indicators, cuts, populations, tuple(criteria))


def _whole(path: Path, shelf: Shelf) -> Regulation:
    """Return a regulation, or all that is wrong with it at once: whoever wrote it mends it in one go."""
    try:
        return read_regulation(path, shelf)
    except CatalogueError as error:
        raise CatalogueError("\n".join(str(remark) for remark in review(path, shelf)) or str(error)) from error


def review_own(code: str, further: Path) -> list[Remark]:
    """Return every slip of a further regulation and of the further indicators it may ask for."""
    own = sorted((further / INDICATORS).glob("*.yml"))
    if slips := [remark for path in own for remark in review_criterion(path)]:
        return slips
    return review(further / f"{code}.yml", shelf_of(read_criteria(PACKAGE / INDICATORS, further / INDICATORS)))
