"""Small multiples: a panel for each unit with its years, all the others in grey behind it; no order of units."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pdmon_utils.show import canvas
from pdmon_utils.show.canvas import BEFORE, COLOURS, GREY, PALE
from pdmon_utils.show.markup import ShowError
from pdmon_utils.show.pictures import WIDTH, Picture, png
from pdmon_utils.words import is_missing, short_text

_ACROSS, _HIGH = 3, 1.45  # panels beside each other, inches of one
_GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.8}
CONTEXT_NOTE = "Синяя линия — названная группа, серые — остальные; шкала у всех одна."


def multiples(frame: pd.DataFrame, *, title: str, unit: str, alt: str) -> Picture:
    """Return a panel for each row of a frame whose columns are the years; the first and last value are written.

    Raises ShowError where there is nothing to show.
    """
    if frame.empty or frame.isna().to_numpy().all():
        raise ShowError(f"Диаграмма «{title}»: показывать нечего. Вместо неё выведите Notice с причиной.")
    values = frame.astype(float)
    top = canvas.greatest(values.to_numpy().ravel().tolist(), unit)
    with canvas.look():
        panels = _panels(len(values))
        for place, axes in enumerate(panels):
            _panel(axes, values, place, top, unit)
        return Picture(png(panels[0]), title, alt, CONTEXT_NOTE if len(values) > 1 else "")


def _panels(number: int) -> list[Axes]:
    across = min(_ACROSS, number)
    down = math.ceil(number / across)
    figure = Figure(figsize=(WIDTH, down * _HIGH + 0.1), facecolor="white")
    grid = figure.subplots(down, across, squeeze=False)
    figure.subplots_adjust(left=0.02, right=0.98, top=1 - 0.32 / (down * _HIGH), bottom=0.2 / down / _HIGH, hspace=0.5)
    panels = [axes for line in grid for axes in line]
    for axes in panels[number:]:
        axes.set_visible(False)
    return panels[:number]


def _panel(axes: Axes, values: pd.DataFrame, place: int, top: float, unit: str) -> None:
    years = [int(year) for year in values.columns]
    for other in range(len(values)):
        axes.plot(years, values.iloc[other], color=BEFORE[1], linewidth=1)
    name, line = values.index[place], values.iloc[place]
    axes.plot(years, line, color=COLOURS[0], linewidth=2, marker="o", markersize=4.5, clip_on=False)
    axes.set(xlim=(years[0] - 0.5, years[-1] + 0.5), ylim=(0, top * 1.3), xticks=_ends(years), yticks=[])
    axes.set_xticklabels([str(year) for year in _ends(years)], fontsize=7.5)
    axes.set_title(canvas.wrap(name, 30, lines=2), fontsize=8.5, loc="left", pad=4)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(PALE)
    axes.tick_params(length=0, colors=GREY)
    known = {year: value for year, value in zip(years, line.tolist(), strict=True) if not is_missing(value)}
    for year in _ends(list(known)):
        said = short_text(unit, known[year])
        beside: Any = {"xytext": (0, 5), "textcoords": "offset points", "ha": "center", "fontsize": 7.5}
        axes.annotate(said, (year, known[year]), bbox=_GROUND, **beside)


def _ends(years: Sequence[int]) -> list[int]:
    """Return the first and the last year, once where they are one."""
    return sorted({years[0], years[-1]}) if years else []
