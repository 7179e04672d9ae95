"""The content analysis of a year: free texts, their tags and what the analyst made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pdmon_utils.opinions.sheets import sheet_text
from pdmon_utils.opinions.tags import HEADERS, Tagging, confirmed, load_tags, proposed, review, written

TAGS, DECISIONS = "tags.yml", "tags.csv"


@dataclass(frozen=True, eq=False)
class Content:
    """Lists of tags, the year's different texts (`tags.WRITTEN`) and pairs of text and tag (`tags.PAIRS`)."""

    tagging: Tagging
    texts: pd.DataFrame
    pairs: pd.DataFrame

    @property
    def sure(self) -> pd.DataFrame:
        """The pairs that the analyst confirmed."""
        return self.pairs[self.pairs["confirmed"].fillna(value=False)]

    def counted(self, source: str) -> dict[str, int]:
        """Return by tag how many owners of the source carry a text with this confirmed tag; 0 for a tag of none."""
        owners = self.texts.set_index("key")["owners"]
        own = self.sure[self.sure["source"] == source]
        keys = {code: own.loc[own["tag"] == code, "key"] for code in self.tagging.tags}
        return {code: len(frozenset().union(*owners[held])) for code, held in keys.items()}

    def owners(self, source: str) -> int:
        """Return how many owners the texts of the source have."""
        return len(frozenset().union(*self.texts.loc[self.texts["source"] == source, "owners"]))

    def draft(self) -> str:
        """Return the text of the file in which the analyst decides (`tags.HEADERS`), earlier decisions kept."""
        words = {True: "да", False: "нет"}
        said = [words.get(answer, "") for answer in self.pairs["confirmed"].astype(object)]
        titles = {name: self.pairs[name].map(self.tagging.titles) for name in ("tag", "source")}
        told = self.pairs.assign(confirmed=said, **titles)
        rows = told[list(HEADERS)].sort_values(["source", "text", "tag"], kind="stable")
        return sheet_text(HEADERS, [dict(zip(HEADERS, map(str, row), strict=True)) for row in rows.to_numpy()])


def content(tables: Mapping[str, pd.DataFrame], year: int, home: Path, folder: Path) -> Content:
    """Return the content analysis of a municipality's year.

    `home` may hold further lists of tags (`tags.yml`), `folder` the analyst's decisions (`tags.csv`). Raises
    OpinionError or CatalogueError for what it does not understand.
    """
    tagging = load_tags(home / TAGS)
    texts = written(tables, year, tagging)
    pairs = review(texts, proposed(texts, tagging), confirmed(folder / DECISIONS, tagging))
    return Content(tagging, texts, pairs)
