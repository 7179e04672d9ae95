"""The provenance of a report as a page, and the same page with the hashes of what the site made of the files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pdmon_utils.publish.clean import shown
from pdmon_utils.publish.exporter import TEMPLATES, page_style
from pdmon_utils.publish.provenance import Grid, file_grid

_FILES: Final = re.compile(r"<!--pdmon:files-->.*<!--/pdmon:files-->", re.DOTALL)


def source_page(title: str, audience: str, report_href: str, grids: Sequence[Grid]) -> str:
    """Return the page; the last grid names the report's files. The site puts its frame between the same marks."""
    return (
        _environment()
        .get_template("source.html.j2")
        .render(
            title=title,
            audience=audience,
            report_href=report_href,
            grids=grids,
            style=Markup(page_style()),  # noqa: S704  our own files
        )
    )


def with_files(page: str, files: Mapping[str, str]) -> str:
    """Return the page with other names and hashes of files: the site lays pages out anew, so their bytes change."""
    part = _environment().get_template("source-files.html.j2").render(grid=file_grid(files))
    return _FILES.sub(lambda _: part, page)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES / "pdmon"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
