"""A drawn chart as a picture: the same bytes for the same figures, always with words for those who cannot see it."""

from __future__ import annotations

import base64
import io
import warnings
from dataclasses import dataclass
from typing import Any, cast

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from pdmon_utils.show.markup import Bundled, Node, ShowError, clean, element, escape

WIDTH = 6.3  # inches: 16 cm, the width of the text on an A4 page
_DPI = 192  # two dots for each of the 96 of a screen; sharp enough for print
_ALMOST_WHITE = 250  # the quick palette makes white paper a little grey
_COLOURS = 64  # of the palette: a chart needs no more, and the file is a quarter of the size


@dataclass(frozen=True, repr=False)
class Picture(Bundled):
    """PNG bytes with a caption below and an alternative text; raises ShowError without the latter."""

    data: bytes
    caption: str
    alt: str
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a picture that says nothing to a reader who cannot see it."""
        if not self.alt.strip():
            raise ShowError(f"Диаграмма «{self.caption}»: нет текстового описания. Передайте alt словами.")

    @property
    def size(self) -> tuple[int, int]:
        """Width and height on a page, in points of a screen (96 to an inch)."""
        width, height = (int.from_bytes(self.data[at : at + 4]) for at in (16, 20))  # the header of every PNG
        return round(width * 96 / _DPI), round(height * 96 / _DPI)

    def _repr_html_(self) -> str:
        width, height = map(str, self.size)
        source = "data:image/png;base64," + base64.b64encode(self.data).decode("ascii")
        picture = f'<img alt="{escape(self.alt)}" src="{source}" width="{width}" height="{height}">'
        note = " " + element("span", escape(self.note), class_="pdmon-note") if self.note else ""
        caption = element("figcaption", element("span", escape(self.caption)) + note)
        return element("figure", picture + caption, class_="pdmon-chart")

    def node(self) -> Node:
        """Return the PNG in base64 and the words that belong to it."""
        words = {"caption": clean(self.caption), "alt": clean(self.alt), "note": clean(self.note)}
        return {"kind": "picture", "png": base64.b64encode(self.data).decode("ascii"), **words}

    def __repr__(self) -> str:
        """Return what the picture says, in words."""
        return "\n".join(clean(text) for text in (self.caption, self.alt, self.note) if text)


def png(axes: Axes) -> bytes:
    """Return the sheet of the axes as a PNG of few colours, without dates or names of programs in it."""
    figure = cast("Figure", axes.get_figure(root=True))
    figure.set_dpi(_DPI)
    canvas: Any = FigureCanvasAgg(figure)  # matplotlib gives its methods no types
    with warnings.catch_warnings():
        # a rare sign that the font lacks is drawn as a box; the reader of a report need not see a warning
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        canvas.draw()
    image = Image.frombytes("RGBA", canvas.get_width_height(), bytes(canvas.buffer_rgba())).convert("RGB")
    few = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.putpalette([255 if part > _ALMOST_WHITE else part for part in few.getpalette() or []])
    file = io.BytesIO()
    few.save(file, "PNG", dpi=(_DPI, _DPI))
    return file.getvalue()
