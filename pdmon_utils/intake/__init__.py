"""Raw workbooks and csv files of a municipality → clean typed tables, findings, what was handed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pdmon_utils.intake.answers import Answers, answered, new_answers
from pdmon_utils.intake.consequences import causes, lost_codes
from pdmon_utils.intake.deliveries import deliveries
from pdmon_utils.intake.duplicates import drop_duplicates, duplicate_findings
from pdmon_utils.intake.files import sources_of
from pdmon_utils.intake.frames import FINDING_COLUMNS, Letters, findings_frame, seen_frame
from pdmon_utils.intake.identity import identified
from pdmon_utils.intake.inputs import INPUT_COLUMNS, inputs_of
from pdmon_utils.intake.quoted import Discretion, quoted_findings
from pdmon_utils.intake.received import accepted
from pdmon_utils.intake.references import reference_findings, year_findings
from pdmon_utils.intake.screener import screen_tables
from pdmon_utils.intake.stateform import form_findings
from pdmon_utils.intake.tables import assemble, empty_table, typed
from pdmon_utils.journal import Answer
from pdmon_utils.municipality import Municipality
from pdmon_utils.reading.cache import Cache
from pdmon_utils.reading.findings import Finding, once_per_sheet
from pdmon_utils.reading.readers import Reader, Received, read_here
from pdmon_utils.reading.rows import Part
from pdmon_utils.schema import SCHEMA

__all__ = [
    "FINDING_COLUMNS",
    "INPUT_COLUMNS",
    "Discretion",
    "Intake",
    "drop_duplicates",
    "empty_table",
    "read_municipality",
    "typed",
]


@dataclass(frozen=True, slots=True)
class Intake:
    """What a municipality handed in.

    `tables`: every table of SCHEMA by name; `findings`: FINDING_COLUMNS and `code`; `seen`: year, file, sheet, table,
    rows of every sheet that is one of our tables; `deliveries`: DELIVERY_COLUMNS, whose sheets these are; `inputs`:
    INPUT_COLUMNS, what the tables were made of; `files`: sha256 by file; `abouts`: file → what its sheet «О файле»
    says; `answers`: new answers to questions by year; `names`: keyed signs of all surnames.
    """

    tables: Mapping[str, pd.DataFrame]
    findings: pd.DataFrame
    seen: pd.DataFrame
    deliveries: pd.DataFrame
    inputs: pd.DataFrame
    files: Mapping[str, str]
    abouts: Mapping[str, Mapping[str, str]]
    answers: Mapping[int, Sequence[Answer]]
    names: Sequence[str] = ()


def read_municipality(  # noqa: PLR0913, PLR0917  one parameter a thing that is known beside the files
    municipality: Municipality,
    read: Reader = read_here,
    cache: Cache | None = None,
    known: Answers | None = None,
    version: str = "",
    discretion: Discretion | None = None,
) -> Intake:
    """Read all year folders of a municipality.

    `read` reads the files (`readers()` gives one with limits and child processes), `cache` keeps the readings of
    unchanged files, `known` are the answers that the journal holds, `version` is that of the present template,
    `discretion` says what public pages may not quote.
    """
    sources, passed_over = sources_of(municipality)
    received, refused = accepted(municipality, read(sources, cache), version)
    parts = _parts(received)
    tables, doubtful, screened = _tables(municipality, parts)
    seen, abouts = seen_frame(received), {file.source.file: file.reading.about for file in received}
    handed_in = deliveries(municipality.slug, tables, seen, abouts)
    said = [*passed_over, *(found for file in received for found in file.reading.findings), *refused, *doubtful]
    said += causes(said, screened, lost_codes(parts), handed_in)
    names = sorted({sign for found in parts.values() for part in found for sign in part.names})
    said += quoted_findings(tables, _letters(parts), names, discretion) if discretion else ()
    answers = new_answers(received, known or {})
    findings = findings_frame(municipality.slug, answered(_shortened(said), known or {}, answers))
    files = {file.source.file: file.digest for file in received}
    made_of = inputs_of(municipality.slug, files, seen, tables)
    return Intake(tables, findings, seen, handed_in, made_of, files, abouts, answers, names)


def _parts(received: Sequence[Received]) -> dict[str, list[Part]]:
    parts: dict[str, list[Part]] = defaultdict(list)
    for part in (part for file in received for part in file.reading.parts):
        parts[part.place.table].append(part)
    return parts


def _letters(parts: Mapping[str, Sequence[Part]]) -> Letters:
    read = (part for found in parts.values() for part in found)
    return {(part.place.file, part.place.sheet, part.place.table): part.letters for part in read}


def _shortened(said: list[Finding]) -> list[Finding]:
    """Return the findings with what every workbook of a district repeats said once a year and sheet name."""
    for rule in ("sheet.unknown", "sheet.empty"):
        said = once_per_sheet(said, rule)
    return said


def _tables(
    municipality: Municipality, handed_in: Mapping[str, Sequence[Part]]
) -> tuple[dict[str, pd.DataFrame], list[Finding], list[Finding]]:
    """Return the clean tables, findings on their rows, and what the rules over tables find."""
    parts, said = identified(handed_in)
    pooled = {name: assemble(municipality.slug, SCHEMA[name], found) for name, found in parts.items()}
    said += [found for name, frame in pooled.items() for found in duplicate_findings(name, frame)]
    tables = {name: drop_duplicates(name, pooled[name]) if name in pooled else empty_table(name) for name in SCHEMA}
    letters = _letters(parts)
    said += reference_findings(tables, letters, lost_codes(handed_in))
    said += [*year_findings(tables, municipality.years, letters), *form_findings(tables, letters)]
    return tables, said, screen_tables(tables, letters, municipality.years)
