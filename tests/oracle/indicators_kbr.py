"""Indicators of the regulation kbr (municipality, organisation, region)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answers import Answer, by, count, grouped, indicator, objects, share, split, total, who
from .codes import DEFICITS
from .indicators_tyumen_ped import bodies
from .indicators_vilyuysk import by_subject, mentoring_roles, pk, retrained
from .indicators_zato import diagnosed

if TYPE_CHECKING:
    from .rules import Row
    from .unit import Unit


@indicator("kbr.1", "share", "calendar", "mor")
def k1(u: Unit) -> list[Answer]:
    return by_subject(u, "ped", who(diagnosed(u)))


@indicator("kbr.2", "distribution", "calendar", "mor")
def k2(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    done = [row for row in u.season.diagnoses if row["kind"] in ("deficit", "burnout") and row["completed"]]
    found = [row for row in done if row["deficit_found"]]
    burnout = who(row for row in done if row["kind"] == "burnout") & ped
    deficit = who(row for row in done if row["kind"] == "deficit") & ped
    types = grouped((row for row in found if row["kind"] == "deficit"), lambda row: row["deficit_type"])
    parts = split("deficit_type", [code for code in DEFICITS if code != "burnout"], types, deficit, deficit)
    burnt = who(row for row in found if row["kind"] == "burnout") & ped
    return [*share(who(found), who(done) & ped, parts), ("deficit_type", "burnout", len(burnt), len(burnout))]


def routes(u: Unit) -> list[Row]:
    """Return routes in force of persons of ped."""
    ped = u.people("ped")
    return [row for row in u.season.routes if row["person_id"] in ped]


@indicator("kbr.3a", "share", "calendar", "mor")
def k3a(u: Unit) -> list[Answer]:
    return [total(len([row for row in routes(u) if row["based_on_diagnostics"]]), len(routes(u)))]


@indicator("kbr.3b", "count", "calendar", "mor")
def k3b(u: Unit) -> list[Answer]:
    return [total(len(routes(u)))]


@indicator("kbr.4a", "share", "calendar", "mor")
def k4a(u: Unit) -> list[Answer]:
    return share(who(row for row in pk(u) if row["programme"]["based_on_diagnostics"]), u.people("ped"))


def programmes(u: Unit) -> list[Row]:
    """Return the programmes of year Y."""
    return u.season.pool.of_year("programmes", u.season.year)


def distinct(rows: list[Row]) -> int:
    """Return the number of different programmes."""
    return len({row["programme_id"] for row in rows})


@indicator("kbr.4b", "count", "calendar", "mr")
def k4b(u: Unit) -> list[Answer]:
    rows = [row for row in programmes(u) if row["kind"] in ("pk", "module") and row["based_on_diagnostics"]]
    return [total(distinct(rows))]


def retrained_at_all(u: Unit) -> list[Row]:
    """Return completed retraining."""
    return [row for row in u.season.taught if row["programme"]["kind"] == "pp"]


@indicator("kbr.5a", "share", "calendar", "mor")
def k5a(u: Unit) -> list[Answer]:
    return share(retrained(u), who(retrained_at_all(u)) & u.people("staff_all"))


@indicator("kbr.5b", "share", "calendar", "mor")
def k5b(u: Unit) -> list[Answer]:
    hits = who(row for row in retrained_at_all(u) if row["programme"]["provider"] == "cnppm")
    return share(hits, who(retrained_at_all(u)) & u.people("staff_all"))


def form(course: Row) -> str | None:
    """Return the course's own form, else the form of its programme."""
    own: str | None = course["form"]
    return own if own is not None else course["programme"]["form"]


@indicator("kbr.6", "share", "calendar", "mor")
def k6(u: Unit) -> list[Answer]:
    return share(who(row for row in u.season.taught if form(row) == "dist"), u.people("ped"))


@indicator("kbr.7a", "share", "calendar", "mr")
def k7a(u: Unit) -> list[Answer]:
    own = [row for row in programmes(u) if row["developed_in_region"]]
    return [total(distinct([row for row in own if row["e_learning"]]), distinct(own))]


