"""Which tables a regulation needs, and when a workbook to fill in is of another version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

import pandas as pd
import pytest

from conftest import DISTRICTS
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.catalogue.needs import tables_needed
from pdmon_utils.figures import compute_figures
from pdmon_utils.intake import empty_table
from pdmon_utils.prepare import places_of
from pdmon_utils.schema import SCHEMA, Column
from pdmon_utils.schema import version as versions
from pdmon_utils.schema.version import template_version
from pdmon_utils.store import Workspace

REGULATIONS = ("kbr", "tyumen", "ust-labinsk", "vilyuysk", "zato")


def _figures(workspace: Workspace, slug: str, left_out: Iterable[str] = ()) -> pd.DataFrame:
    place = next(place for place in places_of(workspace) if place.slug == slug)
    empty = {name: empty_table(name) for name in left_out}
    return compute_figures({**workspace.tables([slug]), **empty}, [place], workspace.catalogue.regulations)


@pytest.mark.parametrize("slug", DISTRICTS)
def test_figures_are_the_same_without_the_tables_that_are_not_needed(workspace: Workspace, slug: str) -> None:
    needed = tables_needed(workspace.catalogue.regulation(workspace.municipality(slug).regulation))

    without = _figures(workspace, slug, set(SCHEMA) - set(needed))

    pd.testing.assert_frame_equal(without, _figures(workspace, slug))


@pytest.mark.parametrize("slug", DISTRICTS)
def test_figures_change_without_a_table_that_is_needed(workspace: Workspace, slug: str) -> None:
    needed = tables_needed(workspace.catalogue.regulation(workspace.municipality(slug).regulation))
    whole = _figures(workspace, slug)

    assert [name for name in needed if whole.equals(_figures(workspace, slug, [name]))] == []


@pytest.mark.parametrize("code", REGULATIONS)
def test_registers_are_always_needed_and_every_other_table_for_an_ask(code: str) -> None:
    regulation = load_catalogue().regulation(code)

    alone = [tables_needed(replace(regulation, asks={ask.id: ask})) for ask in regulation.asks.values()]

    assert tables_needed(replace(regulation, asks={})) == ("organisations", "staff")
    assert set().union(*alone) == set(tables_needed(regulation))
    assert all("programmes" in tables for tables in alone if "courses" in tables), "its code is required in a course"
    assert not {"oo1", "aggregates"} & set(tables_needed(regulation))


@pytest.mark.case(20)
def test_a_version_changes_with_what_may_be_written_and_with_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def after(column: Column) -> str:
        staff = replace(SCHEMA["staff"], columns=MappingProxyType({**SCHEMA["staff"].columns, column.name: column}))
        monkeypatch.setattr(versions, "SCHEMA", {**SCHEMA, "staff": staff})
        return template_version(["staff"])

    rate, now = SCHEMA["staff"].columns["rate"], template_version(["staff"])

    assert after(replace(rate, note="иначе сказано")) == now
    for other in (
        replace(rate, header="Ставок"),
        replace(rate, max=4),
        replace(rate, required=False),
        replace(rate, type="int"),
    ):
        assert after(other) != now
    assert template_version(["staff", "courses"]) == template_version(["courses", "staff"]) != now
