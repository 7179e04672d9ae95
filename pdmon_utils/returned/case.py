"""What a municipality handed in, as it is told to its organisations: whose file it is, who is silent, by which day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from pdmon_utils.intake import Intake
from pdmon_utils.intake.deliveries import PERSONS
from pdmon_utils.municipality import Municipality
from pdmon_utils.reading.special import ORGANISATION
from pdmon_utils.receipts import Ledger, by_organisation, ledger_of, names_of, receipts, types_of
from pdmon_utils.returned.remarks import ORDER, Remark, importance
from pdmon_utils.schema import SCHEMA
from pdmon_utils.store import Workspace

_WORDS = re.compile(r"[^\W_]+")  # of a path: its folders and what its name is made of
DEPARTMENT = ""  # the owner of files that are for several organisations


@dataclass(frozen=True, eq=False)
class Year:
    """One report year of a municipality.

    `names`: org_id → name of the registered organisations, `owners`: file → org_id ('' for files of several
    organisations), `receipts`: RECEIPT_COLUMNS, `delivered`: DELIVERY_COLUMNS, `remarks`: all findings of the year,
    `unread`: files of which no sheet was recognised, `rows`: (file, sheet, row) → org_id in files of several ones.
    """

    number: int
    names: Mapping[str, str]
    owners: Mapping[str, str]
    receipts: pd.DataFrame
    delivered: pd.DataFrame
    remarks: Sequence[Remark]
    unread: frozenset[str] = frozenset()
    rows: Mapping[tuple[str, str, int], str] = field(default_factory=dict)

    @cached_property
    def organisations(self) -> pd.DataFrame:
        """A line per organisation: needed, handed_in, missing, silent and so on (`receipts.by_organisation`)."""
        return by_organisation(self.receipts)

    @cached_property
    def silent(self) -> tuple[str, ...]:
        """Organisations that handed in no register and no file."""
        lines = self.organisations
        spoke = set(self.owners.values())
        return tuple(org for org in lines.loc[lines["silent"].astype(bool), "org_id"] if org not in spoke)

    @cached_property
    def by_file(self) -> Mapping[str, Sequence[Remark]]:
        """Remarks by file, in the order of names; '' for those about the year as a whole."""
        found: dict[str, list[Remark]] = {file: [] for file in sorted(self.owners)}
        for remark in self.remarks:
            found.setdefault(remark.file, []).append(remark)
        return found

    @cached_property
    def unread_errors(self) -> frozenset[str]:
        """Files that could not be read though they hold data: lock files and the like are no loss."""
        return frozenset(r.file for r in self.remarks if r.file in self.unread and r.severity == "error")

    @property
    def due(self) -> date | None:
        """The last day on which data of the year are due, None where nothing sets one."""
        days = self.receipts["deadline"].dropna()
        return None if days.empty else days.max().date()

    def files(self, org: str) -> tuple[str, ...]:
        """Return the files of an organisation ('': of several)."""
        return tuple(file for file in self.by_file if self.owners.get(file, DEPARTMENT) == org)

    def common(self, org: str) -> list[Remark]:
        """Return the remarks to rows of an organisation in files that are not its own."""
        shared = [remark for remark in self.remarks if self.owners.get(remark.file, DEPARTMENT) == DEPARTMENT]
        return [remark for remark in shared if self.rows.get((remark.file, remark.sheet, remark.row)) == org]

    def name(self, org: str) -> str:
        """Return what an organisation is called."""
        return self.names.get(org, org)


@dataclass(frozen=True, eq=False)
class Case:
    """One municipality on one day: its card, its years from the latest on, remarks that are of no year."""

    card: Municipality
    today: date
    years: Sequence[Year]
    remarks: Sequence[Remark] = ()

    @cached_property
    def everything(self) -> Sequence[Remark]:
        """All remarks: of no year, then of the years from the latest on."""
        return [*self.remarks, *(remark for year in self.years for remark in year.remarks)]

    def worst(self, size: int) -> list[Remark]:
        """Return the first remarks by severity."""
        return sorted(self.everything, key=lambda remark: ORDER[remark.severity])[:size]

    @property
    def slug(self) -> str:
        """The name of its folders."""
        return self.card.slug


def case_of(workspace: Workspace, slug: str, intake: Intake, today: date) -> Case:
    """Return the case of a municipality whose files were just read; raises JournalError for a spoilt journal."""
    card = workspace.municipality(slug)
    delivered = intake.deliveries
    years = [_year(intake, delivered, year, ledger_of(workspace, slug, year)) for year in reversed(card.years)]
    said = intake.findings
    return Case(card, today, years, remarks_of(said[~said["year"].isin(card.years)]))


def _year(intake: Intake, delivered: pd.DataFrame, year: int, ledger: Ledger) -> Year:
    named = {file: about.get(ORGANISATION, "") for file, about in intake.abouts.items()}
    delivered = delivered[delivered["year"] == year]
    findings = intake.findings[intake.findings["year"] == year]
    organisations = intake.tables["organisations"]
    names = names_of(organisations, year)
    files = sorted({*(f for f in intake.files if f.startswith(f"{year}/")), *(f for f in findings["file"] if f)})
    owners = _owners(files, delivered, named, names)
    return Year(
        number=year,
        names=names,
        owners=owners,
        receipts=receipts(names, delivered, replace(ledger, types=types_of(organisations, year))),
        delivered=delivered,
        remarks=remarks_of(findings),
        unread=frozenset(files) - {*intake.seen["file"]},
        rows=_rows(intake.tables, {file for file, owner in owners.items() if owner == DEPARTMENT}, year),
    )


def _rows(tables: Mapping[str, pd.DataFrame], shared: set[str], year: int) -> dict[tuple[str, str, int], str]:
    """Return whose each row of the shared files is; a row about a person is of the person's first employer."""
    staff = tables["staff"]
    works = staff[staff["year"] == year].drop_duplicates("person_id").set_index("person_id")["org_id"]
    found: dict[tuple[str, str, int], str] = {}
    for name, frame in tables.items():
        rows = frame[frame["source_file"].astype(str).isin(shared)]
        if name in PERSONS or "org_id" in rows.columns:
            owner = rows[PERSONS[name]].astype("object").map(works) if name in PERSONS else rows["org_id"]
            where = zip(
                rows["source_file"].astype(str), rows["source_sheet"].astype(str), rows["source_row"], strict=True
            )
            found |= {
                (f, s, int(row)): str(org) for (f, s, row), org in zip(where, owner, strict=True) if pd.notna(org)
            }
    return found