@indicator("kbr.7b", "count", "calendar", "mr")
def k7b(u: Unit) -> list[Answer]:
    return [total(distinct([row for row in programmes(u) if row["form"] == "dist"]))]


@indicator("kbr.8", "count", "calendar", "mor")
def k8(u: Unit) -> list[Answer]:
    experts = [
        row
        for row in u.season.pool.tables["memberships"]
        if row["body_kind"] == "gia" and row["role"] == "expert" and u.season.has(row["trained_date"])
    ]
    hits = who(experts) & u.people("ped")
    return count(hits, split("subject", None, u.subjects("ped"), hits, None))


def members(u: Unit, column: str, value: str) -> set[str]:
    """Return persons with a membership in force."""
    return who(row for row in u.season.memberships if row[column] == value)


@indicator("kbr.9a", "share", "calendar", "mor")
def k9a(u: Unit) -> list[Answer]:
    return share(members(u, "body_kind", "aktiv"), u.people("ped"))


@indicator("kbr.9b", "presence", "stock_calendar", "mr")
def k9b(u: Unit) -> list[Answer]:
    orders = [row for row in u.season.documents if row["kind"] == "body_order"]
    parts = objects("body_kind", ["rumo", "mumo", "mo", "aktiv"], orders, lambda row: row["body_kind"])
    return [total(len([part for part in parts if part[2] > 0])), *parts]


@indicator("kbr.10", "share", "calendar", "mor")
def k10(u: Unit) -> list[Answer]:
    return share(members(u, "body_kind", "cnppm"), u.people("ped"))


def papers_of_any_scope(u: Unit, kind: str) -> list[Row]:
    """Return documents in force of the unit, whatever their scope."""
    return [row for row in u.season.documents if row["kind"] == kind and u.owns(row["org_id"])]


@indicator("kbr.11a", "presence", "stock_calendar", "mor")
def k11a(u: Unit) -> list[Answer]:
    return [total(len(papers_of_any_scope(u, "mentoring_programme")))]


@indicator("kbr.11b", "share", "calendar", "mor")
def k11b(u: Unit) -> list[Answer]:
    return mentoring_roles(u, "ped")


@indicator("kbr.12a", "share", "calendar", "mor")
def k12a(u: Unit) -> list[Answer]:
    ped = u.people("ped")
    mentored = who(row for row in u.season.mentored if row["mentor_role"] == "reg_methodist")
    hits = mentored | who(row for row in u.season.support if row["supporter"] == "reg_methodist")
    groups = {"young": u.people("young_lt3"), "other": ped - u.people("young_lt3")}
    return share(hits, ped, by("young", ["young", "other"], groups, hits, ped))


@indicator("kbr.12b", "count", "stock_calendar", "mor")
def k12b(u: Unit) -> list[Answer]:
    young = u.people("young_lt3")
    groups = {f"y{years}": u.experienced("young_lt3", years, years + 1) for years in range(3)}
    return count(young, split("exp", ["y0", "y1", "y2"], groups, young, None))


def networkers(u: Unit) -> set[str]:
    """Return persons of ped in a network community."""
    rows = [row for row in u.season.memberships if row["body_kind"] == "net" or row["is_network"]]
    return who(rows) & u.people("ped")


@indicator("kbr.13a", "share", "calendar", "mor")
def k13a(u: Unit) -> list[Answer]:
    return share(networkers(u), u.people("ped"))


@indicator("kbr.13b", "count", "calendar", "mor")
def k13b(u: Unit) -> list[Answer]:
    found = list(bodies(u, ["team", "pair"]))
    inside = {
        (row["mun"], row["body_kind"], row["body"]) for row in u.season.memberships if row["person_id"] in networkers(u)
    }
    parts = objects("body_kind", ["team", "pair"], found, lambda body: body[1])
    return [total(len(found)), *parts, ("in_network", "yes", len(inside & set(found)), None)]


@indicator("kbr.14a", "count", "calendar", "mor")
def k14a(u: Unit) -> list[Answer]:
    return count(members(u, "role", "lecturer") & u.people("ped"))


@indicator("kbr.14b", "count", "calendar", "mor")
def k14b(u: Unit) -> list[Answer]:
    return [total(len(papers_of_any_scope(u, "network_contract")))]
