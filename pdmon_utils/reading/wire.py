"""A reading as JSON and back: what the child process sends and the cache keeps. No pickle: the bytes are foreign."""

from __future__ import annotations

import datetime as dt
from array import array
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from pdmon_utils.oo1 import use_editions
from pdmon_utils.reading.findings import Finding, Place
from pdmon_utils.reading.forms import Form
from pdmon_utils.reading.people import Traits, Veil
from pdmon_utils.reading.reading import Reading, Seen, read_file
from pdmon_utils.reading.rows import Part
from pdmon_utils.reading.special import Answer
from pdmon_utils.reading.values import PLACES, Values
from pdmon_utils.schema import SCHEMA


def read_request(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the reading of the file that a request names, as plain data; runs in the child process."""
    cover = Veil(bytes.fromhex(asked["secret"]))
    use_editions(Path(asked["oo1"]))
    forms = [Form(**form) for form in asked["forms"]]
    return packed(read_file(Path(asked["path"]), asked["year"], asked["file"], cover, forms))


def packed(reading: Reading) -> dict[str, Any]:
    """Return a reading as plain data."""
    return {
        "parts": [_part(part) for part in reading.parts],
        "findings": [astuple(finding) for finding in reading.findings],
        "seen": [astuple(seen) for seen in reading.seen],
        "about": dict(reading.about),
        "answers": [astuple(answer) for answer in reading.answers],
    }


def unpacked(said: Mapping[str, Any]) -> Reading:
    """Return the reading that `packed` made plain."""
    return Reading(
        parts=[_unpacked_part(part) for part in said["parts"]],
        findings=[Finding(*finding) for finding in said["findings"]],
        seen=[Seen(*seen) for seen in said["seen"]],
        about=said["about"],
        answers=[Answer(*answer) for answer in said["answers"]],
    )


def _part(part: Part) -> dict[str, Any]:
    return {
        "place": astuple(part.place),
        "columns": {name: _column(part.place.table, name, c) for name, c in part.columns.items() if c.filled},
        "blank": [name for name, column in part.columns.items() if not column.filled],
        "rows": part.rows,
        "letters": part.letters,
        "traits": [astuple(traits) for traits in part.traits],
        "veiled": part.veiled,
        "lost": part.lost,
        "names": part.names,
    }


def _unpacked_part(said: Mapping[str, Any]) -> Part:
    place = Place(*said["place"])
    columns = dict.fromkeys(said["blank"], Values.empty(len(said["rows"])))
    columns |= {name: _values(place.table, name, values) for name, values in said["columns"].items()}
    traits = [Traits(*signs) for signs in said["traits"]]
    return Part(place, columns, said["rows"], said["letters"], traits, said["veiled"], said["lost"], said["names"])


def _column(table: str, name: str, values: Values) -> dict[str, Any]:
    said = _each(table, name, values.different, dt.date.isoformat)
    return {"different": said, "places": b2a_base64(values.places.tobytes(), newline=False).decode()}


def _values(table: str, name: str, said: Mapping[str, Any]) -> Values:
    different = _each(table, name, said["different"], dt.date.fromisoformat)
    return Values(different, array(PLACES, a2b_base64(said["places"])))


def _each(table: str, name: str, different: Sequence[Any], change: Callable[[Any], Any]) -> Sequence[Any]:
    """Return the values; of a column of dates, each changed: JSON knows no dates."""
    if SCHEMA[table].columns[name].type != "date":
        return different
    return [None if day is None else change(day) for day in different]
