"""Rows of an assessment frame as a case of `cases/recommendations.yml` tells them, and what is recommended on them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from pdmon_utils.catalogue import Ask, Regulation, load_catalogue
from pdmon_utils.conclusions import Names
from pdmon_utils.recommendations import Recommendation, Specifics, recommend

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "recommendations.yml").read_text("utf-8")
)["cases"]
YEAR = 2024
PLACE, SCHOOL = "rayon", "0007"
NAMES = {SCHOOL: "СОШ № 7"}
KNOWN = Specifics({SCHOOL: "mksh"}, {"": ("математика",), SCHOOL: ("математика",)}, {"математика": ("предметные",)})
_UNITS = {"municipality": PLACE, "region": "kray", "organisation": SCHOOL, "cluster": "mksh"}


def ask_of(measure: str) -> tuple[Regulation, Ask]:
    """Return the first regulation that asks for an indicator of the catalogue, and its ask."""
    laws = load_catalogue().regulations.values()
    return next((law, ask) for law in laws for ask in law.asks.values() if ask.indicator.code == measure)


def row(measure: str, **said: object) -> dict[str, object]:
    """Return a row of the assessment frame: what is said, the ask's own columns, the value from its parts."""
    _, ask = ask_of(measure)
    cells: dict[str, Any] = {"scope": "municipality", "breakdown": "", "group": "", "state": "known"} | said
    if "value" not in cells and "numerator" in cells:
        n, d = cells["numerator"], cells.get("denominator")
        cells["value"] = n / d if d else float(n > 0) if ask.kind == "presence" else float(n)
    own = {"kind": ask.kind, "direction": ask.direction, "facet": ask.indicator.facet, "topic": ask.indicator.topic}
    parts = {"numerator": None, "denominator": None, "value": None}
    return (
        parts
        | {"indicator": ask.id, "unit": _UNITS[cells["scope"]], "criterion": ask.indicator.criterion}
        | own
        | cells
    )


def frame_of(*rows: Mapping[str, object]) -> pd.DataFrame:
    return pd.DataFrame([*rows]).astype(object)


def said(frame: pd.DataFrame, measure: str, known: Specifics = KNOWN) -> list[Recommendation]:
    """Return what is recommended on a frame whose rows are all of one indicator."""
    law, ask = ask_of(measure)
    return recommend(frame, Names({ask.id: ask}, PLACE, NAMES), YEAR, law, known=known)
