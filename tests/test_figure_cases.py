"""Every case of tests/cases/figures.yml: rows in sight, the figure that the rules give."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import yaml

from districts import figures_of
from pdmon_utils.figures import Place

_SAID = yaml.safe_load((Path(__file__).parent / "cases" / "figures.yml").read_text(encoding="utf-8"))


def _rows(tables: dict[str, list[dict[str, Any]]], year: int) -> dict[str, list[dict[str, Any]]]:
    defaults = _SAID["defaults"]
    held = {"organisations": [{}], **tables}
    return {
        name: [
            {"year": year, **defaults.get(name, {}), **({"year": year} if "year" not in row else {}), **row}
            for row in rows
        ]
        for name, rows in held.items()
    }


@pytest.mark.parametrize("case", _SAID["cases"], ids=lambda case: case["title"])
def test_case_gives_the_expected_figures(case: dict[str, Any]) -> None:
    year = case["year"]
    said = case.get("municipalities") or {"m": case["tables"]}
    places = [Place(slug, case["regulation"], "r", (year,)) for slug in said]

    figures = figures_of({slug: _rows(tables, year) for slug, tables in said.items()}, places)

    keyed = figures.set_index(["indicator", "scope", "unit", "breakdown", "group"])
    for indicator, scope, unit, breakdown, group, numerator, denominator in case["expect"]:
        figure = keyed.loc[(indicator, scope, unit, breakdown, group)]
        assert figure["numerator"] == pytest.approx(numerator, abs=1e-9)
        assert math.isnan(figure["denominator"]) if denominator is None else figure["denominator"] == denominator
