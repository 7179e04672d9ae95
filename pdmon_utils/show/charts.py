"""Charts of figures: bars, years, cuts by year. Shares are fractions 0..1, as in figures.parquet."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any, TypeVar

import pandas as pd
from matplotlib.axes import Axes

from pdmon_utils.show import canvas
from pdmon_utils.show.canvas import BEFORE, COLOURS, GREY, HATCHES, INK, LETTER, LINE, PARTS, Bounds
from pdmon_utils.show.markup import ShowError
from pdmon_utils.show.pictures import Picture, png
from pdmon_utils.words import NO_DATA, Number, is_missing, number, short_text

SPREAD_NOTE = "Отрезки показывают возможный случайный разброс (95 %)."
_NONE = (math.nan, math.nan)
_BAR = 1.25 * LINE
T = TypeVar("T")


def bars(  # noqa: PLR0913  each is a fact about the chart, all but two by name
    labels: Collection[str],
    values: Collection[Number],
    *,
    title: str,
    unit: str,
    alt: str,
    intervals: Bounds | None = None,
    n: Collection[Number] | None = None,
) -> Picture:
    """Return level bars in the order given, each with its value («41,2 %, n = 120»); a missing one says so.

    An `n` that is the same for all is said once, in the note below.
    """
    lengths, sizes = canvas.floats(values), canvas.floats(_given(n, len(values), math.nan))
    common = sizes[0] if len(sizes) > 1 and len(set(sizes)) == 1 else math.nan
    spread = _given(intervals, len(values), _NONE)
    names = [canvas.wrap(label) for label in _some(labels, title)]
    texts = [_beside(unit, value, size, common) for value, size in zip(lengths, sizes, strict=True)]
    notes = [f"У каждого столбца n = {number(common)}."] * any(", n = " in _beside(unit, v, common) for v in lengths)
    notes += [SPREAD_NOTE] * (intervals is not None)
    with canvas.look():
        places, axes = canvas.rows(names, [LINE * (1.7 + name.count("\n")) for name in names], unit)
        end = _scale(axes, [*lengths, *(high for _, high in spread)], unit, texts)
        axes.barh(places, [canvas.or_zero(length) for length in lengths], height=_BAR, color=COLOURS[0])
        canvas.whiskers(axes, places, lengths, spread, upright=False)
        for place, length, bounds, text in zip(places, lengths, spread, texts, strict=True):
            _say(axes, canvas.reach(length, bounds) + end * 0.012, place, text)
        return Picture(png(axes), title, alt, " ".join(notes))


def _given(facts: Collection[T] | None, size: int, without: T) -> list[T]:
    return [without] * size if facts is None else list(facts)


def _some(things: Collection[T], title: str) -> Collection[T]:
    if len(things) == 0:
        raise ShowError(f"Диаграмма «{title}»: показывать нечего. Вместо неё выведите Notice с причиной.")
    return things


def _beside(unit: str, value: float, size: float, common: float = math.nan) -> str:
    text = short_text(unit, value, size)
    return text if is_missing(size) or size == common or " из " in text else f"{text}, n = {number(size)}"


def _scale(axes: Axes, values: Sequence[float], unit: str, texts: Sequence[str]) -> float:
    top = canvas.greatest(values, unit)
    end = canvas.room(top, canvas.widest(texts) + LETTER, axes)
    axes.set_xlim(0, end)
    canvas.scale(axes.xaxis, top, unit)
    return end


def _say(axes: Axes, x: float, y: float, text: str) -> None:
    missing = text.startswith(NO_DATA)
    axes.text(x, y, text, va="center", color=GREY if missing else INK, style="italic" if missing else "normal")


def years(  # noqa: PLR0913  each is a fact about the chart, all but two by name
    years: Collection[int],
    values: Collection[Number],
    *,
    title: str,
    unit: str,
    alt: str,
    intervals: Bounds | None = None,
) -> Picture:
    """Return the values by year as a line from 0; it breaks at a year that is missing, and the year says so."""
    points = zip(canvas.floats(values), _given(intervals, len(values), _NONE), strict=True)
    known = dict(zip(_some(years, title), points, strict=True))
    span = range(int(min(years)), int(max(years)) + 1)
    line, spread = zip(*(known.get(year, (math.nan, _NONE)) for year in span), strict=True)
    with canvas.look():
        axes = canvas.sheet(2.7, left=0.75, bottom=0.32)
        top = canvas.greatest([*line, *(high for _, high in spread)], unit)
        axes.set(xlim=(span[0] - 0.5, span[-1] + 0.5), ylim=(0, top * 1.18), xticks=span, xticklabels=map(str, span))
        canvas.scale(axes.yaxis, top, unit)
        axes.plot(span, line, marker="o", markersize=6, linewidth=2, color=COLOURS[0], clip_on=False)
        canvas.whiskers(axes, span, line, spread, upright=True)
        for year, value, bounds in zip(span, line, spread, strict=True):
            _say_above(axes, year, canvas.reach(value, bounds), short_text(unit, value))
        return Picture(png(axes), title, alt, SPREAD_NOTE if intervals is not None else "")


def _say_above(axes: Axes, x: float, y: float, text: str) -> None:
    missing = text == NO_DATA
    axes.annotate(
        text,
        (x, y),
        (0, 7),
        textcoords="offset points",
        ha="center",
        color=GREY if missing else INK,
        style="italic" if missing else "normal",
    )


def grouped(frame: pd.DataFrame, *, title: str, unit: str, alt: str, stacked: bool = False) -> Picture:
    """Return bars of a frame whose index is the cut and whose columns are the years (or, stacked, the parts)."""
    frame = frame.astype(float)
    names = [canvas.wrap(label) for label in _some(frame.index.tolist(), title)]
    deep = 1 if stacked else frame.shape[1]
    heights = [LINE * max(deep * 1.15 + 0.6, 1.7 + name.count("\n")) for name in names]
    texts = [short_text(unit, value) for value in frame.to_numpy().ravel()]
    with canvas.look():
        columns = canvas.columns([_series(name) for name in frame])
        places, axes = canvas.rows(names, heights, unit, head=0.1 + 0.2 * math.ceil(frame.shape[1] / columns))
        reach = frame.sum(axis=1) if stacked else frame.max(axis=1)
        end = _scale(axes, reach.tolist(), unit, _gaps(frame) if stacked else texts)
        (_stack if stacked else _cluster)(axes, places, frame, unit, end)
        _legend(axes, columns)
        return Picture(png(axes), title, alt)


def _cluster(axes: Axes, places: Sequence[float], frame: pd.DataFrame, unit: str, end: float) -> None:
    thick = LINE * 1.15
    for i, (name, values) in enumerate(frame.items()):
        heights = [place + (i - (frame.shape[1] - 1) / 2) * thick for place in places]
        paint = _year(i, frame.shape[1])
        axes.barh(heights, values.fillna(0), height=thick * 0.88, label=_series(name), **paint)
        for place, value in zip(heights, values, strict=True):
            _say(axes, canvas.or_zero(value) + end * 0.012, place, short_text(unit, value))


def _stack(axes: Axes, places: Sequence[float], frame: pd.DataFrame, unit: str, end: float) -> None:
    starts = frame.fillna(0).cumsum(axis=1) - frame.fillna(0)
    for i, (name, values) in enumerate(frame.items()):
        axes.barh(places, values.fillna(0), left=starts[name], height=_BAR, label=_series(name), **_part(i))
        for place, start, value in zip(places, starts[name], values, strict=True):
            _say_inside(axes, start, place, value, short_text(unit, value), canvas.inches(axes, end))
    for place, reach, gap in zip(places, frame.sum(axis=1), _gaps(frame), strict=True):
        _say(axes, reach + end * 0.012, place, gap)


def _gaps(frame: pd.DataFrame) -> list[str]:
    """For each row of a stack: how many of its parts are missing."""
    parts = number(frame.shape[1])
    return [f"{NO_DATA}: {number(gaps)} из {parts}" if gaps else "" for gaps in frame.isna().sum(axis=1)]


def _say_inside(axes: Axes, start: float, y: float, value: float, text: str, inches: float) -> None:  # noqa: PLR0913, PLR0917
    if not is_missing(value) and canvas.or_zero(value) * inches > canvas.widest([text]):
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
        axes.text(start + value / 2, y, text, va="center", ha="center", fontsize=8, bbox=ground)


def _series(name: object) -> str:
    return canvas.wrap(name, 78, lines=1)  # so many letters fill the width of the sheet


def _year(i: int, years: int) -> dict[str, Any]:
    """Return the paint of a year: the latest one in colour, those before it in grey, the older the paler."""
    last = i == years - 1
    return {"color": COLOURS[0] if last else BEFORE[min(years - 2 - i, len(BEFORE) - 1)], "linewidth": 0}


def _part(i: int) -> dict[str, Any]:
    """Return the paint of a part: neighbours differ in lightness, so that they differ without colour too."""
    paint = {"color": PARTS[i % len(PARTS)], "hatch": HATCHES[i // len(PARTS) % len(HATCHES)]}
    return {**paint, "edgecolor": "white", "linewidth": 0.8}


def _legend(axes: Axes, columns: int) -> None:
    axes.figure.legend(
        loc="upper left",
        ncols=columns,
        frameon=False,
        borderpad=0,
        borderaxespad=0.3,
        handlelength=1.8,
        columnspacing=1.4,
    )
