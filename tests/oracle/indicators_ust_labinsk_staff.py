"""Indicators of the regulation ust-labinsk that rest on the register and on vacancies (item 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import codes
from .answers import Answer, by, count, indicator, share, split, summed, total, who
from .indicators_tyumen_ped import vacant
from .unit import NO_SUBJECT

if TYPE_CHECKING:
    from .rules import Row
    from .unit import Unit

POSITIONS = [*codes.PED_POSITIONS, "other"]


@indicator("ust.p5.1", "count", "stock_academic", "moc")
def p51(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    return count(
        ped,
        split("position", POSITIONS, u.held("ped", "position"), ped, None),
        split("stage", codes.STAGES, u.held("ped", "level"), ped, None),
    )


@indicator("ust.p5.2", "count", "stock_academic", "moc")
def p52(u: Unit) -> list[Answer]:
    return vacant(u.vacancies(), codes.PED_POSITIONS)


def categories(u: Unit) -> dict[str, set[str]]:
    """Return the persons of ped with each category."""
    return {code: u.with_attribute("ped", "category", code) for code in codes.CATEGORIES}


def qualified(u: Unit, *cuts: list[Answer]) -> list[Answer]:
    """Return the share with first or top category, the cuts, and the structure by category."""
    ped, groups = u.people("ped"), categories(u)
    return share(groups["top"] | groups["first"], ped, *cuts, split("category", codes.CATEGORIES, groups, ped, ped))


def crossed(u: Unit, name: str, rows: dict[str, set[str]]) -> list[Answer]:
    """Return the cut rows × categories, each divided by the persons of the row."""
    ped = u.people("ped")
    cuts = [
        by(name, [f"{row}/{code}"], {f"{row}/{code}": people}, hits, ped)
        for row, people in rows.items()
        for code, hits in categories(u).items()
    ]
    return [part for cut in cuts for part in cut]


@indicator("ust.p5.3", "distribution", "stock_academic", "moc")
def p53(u: Unit) -> list[Answer]:
    held = u.held("ped", "level")
    stages = {code: held.get(code, set()) for code in codes.STAGES}
    educations = {code: u.with_attribute("ped", "education", code) for code in codes.EDUCATIONS}
    return qualified(u, crossed(u, "stage_category", stages), crossed(u, "education_category", educations))


@indicator("ust.p5.4", "distribution", "stock_academic", "moc")
def p54(u: Unit) -> list[Answer]:
    bands = {code: u.experienced("ped", low, high) for code, (low, high) in codes.EXPERIENCE_BANDS.items()}
    return qualified(u, crossed(u, "exp_category", bands))


def load(rows: list[Row]) -> tuple[float, int]:
    """Return the hours of the rows and the number of persons with known hours."""
    known = [row for row in rows if row["load_hours"] is not None]
    return summed(known, "load_hours"), len(who(known))


@indicator("ust.p5.5", "mean", "stock_academic", "moc")
def p55(u: Unit) -> list[Answer]:
    rows = u.rows("ped")
    subjects: dict[str, list[Row]] = {}
    for row in rows:
        subjects.setdefault(row["subject"] or NO_SUBJECT, []).append(row)
    positions = {code: [row for row in rows if row["position"] == code] for code in POSITIONS}
    return [
        total(*load(rows)),
        *(("position", code, *load(found)) for code, found in positions.items()),
        *(("subject", code, *load(found)) for code, found in subjects.items() if load(found)[1]),
    ]


@indicator("ust.p5.6", "mean", "stock_academic", "moc")
def p56(u: Unit) -> list[Answer]:
    ages = [u.season.age(person) for person in u.people("ped")]
    known = [age for age in ages if age is not None]
    return [total(sum(known), len(known))]
