"""A map of municipalities: outlines, names and values; shades of one colour in fixed bands, no place of anybody."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from pdmon_utils.show import canvas
from pdmon_utils.show.canvas import GREY, INK, PALE
from pdmon_utils.show.markup import ShowError
from pdmon_utils.show.pictures import WIDTH, Picture, png
from pdmon_utils.words import NO_DATA, is_missing, percent, short_text

Ring = Sequence[tuple[float, float]]
BANDS = ((0.2, "#eef2f6"), (0.4, "#d3dee8"), (0.6, "#b1c5d6"), (0.8, "#8aa8c0"), (1.0, "#6489a8"))
BANDS_NOTE = "Оттенок — ступень значения, одна для всех карт; точные значения — в таблице рядом."
_TALLEST, _LEGEND = 5.2, 0.35  # inches


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality on the map: its name, its rings (longitude and latitude, or any plane), its share (0..1)."""

    name: str
    rings: Sequence[Ring]
    share: float

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of mass of the greatest ring, where its label stands."""
        return _centroid(max(self.rings, key=lambda ring: abs(_area(ring))))


def share_map(areas: Sequence[Area], *, title: str, unit: str, alt: str) -> Picture:
    """Return the map; raises ShowError without an outline."""
    if not areas:
        raise ShowError(f"Карта «{title}»: нет ни одного контура. Вместо неё выведите Notice с причиной.")
    points = [point for area in areas for ring in area.rings for point in ring]
    (west, east), (south, north) = ((min(c), max(c)) for c in zip(*points, strict=True))
    stretch = _stretch(south, north)
    wide, tall = max(east - west, 1e-9), max(north - south, 1e-9) * stretch
    height = min(_TALLEST, (WIDTH - 0.2) * tall / wide) + _LEGEND
    with canvas.look():
        axes = canvas.sheet(height, left=0.1, bottom=_LEGEND, top=0.05, right=0.1)
        axes.set_axis_off()
        axes.set(xlim=(west, east), ylim=(south, north))
        axes.set_aspect(stretch, anchor="C")
        for area in areas:
            _draw(axes, area, unit)
        _legend(axes)
        return Picture(png(axes), title, alt, BANDS_NOTE)


def alt_map(shares: Mapping[str, float], unit: str) -> str:
    """Return the values by name, in the order given."""
    told = "; ".join(f"{name} — {short_text(unit, share)}" for name, share in shares.items())
    return f"Карта муниципалитетов. {told}."


def shade(share: float) -> str:
    """Return the colour of a share's band."""
    return next((colour for end, colour in BANDS if share < end), BANDS[-1][1])


def _draw(axes: Axes, area: Area, unit: str) -> None:
    missing = is_missing(area.share)
    face = {"facecolor": "white", "hatch": "///"} if missing else {"facecolor": shade(area.share)}
    outline = Path.make_compound_path(*(Path([*ring, ring[0]], closed=True) for ring in area.rings))
    axes.add_patch(PathPatch(outline, edgecolor=PALE if missing else "white", linewidth=1.2, **face))
    axes.add_patch(PathPatch(outline, facecolor="none", edgecolor=GREY, linewidth=0.6))
    said = f"{canvas.wrap(area.name, 22, lines=3)}\n{short_text(unit, area.share)}"
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.0, "alpha": 0.75}
    axes.text(*area.middle, said, ha="center", va="center", fontsize=7.5, color=INK, bbox=ground)


def _legend(axes: Axes) -> None:
    begins = (0.0, *(end for end, _ in BANDS))
    named = [f"{percent(low, 0)} – {percent(end, 0)}" for low, (end, _) in zip(begins, BANDS, strict=False)]
    patches = [
        Patch(facecolor=colour, edgecolor=GREY, label=name) for name, (_, colour) in zip(named, BANDS, strict=True)
    ]
    patches.append(Patch(facecolor="white", edgecolor=GREY, hatch="///", label=NO_DATA))
    axes.figure.legend(handles=patches, loc="lower center", ncols=6, frameon=False, fontsize=7, handlelength=1.2)


def _stretch(south: float, north: float) -> float:
    """Return how much higher a degree of latitude is than one of longitude there; 1 on a plane that is no degrees."""
    middle = (south + north) / 2
    return 1 / math.cos(math.radians(middle)) if -85 < south <= north < 85 else 1.0  # noqa: PLR2004  degrees


def _area(ring: Ring) -> float:
    following = [*ring[1:], ring[0]]
    return sum(x * b - a * y for (x, y), (a, b) in zip(ring, following, strict=True)) / 2


def _centroid(ring: Ring) -> tuple[float, float]:
    size = _area(ring)
    if math.isclose(size, 0):
        xs, ys = zip(*ring, strict=True)
        return sum(xs) / len(xs), sum(ys) / len(ys)
    pairs = [(x, y, a, b, x * b - a * y) for (x, y), (a, b) in zip(ring, [*ring[1:], ring[0]], strict=True)]
    return sum((x + a) * c for x, _, a, _, c in pairs) / size / 6, sum(
        (y + b) * c for _, y, _, b, c in pairs
    ) / size / 6
