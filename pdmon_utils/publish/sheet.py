"""The one style sheet of the site: that of pages, with the fonts that it brings itself."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import Final

from pdmon_utils.publish.exporter import page_style

FAMILY: Final = "pdmon Sans"
_FONTS: Final = {400: "regular", 700: "bold"}
_FOLDER: Final = Path(__file__).parent / "fonts"


@cache
def site_style() -> str:
    """Return the style sheet; fonts are inside it, so that it works from a folder and under a strict rule of safety."""
    return "\n".join([*(_face(weight, name) for weight, name in _FONTS.items()), page_style(), _first()])


def _face(weight: int, name: str) -> str:
    coded = base64.b64encode((_FOLDER / f"{name}.woff2").read_bytes()).decode("ascii")
    source = f'url(data:font/woff2;base64,{coded}) format("woff2")'
    return f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-display: swap; src: {source}; }}'


def _first() -> str:
    """Return the rule that sets the site in its own font; a page that stands alone takes the system's."""
    return f'body {{ font-family: "{FAMILY}", "PT Sans", system-ui, sans-serif; }}'
