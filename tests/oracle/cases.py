"""Reads a file of mini cases (defaults, rows, expected figures) and asks the oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from .engine import Raw, Regulations, figures

if TYPE_CHECKING:
    from pathlib import Path

REGION = "r"


def cases(path: Path) -> list[dict[str, Any]]:
    """Return the cases with whole rows: title, raw, regulations, expect."""
    text = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [whole(case, text["defaults"]) for case in text["cases"]]


def whole(case: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    """Return the case in the form of the oracle."""
    municipalities = case.get("municipalities") or {"m": case["tables"]}
    raw: Raw = {mun: filled(tables, defaults, case["year"]) for mun, tables in municipalities.items()}
    regulations: Regulations = dict.fromkeys(raw, (case["regulation"], REGION, (case["year"],)))
    return {"title": case["title"], "raw": raw, "regulations": regulations, "expect": case["expect"]}


def filled(tables: dict[str, Any], defaults: dict[str, Any], year: int) -> dict[str, list[dict[str, Any]]]:
    """Return the tables with defaults; without organisations there is one of the case's year."""
    given = {"organisations": [{"year": year}], **tables}
    return {table: [{"year": year, **defaults[table], **row} for row in rows] for table, rows in given.items()}


def found(case: dict[str, Any]) -> list[tuple[list[Any], tuple[float, float | None] | None]]:
    """Return each expected figure of the case beside what the oracle says (None = no such figure)."""
    known = {
        (row["indicator"], row["scope"], row["unit"], row["breakdown"], row["group"]): row
        for row in figures(case["raw"], case["regulations"])
    }
    pairs = [(line, known.get(tuple(line[:5]))) for line in case["expect"]]
    return [(line, None if row is None else (row["numerator"], row["denominator"])) for line, row in pairs]
