"""A notebook of the project executed here, without a kernel: what its cells show becomes its real page and papers."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
from nbformat import NotebookNode

from pdmon_utils.batch.jobs import Job
from pdmon_utils.batch.papers import about, templates
from pdmon_utils.documents import made
from pdmon_utils.publish import export_html
from pdmon_utils.store import HOME_VARIABLE


def executed(job: Job) -> NotebookNode:
    """Return the job's notebook with what its cells show."""
    notebook = nbformat.read(job.notebook, as_version=4)
    names: dict[str, Any] = {}
    with patch.dict(os.environ, {HOME_VARIABLE: str(job.home)}):
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = [nbformat.v4.new_output("display_data", said) for said in _ran(cell.source, names)]
                names |= job.parameters if "parameters" in cell.metadata.get("tags", ()) else {}
    return notebook


def _ran(source: str, names: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what the last line of a cell shows."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)  # noqa: S102  a notebook of this repository
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None  # noqa: S307  the same
    if value is not None:
        yield value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else _plain(value)


def _plain(value: object) -> dict[str, Any]:
    return {"text/html": value._repr_html_()} if hasattr(value, "_repr_html_") else {"text/plain": repr(value)}


def files_of(job: Job) -> dict[str, bytes]:
    """Return the page and the papers of a job by ending."""
    notebook = executed(job)
    page = export_html(notebook, title=job.title, audience=job.audience)
    return {".html": page.encode(), **made(notebook, about(job), templates(job))}


def put(folder: Path, jobs: list[Job]) -> list[Path]:
    """Write the files of the jobs below a folder and return them."""
    written = []
    for job in jobs:
        for ending, content in files_of(job).items():
            path = folder / job.audience / f"{job.output.stem}{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            written.append(path)
    return written
