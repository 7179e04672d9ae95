"""All figures of all municipalities and regions (rules 22–24, 27)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import (  # noqa: F401  each module enters its indicators in the register
    indicators_kbr,
    indicators_tyumen_events,
    indicators_tyumen_heads,
    indicators_tyumen_ped,
    indicators_tyumen_young,
    indicators_ust_labinsk,
    indicators_ust_labinsk_staff,
    indicators_vilyuysk,
    indicators_zato,
)
from .answers import REGISTER, Indicator, value_of
from .pool import Pool
from .unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rules import Row

PREFIX = {"zato": "zato.", "vilyuysk": "vil.", "tyumen": "tmn.", "kbr": "kbr.", "ust-labinsk": "ust."}
Raw = dict[str, dict[str, list[dict[str, Any]]]]
Regulations = dict[str, tuple[str, str, tuple[int, ...]]]


def figures(raw: Raw, regulations: Regulations) -> list[dict[str, Any]]:
    """Return every figure row of every municipality and region."""
    rows: list[dict[str, Any]] = []
    for mun, (regulation, _, years) in regulations.items():
        pool = Pool({mun: raw[mun]})
        for year in years:
            rows += figures_of(pool, regulation, year, mun, units_of(pool, mun, year))
    for regulation, region in sorted({(reg, region) for reg, region, _ in regulations.values()}):
        rows += figures_of_region(raw, regulations, regulation, region)
    return rows


def figures_of_region(raw: Raw, regulations: Regulations, regulation: str, region: str) -> list[dict[str, Any]]:
    """Return the figures of the region: its municipalities pooled and computed like one (rule 24)."""
    members = {mun: years for mun, (reg, code, years) in regulations.items() if (reg, code) == (regulation, region)}
    pool = Pool({mun: raw[mun] for mun in members})
    rows: list[dict[str, Any]] = []
    for year in sorted({year for years in members.values() for year in years}):
        rows += figures_of(pool, regulation, year, "", [("region", region)])
    return rows


def units_of(pool: Pool, mun: str, year: int) -> list[tuple[str, str]]:
    """Return the municipality, each organisation of year Y and each cluster used in year Y (rule 22)."""
    organisations = pool.of_year("organisations", year)
    clusters = {row["cluster"] for row in organisations if row["cluster"] is not None}
    return [
        ("municipality", mun),
        *(("organisation", row["org_id"]) for row in organisations),
        *(("cluster", code) for code in sorted(clusters)),
    ]


def figures_of(
    pool: Pool, regulation: str, year: int, mun: str, units: list[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    """Yield the figures of the units in one year."""
    asked = [known for id_, known in REGISTER.items() if id_.startswith(PREFIX[regulation])]
    made: dict[tuple[str, str, str], Unit] = {}
    for known in asked:
        for scope, code in units:
            if scope not in known.scopes:
                continue
            if (known.window, scope, code) not in made:
                made[known.window, scope, code] = Unit(pool.season(year, known.window), scope, code)
            yield from written(known, made[known.window, scope, code], mun)


def written(known: Indicator, unit: Unit, mun: str) -> Iterator[Row]:
    """Yield the rows of one indicator of one unit; organisations and clusters have totals only (rule 22)."""
    for breakdown, group, numerator, denominator in known.answer(unit):
        if breakdown and unit.scope in ("organisation", "cluster"):
            continue
        yield {
            "municipality": mun,
            "year": unit.season.year,
            "indicator": known.id,
            "scope": unit.scope,
            "unit": unit.code,
            "breakdown": breakdown,
            "group": group,
            "numerator": float(numerator),
            "denominator": None if denominator is None else float(denominator),
            "value": value_of(known.kind, numerator, denominator),
        }
