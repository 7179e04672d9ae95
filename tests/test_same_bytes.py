"""The same input gives the same bytes, whatever clock, zone, folder, locale, seed of hashes and number of workers."""

from __future__ import annotations

from pathlib import Path

import pytest

import bundles

OUT = ("data/processed", "data/journal", "reports")


def test_all_files_are_the_same_bytes(bundled: Path) -> None:
    first, other = (bundles.hashes(where.home(bundled), *OUT) for where in (bundles.FIRST, bundles.OTHER))

    print(f"файлов: {len(first)}, отличаются: {sum(other.get(name) != digest for name, digest in first.items())}")  # noqa: T201
    assert sorted(first) == sorted(other)
    assert [name for name in first if first[name] != other[name]] == []


@pytest.mark.parametrize("ending", [".html", ".docx", ".xlsx", ".ipynb", "-source.html", ".manifest.json"])
def test_there_is_something_to_compare(bundled: Path, ending: str) -> None:
    home = bundles.FIRST.home(bundled)
    reports = home / "reports" / bundles.SLUG / str(bundles.YEAR)

    for audience in ("internal", "public"):
        for name in bundles.NOTEBOOKS:
            assert (reports / audience / f"{name}{ending}").stat().st_size > 0
    assert (home / "reports" / "site" / "index.html").exists()
    assert (home / "data" / "processed" / "figures.parquet").exists()


def test_no_file_names_the_machine_or_its_people(bundled: Path) -> None:
    words = [str(bundled), bundles.OTHER.person, "Мария Ивановна", "папка подлиннее", "/tmp/", "ipykernel_"]  # noqa: S108  looked for
    home = bundles.OTHER.home(bundled)
    texts = {path: path.read_bytes() for path in (home / "reports").rglob("*") if path.is_file()}

    assert [(path.name, word) for path, text in texts.items() for word in words if word.encode() in text] == []
