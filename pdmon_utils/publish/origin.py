"""Where the numbers of a place and year come from: files and rows, findings, decisions, what is hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pdmon_utils.journal import Turn
from pdmon_utils.publish.ledger import Ledger, RegionLedger
from pdmon_utils.publish.versions import digest, versions
from pdmon_utils.store import Workspace

FILE = ["municipality", "year", "file", "sha256"]


@dataclass(frozen=True, eq=False)
class Origin:
    """What the reports of a place, year and audience rest on; nothing here depends on which of the reports it is."""

    ledger: Ledger

    @property
    def workspace(self) -> Workspace:
        """Where all lies."""
        return self.ledger.workspace

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """The municipality, or those of the region."""
        if isinstance(self.ledger, RegionLedger):
            return tuple(card.slug for card in self.ledger.study.cards)
        return (self.ledger.place,)

    @property
    def known(self) -> bool:
        """False where nobody wrote down the inputs: nothing is prepared, or an earlier version prepared it."""
        return self.workspace.tells_inputs

    @cached_property
    def sheets(self) -> pd.DataFrame:
        """`intake.INPUT_COLUMNS` up to the report year: earlier years are compared with."""
        rows = self.workspace.inputs(self.slugs)
        return rows[rows["year"] <= self.ledger.year].reset_index(drop=True)

    @cached_property
    def files(self) -> pd.DataFrame:
        """A line a file: municipality, year, file, sha256, sheets, rows, used."""
        read = self.sheets.assign(sheets=(self.sheets["table"] != "").astype(int))
        return read.groupby(FILE, as_index=False, sort=True)[["sheets", "rows", "used"]].sum()

    @property
    def fingerprint(self) -> str:
        """The sha256 of the sorted hashes of all files: `sha256sum … | cut -c1-64 | sort | sha256sum`."""
        return digest(sorted(self.files["sha256"]))

    @cached_property
    def findings(self) -> pd.DataFrame:
        """The findings of intake up to the report year; those of no year (of the whole folder) belong to all."""
        rows = self.workspace.findings(self.slugs)
        return rows[rows["year"].isna() | (rows["year"] <= self.ledger.year)]

    @cached_property
    def received(self) -> Mapping[tuple[str, str, str], str]:
        """Municipality, file, sha256 → the day on which this version was first seen, as the journal says."""
        return {
            (slug, receipt.file, receipt.sha256): f"{receipt.received:%d.%m.%Y}"
            for slug in self.slugs
            for year in self.workspace.municipality(slug).years
            for receipt in self.workspace.journal(slug).files(year)
        }

    @cached_property
    def decisions(self) -> Counter[str]:
        """How many organisations' data were accepted and returned in the year, the last word of each counting."""
        words: Counter[str] = Counter()
        for slug in self.slugs:
            said = self.workspace.journal(slug).decisions(self.ledger.year)
            words.update({decision.org_id: decision.status for decision in said}.values())
        return words

    @property
    def turns(self) -> Mapping[str, Turn]:
        """Municipality → how its year stands: locked or reopened; absent where neither ever was."""
        said = {slug: self.workspace.journal(slug).turns(self.ledger.year) for slug in self.slugs}
        return {slug: turns[-1] for slug, turns in said.items() if turns}

    @cached_property
    def versions(self) -> Mapping[str, str]:
        """What the reports were made with, see `publish.versions`."""
        return versions(self.workspace)

    @cached_property
    def hidden(self) -> tuple[int, int]:
        """How many values of the report year are withheld from these readers, and of how many."""
        shown = self.ledger.shown()
        rows = shown[shown["year"] == self.ledger.year]
        return int(rows["withheld"].sum()), len(rows)

    def get_ready(self) -> None:
        """Read what all provenance pages of the place and year tell."""
        _ = self.versions
        if self.known:
            _ = self.fingerprint, self.findings, self.received, self.decisions, self.hidden


def shared_origin(ledger: Ledger) -> Origin:
    """Return where the numbers come from; of a municipality the reports of one year and audience share it."""
    if isinstance(ledger, RegionLedger):
        return Origin(ledger)
    return ledger.data.keep(("origin", ledger.data.written()), lambda: Origin(ledger))
