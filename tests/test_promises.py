"""The table of promises is whole: each promise once, its tests exist, and it says a figure or what is missing."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pdmon_utils.yamls import read_yaml

ROOT = Path(__file__).parent.parent
TOLD: dict[str, dict[str, Any]] = read_yaml(ROOT / "tests" / "cases" / "promises.yml")
CODES = [
    "R3 R4 R7 R10".split(),
    *([f"{letter}{number}" for number in range(1, last + 1)] for letter, last in (("P", 7), ("S", 7), ("D", 2))),
]
WORDS = {"title", "promise", "tests", "figure", "print", "lacks"}
each = pytest.mark.parametrize("code", TOLD)


@cache
def names_in(file: str) -> dict[str, str]:
    """Return test → its source in a file of tests."""
    source = (ROOT / "tests" / file).read_text(encoding="utf-8")
    return {node.name: ast.unparse(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}


def test_every_promise_stands_once() -> None:
    assert list(TOLD) == [code for codes in CODES for code in codes]


@each
def test_a_promise_says_what_it_is_and_a_figure_or_what_it_lacks(code: str) -> None:
    row = TOLD[code]

    assert set(row) <= WORDS
    assert row["title"]
    assert row["promise"]
    assert row.get("figure") or row.get("lacks")
    assert row["tests"] or "figure" not in row, "число без теста"


@each
def test_the_tests_are_there(code: str) -> None:
    named = [test.split("::") for test in TOLD[code]["tests"]]

    assert [f"{file}::{test}" for file, test in named if test not in names_in(file)] == []


@each
def test_what_is_said_to_be_printed_is_printed(code: str) -> None:
    printed = [test for file, test in (t.split("::") for t in TOLD[code]["tests"]) if "print(" in names_in(file)[test]]

    assert bool(printed) == bool(TOLD[code].get("print"))
