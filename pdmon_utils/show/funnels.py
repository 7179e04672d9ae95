"""A funnel: shares of units by their size, and the limits of chance around the whole; no order of units."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from pdmon_utils.show import canvas
from pdmon_utils.show.canvas import COLOURS, GREY, INK
from pdmon_utils.show.markup import ShowError
from pdmon_utils.show.pictures import Picture, png
from pdmon_utils.stats.funnel import ALARM, WARNING, limits
from pdmon_utils.words import amount, join_ru, percent

_GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
LIMITS_NOTE = (
    "Пунктир — пределы случайного 95 %, сплошные линии — 99,8 %, средняя линия — значение по муниципалитету. "
    "Светлые точки: меньше 10 человек, вывод не делается."
)


@dataclass(frozen=True, slots=True)
class Point:
    """One unit of a funnel: its name, size and share (0..1).

    `side` is the conclusion: +1 above what chance allows, -1 below, 0 none; a point may lie outside a limit without it.
    """

    name: str
    size: float
    share: float
    side: int = 0
    pale: bool = False


def funnel(points: Sequence[Point], pooled: float, *, title: str, people: str) -> Picture:
    """Return the funnel of the points around the pooled share; those of a side are named; raises ShowError for none."""
    if not points:
        raise ShowError(f"Диаграмма «{title}»: показывать нечего. Вместо неё выведите Notice с причиной.")
    widest = max(point.size for point in points)
    with canvas.look():
        axes = canvas.sheet(3.1, left=0.75, bottom=0.45)
        axes.set(xlim=(0, widest * 1.12), ylim=(0, 1.02))
        canvas.scale(axes.yaxis, 1.0, "%")
        axes.set_xlabel(people)
        axes.xaxis.set_major_formatter(lambda x, _: amount(x))
        _limits(axes, pooled, widest)
        _points(axes, points, widest)
        return Picture(png(axes), title, alt_funnel(points, pooled), LIMITS_NOTE)


def _limits(axes: Axes, pooled: float, widest: float) -> None:
    sizes = np.linspace(1, widest * 1.12, 200)
    for level, line in ((WARNING, "--"), (ALARM, "-")):
        for bound in limits(pooled, sizes, level):
            axes.plot(sizes, bound, linestyle=line, linewidth=1, color=GREY)
    axes.axhline(pooled, linewidth=1.4, color=INK)


def _points(axes: Axes, points: Sequence[Point], widest: float) -> None:
    for point in points:
        face = "white" if point.pale else COLOURS[5] if point.side else COLOURS[0]
        marker = {1: "^", -1: "v"}.get(point.side, "o")  # colour is not the only sign
        axes.plot(point.size, point.share, marker, markersize=6, markeredgecolor=COLOURS[0], markerfacecolor=face)
        if point.side:
            right = point.size > widest * 0.6
            shift, side = ((-7, 4), "right") if right else ((7, 4), "left")
            label = canvas.wrap(point.name, 28, lines=2)
            text: Any = {"xytext": shift, "textcoords": "offset points", "ha": side, "fontsize": 7.5}
            axes.annotate(label, (point.size, point.share), bbox=_GROUND, **text)


def alt_funnel(points: Collection[Point], pooled: float) -> str:
    """Return what the funnel says: how many units, the value of the whole, and who is above or below by conclusion."""
    above, below = (sorted(point.name for point in points if point.side == side) for side in (1, -1))
    said = [f"Выше пределов случайного: {join_ru(above)}."] if above else []
    said += [f"Ниже пределов случайного: {join_ru(below)}."] if below else []
    outside = " ".join(said) or "За пределы случайного не выходит ни одна организация."
    whole = f"значение по муниципалитету {percent(pooled)}"
    return f"Воронкообразная диаграмма: организаций — {len(points)}, {whole}. {outside}"
