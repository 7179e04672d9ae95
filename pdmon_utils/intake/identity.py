"""Rows that name a person by СНИЛС or by name → the code under which the register knows this person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from pdmon_utils.reading.cells import Value
from pdmon_utils.reading.findings import Finding
from pdmon_utils.reading.people import Traits
from pdmon_utils.reading.rows import Part

Parts = Mapping[str, Sequence[Part]]
_SNILS, _NAME = "с-", "л-"


@dataclass(frozen=True, slots=True)
class Entry:
    """One register row of a person with signs: where it stands, whose it is."""

    part: Part
    at: int
    year: Value | None
    org: Value | None
    post: tuple[Value | None, ...]
    person: Value | None
    traits: Traits


@dataclass
class Known:
    """Codes of the register by what a row may say instead of a code."""

    codes: set[Value | None] = field(default_factory=set)
    signs: dict[str, set[Value | None]] = field(default_factory=lambda: defaultdict(set))


def identified(parts: Parts) -> tuple[dict[str, Sequence[Part]], list[Finding]]:
    """Return the parts with the register's codes for persons known by a sign, and what could not be told apart."""
    entries = [entry for part in parts.get("staff", ()) for entry in _entries(part)]
    if not any(part.veiled for found in parts.values() for part in found):
        return dict(parts), []
    known = _known(entries, parts.get("staff", ()))
    done = {table: [_resolved(part, known) for part in found] for table, found in parts.items()}
    said = [finding for found in done.values() for _, findings in found for finding in findings]
    return {table: [part for part, _ in found] for table, found in done.items()}, [*said, *_alike(entries)]


def _entries(part: Part) -> Iterator[Entry]:
    empty = [None] * len(part.rows)
    columns = [part.columns.get(n, empty) for n in ("year", "org_id", "position", "subject")]
    for at, traits in enumerate(part.traits):
        year, org, *post = (column[at] for column in columns)
        yield Entry(part, at, year or part.place.year, org, tuple(post), part.columns["person_id"][at], traits)


def _known(entries: Iterable[Entry], staff: Iterable[Part]) -> Known:
    known = Known({code for part in staff for code in part.columns["person_id"]})
    for entry in entries:
        for prefix, sign in ((_SNILS, entry.traits.snils), (_NAME, entry.traits.name)):
            if sign:
                known.signs[prefix + sign].add(entry.person)
    return known


def _resolved(part: Part, known: Known) -> tuple[Part, list[Finding]]:
    columns, said = dict(part.columns), []
    for name in part.veiled:
        columns[name] = part.columns[name].each(lambda code: _code(code, known))
        said += [_ambiguous(part, name, at, known) for at in columns[name].rows_where(lambda c: _several(c, known))]
    return replace(part, columns=columns), said


def _code(code: Value | None, known: Known) -> Value | None:
    if not isinstance(code, str) or code in known.codes:
        return code
    found = known.signs.get(code, set())
    return next(iter(found)) if len(found) == 1 else code


def _several(code: Value | None, known: Known) -> bool:
    return isinstance(code, str) and code not in known.codes and len(known.signs.get(code, ())) > 1


def _ambiguous(part: Part, name: str, at: int, known: Known) -> Finding:
    times = len(known.signs[str(part.columns[name][at])])
    return _finding(part, name, at, "person.ambiguous", times=times)


def _alike(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Yield doubts about persons of the register: equal names that nothing tells apart, changed surnames."""
    nameless = [e for e in entries if e.person == _NAME + e.traits.name]
    for _, found in groupby(sorted(nameless, key=_by_person), key=_by_person):
        rows = list(found)
        if len({row.org for row in rows}) > 1 or len({row.post for row in rows}) < len(rows):
            yield _finding(rows[-1].part, "person_id", rows[-1].at, "person.same", times=len(rows))
    yield from _renamed(entries)


def _by_person(entry: Entry) -> tuple[str, str]:
    return str(entry.year), str(entry.person)


def _renamed(entries: Sequence[Entry]) -> Iterator[Finding]:
    people: dict[int, set[Value | None]] = defaultdict(set)
    given: dict[tuple[int, Value | None, str], set[Value | None]] = defaultdict(set)
    for entry in entries:
        people[int(str(entry.year))].add(entry.person)
        given[int(str(entry.year)), entry.org, entry.traits.given].add(entry.person)
    told: set[Value | None] = set()
    for entry in entries:
        year = int(str(entry.year))
        before = given.get((year - 1, entry.org, entry.traits.given), set()) - people[year]
        if entry.traits.given and before and entry.person not in people[year - 1] | told:
            told.add(entry.person)
            yield _finding(entry.part, "person_id", entry.at, "person.renamed")


def _finding(part: Part, name: str, at: int, rule: str, times: int = 0) -> Finding:
    about = str(part.columns[name][at])
    return part.place.finding(rule, cell=f"{part.letters[name]}{part.rows[at]}", column=name, about=about, times=times)
