"""What is wrong in the example on purpose: empty and unreadable cells, orphans, late corrections, a silent school."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pdmon_utils.example.dice import Dice
from pdmon_utils.example.lore import facts, weights
from pdmon_utils.example.places import District, Entry

CORRECTION = "_уточнение"


class Raw(str):
    """Text that goes into the cell as it is, not through the dictionary of the column."""

    __slots__ = ()


def _forget(entries: Iterable[Entry], dice: Dice) -> Iterator[Entry]:
    """Yield the entries with some optional cells empty (rates.yml, `unknown`)."""
    for entry in entries:
        rates = weights("rates", "unknown", entry.table) if entry.table in facts("rates")["unknown"] else {}
        lost = [column for column, rate in rates.items() if dice.happens(rate)]
        yield entry._replace(row=entry.row | dict.fromkeys(lost)) if lost else entry


def _hush(entries: Iterable[Entry], place: District) -> Iterator[Entry]:
    """Yield the entries without those of organisations in the year in which they did not report."""
    silent = {(org.silent, org.id) for org in place.organisations}
    return (entry for entry in entries if (entry.year, entry.org) not in silent)


def _of(kind: str, place: District) -> list[Mapping[str, str]]:
    return [said for said in facts("flaws")[kind] if said["district"] == place.slug]


def _meant(said: Mapping[str, str], entries: Sequence[Entry], place: District) -> list[int]:
    """Return where in `entries` the rows of this year, table and organisation are."""
    number = int(said["org"])
    where = (int(said["year"]), said["table"], place.organisations[number - 1].id if number else "")
    return [at for at, entry in enumerate(entries) if entry[:3] == where]


def _spoil(entries: Sequence[Entry], place: District) -> list[Entry]:
    """Return the entries with the cells of flaws.yml made unreadable."""
    spoilt = list(entries)
    for said in _of("cells", place):
        for at in _meant(said, spoilt, place)[int(said["row"]) - 1 : int(said["row"])]:
            spoilt[at] = spoilt[at]._replace(row=spoilt[at].row | {said["column"]: Raw(said["text"])})
    return spoilt


def _orphans(entries: Sequence[Entry], place: District) -> Iterator[Entry]:
    """Yield facts of persons whom no register knows."""
    for said in _of("orphans", place):
        for at in _meant(said, entries, place)[:1]:
            yield entries[at]._replace(row=entries[at].row | {"person_id": said["person_id"]})


def _corrections(entries: Sequence[Entry], place: District) -> Iterator[Entry]:
    """Yield rows handed in once more, in a later file, with one cell corrected."""
    for said in _of("corrections", place):
        rows = [entries[at] for at in _meant(said, entries, place)]
        for entry in [entry for entry in rows if entry.row[said["column"]] is not None][: int(said["rows"])]:
            yield entry._replace(org=entry.org + CORRECTION, row=entry.row | {said["column"]: float(said["value"])})


def with_flaws(entries: Iterable[Entry], place: District, dice: Dice) -> list[Entry]:
    """Return the entries as the district hands them in, with everything that flaws.yml lists."""
    kept = list(_hush(_forget(entries, dice), place))
    return [*_spoil(kept, place), *_orphans(kept, place), *_corrections(kept, place)]
