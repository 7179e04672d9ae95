"""What a publication says to the person: what is left out, what the gate refused; all of it also in a file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from pdmon_utils.folders import whole
from pdmon_utils.publish.site import Refused
from pdmon_utils.release.stored import Left

FILE = Path("_failed", "publish.txt")
MOST = 50  # lines a person reads on a screen


def left_lines(left: Sequence[Left]) -> list[str]:
    """Return the reports left out, by reason and remedy: «what (how many): which. Что сделать: …»."""
    lines: list[str] = []
    for (what, advice), group in groupby(sorted(left, key=_reason), key=_reason):
        held = list(group)
        labels, documents = [one.label for one in held], dict.fromkeys(one.document for one in held)
        remedy = advice.format(document=" -n ".join(documents))
        lines.append(f"{what[:1].upper()}{what[1:]} ({len(labels)}): {'; '.join(labels)}. Что сделать: {remedy}.")
    return lines


def _reason(one: Left) -> tuple[str, str]:
    return one.what, one.advice


def refusal_lines(refusals: Sequence[Refused]) -> list[str]:
    """Return what the gate refused, page by page: «page: where: what. Что сделать: …»."""
    said = sorted({(one.page, one.where, one.what, one.remedy) for one in refusals})
    return [f"{page}: {where}: {what}. Что сделать: {_ended(remedy)}" for page, where, what, remedy in said]


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def shown(lines: Sequence[str]) -> list[str]:
    """Return the first lines and how many more stand in the file."""
    more = len(lines) - MOST
    return [*lines[:MOST], *([f"…и ещё {more}, все — в reports/{FILE.as_posix()}."] if more > 0 else [])]


def keep(reports: Path, lines: Sequence[str]) -> None:
    """Write the lines to `reports/_failed/publish.txt`; nothing to say: no file."""
    path = reports / FILE
    if not lines:
        path.unlink(missing_ok=True)
        return
    with whole(path) as part:
        part.write_text("\n".join(lines) + "\n", encoding="utf-8")
