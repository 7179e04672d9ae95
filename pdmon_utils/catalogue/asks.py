"""Reads the rows of a regulation: who asks for which indicator, under which clause, in which cuts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pdmon_utils.catalogue.checks import check_ask, check_population
from pdmon_utils.catalogue.model import Ask, AskedCut, Indicator
from pdmon_utils.conditions import parse_condition
from pdmon_utils.errors import CatalogueError, nearest
from pdmon_utils.measures import Cut, Measure, parse_cut, refuse_unknown
from pdmon_utils.populations import Population

_LAW = ("period", "source", "collect", "process")
ROW = ("clause", "criterion", "wording", "origin", *_LAW)
ASK = tuple("id indicator title clean of window by split scopes target direction system breaks".split())
_WORDS = ("id", "indicator", "title", "clean", "of", "window", "target", "direction", "system")
POPULATION = ("title", "where", "of", "table")
FIND = " Найти показатель по словам: pdmon regulation --find СЛОВО."


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a regulation may refer to."""

    indicators: Mapping[str, Indicator]
    cuts: Mapping[str, Cut]
    populations: Mapping[str, Population]
    criteria: tuple[str, ...]


def refuse_lists(said: Mapping[str, Any], keys: Iterable[str], where: str) -> None:
    """Raise CatalogueError where a list or pairs stand instead of words."""
    for key in keys:
        if not isinstance(said.get(key, ""), str):
            raise CatalogueError(f"{where}: {key} — нужны слова, а сказано «{said[key]}». Возьмите текст в кавычки.")


def read_populations(said: Mapping[str, Any], where: str, known: Mapping[str, Population]) -> dict[str, Population]:
    """Return the known populations and those that a file names; raises CatalogueError."""
    populations = dict(known)
    for name, words in said.items():
        place = f"{where}, {name}"
        refuse_unknown(words, POPULATION, place, needed=("title", "where"))
        condition = parse_condition(words["where"], place)
        table = words.get("table", "staff")
        populations[name] = Population(name, words["title"], condition, words.get("of", ""), table)
        check_population(populations[name], populations, place)
    return populations


def own_shelf(said: Mapping[str, Any], shelf: Shelf, file: str) -> Shelf:
    """Return the shelf with the regulation's own populations and cuts; its group words must belong to a cut."""
    own = {name: parse_cut(name, cut, f"{file}, {name}") for name, cut in said.get("cuts", {}).items()}
    populations = read_populations(said.get("populations", {}), file, shelf.populations)
    cuts = {**shelf.cuts, **own}
    everywhere = {**{name: cut for i in shelf.indicators.values() for name, cut in i.cuts.items()}, **cuts}
    for name in said.get("groups", {}):
        named(name, everywhere, f"{file}, groups: нет разреза")
    return replace(shelf, cuts=cuts, populations=populations)


def read_asks(said: Mapping[str, Any], shelf: Shelf, file: str) -> dict[str, Ask]:
    """Return the asks of a regulation's rows by id; raises CatalogueError."""
    defaults = said.get("defaults", {})
    refuse_unknown(defaults, ROW, f"{file}, defaults")
    asks: dict[str, Ask] = {}
    for given in said["rows"]:
        refuse_unknown(given, (*ROW, "asks"), file, needed=("asks",))
        row = {**defaults, **given}
        refuse_unknown(row, (*ROW, "asks"), f"{file}, {row.get('clause')}", needed=("clause", "criterion", "wording"))
        refuse_lists(row, ROW, f"{file}, {row['clause']}")
        for words in row["asks"]:
            ask = read_ask(words, row, said, shelf, file)
            if ask.id in asks:
                raise CatalogueError(f"{file}: показатель «{ask.id}» назван дважды.")
            asks[ask.id] = ask
    return asks


def read_ask(words: Mapping[str, Any], row: Mapping[str, Any], said: Mapping[str, Any], shelf: Shelf, file: str) -> Ask:
    """Return one ask of a row (`said` is the whole file); raises CatalogueError."""
    where = f"{file}, {words.get('id', '?') if isinstance(words, dict) else row['clause']}"
    refuse_unknown(words, ASK, where, needed=("id", "indicator", "scopes"))
    refuse_lists(words, _WORDS, where)
    if not isinstance(words["scopes"], list):
        raise CatalogueError(f"{where}: scopes — нужен список в скобках: [municipality], а не «{words['scopes']}».")
    indicator: Indicator = named(words["indicator"], shelf.indicators, f"{where}: нет показателя", FIND)
    measure = _of(indicator.measure, words.get("of", ""), where)
    of = measure.main.of
    own = ("id", "title", "window", "clean", "target", "direction", "system", "breaks")
    inherited = {"title": indicator.title, "direction": indicator.direction, "window": said["window"]}
    ask = Ask(
        indicator=indicator,
        measure=measure,
        population=named(of, shelf.populations, f"{where}: нет совокупности") if of else None,
        scopes=tuple(words["scopes"]),
        cuts=tuple(_asked_cuts(words, indicator, said.get("groups", {}), shelf, where)),
        **{key: row[key] for key in ROW if key in row},
        **{**inherited, **{key: words[key] for key in own if key in words}},
    )
    check_ask(ask, shelf.populations, where)
    return ask


def named(name: str, known: Mapping[str, Any], what: str, find: str = "") -> Any:  # noqa: ANN401
    """Return what bears the name; raises CatalogueError naming the nearest one and how to `find` it."""
    if not isinstance(name, str) or name not in known:
        raise CatalogueError(f"{what} «{name}»{nearest(str(name), known)}{find}")
    return known[name]


def _of(measure: Measure, population: str, where: str) -> Measure:
    if not population:
        return measure
    if not any(part.of for part in measure.parts):
        raise CatalogueError(f"{where}: показатель не считается по совокупности, уберите «of: {population}».")
    parts = (replace(part, of=population) if part.of else part for part in measure.parts)
    return replace(measure, parts=tuple(parts))


def _asked_cuts(
    words: Mapping[str, Any], indicator: Indicator, titles: Mapping[str, Any], shelf: Shelf, where: str
) -> Iterable[AskedCut]:
    known = {**shelf.cuts, **indicator.cuts}
    for kind in ("by", "split"):
        asked = words.get(kind, {})
        if not isinstance(asked, dict):
            raise CatalogueError(f"{where}, {kind}: ожидались пары «разрез: группы», а сказано «{asked}».")
        for name, groups in asked.items():
            cut = named(name, known, f"{where}: нет разреза")
            yield AskedCut(cut, kind == "by", _groups(groups, titles.get(name, {}), f"{where}, {name}"))


def _groups(said: Any, titles: Mapping[str, Any], where: str) -> dict[str, str]:  # noqa: ANN401
    """Return code → words: `all` (as the regulation's `groups` say), a list of codes, own words; «*»: none listed."""
    if said == "*":
        return {}
    if isinstance(said, dict):
        return dict(said)
    if isinstance(said, str) and said != "all":
        raise CatalogueError(f"{where}: группы — all, «*» или список кодов в скобках, а сказано «{said}».")
    if "cross" in titles:
        first, second = titles["cross"]
        return {f"{a}/{b}": f"{x}, {y}" for a, x in first.items() for b, y in second.items()}
    if not titles:
        raise CatalogueError(f"{where}: нет слов для групп. Добавьте их в раздел groups.")
    codes = titles if said == "all" else said
    return {code: named(code, titles, f"{where}: нет слов для группы") for code in codes}
