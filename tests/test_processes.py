"""The table of what the regulations ask of analysis and the management cycle is whole, and what it names is there."""

from __future__ import annotations

import ast
import re
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pdmon_utils.yamls import read_yaml

ROOT = Path(__file__).parent.parent
TOLD = read_yaml(ROOT / "tests" / "cases" / "processes.yml")
GROUPS: dict[str, dict[str, Any]] = {group["title"]: group for group in TOLD["groups"]}
PAGE = runpy.run_path(str(ROOT / "docs" / "processes.py"))
WORDS = {"title", "rows", "does", "lacks", "human", "files", "pages", "tests"}
each = pytest.mark.parametrize("title", GROUPS)


@cache
def names_in(file: str) -> set[str]:
    """Return the names of the tests in a file of tests."""
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_each_of_the_rows_is_answered_once() -> None:
    asked = [row for rows in TOLD["areas"].values() for row in rows]
    answered = [row for group in GROUPS.values() for row in group["rows"]]

    assert len(TOLD["groups"]) == len(GROUPS)
    assert (len(asked), len(set(asked))) == (144, 144)
    assert sorted(answered) == sorted(asked)
    assert set(TOLD["areas"]) == set(PAGE["AREAS"])


@each
def test_a_group_says_clause_and_words_of_each_row_and_what_is_done(title: str) -> None:
    group = GROUPS[title]

    assert set(group) <= WORDS
    assert [row for row, said in group["rows"].items() if len(said) != 2 or not all(said)] == []
    assert group["does"]
    assert group.get("pages") or group.get("lacks") or group.get("human"), "ни страницы, ни чего не хватает"


@each
def test_files_are_there(title: str) -> None:
    assert GROUPS[title]["files"]
    assert [file for file in GROUPS[title]["files"] if not (ROOT / file).is_file()] == []


@each
def test_pages_are_called_in_a_notebook(title: str) -> None:
    assert [page for page in GROUPS[title].get("pages", ()) if not PAGE["pages"](page)] == []


@each
def test_a_cell_that_is_said_to_lack_is_not_there_yet(title: str) -> None:
    _, _, lacking = GROUPS[title].get("lacks", "").partition("нет ячейки: ")

    assert [page for page in re.findall(r"[\w.]*\w", lacking) if PAGE["pages"](page)] == [], "уже есть: исправьте lacks"


@each
def test_tests_are_there(title: str) -> None:
    named = [test.partition("::") for test in GROUPS[title].get("tests", ())]

    assert named or "lacks" in GROUPS[title] or "pages" not in GROUPS[title], "нет ни теста, ни слов, чего не хватает"
    assert [test for file, _, test in named if not test.startswith("test_") or test not in names_in(file)] == []
