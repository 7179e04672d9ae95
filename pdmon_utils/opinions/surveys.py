"""Sample surveys: their frame, response and interval (ЗАТО, разд. 3: «выборочный метод»)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pdmon_utils.conditions import Period
from pdmon_utils.opinions.sheets import OpinionError, read_sheet
from pdmon_utils.schema import SCHEMA
from pdmon_utils.words import wilson

HEADERS = {"kind": "Опрос", "frame": "Генеральная совокупность", "asked": "Опрошено", "how": "Способ отбора"}
ENOUGH = 0.5  # below this response a survey says nothing of the district
PROVIDER = "survey"
_DIAGNOSTICS = SCHEMA["diagnostics"].columns
KINDS = ("request", "deficit", "burnout")
_FOUND = ("deficit", "burnout")  # surveys that answer yes or no; requests answer with a direction


@dataclass(frozen=True, slots=True)
class Survey:
    """One survey of a year: `frame` persons could be asked, `asked` were, `answered` did; `counts`: answer → persons.

    An answer is a code of directions for requests; for deficits and burnout «found» is the only one.
    """

    kind: str
    frame: int
    asked: int
    answered: int
    how: str
    counts: dict[str, int]

    @property
    def sample(self) -> bool:
        """True when not everybody was asked."""
        return self.asked < self.frame

    @property
    def response(self) -> float:
        """Answered of asked, a fraction; NaN where nobody was asked."""
        return self.answered / self.asked if self.asked else math.nan

    @property
    def tells(self) -> bool:
        """True when so many answered that the shares may stand for the district."""
        return self.response >= ENOUGH

    def interval(self, code: str) -> tuple[float, float]:
        """Return the 95 % interval of an answer's share among the frame, as if those who answered were drawn by lot."""
        return finite_wilson(self.counts[code], self.answered, self.frame)

    def bounds(self, code: str) -> tuple[float, float]:
        """Return the share among the asked if nobody, or everybody, of those who kept silent had answered so."""
        silent = self.asked - self.answered
        return self.counts[code] / self.asked, (self.counts[code] + silent) / self.asked


def finite_wilson(numerator: int, n: int, size: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share seen in `n` of a population of `size`; a census has no interval.

    The variance is multiplied by (N − n)/(N − 1), that is, n is replaced by n·(N − 1)/(N − n).
    Source: Cochran W. G. Sampling Techniques, 3rd ed., 1977, theorem 3.2 (the factor); Wilson 1927 (the interval).
    """
    if not n:
        return math.nan, math.nan
    share = numerator / n
    if n >= size:
        return share, share
    effective = n * (size - 1) / (size - n)
    return wilson(share * effective, effective)


def teachers(staff: pd.DataFrame, year: int, span: Period) -> frozenset[str]:
    """Return the persons of rule 7, `ped`: teachers of the year, not external, employed on the last day."""
    day = pd.Timestamp(span.end)
    here = (staff["year"] == year) & (staff["staff_group"] == "ped") & ~staff["is_external"].fillna(value=False)
    employed = (staff["hire_date"] <= day) & (staff["dismiss_date"].isna() | (staff["dismiss_date"] > day))
    return frozenset(staff.loc[here & employed, "person_id"].astype(str))


def surveys(diagnostics: pd.DataFrame, people: frozenset[str], span: Period, declared: Path) -> list[Survey]:
    """Return the surveys (анкетирование) of a period by kind, of the persons who could be asked.

    Who got a questionnaire but has no row is known only from the file `declared` (`HEADERS`); without it the asked are
    those with a row. Raises OpinionError for numbers that cannot be.
    """
    said = {_kind(declared, row["kind"]): row for row in read_sheet(declared, HEADERS, ("kind", "asked"))}
    inside = diagnostics["date"].between(pd.Timestamp(span.start), pd.Timestamp(span.end))
    rows = diagnostics[inside & (diagnostics["provider"] == PROVIDER) & diagnostics["person_id"].isin(people)]
    return list(_each(rows, len(people), said, declared))


def _each(rows: pd.DataFrame, size: int, said: dict[str, dict[str, str]], path: Path) -> Iterator[Survey]:
    for kind in KINDS:
        own, told = rows[rows["kind"] == kind], said.get(kind, {})
        if own.empty:
            continue
        answered = own[own["completed"].fillna(value=False)]
        had, did = own["person_id"].nunique(), answered["person_id"].nunique()
        asked, frame = _number(path, told.get("asked", ""), had), _number(path, told.get("frame", ""), size)
        if not did <= asked <= frame:
            raise OpinionError(
                f"{path.name}, «{kind}»: ответили {did}, опрошено {asked}, всего {frame} — так не бывает."
            )
        yield Survey(kind, frame, asked, did, told.get("how", ""), _counts(kind, answered))


def _counts(kind: str, answered: pd.DataFrame) -> dict[str, int]:
    if kind in _FOUND:
        found = answered[answered["deficit_found"].fillna(value=False)]
        return {"found": found["person_id"].nunique()}
    by_direction = answered.groupby("direction", observed=True)["person_id"].nunique()
    return {code: int(by_direction.get(code, 0)) for code in _DIAGNOSTICS["direction"].values}


def _kind(path: Path, said: str) -> str:
    known = {name.lower(): code for code, word in _DIAGNOSTICS["kind"].values.items() for name in (code, word)}
    if said.lower() not in known:
        raise OpinionError(
            f"{path.name}: не знаю опроса «{said}». Известны: {', '.join(_DIAGNOSTICS['kind'].values.values())}."
        )
    return known[said.lower()]


def _number(path: Path, said: str, otherwise: int) -> int:
    if said and not said.isdecimal():
        raise OpinionError(f"{path.name}: «{said}» — не число людей.")
    return int(said) if said else otherwise
