"""A page that belongs to no report: things shown one after another under one title, with contents, in our look."""

from __future__ import annotations

from collections.abc import Iterable

import nbformat

from pdmon_utils.publish.exporter import export_html
from pdmon_utils.show import Shown


def loose_page(title: str, parts: Iterable[Shown]) -> str:
    """Return the HTML of an internal page."""
    outputs = [{"output_type": "display_data", "data": {"text/html": p._repr_html_()}, "metadata": {}} for p in parts]
    code: dict[str, object] = {"cell_type": "code", "metadata": {}, "source": "", "id": "parts", "outputs": outputs}
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": f"# {title}", "id": "title"},
        {**code, "execution_count": None},
    ]
    book = nbformat.from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})  # type: ignore[no-untyped-call]
    return export_html(book, title=title, audience="internal")
