"""The quick part of papermill's own tests with our engine; `bench/papermill_suite.py` runs all of them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from pdmon_utils.batch.choice import HERE, WARM, can_fork

BENCH = Path(__file__).parent.parent / "bench"
QUICK = ("execute", "engines", "clientwrap")
# what fails with papermill's own engine just as well: it awaits the output of an earlier ipykernel
KNOWN = {"test_execute.py::TestBrokenNotebook2::test"}

pytestmark = pytest.mark.notebooks


@pytest.mark.parametrize("way", [WARM, HERE] if can_fork() else [HERE])
def test_papermills_own_tests_pass_as_with_its_own_engine(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    found = import_module("papermill_suite").run(way, files=QUICK)

    assert {name for name, word in found.items() if word != "PASSED"} == KNOWN
    assert len(found) > 60
