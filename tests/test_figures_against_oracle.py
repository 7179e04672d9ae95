"""The engine and a second opinion written from the rules alone say the same about small nasty districts."""

from __future__ import annotations

import os

import pandas as pd
import pytest

from districts import figures_of
from oracle import figures as second_opinion
from oracle.random_districts import random_raw, regulations_for
from pdmon_utils.figures import COLUMNS, Place

KEY = list(COLUMNS[:7])
NUMBERS = list(COLUMNS[7:])
REGULATIONS = ("kbr", "tyumen", "ust-labinsk", "vilyuysk", "zato")
DISTRICTS = int(os.environ.get("PDMON_ORACLE_DISTRICTS", "6"))  # of each regulation; hundreds for a long run
BLOCK = 2  # districts in one test, so that the work spreads over the processes


def keyed(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the three numbers of each figure by its key, which stands only once."""
    numbers = figures.set_index(KEY)[NUMBERS].astype(float)
    assert numbers.index.is_unique
    return numbers


@pytest.mark.parametrize("first", range(0, DISTRICTS, BLOCK))
@pytest.mark.parametrize("regulation", REGULATIONS)
def test_every_figure_is_that_of_the_second_opinion(regulation: str, first: int) -> None:
    for seed in range(first, min(first + BLOCK, DISTRICTS)):
        raw, said = random_raw(seed, regulation), regulations_for(seed, regulation)
        places = [Place(slug, code, region, tuple(years)) for slug, (code, region, years) in said.items()]

        expected = keyed(pd.DataFrame(second_opinion(raw, said)))
        actual = keyed(figures_of(raw, places))

        missing, extra = expected.index.difference(actual.index), actual.index.difference(expected.index)
        assert list(missing) == []
        assert list(extra) == []
        pd.testing.assert_frame_equal(actual.loc[expected.index], expected, check_exact=False, rtol=0, atol=1e-9)
