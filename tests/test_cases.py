"""The table of bad inputs is whole: each case that pdmon promises to handle is proven, and no test names another."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import pytest

from pdmon_utils.yamls import read_yaml

TESTS = Path(__file__).parent
LIST = read_yaml(TESTS / "cases" / "intake.yml")
CASES = [int(number) for section in LIST["sections"].values() for number in section]
LEFT_OUT = [int(number) for numbers in LIST["left_out"].values() for number in numbers]


@cache
def proofs() -> dict[int, list[str]]:
    """Return the tests by the number of the case they prove."""
    spec = importlib.util.spec_from_file_location("build", TESTS.parent / "docs" / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[int, list[str]] = module.proofs()
    return found


@pytest.mark.parametrize("number", CASES)
def test_a_case_is_proven(number: int) -> None:
    assert proofs().get(number), f"случай {number} обещан в tests/cases/intake.yml, а теста нет"


def test_no_test_names_an_unknown_case() -> None:
    assert set(proofs()) - set(CASES) == set()


def test_every_number_is_either_handled_or_left_out_with_a_reason() -> None:
    assert sorted(CASES + LEFT_OUT) == list(range(1, 133))


def test_every_case_says_what_is_handed_in_and_what_happens() -> None:
    said = [case for section in LIST["sections"].values() for case in section.values()]

    assert [case for case in said if set(case) != {"given", "does"} or not all(case.values())] == []
