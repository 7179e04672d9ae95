"""The few lines through which every text goes on its way into HTML."""

from __future__ import annotations

import hashlib
import html
import re
from typing import Protocol

from pdmon_utils.errors import PdmonError

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class ShowError(PdmonError):
    """Something was asked to be shown that cannot be shown well."""


class Shown(Protocol):
    """Anything that can be shown in a notebook."""

    def _repr_html_(self) -> str: ...


def clean(text: object) -> str:
    """Return the text without control characters, direction overrides and lone surrogates."""
    return _UNSAFE.sub("", str(text))


def escape(text: object) -> str:
    """Return the text as it may stand in HTML, inside an attribute too."""
    return html.escape(clean(text), quote=True)


def element(tag: str, inner: str, **attributes: str) -> str:
    """Return one HTML element; `inner` is HTML already, attribute values are plain text (`class_` is «class»)."""
    said = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{said}>{inner}</{tag}>"


def anchor(*parts: str) -> str:
    """Return an id that is the same for the same content, on any machine."""
    return "pdmon-" + hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:12]
