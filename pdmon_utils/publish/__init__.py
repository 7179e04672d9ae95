"""From executed notebooks to pages and a site that load nothing from outside.

The names below are loaded when they are asked for: what only compares fingerprints needs no nbconvert.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdmon_utils.publish.exporter import export_html
    from pdmon_utils.publish.pages import Page
    from pdmon_utils.publish.site import build_site

__all__ = ["Page", "build_site", "export_html"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  a class or a function
    if name not in __all__:
        raise AttributeError(name)
    from pdmon_utils.publish import exporter, pages, site  # noqa: PLC0415

    return {"Page": pages.Page, "build_site": site.build_site, "export_html": exporter.export_html}[name]
