"""What is special about an organisation: its cluster, its size, the subjects in which deficits were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.conclusions import Names
from pdmon_utils.conditions import Period
from pdmon_utils.measures import PERSONS
from pdmon_utils.schema import SCHEMA
from pdmon_utils.words import Name, Quote, Sentence, address, count, sentence

NO_SUBJECTS = ("без предмета", "прочие")  # nobody has a methodical association of these
DEFICITS: Mapping[str, str] = SCHEMA["diagnostics"].columns["deficit_type"].values
CLUSTERS: Mapping[str, str] = SCHEMA["organisations"].columns["cluster"].values


@dataclass(frozen=True)
class Specifics:
    """Clusters by org_id, subjects with deficits by org_id ('' for the municipality), kinds of deficits by subject.

    Empty on a public page: it rests on single persons.
    """

    clusters: Mapping[str, str] = field(default_factory=dict)
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def specifics(organisations: pd.DataFrame, staff: pd.DataFrame, diagnostics: pd.DataFrame, period: Period) -> Specifics:
    """Return the specifics of the organisations of the year from the clean tables of one municipality.

    A subject has deficits where a completed diagnostics of deficits in the period found one in it; the organisation is
    where the person works in the year (not as an external part-timer).
    """
    held = organisations.dropna(subset=["cluster"])
    clusters = dict(zip(held["org_id"].astype(str), held["cluster"].astype(str), strict=True))
    found = _found(diagnostics, period)
    own = staff[(staff["year"] == period.year) & ~staff["is_external"].fillna(value=False).astype(bool)]
    places = own[["person_id", "org_id"]].drop_duplicates()
    at_home = found.merge(places, on="person_id")
    by_place = {str(org): _listed(rows["subject"]) for org, rows in at_home.groupby("org_id", observed=True)}
    typed = at_home[at_home["deficit_type"].isin(list(DEFICITS))]
    kinds = {str(subject): _kinds(rows["deficit_type"]) for subject, rows in typed.groupby("subject")}
    return Specifics(clusters, {"": _listed(at_home["subject"]), **by_place}, kinds)


def _found(diagnostics: pd.DataFrame, period: Period) -> pd.DataFrame:
    inside = diagnostics["date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    done = diagnostics["completed"].fillna(value=False).astype(bool) & (diagnostics["kind"] == "deficit")
    deficit = diagnostics["deficit_found"].fillna(value=False).astype(bool)
    rows = diagnostics[inside & done & deficit & diagnostics["person_id"].notna() & diagnostics["subject"].notna()]
    return rows[["person_id", "subject", "deficit_type"]].astype(str)


def _listed(subjects: pd.Series[str]) -> tuple[str, ...]:
    return tuple(sorted(set(subjects).difference(NO_SUBJECTS)))


def _kinds(codes: pd.Series[str]) -> tuple[str, ...]:
    return tuple(word for code, word in DEFICITS.items() if code in set(codes))


def sizes(frame: pd.DataFrame, names: Names, year: int) -> dict[str, Quote]:
    """Return org_id → how many teachers it has, as the denominator of a figure says; absent where none does."""
    held = (frame["scope"] == "organisation") & (frame["denominator"] > 0)
    rows = frame[held & frame["indicator"].isin([code for code, ask in names.asks.items() if _of_all(ask)])]
    first = rows.drop_duplicates("unit")[["unit", "indicator", "denominator"]]
    return {
        str(org): _size(str(org), str(code), int(people), year) for org, code, people in first.itertuples(index=False)
    }


def _size(org_id: str, indicator: str, people: int, year: int) -> Quote:
    fact = address(indicator, "organisation", org_id, "", "", year, "denominator")
    return Quote(count(people, "педагог"), people, fact)


def _of_all(ask: Ask) -> bool:
    """Return True for a share of all teachers of a unit."""
    main, of = ask.measure.main, ask.population
    narrowed = main.among or main.among_having or main.each != PERSONS
    return ask.kind == "share" and of is not None and of.name.startswith("ped") and not narrowed


def portrait(known: Specifics, names: Names, org_id: str, people: Quote | None) -> Sentence:
    """Return «СОШ № 3 (кластер «МКШ», 12 педагогов)» with what is known of it."""
    cluster = known.clusters.get(org_id)
    said: list[Sentence | Quote] = []
    if cluster:
        said.append(sentence("кластер «", Name(CLUSTERS.get(cluster, cluster)), "»"))
    said += [people] if people else []
    name = Name(names.unit("organisation", org_id))
    return sentence(name, " (", *_joined(said), ")") if said else sentence(name)


def _joined(said: list[Sentence | Quote]) -> list[str | Sentence | Quote]:
    return [part for item in said for part in (", ", item)][1:]
