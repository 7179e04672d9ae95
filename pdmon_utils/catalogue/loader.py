"""Reads the catalogue and refuses what it does not know, naming the nearest thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pdmon_utils.catalogue.checks import check_ask, check_indicator, check_population
from pdmon_utils.catalogue.duties import DUTIES, read_duties
from pdmon_utils.catalogue.model import Ask, AskedCut, Criterion, Indicator, Regulation
from pdmon_utils.conditions import parse_condition
from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.measures import VERBS, Cut, Measure, parse_cut, parse_measure, refuse_unknown
from pdmon_utils.populations import Population
from pdmon_utils.yamls import read_yaml

_HERE = Path(__file__).parent
_INDICATOR = (
    tuple("title unit topic facet kind stock direction disclosure numerator denominator note cuts".split()) + VERBS
)
_LAW = ("period", "source", "collect", "process")
_REGULATION = (
    *"title short act basis aim tasks document no_ranking contribution window defaults groups populations cuts".split(),
    *("rows", "beyond"),
    *DUTIES,
)
_ROW = ("clause", "criterion", "wording", "origin", *_LAW)
_ASK = tuple("id indicator title clean of window by split scopes target direction system breaks".split())


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


@lru_cache(maxsize=4)
def load_catalogue(further: Path | None = None) -> Catalogue:
    """Return the catalogue of the package, with the regulations of a further folder of YAML files beside them."""
    cuts = {name: parse_cut(name, said, f"cuts.yml, {name}") for name, said in read_yaml(_HERE / "cuts.yml").items()}
    populations = _populations(read_yaml(_HERE / "populations.yml"), "populations.yml", {})
    criteria = {path.stem: _criterion(path) for path in sorted((_HERE / "indicators").glob("*.yml"))}
    indicators = {code: i for criterion in criteria.values() for code, i in criterion.indicators.items()}
    shelf = _Shelf(indicators, cuts, populations, tuple(criteria))
    paths = sorted((_HERE / "regulations").glob("*.yml")) + sorted(further.glob("*.yml") if further else ())
    facets = {code: words["title"] for code, words in read_yaml(_HERE / "facets.yml").items()}
    return Catalogue(criteria, {path.stem: _regulation(path, shelf) for path in paths}, facets)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What a regulation may refer to."""

    indicators: Mapping[str, Indicator]
    cuts: Mapping[str, Cut]
    populations: Mapping[str, Population]
    criteria: tuple[str, ...]


def _populations(said: Mapping[str, Any], where: str, known: Mapping[str, Population]) -> dict[str, Population]:
    populations = dict(known)
    for name, words in said.items():
        place = f"{where}, {name}"
        refuse_unknown(words, ("title", "where", "of", "table"), place, needed=("title", "where"))
        condition = parse_condition(words["where"], place)
        table = words.get("table", "staff")
        populations[name] = Population(name, words["title"], condition, words.get("of", ""), table)
        check_population(populations[name], populations, place)
    return populations


def _criterion(path: Path) -> Criterion:
    said = read_yaml(path)
    keys = ("title", "question", "indicators")
    refuse_unknown(said, keys, path.name, needed=keys)
    indicators = {code: _indicator(code, words, path) for code, words in said["indicators"].items()}
    return Criterion(path.stem, said["title"], said["question"], indicators)


def _indicator(code: str, said: Mapping[str, Any], path: Path) -> Indicator:
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


def _regulation(path: Path, shelf: _Shelf) -> Regulation:
    said = _whole(path)
    refuse_unknown(said, _REGULATION, path.name, needed=("title", "short", "act", "window", "rows"))
    own = _own_shelf(said, shelf, path.name)
    texts = ("title", "short", "act", "window", "aim", "document", "no_ranking", "contribution")
    asks = _asks(said, own, path.name)
    return Regulation(
        code=path.stem,
        asks=asks,
        beyond=_asks({**said, "rows": said.get("beyond", [])}, own, f"{path.name}, beyond"),
        populations=own.populations,
        basis=tuple(said.get("basis", ())),
        tasks=tuple(said.get("tasks", ())),
        **{key: said[key] for key in texts if key in said},
        **read_duties(said, shelf.criteria, asks, path.name),
    )


def _whole(path: Path) -> dict[str, Any]:
    """Return a regulation's file; what one of the package says of the cycle lies beside it in `cycles/`."""
    said, beside = read_yaml(path), _HERE / "cycles" / path.name
    return read_yaml(beside) | said if path.parent == _HERE / "regulations" and beside.exists() else said


