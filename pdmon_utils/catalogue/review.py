"""All that is wrong with a regulation's file, in one pass: each slip with its line, the nearest word and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pdmon_utils.catalogue.asks import ASK, POPULATION, ROW, Shelf, named, read_ask, read_populations, refuse_lists
from pdmon_utils.catalogue.checks import WINDOWS, check_codes, check_cut
from pdmon_utils.catalogue.criteria import CRITERION, read_indicator
from pdmon_utils.catalogue.duties import DUTIES, read_duties
from pdmon_utils.catalogue.law import NEEDED, REGULATION, TEXTS, read_regulation, whole
from pdmon_utils.catalogue.remarks import Remark, placed_remark
from pdmon_utils.errors import CatalogueError
from pdmon_utils.measures import Cut, parse_cut, refuse_unknown
from pdmon_utils.populations import Population
from pdmon_utils.yamls import Address, marks, read_yaml

_ASKED = ("id", "indicator", "scopes")
Piece = tuple[Address, Callable[[], object]]  # where it stands, and what reads it or raises CatalogueError


def review(path: Path, shelf: Shelf) -> list[Remark]:
    """Return every slip of a regulation's file by line; empty for a file that can be used."""
    try:
        said = whole(path)
    except CatalogueError as error:
        return [Remark(0, str(error))]
    placed = marks(path)
    slips = [*_slips(said, shelf, path.name)] or [*_raised([((), lambda: read_regulation(path, shelf))])]
    found = [placed_remark(path.name, placed, address, str(error)) for address, error in slips]
    return sorted(dict.fromkeys(found), key=lambda remark: remark.line)


def review_criterion(path: Path) -> list[Remark]:
    """Return every slip of a file of indicators by line, one an indicator."""
    try:
        said = read_yaml(path)
    except CatalogueError as error:
        return [Remark(0, str(error))]
    pieces = _keys(said, CRITERION, (), path.name, CRITERION)
    for code, words in _pairs(said, "indicators"):
        pieces.append((("indicators", code), lambda c=code, w=words: read_indicator(c, w, path)))  # type: ignore[misc]
    placed = marks(path)
    return [placed_remark(path.name, placed, address, str(error)) for address, error in _raised(pieces)]


def _slips(said: Mapping[str, Any], shelf: Shelf, file: str) -> Iterator[tuple[Address, CatalogueError]]:
    known, slips = _own(said, shelf, file)
    yield from slips
    window = said.get("window", WINDOWS[0])
    whole = {**said, "window": window if window in WINDOWS else WINDOWS[0]}
    rows = [*_rows(whole, "rows", known, file), *_rows(whole, "beyond", known, file)]
    yield from _raised([*_top(said, file), *rows, *_duties(said, known, file)])
    yield from _twice(whole, file)


def _raised(pieces: Iterable[Piece]) -> Iterator[tuple[Address, CatalogueError]]:
    for address, read in pieces:
        try:
            read()
        except CatalogueError as error:
            yield address, error


def _keys(said: object, known: tuple[str, ...], address: Address, where: str, needed: tuple[str, ...]) -> list[Piece]:
    """Return a piece for every key, so that each unknown one is named, and one for those that are missing."""
    if not isinstance(said, dict):
        return [(address, lambda: refuse_unknown(said, known, where))]
    keys: list[Piece] = [((*address, key), lambda key=key: refuse_unknown({key: ""}, known, where)) for key in said]  # type: ignore[misc]
    return [*keys, (address, lambda: refuse_unknown({k: said[k] for k in said if k in known}, known, where, needed))]


def _top(said: Mapping[str, Any], file: str) -> list[Piece]:
    texts: list[Piece] = [((key,), lambda key=key: refuse_lists(said, [key], file)) for key in TEXTS if key in said]  # type: ignore[misc]
    window: list[Piece] = [(("window",), lambda: check_codes([str(said["window"])], WINDOWS, f"{file}: окно"))]
    return [*_keys(said, REGULATION, (), file, NEEDED), *texts, *(window if "window" in said else [])]


def _own(said: Mapping[str, Any], shelf: Shelf, file: str) -> tuple[Shelf, list[tuple[Address, CatalogueError]]]:
    """Return the shelf with the file's own populations and cuts (a wrong one is there too), and what is wrong."""
    populations, cuts, slips = dict(shelf.populations), dict(shelf.cuts), []
    for name, words in _pairs(said, "populations"):
        address: Address = ("populations", name)
        keys = [*_raised(_keys(words, POPULATION, address, f"{file}, {name}", ("title", "where")))]
        slips += keys or [*_raised(_population(name, words, populations, file))]
        populations.setdefault(name, replace(shelf.populations["ped"], name=name))
    for name, words in _pairs(said, "cuts"):
        read = (("cuts", name), lambda n=name, w=words: cuts.update({n: _cut(n, w, file)}))
        slips += _raised([read])
    known = replace(shelf, populations=populations, cuts=cuts)
    return known, [*slips, *_raised(_group_words(said, known, file))]


def _population(name: str, words: dict[str, Any], known: dict[str, Population], file: str) -> Iterator[Piece]:
    """Yield what reads a population and adds it to the known ones; of whom it is part and its condition apart."""
    wider, place = words.get("of", ""), f"{file}, {name}: совокупность"
    yield (
        ("populations", name),
        lambda: check_codes([wider] * bool(wider), (*known, name), place),
    )
    kept = {key: word for key, word in words.items() if key != "of" or wider in (*known, name)}
    yield ("populations", name), lambda: known.update(read_populations({name: kept}, file, known))


