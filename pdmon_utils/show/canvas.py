"""The common ground of all charts: sheet, axes, letters, colours, labels."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import ScaledTranslation

from pdmon_utils.show.markup import clean
from pdmon_utils.show.pictures import WIDTH
from pdmon_utils.words import PERCENTS, Number, amount, is_missing, percent, plain_unit

Bounds = Sequence[tuple[float, float]]

# Okabe & Ito's palette, told apart by people who do not tell red from green; the hatches tell without colour
COLOURS = ("#0072B2", "#E69F00", "#56B4E9", "#009E73", "#CC79A7", "#D55E00")
HATCHES = ("", "///", "...", "\\\\\\", "xxx", "---", "|||")
INK, GREY, PALE = "#1b1b1b", "#5a6672", "#dfe3e7"
BEFORE = ("#a3afba", "#c3cbd3", "#dfe3e7")  # years before the told one, from the latest back
PARTS = ("#0072B2", "#a9cbe2", "#5a6672", "#d3d9de")  # parts of a whole: dark and light by turns
LETTER = 0.073  # inches: mean width of a letter of 8.5 pt DejaVu Sans
LINE = 0.155  # inches: height of a line of text
_PAD = 3.5  # points between a label and its row
_LABEL = 36  # letters in a line of a label
_STYLE: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so the picture is the same on every machine
    "font.size": 8.5,
    "text.parse_math": False,  # «$» in a name is a dollar, not a formula
    "text.color": INK,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "hatch.linewidth": 0.7,
}


@contextmanager
def look() -> Iterator[None]:
    """Draw in the look of pdmon, whatever the analyst has set for his own charts."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield


def sheet(height: float, left: float, bottom: float, top: float = 0.08, right: float = 0.08) -> Axes:
    """Return empty axes on a new sheet of text width; height and margins are inches."""
    figure = Figure(figsize=(WIDTH, height), facecolor="white")
    box = (left / WIDTH, bottom / height, (WIDTH - left - right) / WIDTH, (height - bottom - top) / height)
    axes = figure.add_axes(box)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(length=0)
    axes.set_axisbelow(True)
    return axes


def wrap(label: object, width: int = _LABEL, lines: int = 4) -> str:
    """Return the label in a few lines, a longer one cut with «…»."""
    text = " ".join(clean(label).split())
    return textwrap.fill(text, width, max_lines=lines, placeholder=" …") or " "


def widest(labels: Sequence[str]) -> float:
    """Return the width of the longest line of the labels in inches."""
    return LETTER * max((len(line) for label in labels for line in label.splitlines()), default=1)


def scale(axis: Axis, top: float, unit: str) -> None:
    """Mark the axis from 0 to the greatest value with round numbers, a decimal comma and a pale grid."""
    ticks = [tick for tick in MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(0, top) if 0 <= tick <= top * 1.001]
    axis.set_ticks(ticks)
    axis.set_major_formatter(FuncFormatter(lambda x, _: _tick(x, unit)))
    axis.grid(visible=True, color=PALE, linewidth=0.8)
    if unit not in PERCENTS:
        axis.set_label_text(clean(plain_unit(unit)))


def _tick(x: float, unit: str) -> str:
    if unit not in PERCENTS:
        return amount(x)
    return percent(round(x, 6), 0 if round(x * 1000) % 10 == 0 else 1)


def room(top: float, label: float, axes: Axes) -> float:
    """Return the end of the level axis so that a label of `label` inches fits behind the value `top`."""
    width = float(axes.get_position().width) * WIDTH
    return top * width / max(width - label, width / 4)


def columns(names: Sequence[str]) -> int:
    """Return how many names of a legend fit beside each other."""
    return max(1, int((WIDTH - 0.2) / (widest(names) + 0.5)))


def inches(axes: Axes, end: float) -> float:
    """Return how many inches one unit of the level axis takes."""
    return float(axes.get_position().width) * WIDTH / end


def rows(labels: Sequence[str], heights: Sequence[float], unit: str, head: float = 0.08) -> tuple[list[float], Axes]:
    """Return the middle of each row and axes that count inches from the top, the labels of the rows on the left."""
    ends = [*accumulate(heights)]
    middles = [end - height / 2 for end, height in zip(ends, heights, strict=True)]
    foot = 0.26 if unit in PERCENTS else 0.42  # room for the scale and, unless the scale says it, the unit
    axes = sheet(ends[-1] + foot + head, left=widest(labels) + 0.12, bottom=foot, top=head)
    axes.set_ylim(ends[-1], 0)
    _name_rows(axes, middles, labels)
    return middles, axes


def _name_rows(axes: Axes, middles: Sequence[float], labels: Sequence[str]) -> None:
    """Write the labels where matplotlib writes those of ticks, which cost four objects each."""
    axes.set_yticks([])
    root: Any = axes.figure
    beside = axes.get_yaxis_transform() + ScaledTranslation(-_PAD / 72, 0, root.dpi_scale_trans)
    for middle, label in zip(middles, labels, strict=True):
        root.text(0, middle, label, transform=beside, ha="right", va="center_baseline")


def greatest(values: Sequence[float], unit: str) -> float:
    """Return the value that the scale must reach: the greatest one, or a whole where all are missing or 0."""
    return max((value for value in values if not is_missing(value)), default=0) or (1.0 if unit in PERCENTS else 10.0)


def floats(values: Collection[Number]) -> list[float]:
    """Return the values as matplotlib knows them, a missing one as NaN."""
    return [math.nan if value is None or is_missing(value) else float(value) for value in values]


def or_zero(value: float) -> float:
    """Return the length of a bar: none where the value is missing."""
    return 0.0 if is_missing(value) else float(value)


def reach(value: float, bounds: tuple[float, float]) -> float:
    """Return where a label may begin: behind the value and its interval."""
    return max(or_zero(value), or_zero(bounds[1]))


def whiskers(axes: Axes, places: Sequence[float], values: Sequence[float], spread: Bounds, *, upright: bool) -> None:
    """Draw the interval of each value that has one."""
    whole = (item for item in zip(places, values, spread, strict=True) if not any(map(is_missing, (item[1], *item[2]))))
    known = [(place, value, max(value - low, 0), max(high - value, 0)) for place, value, (low, high) in whole]
    if not known:
        return
    at, value, below, above = zip(*known, strict=True)
    arms = (below, above)
    error: Any = {"x": at, "y": value, "yerr": arms} if upright else {"x": value, "y": at, "xerr": arms}
    axes.errorbar(**error, fmt="none", ecolor=INK, elinewidth=1, capsize=2.5)
