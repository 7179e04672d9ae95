"""Reads the catalogue and refuses what it does not know, naming the nearest thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pdmon_utils.catalogue.checks import check_ask, check_indicator, check_population
from pdmon_utils.catalogue.model import Ask, AskedCut, Criterion, Indicator, Regulation
from pdmon_utils.conditions import parse_condition
from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.measures import VERBS, Cut, Measure, parse_cut, parse_measure, refuse_unknown
from pdmon_utils.populations import Population
from pdmon_utils.yamls import read_yaml

_HERE = Path(__file__).parent
_INDICATOR = tuple("title unit topic kind stock direction disclosure numerator denominator note cuts".split()) + VERBS
_LAW = ("period", "source", "collect", "process")
_REGULATION = tuple(
    "title short act basis aim tasks document no_ranking window defaults groups populations cuts rows".split()
)
_ROW = ("clause", "criterion", "wording", "origin", *_LAW, "asks")
_ASK = tuple("id indicator title clean of window by split scopes target direction system".split())


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All criteria and regulations."""

    criteria: Mapping[str, Criterion]
    regulations: Mapping[str, Regulation]

    def regulation(self, code: str) -> Regulation:
        """Return a regulation by its code; raises CatalogueError naming the nearest one."""
        if code not in self.regulations:
            raise CatalogueError(f"Нет положения «{code}»{nearest(code, self.regulations)} Есть: {', '.join(self.regulations)}.")
        return self.regulations[code]


@lru_cache(maxsize=4)
def load_catalogue(further: Path | None = None) -> Catalogue:
    """Return the catalogue of the package, with the regulations of a further folder of YAML files beside them."""
    cuts = {name: parse_cut(name, said, f"cuts.yml, {name}") for name, said in read_yaml(_HERE / "cuts.yml").items()}
    populations = _populations(read_yaml(_HERE / "populations.yml"), "populations.yml", {})
    criteria = {path.stem: _criterion(path) for path in sorted((_HERE / "indicators").glob("*.yml"))}
    indicators = {code: i for criterion in criteria.values() for code, i in criterion.indicators.items()}
    shelf = _Shelf(indicators, cuts, populations)
    paths = sorted((_HERE / "regulations").glob("*.yml")) + sorted(further.glob("*.yml") if further else ())
    return Catalogue(criteria, {path.stem: _regulation(path, shelf) for path in paths})


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What a regulation may refer to."""

    indicators: Mapping[str, Indicator]
    cuts: Mapping[str, Cut]
    populations: Mapping[str, Population]


def _populations(
    said: Mapping[str, Any], where: str, known: Mapping[str, Population]
) -> dict[str, Population]:
    populations = dict(known)
    for name, words in said.items():
        place = f"{where}, {name}"
        refuse_unknown(words, ("title", "where", "of", "table"), place)
        condition = parse_condition(words["where"], place)
        populations[name] = Population(name, words["title"], condition, words.get("of", ""), words.get("table", "staff"))
        check_population(populations[name], populations, place)
    return populations


def _criterion(path: Path) -> Criterion:
    said = read_yaml(path)
    refuse_unknown(said, ("title", "question", "indicators"), path.name)
    indicators = {code: _indicator(code, words, path) for code, words in said["indicators"].items()}
    return Criterion(path.stem, said["title"], said["question"], indicators)


def _indicator(code: str, said: Mapping[str, Any], path: Path) -> Indicator:
    where = f"{path.name}, {code}"
    refuse_unknown(said, _INDICATOR, where)
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


def _regulation(path: Path, shelf: _Shelf) -> Regulation:
    said = read_yaml(path)
    refuse_unknown(said, _REGULATION, path.name)
    populations = _populations(said.get("populations", {}), path.name, shelf.populations)
    cuts = {**shelf.cuts, **{n: parse_cut(n, c, f"{path.name}, {n}") for n, c in said.get("cuts", {}).items()}}
    own = _Shelf(shelf.indicators, cuts, populations)
    asks: dict[str, Ask] = {}
    for row in said["rows"]:
        refuse_unknown(row, _ROW, f"{path.name}, {row.get('clause')}")
        for words in row["asks"]:
            ask = _ask(words, {**said.get("defaults", {}), **row}, said, own, path.name)
            if ask.id in asks:
                raise CatalogueError(f"{path.name}: показатель «{ask.id}» назван дважды.")
            asks[ask.id] = ask
    return Regulation(
        code=path.stem,
        title=said["title"],
        short=said["short"],
        act=said["act"],
        window=said["window"],
        asks=asks,
        populations=populations,
        aim=said.get("aim", ""),
        basis=tuple(said.get("basis", ())),
        tasks=tuple(said.get("tasks", ())),
        document=said.get("document", ""),
        no_ranking=said.get("no_ranking", ""),
    )


def _ask(words: Mapping[str, Any], row: Mapping[str, Any], said: Mapping[str, Any], shelf: _Shelf, file: str) -> Ask:
    where = f"{file}, {words.get('id', '?')}"
    refuse_unknown(words, _ASK, where)
    indicator = _named(words["indicator"], shelf.indicators, f"{where}: нет показателя")
    measure = _of(indicator.measure, words.get("of", ""))
    of = measure.main.of
    ask = Ask(
        id=words["id"],
        indicator=indicator,
        measure=measure,
        population=_named(of, shelf.populations, f"{where}: нет совокупности") if of else None,
        clause=row["clause"],
        criterion=row["criterion"],
        wording=row["wording"],
        title=words.get("title", indicator.title),
        window=words.get("window", said["window"]),
        scopes=tuple(words["scopes"]),
        clean=words.get("clean", ""),
        origin=row.get("origin", "indicator_cell"),
        system=words.get("system", "pd"),
        target=words.get("target", ""),
        direction=words.get("direction", indicator.direction),
        cuts=tuple(_asked_cuts(words, indicator, said.get("groups", {}), shelf, where)),
        **{key: row.get(key, "") for key in _LAW},
    )
    check_ask(ask, shelf.populations, where)
    return ask


def _named(name: str, known: Mapping[str, Any], what: str) -> Any:  # noqa: ANN401
    if name not in known:
        raise CatalogueError(f"{what} «{name}»{nearest(name, known)}")
    return known[name]


def _of(measure: Measure, population: str) -> Measure:
    if not population:
        return measure
    parts = (replace(part, of=population) if part.of else part for part in measure.parts)
    return replace(measure, parts=tuple(parts))


def _asked_cuts(
    words: Mapping[str, Any], indicator: Indicator, titles: Mapping[str, Any], shelf: _Shelf, where: str
) -> Iterable[AskedCut]:
    for kind in ("by", "split"):
        for name, groups in words.get(kind, {}).items():
            cut = indicator.cuts.get(name) or _named(name, shelf.cuts, f"{where}: нет разреза")
            yield AskedCut(cut, kind == "by", _groups(groups, titles.get(name, {}), f"{where}, {name}"))


def _groups(said: Any, titles: Mapping[str, Any], where: str) -> dict[str, str]:  # noqa: ANN401
    """Return code → words: `all` (as the regulation's `groups` say), a list of codes, own words, or «*»: none listed."""
    if said == "*":
        return {}
    if isinstance(said, dict):
        return dict(said)
    if "cross" in titles:
        first, second = titles["cross"]
        return {f"{a}/{b}": f"{x}, {y}" for a, x in first.items() for b, y in second.items()}
    if not titles:
        raise CatalogueError(f"{where}: нет слов для групп. Добавьте их в раздел groups.")
    return dict(titles) if said == "all" else {code: _named(code, titles, f"{where}: нет слов для группы") for code in said}
