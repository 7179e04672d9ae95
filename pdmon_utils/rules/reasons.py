"""The reasons by which an organisation may explain data that are doubtful and yet right."""

from __future__ import annotations

from pathlib import Path

from pdmon_utils.yamls import read_yaml

_FILE = Path(__file__).parent / "lists" / "reasons.yml"


def accepted_reasons() -> tuple[str, ...]:
    """Return the reasons in the order in which a drop-down list shows them."""
    return tuple(read_yaml(_FILE)["reasons"])
