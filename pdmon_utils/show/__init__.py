"""Figures → tables, charts with words beside them, and the texts between; each shows itself in a notebook."""

from __future__ import annotations

from pdmon_utils.show.alts import alt_bars, alt_grouped, alt_years
from pdmon_utils.show.charts import bars, grouped, years
from pdmon_utils.show.markup import MIME, Bundled, Node, ShowError, Shown
from pdmon_utils.show.panels import multiples
from pdmon_utils.show.pictures import Picture
from pdmon_utils.show.statements import Fold, Statement, Statements, Terms
from pdmon_utils.show.style import Style, pdmon_style
from pdmon_utils.show.tables import Passport, Requisites, Table
from pdmon_utils.show.texts import Aside, Bullets, Heading, Notice, Paragraph, Signature, Stack, Text

__all__ = [
    "MIME",
    "Aside",
    "Bullets",
    "Bundled",
    "Fold",
    "Heading",
    "Node",
    "Notice",
    "Paragraph",
    "Passport",
    "Picture",
    "Requisites",
    "ShowError",
    "Shown",
    "Signature",
    "Stack",
    "Statement",
    "Statements",
    "Style",
    "Table",
    "Terms",
    "Text",
    "alt_bars",
    "alt_grouped",
    "alt_years",
    "bars",
    "grouped",
    "multiples",
    "pdmon_style",
    "years",
]