def _cut(name: str, words: Any, file: str) -> Cut:  # noqa: ANN401  what a YAML file holds
    cut = parse_cut(name, words, f"{file}, {name}")
    check_cut(cut, f"{file}, {name}")
    return cut


def _pairs(said: Mapping[str, Any], section: str) -> list[tuple[str, Any]]:
    words = said.get(section, {})
    return list(words.items()) if isinstance(words, dict) else []


def _group_words(said: Mapping[str, Any], shelf: Shelf, file: str) -> list[Piece]:
    inner = {name: cut for indicator in shelf.indicators.values() for name, cut in indicator.cuts.items()}
    everywhere = {**inner, **shelf.cuts}
    return [
        (("groups", name), lambda n=name: named(n, everywhere, f"{file}, groups: нет разреза"))  # type: ignore[misc]
        for name, _ in _pairs(said, "groups")
    ]


def _rows(said: Mapping[str, Any], section: str, shelf: Shelf, file: str) -> Iterator[Piece]:
    defaults = said.get("defaults", {})
    if section == "rows":
        yield from _keys(defaults, ROW, ("defaults",), f"{file}, defaults", ())
    given = said.get(section, [])
    if not isinstance(given, list):
        yield (section,), lambda: _refuse_list(given, file, section)
        return
    for place, row in enumerate(given):
        address = (section, str(place))
        full = {**defaults, **row} if isinstance(row, dict) and isinstance(defaults, dict) else row
        where = f"{file}, {full.get('clause', '?') if isinstance(full, dict) else section}"
        yield from _keys(full, (*ROW, "asks"), address, where, ("clause", "criterion", "wording", "asks"))
        for key in (key for key in ROW if isinstance(full, dict) and key in full):
            yield (*address, key), lambda key=key, full=full, where=where: refuse_lists(full, [key], where)  # type: ignore[misc]
        asks = full.get("asks") if isinstance(full, dict) else None
        for number, words in enumerate(asks if isinstance(asks, list) else []):
            yield from _asked(words, full, said, shelf, file, (*address, "asks", str(number)))


def _refuse_list(given: object, file: str, section: str) -> None:
    raise CatalogueError(
        f"{file}: {section} — нужен список строк, каждая начинается с «- clause: …». Сказано «{given}»."
    )


def _asked(  # noqa: PLR0913, PLR0917  what an ask stands in
    words: Any,  # noqa: ANN401
    row: Mapping[str, Any],
    said: Mapping[str, Any],
    shelf: Shelf,
    file: str,
    address: Address,
) -> Iterator[Piece]:
    """Yield a piece for each word of an ask, read beside the words without which there is no ask."""
    where = f"{file}, {words.get('id', '?') if isinstance(words, dict) else row.get('clause')}"
    yield from _keys(words, ASK, address, where, _ASKED)
    if not isinstance(words, dict) or not all(words.get(key) for key in _ASKED):
        return
    full = {
        "clause": "?",
        "criterion": "?",
        "wording": "?",
        **{k: v for k, v in row.items() if k in ROW and isinstance(v, str)},
    }
    least = {"id": words["id"], "indicator": words["indicator"], "scopes": ["municipality"]}

    def reader(more: Mapping[str, Any]) -> Callable[[], object]:
        return lambda: read_ask({**least, **more}, full, said, shelf, file)

    yield (*address, "indicator"), reader({})
    known = isinstance(words["indicator"], str) and words["indicator"] in shelf.indicators
    other = {} if known else {"indicator": next(iter(shelf.indicators))}  # its own words can be read all the same
    kept = ASK if known else ("scopes", "window", "breaks", "direction")
    yield from (((*address, key), reader({**part, **other})) for key, part in _parts(words) if key in kept)


def _parts(words: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in words.items():
        if key in {"by", "split"} and isinstance(value, dict):
            yield from ((key, {key: {name: groups}}) for name, groups in value.items())
        elif key == "scopes" and isinstance(value, list):
            yield from ((key, {key: [scope]}) for scope in value)
        elif key in ASK and key not in {"id", "indicator", "title", "clean"}:
            yield key, {key: value}


def _duties(said: Mapping[str, Any], shelf: Shelf, file: str) -> Iterator[Piece]:
    asks = [code for _, code in _ids(said)]
    for key in (key for key in DUTIES if key in said):
        parts = said[key].items() if isinstance(said[key], dict) else ()
        whole = [] if parts else [((key,), said[key])]
        for code, words in parts:
            part = {key: {code: words}}
            yield (key, str(code)), lambda part=part: read_duties(part, shelf.criteria, asks, file)  # type: ignore[misc]
        for address, words in whole:
            yield address, lambda key=key, words=words: read_duties({key: words}, shelf.criteria, asks, file)  # type: ignore[misc]


def _twice(said: Mapping[str, Any], file: str) -> Iterator[tuple[Address, CatalogueError]]:
    seen: set[str] = set()
    for address, code in _ids(said):
        if code in seen:
            yield address, CatalogueError(f"{file}: показатель «{code}» назван дважды. Дайте второму другой код.")
        seen.add(code)


def _ids(said: Mapping[str, Any]) -> Iterator[tuple[Address, str]]:
    rows = [row for row in said.get("rows", ()) if isinstance(row, dict)]
    for place, row in enumerate(rows):
        for number, words in enumerate(row.get("asks", ())):
            if isinstance(words, dict) and isinstance(words.get("id"), str):
                yield ("rows", str(place), "asks", str(number), "id"), words["id"]
