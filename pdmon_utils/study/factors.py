"""Factors: indicators in organisations that differ by one thing, inside (young staff) or outside (the countryside)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pdmon_utils.compare import slice_of
from pdmon_utils.show import Heading, Notice, Paragraph, Stack, Table
from pdmon_utils.study.data import Data
from pdmon_utils.words import newcombe, percent_of

CAUTION = (
    "Различие показывает связь, а не причину: группы организаций отличаются и другими признаками. "
    "«Связано» сказано, только если 95-процентный интервал разности (Ньюкомба) не содержит нуля."
)
YOUNG = 35  # years: «до 35 лет»
FEWEST = 3  # organisations in a group: fewer would speak of single schools


def factors(data: Data) -> Stack:
    """Return one table a factor: each share in the two groups of organisations (internal)."""
    if data.public:
        return Stack([Notice("Сопоставление групп организаций приведено в служебном отчёте.")])
    organisations = data.organisations().set_index("org_id")
    young = _young_share(data)
    splits = (
        ("Внешний фактор: сельская местность", organisations["rural"], "сельские", "остальные"),
        ("Внутренний фактор: доля педагогов моложе 35 лет", young > young.median(), "выше медианы", "не выше медианы"),
    )
    parts = [part for title, flag, yes, no in splits for part in _split(data, title, flag, (yes, no))]
    return Stack([*parts, Paragraph(CAUTION)])


def _young_share(data: Data) -> pd.Series[float]:
    """Return the share of teachers under 35 per organisation that reported."""
    staff = data.rows("staff")
    ped = staff[(staff["year"] == data.year) & (staff["staff_group"] == "ped") & staff["birth_date"].notna()]
    once = ped.drop_duplicates(["org_id", "person_id"])
    young = (data.year - once["birth_date"].dt.year) < YOUNG
    share: pd.Series[float] = young.groupby(once["org_id"]).mean()
    return share


def _split(data: Data, title: str, flag: pd.Series, names: tuple[str, str]) -> Iterator[Heading | Notice | Table]:
    known = flag.dropna().astype(bool)
    yes, no = set(known.index[known]) - set(data.silent()), set(known.index[~known]) - set(data.silent())
    yield Heading(3, title)
    if min(len(yes), len(no)) < FEWEST:
        yield Notice(f"Организаций в одной из групп меньше {FEWEST}: сопоставление не проводится.")
        return
    headers = (f"{names[0]} (организаций: {len(yes)})", f"{names[1]} (организаций: {len(no)})")
    shares = [ask for ask in data.asks if ask.kind == "share"]
    rows = [row for ask in shares for row in _rows(data, ask.id, ask.title, (yes, no), headers)]
    yield Table(pd.DataFrame(rows), f"{title}, {data.year} год", numeric=headers)


def _rows(
    data: Data, indicator: str, title: str, groups: tuple[set[str], set[str]], headers: tuple[str, str]
) -> Iterator[dict[str, str]]:
    figures = slice_of(data.all_figures, indicator, "organisation")
    figures = figures[figures["year"] == data.year]
    sums = [figures.loc[figures["unit"].isin(group), ["numerator", "denominator"]].sum() for group in groups]
    if all(part["denominator"] > 0 for part in sums):
        (a, b), (c, d) = ((part["numerator"], part["denominator"]) for part in sums)
        low, high = newcombe(a, b, c, d)
        first, second = (f"{percent_of(n, of)} ({n:.0f} из {of:.0f})" for n, of in ((a, b), (c, d)))
        verdict = "связь не установлена" if low <= 0 <= high else "связано"
        yield {"Показатель": title, headers[0]: first, headers[1]: second, "Вывод": verdict}
