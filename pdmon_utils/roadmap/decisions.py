"""The register of decisions: what was decided, in which act, and where the act is missing."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pdmon_utils.catalogue import Decision, Regulation
from pdmon_utils.roadmap.rows import Row, records
from pdmon_utils.schema import SCHEMA

LOCAL = "local"  # the code under which regulations name acts of organisations
OTHER = "other"  # of a document whose kind nobody named only its title says what it is
NO_DOCUMENT, UNKNOWN_DOCUMENT, NO_NUMBER = "none", "unknown", "number"
_ADVISING = "рекоменда"  # a decision that only advises says so in the title of its document
_STEM = 6  # letters by which «Распоряжение …» is known for a распоряжение
_ABOUT = ["doc_id", "scope", "kind", "title", "number", "date", "url"]


def decisions(measures: pd.DataFrame, documents: pd.DataFrame, law: Regulation, year: int) -> pd.DataFrame:
    """Return the decisions of a year with `act` (kind of act in words), `doc_title`, `number`, `date`, `url`, `gap`.

    `gap`: none (no document named), unknown (its code is not among the documents), number (the act has no number), ''.
    """
    rows = measures[(measures["kind"] == "decision") & (measures["year"] == year)]
    about = documents[_ABOUT].drop_duplicates("doc_id", keep="last").astype(object)
    about = about.rename(columns={"kind": "doc_kind", "title": "doc_title"})
    joined = rows.astype(object).merge(about, on="doc_id", how="left")
    acts = [_act(row, law.decisions.values()) for row in records(joined)]
    gaps = [_gap(row) for row in records(joined)]
    return joined.assign(act=pd.Series(acts, dtype=object), gap=pd.Series(gaps, dtype=object))


def _act(row: Row, known: Iterable[Decision]) -> str:
    """Return what the act is called: as its title begins, else the regulation's word for documents of this kind."""
    if pd.isna(row["doc_kind"]):
        return ""
    kind, title = str(row["doc_kind"]), str(row["doc_title"]).lower()
    own = [one for one in known if (one.code == LOCAL) == (row["scope"] == "org")] or list(known)
    advising = (one.title for one in own if _ADVISING in one.title and _ADVISING in title)
    plain = [one for one in own if _ADVISING not in one.title]
    begun = (one.title for one in plain if title.startswith(one.title.lower()[:_STEM]))
    fitting = (one.title for one in plain if kind in one.documents and (kind != OTHER or one.code in (OTHER, LOCAL)))
    named = (next(words, "") for words in (advising, begun, fitting))
    return next(filter(None, named), SCHEMA["documents"].columns["kind"].values[kind])


def _gap(row: Row) -> str:
    if pd.isna(row["doc_id"]):
        return NO_DOCUMENT
    if pd.isna(row["doc_kind"]):
        return UNKNOWN_DOCUMENT
    return NO_NUMBER if pd.isna(row["number"]) else ""
