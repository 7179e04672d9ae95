"""The profile of an organisation's staff: category, contests, talks and papers, expert work (persons by rule 8)."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd

from pdmon_utils.compare.traits import workers
from pdmon_utils.conditions import parse_condition
from pdmon_utils.measures import Evidence, Having
from pdmon_utils.populations import Members

CATEGORIES = ("top", "first", "sfz")
_PROOFS = {
    "contests": {"participation": 'takes_part and event.kind == "contest"'},
    "shared": {
        "participation": 'takes_part and role == "speaker"',
        "practices": 'kind == "paper" and date in window',
    },
    "experts": {
        "memberships": 'role == "expert" and in_force',
        "participation": 'role == "jury" and event.date in window',
    },
}
PROOFS = MappingProxyType(
    {
        name: Having(tuple(Evidence(t, parse_condition(w, f"{name}, {t}")) for t, w in said.items()), any=True)
        for name, said in _PROOFS.items()
    }
)
TABLES = MappingProxyType({name: tuple(said) for name, said in _PROOFS.items()})  # where each trait is read from


def profiles(members: Members) -> pd.DataFrame:
    """Return a row per org_id of the year: numbers of `teachers` and of those among them with each trait.

    `top` `first` `sfz`: the category (NaN where it is known of nobody); `contests`: took part; `shared`: spoke or
    published; `experts`: worked as an expert or in a jury.
    """
    units, view = members.listed("organisation"), members.view
    (row, unit), size = workers(members, "ped"), len(units.present)
    category = view.column("staff", "category").iloc[row]
    known = np.bincount(unit[category.notna().to_numpy()], minlength=size) > 0
    counts: dict[str, object] = {"teachers": np.bincount(unit, minlength=size).astype(float)}
    for code in CATEGORIES:
        held = np.bincount(unit[(category == code).to_numpy(dtype=bool, na_value=False)], minlength=size)
        counts[code] = np.where(known, held, np.nan)
    for name, proof in PROOFS.items():
        flags = members.fulfil(proof, "ped")[view.key("staff", "person")[row]]
        counts[name] = np.bincount(unit[flags], minlength=size).astype(float)
    return pd.DataFrame(counts, index=pd.Index(units.names, name="org_id"))[units.present]
