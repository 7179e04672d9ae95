"""Content analysis: tags proposed by keyword lists, confirmed by the analyst (Тюмень, «Контент-анализ»)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from pdmon_utils.errors import nearest
from pdmon_utils.measures import refuse_unknown
from pdmon_utils.opinions.sheets import OpinionError, read_sheet, yes_no
from pdmon_utils.opinions.stems import mentions, words_of
from pdmon_utils.yamls import read_yaml

HEADERS = {"key": "Ключ", "source": "Источник", "text": "Текст", "tag": "Метка", "confirmed": "Подтверждено"}
WRITTEN = ("key", "source", "text", "rows", "owners")
PAIRS = ("key", "source", "text", "tag", "proposed", "confirmed")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: code, Russian title and the keywords that propose it."""

    code: str
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where free texts stand: a column of a table; `owner` tells whose or which they are, `unit` how they count.

    `flags`: tag → the column and value by which the table itself says the same.
    """

    code: str
    table: str
    column: str
    owner: str
    title: str
    unit: str
    flags: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tagging:
    """All tags and sources by code."""

    tags: Mapping[str, Tag]
    sources: Mapping[str, Source]

    @property
    def titles(self) -> dict[str, str]:
        """Russian titles of tags and sources by code."""
        tags = {tag.code: tag.title for tag in self.tags.values()}
        return tags | {source.code: source.title for source in self.sources.values()}

    def tag(self, said: str, path: Path) -> Tag:
        """Return the tag that a cell names by code or title; raises OpinionError with the nearest one."""
        return _named(said, self.tags.values(), f"{path.name}: нет метки")

    def source(self, said: str, path: Path) -> Source:
        """Return the source that a cell names by code or title; raises OpinionError with the nearest one."""
        return _named(said, self.sources.values(), f"{path.name}: нет источника")


_Named = TypeVar("_Named", Tag, Source)


def _named(said: str, things: Iterable[_Named], what: str) -> _Named:
    known = {name.lower(): thing for thing in things for name in (thing.code, thing.title)}
    if said.lower() not in known:
        raise OpinionError(f"{what} «{said}»{nearest(said.lower(), known)}")
    return known[said.lower()]


def load_tags(further: Path | None = None) -> Tagging:
    """Return the lists of the package; `further`, a file of the workspace, adds tags or says them anew."""
    said = read_yaml(_HERE / "tags.yml")
    told = {**said["tags"]}
    if further and further.exists():
        own = read_yaml(further)
        refuse_unknown(own, ("tags",), further.name, needed=("tags",))
        refuse_unknown(own["tags"], tuple({*own["tags"]} - {*said["sources"]}), further.name)
        told |= own["tags"]
    sources = {code: Source(code, **words) for code, words in said["sources"].items()}
    return Tagging({code: _tag(code, words) for code, words in told.items()}, sources)


def _tag(code: str, said: Any) -> Tag:  # noqa: ANN401  whatever stands in the YAML
    where = f"tags.yml, {code}"
    refuse_unknown(said, ("title", "words"), where, needed=("title", "words"))
    if not isinstance(said["words"], list):
        raise OpinionError(f"{where}: words — список слов.")
    for word in said["words"]:
        if not words_of(word) or any(part.strip("*") == "" for part in word.split()):
            raise OpinionError(f"{where}: «{word}» — не слово.")
    return Tag(code, said["title"], tuple(said["words"]))


def written(tables: Mapping[str, pd.DataFrame], year: int, tagging: Tagging) -> pd.DataFrame:
    """Return the free texts of a year, each different one once: `WRITTEN`.

    `key` is the hash of source and folded text, so it outlives a new file; `rows` is how often it stands there,
    `owners` are the codes of the persons, programmes or materials that carry it.
    """
    found = [_of_source(source, tables[source.table], year) for source in tagging.sources.values()]
    return pd.concat(found, ignore_index=True)


def _of_source(source: Source, table: pd.DataFrame, year: int) -> pd.DataFrame:
    rows = table[(table["year"] == year) & table[source.column].notna()]
    text = rows[source.column].astype(str)
    folded = text.map(lambda said: " ".join(words_of(said)))
    named = pd.DataFrame({"text": text, "folded": folded, "owner": rows[source.owner].astype(str)})
    named = named[named["folded"] != ""]
    grouped = named.groupby("folded", sort=True)
    told = grouped.agg(text=("text", "min"), rows=("text", "size"), owners=("owner", frozenset)).reset_index()
    key = told["folded"].map(lambda said: _key(source.code, str(said))).astype(str)
    return told.assign(key=key, source=source.code)[list(WRITTEN)]


def _key(source: str, text: str) -> str:
    """Return the key of a text: the same for the same words in whatever letters, signs and spaces."""
    return sha256(f"{source}|{' '.join(words_of(text))}".encode()).hexdigest()[:12]


def proposed(texts: pd.DataFrame, tagging: Tagging) -> pd.DataFrame:
    """Return the pairs of text and tag that keywords propose: key, source, text, tag."""
    pairs = [
        {"key": row.key, "source": row.source, "text": row.text, "tag": tag.code}
        for row in texts.itertuples()
        for tag in tagging.tags.values()
        if any(mentions(str(row.text), word) for word in tag.words)
    ]
    return pd.DataFrame(pairs, columns=["key", "source", "text", "tag"], dtype=str)


def confirmed(path: Path, tagging: Tagging) -> pd.DataFrame:
    """Return what the analyst's file says: key, tag, confirmed (True, False, None); empty without a file.

    A row without a key names its text by source and words. Raises OpinionError for an unknown tag or word, and for a
    pair that is said twice in two ways.
    """
    rows = read_sheet(path, HEADERS, ("tag", "confirmed"))
    said = [
        (
            row["key"] or _key(tagging.source(row["source"], path).code, row["text"]),
            tagging.tag(row["tag"], path).code,
            yes_no(path, row["confirmed"]),
        )
        for row in rows
    ]
    frame = pd.DataFrame(said, columns=["key", "tag", "confirmed"], dtype=object)
    told = frame[frame["confirmed"].notna()].drop_duplicates().astype({"key": str, "tag": str})
    twice = told[told.duplicated(["key", "tag"])]
    if len(twice):
        raise OpinionError(f"{path.name}: метка «{twice['tag'].iloc[0]}» текста {twice['key'].iloc[0]} — и да, и нет.")
    return told.reset_index(drop=True)


def review(texts: pd.DataFrame, pairs: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Return every pair with what became of it: `PAIRS`; a tag that the analyst added has `proposed` False.

    What the file says of texts that are no longer there is left out.
    """
    added = said[said["key"].isin(texts["key"])].merge(pairs[["key", "tag"]], how="left", indicator=True)
    own = added[added["_merge"] == "left_only"][["key", "tag"]].merge(texts[["key", "source", "text"]], on="key")
    every = pd.concat([pairs.assign(proposed=True), own.assign(proposed=False)], ignore_index=True)
    joined = every.merge(said, on=["key", "tag"], how="left")
    answer = joined["confirmed"].astype("boolean") if len(joined) else pd.Series(dtype="boolean")
    return joined.assign(confirmed=answer)[list(PAIRS)]
