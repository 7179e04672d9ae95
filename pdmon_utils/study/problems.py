"""The problems with which the analysis of effectiveness ends (Усть-Лабинск: «Определение проблемы по итогам …»)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pdmon_utils.roadmap import decisions
from pdmon_utils.roadmap.decisions import NO_DOCUMENT, UNKNOWN_DOCUMENT
from pdmon_utils.study.managed import Managed
from pdmon_utils.words import Name, Sentence, join_ru, say

_UNDONE = ("not", "overdue", "partial")
_BAD = ("worse", "missed")


def problems(managed: Managed, found: pd.DataFrame) -> list[Sentence]:
    """Return what the judged measures leave open, each with the codes it is about."""
    return [*_of_measures(managed, found), *_of_decisions(managed), *_of_directions(managed, found)]


def _of_measures(managed: Managed, found: pd.DataFrame) -> Iterator[Sentence]:
    undone = found[found["carried"].isin(_UNDONE)]
    if len(undone):
        yield _listed("не выполнены или выполнены частично", undone)
    unproven = found[found["carried"] == "unproven"]
    if len(unproven):
        yield _listed("отмечены выполненными, но документа решения нет", unproven)
    for indicator, rows in found[found["moved"].isin(_BAD)].groupby("indicator_id", sort=True):
        slots = {"title": Name(managed.names.title(str(indicator))), "codes": _codes(rows)}
        yield say("показатель «{title}» ухудшился или не достиг планового значения, хотя были меры {codes}", slots)
    for words, code in (("не назван показатель", "no_indicator"), ("нет данных о показателе", "no_figures")):
        rows = found[found["moved"] == code]
        if len(rows):
            yield _listed(f"{words}: судить о мере не по чему", rows)


def _of_decisions(managed: Managed) -> Iterator[Sentence]:
    data = managed.data
    rows = decisions(managed.measures, managed.documents, data.regulation, data.year)
    bare = rows[rows["gap"].isin([NO_DOCUMENT, UNKNOWN_DOCUMENT])]
    if len(bare):
        yield _listed("решения отчётного года не закреплены документом", bare)


def _of_directions(managed: Managed, found: pd.DataFrame) -> Iterator[Sentence]:
    for code in managed.held:
        if code not in set(found["place"]):
            yield say("за оцениваемые годы нет мер по направлению «{title}»", {"title": Name(managed.title(code))})


def _listed(words: str, rows: pd.DataFrame) -> Sentence:
    return say(f"{words}: {{codes}}", {"codes": _codes(rows)})


def _codes(rows: pd.DataFrame) -> Name:
    return Name(join_ru(rows["measure_id"].astype(str).tolist()))
