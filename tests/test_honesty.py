"""The simulations of `bench/` in small: enough to see that a bound is broken, not to measure it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

BENCH = Path(__file__).parent.parent / "bench"


def test_years_say_no_false_changes_and_forecasts_keep_their_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    rates = import_module("honesty_years").rates(200)

    assert [str(rate) for rate in rates if not rate.kept] == []
    assert sum("80 % interval" in rate.what for rate in rates) == 21
