"""The templates of the site, filled."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pdmon_utils.publish.clean import shown
from pdmon_utils.publish.exporter import TEMPLATES


def fill(template: str, **said: object) -> str:
    """Return the template with these things in their places; whatever is no markup is escaped."""
    return _environment().get_template(template).render(**said)


@cache
def _environment() -> Environment:
    loader = FileSystemLoader([TEMPLATES / "pdmon", TEMPLATES / "site"])
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=shown
    )
