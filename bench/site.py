"""What a municipality costs on a site of 2 300, in CPU seconds, as a ratio to a site of 100; 1: nothing grows.

    python bench/site.py

Each has one small report. The parts that a site of everybody has once (index, regions, search) are in both times.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import nbformat.v4 as nbf

from pdmon_utils.publish import Page, build_site, export_html

COUNTRY, FEW, REGIONS, WORST = 2300, 100, 89, 1.5


def seconds(home: Path, source: Path, count: int) -> float:
    """Return the CPU seconds a municipality of a site of so many."""
    home.mkdir()
    named = ((f"place-{n}", f"Придуманский муниципальный район № {n}", f"Область {n % REGIONS}") for n in range(count))
    pages = [Page(slug, name, region, 2024, "note", "Справка", source) for slug, name, region in named]
    began = time.process_time()
    build_site(home, pages)
    return (time.process_time() - began) / count


def main() -> int:
    """Print both times and their ratio; return 1 when a large site costs much more a municipality."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        source = home / "note.html"
        notebook = nbf.new_notebook(cells=[nbf.new_markdown_cell("# Справка\n## Выводы\nДоля не изменилась.")])
        source.write_text(export_html(notebook, title="Справка", audience="public"), encoding="utf-8")
        seconds(home / "warm", source, 1)
        few, many = (seconds(home / str(count), source, count) for count in (FEW, COUNTRY))
        page = max(path.stat().st_size for path in (home / str(COUNTRY)).rglob("*.html"))
    print(f"{few * 1000:.2f} мс на муниципалитет при {FEW}, {many * 1000:.2f} мс при {COUNTRY}")
    print(f"отношение {many / few:.2f}")
    print(f"самая большая страница: {page} байт")
    return int(many / few > WORST)


if __name__ == "__main__":
    sys.exit(main())
