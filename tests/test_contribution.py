"""«Вклад ОО»: counted by a formula anybody can check, internal, only for the act that wants it, refused in public."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from gating import known, of_page
from pdmon_utils.show import Stack, Table
from pdmon_utils.store import Workspace
from pdmon_utils.study.contribution import contribution, contributions
from pdmon_utils.study.data import Data

WANTS = "step-primer"


def data(workspace: Workspace, place: str = WANTS, audience: str = "internal") -> Data:
    return Data("cycle", place, 2024, audience, workspace)


def test_contributions_to_a_share_add_up_to_zero_and_are_what_the_formula_says(
    workspace: Workspace,
) -> None:
    found = contributions(data(workspace))
    sums = found.groupby("indicator")["added"].sum()
    one = found.iloc[0]
    rows = data(workspace).all_figures
    rows = rows[(rows["indicator"] == one["indicator"]) & (rows["year"] == 2024) & (rows["breakdown"] == "")]
    rows = rows[rows["scope"] == "organisation"]
    own, size = rows[rows["unit"] == one["org_id"]].iloc[0], rows["denominator"].sum()
    expected = 100 * (own["numerator"] - rows["numerator"].sum() / size * own["denominator"]) / size

    assert len(sums) > 5
    assert sums.abs().max() < 1e-9
    assert abs(one["added"]) == pytest.approx(abs(expected))


def test_organisations_stand_in_the_order_of_the_total_and_components_in_the_same_order(workspace: Workspace) -> None:
    stack = contribution(data(workspace))
    ordered, parts = (shown for shown in stack.items if isinstance(shown, Table))
    totals = [float(text.replace(",", ".").replace("−", "-")) for text in ordered.frame["Итог, п. п."]]

    assert totals == sorted(totals, reverse=True)
    assert list(ordered.frame["Организация"]) == list(parts.frame["Организация"])
    assert all("не для публикации" in table.note for table in (ordered, parts))


@pytest.mark.parametrize(("place", "audience"), [(WANTS, "public"), ("zato-primer", "internal")])
def test_nobody_else_and_no_public_page_gets_it(place: str, audience: str, workspace: Workspace) -> None:
    act = data(workspace, place, audience)

    assert (act.regulation.contribution == "") == (place != WANTS)
    assert contribution(act).items == Stack([]).items


def test_a_year_without_organisations_says_so(workspace: Workspace) -> None:
    bare = data(workspace)
    bare.__dict__["all_figures"] = bare.all_figures[bare.all_figures["scope"] == "municipality"]

    assert isinstance(contributions(bare), pd.DataFrame)
    assert "вклад не считается" in repr(contribution(bare))


def test_the_gate_refuses_its_page(workspace: Workspace, tmp_path: Path) -> None:
    html = contribution(data(workspace))._repr_html_()
    said = of_page(tmp_path, html, dataclasses.replace(known(), names=frozenset()))

    assert {"знак внутреннего отчёта", "рейтинг"} <= {refusal.what.partition(" «")[0] for refusal in said}
