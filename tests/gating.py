"""A folder to publish with one page, and what the gate says of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pdmon_utils.publish.gate import Known, Refusal, examine
from pdmon_utils.publish.gate.knowing import own_files
from pdmon_utils.publish.gate.vocabulary import ordinary, proper, words_of
from pdmon_utils.reading.named import SURNAME, surnames_of
from pdmon_utils.reading.people import Veil
from pdmon_utils.reading.surnames import surname_keys

VEIL = Veil(b"key of the tests")
CSP = "default-src 'none'; img-src data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'"
SHELL = (
    '<!doctype html>\n<html lang="ru">\n<head>\n<meta charset="utf-8">\n'
    f'<meta http-equiv="Content-Security-Policy" content="{CSP}">\n<title>Отчёт</title>\n</head>\n'
    '<body data-audience="public">\n<main><h1>Отчёт</h1>\n<h2>Выводы</h2>\n%s\n</main>\n</body>\n</html>\n'
)


def register(*names: str) -> frozenset[str]:
    """Return the signs that the reading of a register with these names keeps."""
    words = (word for name in names for word in surnames_of(name))
    return frozenset(VEIL.sign(SURNAME, key) for word in words for key in surname_keys(word))


def known(*names: str, places: Iterable[str] = (), **more: Any) -> Known:
    """Return what the gate knows: a register with these names, pdmon's own words."""
    vocabulary = {"ordinary": ordinary(), "proper": proper() | words_of(*places), "assets": own_files()}
    return Known(VEIL, names=register(*names), **{**vocabulary, **more})


def html(body: str) -> str:
    """Return a public page, right in everything, with this body."""
    return SHELL % body


def examined(folder: Path, files: dict[str, str | bytes], knows: Known | None = None) -> tuple[Refusal, ...]:
    """Return what the gate says of a folder with these files."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return examine(folder, knows or known())


def of_page(folder: Path, body: str, knows: Known | None = None) -> tuple[Refusal, ...]:
    """Return what the gate says of one page with this body."""
    return examined(folder, {"page.html": html(body)}, knows)
