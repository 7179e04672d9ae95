"""What a chart says, in words: for readers who cannot see it, and for print without pictures."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import pandas as pd

from pdmon_utils.show.canvas import floats
from pdmon_utils.show.markup import clean
from pdmon_utils.words import NO_DATA, Number, is_missing, join_ru, number, short_text

_MOST_NAMES = 3  # so many bars of the same height are named, of more only the number is said
_Bar = tuple[str, float, str]  # label, value, value as written


def alt_bars(
    labels: Collection[str], values: Collection[Number], unit: str, n: Collection[Number] | None = None
) -> str:
    """Return «Столбчатая диаграмма. Наибольшее значение — физика, 71,4 %; наименьшее — …»."""
    return f"Столбчатая диаграмма. {_sentence(_extremes(labels, values, unit, n))}"


def alt_years(years: Collection[int], values: Collection[Number], unit: str) -> str:
    """Return «График по годам. 2022 г. — 41,2 %; 2023 г. — нет данных; 2024 г. — 44,0 %.»."""
    said = {year: short_text(unit, value) for year, value in zip(years, values, strict=True)}
    span = range(min(years), max(years) + 1)
    return f"График по годам. {'; '.join(f'{year} г. — {said.get(year, NO_DATA)}' for year in span)}."


def alt_grouped(frame: pd.DataFrame, unit: str) -> str:
    """Return for each column of a cut × year frame where it is greatest and where it is least."""
    labels = [str(label) for label in frame.index]
    columns = (f"{clean(name)}: {_extremes(labels, values.tolist(), unit, None)}." for name, values in frame.items())
    return f"Столбчатая диаграмма с группами. {' '.join(columns)}"


def _extremes(labels: Collection[str], values: Collection[Number], unit: str, n: Collection[Number] | None) -> str:
    heights, sizes = floats(values), [math.nan] * len(values) if n is None else floats(n)
    written = [short_text(unit, value, size) for value, size in zip(heights, sizes, strict=True)]
    known = [bar for bar in zip(map(clean, labels), heights, written, strict=True) if not is_missing(bar[1])]
    gaps = f"{NO_DATA}: {number(len(values) - len(known))} из {number(len(values))}" if len(known) < len(values) else ""
    return "; ".join(part for part in (_ends(known), gaps) if part)


def _ends(bars: Sequence[_Bar]) -> str:
    if not bars:
        return ""
    least, most = (pick(value for _, value, _ in bars) for pick in (min, max))
    if least == most:
        return f"все значения равны: {bars[0][2]}" if len(bars) > 1 else f"{bars[0][0]}, {bars[0][2]}"
    return f"наибольшее значение — {_named(bars, most)}; наименьшее — {_named(bars, least)}"


def _named(bars: Sequence[_Bar], value: float) -> str:
    same = [bar for bar in bars if bar[1] == value]
    names = [name for name, _, _ in same]
    if len(names) > _MOST_NAMES:
        names = [*names[: _MOST_NAMES - 1], f"ещё {number(len(names) - _MOST_NAMES + 1)}"]
    return f"{join_ru(names)}, {same[0][2]}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
