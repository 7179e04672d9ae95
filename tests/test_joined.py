"""Hidden groups of a cut stand together in one row that says only what every reader can subtract."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from conftest import YEAR
from pdmon_utils.catalogue import Ask, load_catalogue
from pdmon_utils.conclusions import JOINED_WORDS
from pdmon_utils.disclosure import JOINED, Beside, for_public, joined
from pdmon_utils.documents.figures import figure_rows
from pdmon_utils.publish.gate.cells import of_page
from pdmon_utils.publish.gate.markup import page_of
from pdmon_utils.publish.gate.shown import shown_of
from pdmon_utils.publish.ledger import ledger_of
from pdmon_utils.publish.numerals import check_page
from pdmon_utils.show import Picture, Stack, Table
from pdmon_utils.store import Workspace
from pdmon_utils.study.assessed import assessed
from pdmon_utils.study.cuts import cut_page
from pdmon_utils.study.data import Data
from test_disclosure import COUNT, MEAN, SENSITIVE, Parts, behind, cut

ASKS: Mapping[str, Ask] = {code: ask for law in load_catalogue().regulations.values() for code, ask in law.asks.items()}
BY, CROSSED = "tmn.m.13", "ust.p5.3"
PLACE, CODE, SHOWN = "gorod-primer", "tmn.m.11", "ГАОУ ТО ДПО ТОГИРРО"


def together(figures: pd.DataFrame, **organisations: float) -> pd.DataFrame:
    """Return the rows of hidden groups together that stand beside the public figures."""
    beside = Beside(behind(figures, **organisations))
    return joined(figures, ASKS, for_public(figures, ASKS, beside), beside)


def exp(total: Parts, *groups: Parts) -> pd.DataFrame:
    """Return the figures of a share by length of service."""
    return cut(BY, total, dict(zip(("y0", "y1_3", "y4_5", "y6"), groups, strict=False)), "exp")


def test_two_hidden_groups_are_the_total_without_the_shown_ones() -> None:
    (row,) = together(exp((53, 100), (3, 40), (20, 30), (30, 30))).to_dict("records")

    assert (row["group"], row["numerator"], row["denominator"], row["members"]) == (JOINED, 23, 70, ("y0", "y1_3"))
    assert row["value"] == pytest.approx(23 / 70)


def test_the_row_is_made_of_shown_numbers_alone() -> None:
    figures = exp((53, 100), (3, 40), (20, 30), (30, 30))
    beside = Beside(behind(figures))
    public = for_public(figures, ASKS, beside)
    hidden = [at for at, held in enumerate(public["withheld"]) if held]
    other = figures.copy()
    other.loc[hidden, "numerator"] = figures.loc[hidden[::-1], "numerator"].to_numpy()

    pd.testing.assert_frame_equal(joined(figures, ASKS, public, beside), joined(other, ASKS, public, beside))


def test_groups_of_a_count_and_of_a_mean_stand_together_too() -> None:
    count = cut(COUNT, (50, None), {"y0": (3, None), "y1": (17, None), "y2": (30, None)}, "exp")
    mean = cut(MEAN, (4400, 220), {"teacher": (3000, 150), "head": (360, 18), "tutor": (1040, 52)}, "position")
    few = mean.assign(denominator=[220.0, 166.0, 2.0, 52.0])

    (one,) = together(count).to_dict("records")
    (other,) = together(few).to_dict("records")

    assert (one["numerator"], one["value"], np.isnan(one["denominator"])) == (20, 20, True)
    assert (other["numerator"], other["denominator"], other["members"]) == (1400, 54, ("head", "tutor"))


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param(exp((34, 100), (4, 40), (0, 30), (30, 30)), id="a sum that is a small cell itself"),
        pytest.param(exp((96, 100), (36, 40), (30, 30), (30, 30)), id="few outside the sum"),
        pytest.param(exp((60, 110), (3, 40), (20, 30), (30, 30)), id="groups that leave a rest"),
        pytest.param(exp((50, 100), (3, 40), (20, 30), (30, 30)), id="groups that overlap"),
        pytest.param(exp((53, 120), (3, 40), (20, 30), (30, 30)), id="denominators that leave a rest"),
        pytest.param(exp((23, 70), (3, 40), (20, 30)), id="nothing shown beside them"),
        pytest.param(exp((100, 200), (30, 60), (30, 60), (40, 80)), id="nothing hidden"),
        pytest.param(exp((3, 100), (3, 40), (0, 30), (0, 30)), id="a hidden total"),
        pytest.param(cut(SENSITIVE, (50, 100), {"физика": (20, 40), "химия": (30, 60)}, "subject"), id="sensitive"),
        pytest.param(
            cut(CROSSED, (53, 100), {"a/top": (3, 40), "a/first": (20, 40), "b/top": (30, 60)}, "education_category"),
            id="crossed",
        ),
    ],
)
def test_what_may_not_be_told_or_cannot_be_subtracted_stays_hidden(figures: pd.DataFrame) -> None:
    assert together(figures).empty


def test_groups_of_two_organisations_are_not_told_together() -> None:
    figures = exp((90, 130), (30, 40), (30, 40), (30, 50))

    assert together(figures, y0=2, y1_3=2).empty
    assert together(figures, y0=2, y1_3=5)["members"].tolist() == [("y0", "y1_3")]


# --- a district of the example, as everybody sees it


@pytest.fixture(scope="module")
def data(workspace: Workspace) -> Data:
    return Data("note", PLACE, YEAR, "public", workspace)


def shown(data: Data, code: str) -> list[object]:
    """Return what is shown of the one cut of an ask."""
    ask = data.regulation.asks[code]
    return [part for asked in ask.cuts for part in cut_page(data, ask, asked)]


def test_the_page_has_one_row_for_them_names_them_and_draws_the_chart(data: Data) -> None:
    table, chart = shown(data, CODE)

    assert isinstance(table, Table)
    assert isinstance(chart, Picture)
    assert table.frame["Группа"].tolist() == [SHOWN, JOINED_WORDS]
    assert "«Академия Минпросвещения» и «другие»" in table.legend
    assert "по годам их не сравнивают" in table.legend
    assert "…" not in {str(cell) for cell in table.frame["Значение"]}
    assert JOINED_WORDS in repr(chart)


def test_an_internal_page_has_every_group_and_no_such_row(workspace: Workspace) -> None:
    internal = Data("note", PLACE, YEAR, "internal", workspace)

    assert internal.joined.empty
    assert "Академия Минпросвещения |" in repr(shown(internal, CODE)[0])
    assert JOINED_WORDS not in "".join(map(repr, shown(internal, CODE)))


def test_its_numerals_lead_to_figures_that_the_checker_counts_again(data: Data, workspace: Workspace) -> None:
    html = Stack(shown(data, CODE))._repr_html_()  # type: ignore[arg-type]
    ledger = ledger_of(workspace, PLACE, YEAR, "public")

    checked = check_page(html, ledger)

    assert (checked.numerals, checked.problems) == (3, ())
    assert f"/{JOINED}/{YEAR}/numerator" in html
    assert check_page(html.replace('value="12"', 'value="13"'), ledger).problems


def test_the_gate_lets_the_row_pass_and_refuses_another_number_there(data: Data, workspace: Workspace) -> None:
    html = Stack(shown(data, CODE))._repr_html_()  # type: ignore[arg-type]
    seen = shown_of(workspace)(PLACE, YEAR)
    assert seen is not None

    assert list(of_page(page_of(html), seen)) == []
    assert list(of_page(page_of(html.replace('value="12"', 'value="13"')), seen))


def test_years_are_never_compared_by_it(data: Data) -> None:
    assert not (data.all_figures["group"] == JOINED).any()
    assert not (assessed(data)["group"] == JOINED).any()


def test_open_data_keep_the_hidden_groups_and_say_what_they_are_together(data: Data) -> None:
    rows = figure_rows(data)
    mine = rows[(rows["Код"] == CODE) & (rows["Разрез"] != "")]

    assert mine["Пометка"].tolist() == ["…", "…", "", "вместе: Академия Минпросвещения; другие"]
    assert mine["Числитель"].tolist()[2:] == [32, 12]


def test_a_paper_shows_the_row(data: Data) -> None:
    table = shown(data, CODE)[0].node()  # type: ignore[attr-defined]

    assert [row[0] for row in table["rows"]] == [SHOWN, JOINED_WORDS]
    assert [part["fact"] for part in table["rows"][1][1]["parts"] if isinstance(part, dict)]
