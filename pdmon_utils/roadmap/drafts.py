"""Recommendations → measures to propose: rows of the table `measures` that the analyst edits in Excel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Protocol

import pandas as pd

from pdmon_utils.catalogue import Direction, Regulation
from pdmon_utils.roadmap.directions import OTHER
from pdmon_utils.roadmap.terms import Term
from pdmon_utils.schema import SCHEMA
from pdmon_utils.words import Sentence

_ACTING = ("authority", "mms", "mo")  # addressees who carry out measures of a municipality themselves
_WHOLE = ("general", "cluster")  # what concerns one organisation stays with its recommendation


class Advice(Protocol):
    """What a draft takes from a recommendation."""

    @property
    def key(self) -> str:
        """The same on every run."""

    @property
    def addressee(self) -> str:
        """A code of the schema's dictionary of addressees."""

    @property
    def level(self) -> str:
        """Whether it is general, about a cluster or about an organisation."""

    @property
    def criterion(self) -> str:
        """The unified criterion."""

    @property
    def indicator(self) -> str:
        """The id of an ask."""

    @property
    def direction(self) -> str:
        """The code of a direction of measures."""


def drafts(
    advice: Iterable[tuple[Advice, Sentence | str]],
    law: Regulation,
    held: Mapping[str, Direction],
    assessed: Mapping[str, Mapping[str, Any]],
    when: tuple[int, Term],
) -> pd.DataFrame:
    """Return a row of `measures` for each recommendation that somebody carries out for the whole municipality.

    `advice` are recommendations with their words, which the row keeps in the column `said` (numerals with their
    figures). `held` are the sections, `assessed` rows of the assessment frame by indicator, `when` the report year and
    the term. Advice to heads and pedagogues stays a recommendation; equal words are one measure.
    """
    wanted = [(one, words) for one, words in advice if one.level in _WHOLE and one.addressee in _ACTING]
    rows = [_row(one, words, law, held, assessed, when) for one, words in wanted]
    columns = [*SCHEMA["measures"].columns, "said"]
    return pd.DataFrame(rows, columns=columns).drop_duplicates(["direction", "text", "cluster"], ignore_index=True)


def _row(  # noqa: PLR0913, PLR0917  a row has many sources
    one: Advice,
    words: Sentence | str,
    law: Regulation,
    held: Mapping[str, Direction],
    assessed: Mapping[str, Mapping[str, Any]],
    when: tuple[int, Term],
) -> dict[str, object]:
    year, term = when
    return {
        "measure_id": f"П-{year % 100}-{sha256(one.key.encode()).hexdigest()[:6]}",
        "year": year,
        "kind": "measure",
        "direction": _direction(one, held),
        "criterion": one.criterion,
        "indicator_id": one.indicator or None,
        "audience": one.addressee,
        "cluster": getattr(one, "cluster", "") or None,
        "text": str(words),
        "said": words,
        "target": _target(assessed.get(one.indicator)),
        "deadline": pd.Timestamp(term.day),
        "responsible": _responsible(law, one.addressee),
        "status": "planned",
    }


def _direction(one: Advice, held: Mapping[str, Direction]) -> str:
    """Return the direction's words: the one that the recommendation names, else the first that serves the criterion."""
    serving = (code for code, about in held.items() if one.criterion in about.criteria)
    code = one.direction if one.direction in held else next(serving, OTHER)
    return held[code].title if code in held else "иные мероприятия"


def _target(row: Mapping[str, Any] | None) -> float | None:
    """Return the plan of the report year as the target that is still to be reached; None where no level is planned."""
    return None if row is None or row["plan_kind"] != "level" else float(row["plan_value"])


def _responsible(law: Regulation, addressee: str) -> str:
    """Return the role that carries a measure out, as the regulation calls it."""
    who = law.audiences.get(addressee) or SCHEMA["measures"].columns["audience"].values[addressee]
    return who[:1].upper() + who[1:]
