"""What a cell may print: a notebook of twenty megabytes opens nowhere, so the rest is left out with a word about it."""

from __future__ import annotations

from typing import Any, Final

MOST: Final = 1_000_000  # letters that a cell may print
CUT: Final = "\n… Вывод сокращён: ячейка напечатала {million} млн знаков, показан первый миллион. Печатайте меньше.\n"


def cap_outputs(cells: list[Any]) -> None:
    """Cut what the cells printed, of each cell after the first `MOST` letters."""
    for cell in cells:
        streams = [output for output in cell.get("outputs", ()) if output.output_type == "stream"]
        printed = sum(len(output.text) for output in streams)
        if printed > MOST:
            _cut(streams, CUT.format(million=f"{printed / 1e6:.1f}".replace(".", ",")))


def _cut(streams: list[Any], word: str) -> None:
    left = MOST
    for output in streams:
        output.text, left = output.text[:left], max(0, left - len(output.text))
    streams[-1].text += word
