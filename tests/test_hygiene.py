"""Notebooks come into git without results and noise, with the same names of cells, so that a difference can be read."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
BOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MAKE = (ROOT / "Makefile").read_text(encoding="utf-8")
NOISE = re.findall(r"^NOISE := (.+)$", MAKE, re.MULTILINE)[0]
each = pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)


def stripped(path: Path) -> str:
    """Return what the filter of `make hooks` makes of a notebook."""
    command = [sys.executable, "-m", "nbstripout", "--keep-id", "--extra-keys", NOISE, "--textconv", str(path)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout


def test_the_filter_takes_results_counters_and_noise_and_leaves_the_names(tmp_path: Path) -> None:
    for path in BOOKS:
        shutil.copy(path, tmp_path)
    run = nbformat.read(tmp_path / BOOKS[0].name, as_version=4)
    code = next(cell for cell in run.cells if cell.cell_type == "code")
    code.outputs = [nbformat.v4.new_output("stream", text="Мария Иванова")]
    code.execution_count = 7
    code.metadata["execution"] = {"iopub.status.busy": "2026-01-01"}
    run.metadata["papermill"] = {"parameters": {"municipality": "moy-rayon"}}
    run.metadata["widgets"] = {}
    nbformat.write(run, tmp_path / "run.ipynb")

    assert stripped(tmp_path / "run.ipynb").strip() == BOOKS[0].read_text(encoding="utf-8").strip()


def test_no_notebook_of_the_project_would_be_changed_by_the_filter() -> None:
    command = [sys.executable, "-m", "nbstripout", "--keep-id", "--extra-keys", NOISE, "--verify", *map(str, BOOKS)]
    checked = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    assert checked.returncode == 0, f"выполните make hooks и сохраните заново:\n{checked.stdout}"


@each
def test_a_cell_has_a_name_of_its_place_that_stays(path: Path) -> None:
    names = [cell.id for cell in nbformat.read(path, as_version=4).cells]

    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(rf"{path.stem}-\d\d\w*", name)] == []


@each
def test_a_notebook_lies_in_git_as_it_is_written_by_nbformat(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text == nbformat.writes(nbformat.reads(text, as_version=4)) + "\n"
    assert "\\u04" not in text  # Russian letters can be read in a difference


@each
def test_a_heading_or_a_sentence_stands_before_what_a_part_shows(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    told = [n for n, cell in enumerate(cells) if cell.cell_type == "markdown"]

    assert told[0] == 0
    assert len(cells[0].source.split("\n\n")) >= 2  # a title and the sentences for whom, which question
    assert cells[-1].cell_type == "code"
    assert max(len(cells[n].source) for n in told) < 700


def test_git_is_told_which_filter_a_notebook_has() -> None:
    command = ["git", "check-attr", "filter", "eol", "--", "notebooks/note.ipynb"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert "filter: nbstripout" in told
    assert "eol: lf" in told
    assert "config filter.nbstripout.clean" in MAKE


def test_the_hook_of_a_clone_strips_a_notebook_at_the_commit(tmp_path: Path) -> None:
    git = shutil.which("git")
    assert git
    (tmp_path / ".gitattributes").write_text("*.ipynb filter=nbstripout\n", encoding="utf-8")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", execution_count=3, id="a-00")])
    book.cells[0].outputs = [nbformat.v4.new_output("stream", text="секрет")]
    nbformat.write(book, tmp_path / "a.ipynb")
    clean = re.findall(r"filter\.nbstripout\.clean \"'\$\(CURDIR\)/\$\(BIN\)/python' (.+)\"$", MAKE, re.MULTILINE)[0]
    said = f"'{sys.executable}' {clean.replace('$(NOISE)', NOISE)}"
    for words in (["init", "-q"], ["config", "filter.nbstripout.clean", said], ["add", "."]):
        subprocess.run([git, *words], cwd=tmp_path, check=True)
    kept = subprocess.run([git, "show", ":a.ipynb"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert "секрет" not in kept
    assert '"execution_count": null' in kept
    assert '"id": "a-00"' in kept