def _owners(
    files: Sequence[str], delivered: pd.DataFrame, named: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, str]:
    """Return whose each file is: of the only organisation whose rows it holds, else of the one in its path."""
    held: dict[str, set[str]] = defaultdict(set)
    for file, org in zip(delivered["file"], delivered["org_id"], strict=True):
        held[file].add(org)
    return {file: _owner(file, held[file], named.get(file, ""), names) for file in files}


def _owner(file: str, held: set[str], named: str, names: Mapping[str, str]) -> str:
    if named:
        return named
    if len(held) == 1:
        return next(iter(held))
    said = {*_WORDS.findall(file.partition("/")[2])} & {*names} if not held - {DEPARTMENT} else set()
    return said.pop() if len(said) == 1 else DEPARTMENT


def remarks_of(findings: pd.DataFrame) -> list[Remark]:
    """Return findings (FINDING_COLUMNS and `code`) as remarks, by file and importance."""
    names = [each.name for each in fields(Remark)]
    said = findings[names].astype("object").where(findings[names].notna(), "")
    return sorted((Remark(*row) for row in said.itertuples(index=False, name=None)), key=importance)


def tables_held(year: Year, files: Sequence[str]) -> dict[str, int]:
    """Return title of a table → rows read from the files, in the order of the schema."""
    rows = year.delivered[year.delivered["file"].isin(files)].groupby("table")["rows"].sum()
    return {SCHEMA[name].title: int(rows[name]) for name in SCHEMA if name in rows.index}


def raw_path(case: Case, file: str) -> Path:
    """Return where a file lies; `file` is relative to the municipality's folder."""
    return case.card.folder / file
