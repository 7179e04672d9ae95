"""What is said of handed-in figures and of forms that stand in for a register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from pdmon_utils.catalogue import Regulation
from pdmon_utils.fallback.counts import TABLE, Handed, handed_in
from pdmon_utils.fallback.figures import dated_tables, rows_of, told_by, without_register
from pdmon_utils.fallback.forms import form_answers
from pdmon_utils.fallback.parts import Answers, Parts
from pdmon_utils.figures import Place
from pdmon_utils.intake.stateform import Form
from pdmon_utils.reading.findings import Finding
from pdmon_utils.reading.findings import Place as Where
from pdmon_utils.reading.statesheet import said_number

Tables = Mapping[str, pd.DataFrame]


def fallback_findings(tables: Tables, place: Place, regulation: Regulation) -> list[Finding]:
    """Return what is wrong with the handed-in figures of a municipality, and how far its forms reach where they count.

    `tables` are its clean tables. Rows of years for which a register was handed in are said once a file: not used.
    """
    unregistered = {year for _, year in without_register(tables["staff"], [place])}
    said: list[Finding] = []
    for year in place.years:
        rows = rows_of(tables[TABLE], place.slug, year)
        if year in unregistered:
            said += handed_in(rows, regulation)[1]
            said += _of_year(tables, place.slug, year, regulation)
        else:
            said += _unused(rows, year)
    return said


def _unused(rows: pd.DataFrame, year: int) -> Iterator[Finding]:
    for (file, sheet), found in rows.groupby(["source_file", "source_sheet"], observed=True):
        where = Where(int(str(file).partition("/")[0]), str(file), str(sheet), TABLE)
        yield where.finding("aggregates.unused", about=str(year), year=year, rows=len(found))


def _of_year(tables: Tables, slug: str, year: int, regulation: Regulation) -> Iterator[Finding]:
    forms, rows, units = told_by(tables, slug, year, regulation)
    answers = form_answers(slug, forms, units, regulation, dated_tables(tables, slug, year))
    schools = {org for org, unit in units.items() if unit.org_type == "school"}
    handed = {form.owner for form in forms} & schools
    if answers and schools - handed and not any(not form.owner for form in forms):
        yield _coverage(forms, year, len(handed), len(schools))
    yield from _differing(rows, answers, rows_of(tables[TABLE], slug, year))


def _coverage(forms: Sequence[Form], year: int, handed: int, registered: int) -> Finding:
    where = next(iter(forms[0].sources.values())).place
    return where.finding("oo1.coverage", about=str(year), year=year, handed_in=handed, registered=registered)


def _differing(rows: Sequence[Handed], answers: Answers, frame: pd.DataFrame) -> Iterator[Finding]:
    """Yield a query for each total that was handed in for the municipality and comes out otherwise from the form."""
    for row in rows:
        form = answers.found.get((row.ask.id, "municipality", answers.slug, "", ""))
        if row.org_id or row.breakdown or form is None or _same(form, row.parts):
            continue
        line = frame[(frame["indicator_id"] == row.ask.id) & frame["org_id"].isna()].iloc[0]
        where = Where(
            int(str(line["source_file"]).partition("/")[0]), str(line["source_file"]), line["source_sheet"], TABLE
        )
        yield where.finding(
            "aggregates.form",
            cell=f"A{line['source_row']}",
            column="numerator",
            about=f"{line['year']}·{row.ask.id}",
            indicator=row.ask.id,
            handed_in=_written(row.parts),
            form=_written(form),
        )


def _same(one: Parts, other: Parts) -> bool:
    return all(a == b or (a != a and b != b) for a, b in zip(one, other, strict=True))  # noqa: PLR0124  NaN is no denominator


def _written(parts: Parts) -> str:
    numerator, denominator = parts
    return said_number(numerator) if pd.isna(denominator) else f"{said_number(numerator)} из {said_number(denominator)}"
