"""One row per person and year of the register: what all rows of the person say together, and what they said before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.intake.screener.dates import experience, moved_on, own_place
from pdmon_utils.intake.tables import SOURCE_COLUMNS

if TYPE_CHECKING:
    from pdmon_utils.intake.screener.screen import Screen

Owners = npt.NDArray[np.integer[Any]]
SETTLED = ("birth_date", "sex", "education", "category", "ped_start_date", "experience")
_MAIN = ["person_id", "year", "org_id", "position", "rate", "hire_date", "ped_experience"]
_RANKS = {
    "education": {"hi_ped": 2, "hi": 2, "spo_ped": 1, "spo": 1, "other": 0},
    "category": {"top": 3, "first": 2, "sfz": 1, "none": 0},
}
_SAME_PLACE = ["year", "org_id", "position", "sex", "birth_date", "hire_date"]
_SAME_CAREER = ["year", "sex", "birth_date", "ped_start_date"]
_SAME_CONTRACT = ["org_id", "sex", "birth_date", "hire_date"]


def persons(screen: Screen) -> pd.DataFrame:
    """Return the persons of every year; columns that end in `_before` are those of the person's last year before.

    Source and place of work are those of the main row: not external, highest rate, earliest (rule 8). `gone_on` is
    the day of the last dismissal of who was dismissed everywhere; `twin` another code with the same birth date, sex
    and either place of work or career; `former_code` the code under which last year's register had the same contract.
    """
    staff = _main_rows_first(screen.frame("staff"))
    owner = staff.groupby(["person_id", "year"], sort=True).ngroup().to_numpy()
    firsts = np.flatnonzero(np.diff(owner, prepend=-1))
    main = staff.iloc[firsts][[*_MAIN, *SOURCE_COLUMNS]]
    settled = {name: _first_filled(staff[name], owner, len(firsts)) for name in SETTLED}
    own = main.reset_index(drop=True).assign(**settled, **_summed(staff, owner))
    return own.pipe(_with_ranks).pipe(_with_before).pipe(_with_twins).pipe(_with_former_code, screen.years)


def _main_rows_first(staff: pd.DataFrame) -> pd.DataFrame:
    order = ["person_id", "year", "is_external", "rate", "hire_date", "org_id"]
    ascending = [name != "rate" for name in order]
    return staff.assign(experience=experience(staff)).sort_values(order, ascending=ascending, ignore_index=True)


def _first_filled(column: pd.Series[Any], owner: Owners, size: int) -> pd.Series[Any]:
    """Return each owner's first filled cell; rows of one owner stand together in their order."""
    filled = np.flatnonzero(column.notna().to_numpy())
    places = np.full(size, -1, dtype=np.int64)
    places[owner[filled[::-1]]] = filled[::-1]  # the last write wins: the first row in order
    return column.reindex(places).reset_index(drop=True)


def _summed(staff: pd.DataFrame, owner: Owners) -> dict[str, Any]:
    """Return what adds up over the rows of a person."""
    here = own_place(staff)
    left = staff["dismiss_date"].groupby(owner)
    return {
        "rate_total": staff["rate"].where(here, 0.0).groupby(owner).sum().round(2).to_numpy(),
        "places": staff["org_id"].where(here).groupby(owner).nunique().to_numpy(),
        "own_place": here.groupby(owner).any().to_numpy(dtype=bool),
        "heads": (staff["staff_group"] == "head").groupby(owner).any().to_numpy(dtype=bool),
        "gone_on": left.max().where(left.count() == left.size()).to_numpy(),
        **{f"{name}_values": staff[name].groupby(owner).nunique().to_numpy() for name in SETTLED[:-1]},
    }


def _with_ranks(own: pd.DataFrame) -> pd.DataFrame:
    ranks = {f"{name}_rank": own[name].astype("object").map(order).astype(float) for name, order in _RANKS.items()}
    return own.assign(**ranks)


def _with_before(own: pd.DataFrame) -> pd.DataFrame:
    """Return the persons with their settled values of the year before (rows stand by person and year)."""
    same = own["person_id"].eq(own["person_id"].shift())
    names = ["year", *SETTLED, *(f"{name}_rank" for name in _RANKS)]
    before = {f"{name}_before": own[name].shift().where(same) for name in names}
    gained = own["experience"] - before["experience_before"]
    return own.assign(**before, experience_leap=gained - (own["year"] - before["year_before"]))


def _with_twins(own: pd.DataFrame) -> pd.DataFrame:
    by_place, by_career = (_other_code(own, keys) for keys in (_SAME_PLACE, _SAME_CAREER))
    return own.assign(twin=by_place.where(by_place.notna(), by_career))


def _other_code(own: pd.DataFrame, keys: list[str]) -> pd.Series[Any]:
    """Return another person's code with equal filled `keys`, empty where there is none."""
    known = own[own[[*keys]].notna().all(axis=1)]
    crowd = known[known.duplicated(keys, keep=False)]
    groups = crowd.groupby(keys, observed=True)["person_id"]
    first, last = groups.transform("first"), groups.transform("last")
    return last.where(crowd["person_id"] != last, first).reindex(own.index)


def _with_former_code(own: pd.DataFrame, years: tuple[int, ...]) -> pd.DataFrame:
    """Return the persons with the code of last year's person who had the same contract and is no more."""
    contract = ["year", *_SAME_CONTRACT]
    moved = moved_on(own, years).dropna(subset=contract)
    here = pd.MultiIndex.from_frame(own[["person_id", "year"]])
    gone = moved[~pd.MultiIndex.from_frame(moved[["person_id", "year"]]).isin(here)].drop_duplicates(contract)
    new = own.loc[own["year_before"].isna(), contract].reset_index()
    found = new.merge(gone[[*contract, "person_id"]], on=contract).set_index("index")["person_id"]
    return own.assign(former_code=found.reindex(own.index))
