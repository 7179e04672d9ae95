"""Rows of the assessment frame said in a few words: what is not said follows from the ask and the parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Ask, load_catalogue
from pdmon_utils.conclusions import COLUMNS, Names
from pdmon_utils.conclusions.known import NUMBERS, YES_NO

PLACE, YEAR = "primer", 2024
SCHOOLS = {"1": "Гимназия № 1", "2": "СОШ № 2", "3": "Детский сад «Ёлочка»", "4": "СОШ № 4", "5": "СОШ № 5"}
ASKS = {code: ask for regulation in load_catalogue().regulations.values() for code, ask in regulation.asks.items()}
FEW = 10


def names_of(*indicators: str) -> Names:
    """Return the names of these indicators and of five schools."""
    return Names({code: ASKS[code] for code in dict.fromkeys(indicators)}, PLACE, SCHOOLS)


def frame_of(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return an assessment frame; a row says `indicator`, its parts as «412/1000» (`now`, `was`), and the rest."""
    return pd.DataFrame([_row(row) for row in rows]).reindex(columns=list(COLUMNS))


def _row(said: Mapping[str, Any]) -> dict[str, Any]:
    ask, level = ASKS[said["indicator"]], said.get("level", "general")
    row: dict[str, Any] = {
        "scope": level if level in ("organisation", "cluster") else "municipality",
        "unit": said.get("unit", PLACE),
        "breakdown": "",
        "group": "",
        "kind": ask.kind,
        "summed": False,
        "facet": ask.indicator.facet,
        "direction": ask.direction,
        "state": "known",
        **_parts(ask, said.get("now", "")),
        **(
            {f"before_{k}": v for k, v in _parts(ask, said["was"]).items()} | {"before_year": YEAR - 1}
            if "was" in said
            else {}
        ),
    }
    row["few"] = ask.kind in ("share", "distribution") and float(row.get("denominator") or FEW) < FEW
    if "was" in said and row.get("value") is not None and row.get("before_value") is not None:
        row["change"] = row["value"] - row["before_value"]
    given = {key: _cell(key, value) for key, value in said.items() if key not in ("level", "now", "was")}
    return {**row, **given}


def _parts(ask: Ask, said: str) -> dict[str, float | None]:
    """Return both parts and the value of «412/1000» or «12»."""
    if not said:
        return {}
    first, slash, second = str(said).partition("/")
    if not slash:
        n = float(first)
        return {"numerator": n, "value": float(n > 0) if ask.kind == "presence" else n}
    n, d = float(first), float(second)
    return {"numerator": n, "denominator": d, "value": n / d if d else None}


def _cell(column: str, said: Any) -> Any:  # noqa: ANN401  a cell
    if column in YES_NO:
        return said in (True, "yes")
    return float(said) if column in NUMBERS or column == "points" else said
