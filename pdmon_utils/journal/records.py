"""What a journal keeps: one dataclass a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Receipt:
    """One version of a file: path relative to the municipality's folder, its sha256, the day it was first seen."""

    file: str
    sha256: str
    received: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What an organisation explained about a finding; `code` is the finding's, `about` the row's identity."""

    code: str
    rule: str
    about: str
    reason: str
    text: str
    by: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on an organisation's data; `files` is how many lines files.csv had at that moment."""

    org_id: str
    status: str
    by: str
    date: date
    note: str = ""
    files: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A year was locked or reopened: by whom, when, why."""

    status: str
    by: str
    date: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """A step of the regulation's calendar was carried out: the document, by whom, when."""

    step: str
    document: str
    by: str
    date: date


@dataclass(frozen=True, slots=True)
class Approval:
    """A document was approved: by which order, of which day, by whom; of a region, the region's code is the place.

    `document` is a notebook's name, empty for all public reports of the year. `sha256` is the fingerprint of the words
    and numbers approved, empty where the person did not let pdmon take it. `lacks`: what was missing all the same.
    """

    document: str
    order: str
    date: date
    by: str = ""
    sha256: str = ""
    reason: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """A version of a document went to the site, or was taken from it; the last line of a version counts.

    `date` is the day on which this version was first published (or withdrawn), `sha256` the fingerprint of its words
    and numbers, `files` that of the bytes kept in `reports/published`.
    """

    document: str
    version: int
    status: str
    date: date
    sha256: str
    files: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """What the analyst decided on a conclusion: keep, hide or reword it, and why.

    `rule` is the rule's number, `indicator` the id of the ask (or the code of a criterion), `unit` the code or name of
    one organisation, cluster or group; empty for the whole conclusion.
    """

    rule: int
    indicator: str
    unit: str
    status: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """What the analyst decided on a recommendation: keep, reword, drop it, or add an own one; and what came of it.

    `key` is the key that the draft shows, or a name of his own for one that is added. `audience`, `criterion` and
    `org_id` are of an added one. `done` is filled in the year after: принято, в работе, выполнено. After the approval:
    `sent` and `sent_to` (day, to whom), `control` (day on which its use is checked), `applied` (да, нет).
    """

    key: str
    status: str
    text: str = ""
    audience: str = ""
    criterion: str = ""
    org_id: str = ""
    done: str = ""
    note: str = ""
    sent: date | None = None
    sent_to: str = ""
    control: date | None = None
    applied: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """What the analyst knows of an organisation beside the tables: a factor by its name, its number or да/нет."""

    org_id: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """A person's name, an address or a telephone number that may stand on public pages, and why."""

    what: str
    reason: str
    by: str = ""
    date: date | None = None
