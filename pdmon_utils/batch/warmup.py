"""What the warm parent does once for all its children: the first page, paper and chart of a process are dear.

Nothing is read of any workspace and nothing starts a thread, so that a child is as clean as a new process.
"""

from __future__ import annotations

import nbformat
import pandas as pd

from pdmon_utils.batch.engine import ours
from pdmon_utils.batch.runner import KERNEL
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.conclusions import load_rules
from pdmon_utils.documents import About, made
from pdmon_utils.publish import export_html
from pdmon_utils.publish.provenance import UNKNOWN, file_grid
from pdmon_utils.publish.sourcepage import source_page
from pdmon_utils.recommendations import load_rules as load_advice
from pdmon_utils.show import Heading, Shown, Stack, Table, bars, grouped, years

YEAR = 2024


def warm_up() -> None:
    """Make a small report of nothing, in memory."""
    load_catalogue(None)  # as a workspace without regulations and rules of its own asks for them
    load_rules(None)
    load_advice()
    ours(KERNEL)  # reads what is known of kernels in all packages
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Проба")])  # type: ignore[no-untyped-call]
    cell = nbformat.v4.new_code_cell("")  # type: ignore[no-untyped-call]
    cell.outputs = [nbformat.v4.new_output("display_data", _shown()._repr_mimebundle_())]  # type: ignore[no-untyped-call]
    notebook.cells.append(cell)
    export_html(notebook, title="Проба", audience="internal")
    source_page("Проба", "internal", "проба.html", [UNKNOWN, file_grid({"проба.html": ""})])
    made(notebook, About("deficits", "Проба", "Район", YEAR, "internal", "Орган", "", "", ""), None)


def _shown() -> Stack:
    frame = pd.DataFrame({"Группа": ["а", "б"], "Доля": ["41,2 %", "3 из 7"]})
    cut = pd.DataFrame({"2023": [0.2, 0.4], "2024": [0.3, 0.5]}, index=["а", "б"])
    parts: list[Shown] = [
        Heading(3, "Проба"),
        Table(frame, "Проба", numeric=("Доля",)),
        bars(["а", "б"], [0.4, 0.5], title="Проба", unit="%", alt="Проба", intervals=[(0.3, 0.5), (0.4, 0.6)]),
        years([YEAR - 1, YEAR], [0.4, 0.5], title="Проба", unit="%", alt="Проба"),
        grouped(cut, title="Проба", unit="%", alt="Проба"),
    ]
    return Stack(parts)
