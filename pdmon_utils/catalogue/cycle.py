"""What a regulation says about the management cycle: directions of measures, goals, uses, kinds of decisions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Direction:
    """A direction of measures: `title` verbatim; `criteria` are the unified criteria it serves.

    `group` is what the act calls the group of measures; `measure`, `document` and `term` are the act's own example.
    """

    code: str
    clause: str
    title: str
    criteria: tuple[str, ...]
    clean: str = ""
    group: str = ""
    measure: str = ""
    document: str = ""
    term: str = ""

    @property
    def said(self) -> str:
        """The title without slips of the pen."""
        return self.clean or self.title


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal or task: `title` verbatim, `why` its ground, `above` the regional or federal goal as the act names it.

    `indicators` are ids of asks; `about` is the row of the act's table, `match` what it says of the goal above.
    """

    code: str
    clause: str
    title: str
    criteria: tuple[str, ...]
    indicators: tuple[str, ...] = ()
    about: str = ""
    why: str = ""
    above: str = ""
    match: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """How the results are used: `text` verbatim, by whom (a code of audiences) and for which criteria (none: all)."""

    code: str
    clause: str
    text: str
    clean: str = ""
    audience: str = ""
    criteria: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The text without slips of the pen."""
        return self.clean or self.text


@dataclass(frozen=True, slots=True)
class Decision:
    """A kind of act in which decisions are made; `documents` are kinds of the table `documents` that can be one."""

    code: str
    clause: str
    title: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """An analysis that the act wants: its document, term and role; `way` is its word about removing shortcomings.

    `qualitative`: the act wants the analyst's own words beside the numbers.
    """

    code: str
    clause: str
    title: str
    criteria: tuple[str, ...]
    document: str = ""
    term: str = ""
    role: str = ""
    clusters: str = ""
    way: str = ""
    qualitative: bool = False