def _own_shelf(said: Mapping[str, Any], shelf: _Shelf, file: str) -> _Shelf:
    """Return the shelf with the regulation's own populations and cuts; its group words must belong to a cut."""
    own = {name: parse_cut(name, cut, f"{file}, {name}") for name, cut in said.get("cuts", {}).items()}
    populations = _populations(said.get("populations", {}), file, shelf.populations)
    cuts = {**shelf.cuts, **own}
    everywhere = {**{name: cut for i in shelf.indicators.values() for name, cut in i.cuts.items()}, **cuts}
    for name in said.get("groups", {}):
        _named(name, everywhere, f"{file}, groups: нет разреза")
    return replace(shelf, cuts=cuts, populations=populations)


def _asks(said: Mapping[str, Any], shelf: _Shelf, file: str) -> dict[str, Ask]:
    defaults = said.get("defaults", {})
    refuse_unknown(defaults, _ROW, f"{file}, defaults")
    asks: dict[str, Ask] = {}
    for given in said["rows"]:
        refuse_unknown(given, (*_ROW, "asks"), file, needed=("asks",))
        row = {**defaults, **given}
        refuse_unknown(row, (*_ROW, "asks"), f"{file}, {row.get('clause')}", needed=("clause", "criterion", "wording"))
        for words in row["asks"]:
            ask = _ask(words, row, said, shelf, file)
            if ask.id in asks:
                raise CatalogueError(f"{file}: показатель «{ask.id}» назван дважды.")
            asks[ask.id] = ask
    return asks


def _ask(words: Mapping[str, Any], row: Mapping[str, Any], said: Mapping[str, Any], shelf: _Shelf, file: str) -> Ask:
    where = f"{file}, {words.get('id', '?') if isinstance(words, dict) else row['clause']}"
    refuse_unknown(words, _ASK, where, needed=("id", "indicator", "scopes"))
    indicator: Indicator = _named(words["indicator"], shelf.indicators, f"{where}: нет показателя")
    measure = _of(indicator.measure, words.get("of", ""), where)
    of = measure.main.of
    own = ("id", "title", "window", "clean", "target", "direction", "system", "breaks")
    inherited = {"title": indicator.title, "direction": indicator.direction, "window": said["window"]}
    ask = Ask(
        indicator=indicator,
        measure=measure,
        population=_named(of, shelf.populations, f"{where}: нет совокупности") if of else None,
        scopes=tuple(words["scopes"]),
        cuts=tuple(_asked_cuts(words, indicator, said.get("groups", {}), shelf, where)),
        **{key: row[key] for key in _ROW if key in row},
        **{**inherited, **{key: words[key] for key in own if key in words}},
    )
    check_ask(ask, shelf.populations, where)
    return ask


def _named(name: str, known: Mapping[str, Any], what: str) -> Any:  # noqa: ANN401
    if name not in known:
        raise CatalogueError(f"{what} «{name}»{nearest(name, known)}")
    return known[name]


def _of(measure: Measure, population: str, where: str) -> Measure:
    if not population:
        return measure
    if not any(part.of for part in measure.parts):
        raise CatalogueError(f"{where}: показатель не считается по совокупности, уберите «of: {population}».")
    parts = (replace(part, of=population) if part.of else part for part in measure.parts)
    return replace(measure, parts=tuple(parts))


def _asked_cuts(
    words: Mapping[str, Any], indicator: Indicator, titles: Mapping[str, Any], shelf: _Shelf, where: str
) -> Iterable[AskedCut]:
    known = {**shelf.cuts, **indicator.cuts}
    for kind in ("by", "split"):
        asked = words.get(kind, {})
        if not isinstance(asked, dict):
            raise CatalogueError(f"{where}, {kind}: ожидались пары «разрез: группы», а сказано «{asked}».")
        for name, groups in asked.items():
            cut = _named(name, known, f"{where}: нет разреза")
            yield AskedCut(cut, kind == "by", _groups(groups, titles.get(name, {}), f"{where}, {name}"))


def _groups(said: Any, titles: Mapping[str, Any], where: str) -> dict[str, str]:  # noqa: ANN401
    """Return code → words: `all` (as the regulation's `groups` say), a list of codes, own words; «*»: none listed."""
    if said == "*":
        return {}
    if isinstance(said, dict):
        return dict(said)
    if "cross" in titles:
        first, second = titles["cross"]
        return {f"{a}/{b}": f"{x}, {y}" for a, x in first.items() for b, y in second.items()}
    if not titles:
        raise CatalogueError(f"{where}: нет слов для групп. Добавьте их в раздел groups.")
    codes = titles if said == "all" else said
    return {code: _named(code, titles, f"{where}: нет слов для группы") for code in codes}
