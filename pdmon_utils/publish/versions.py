"""What a report was made by, as fingerprints: the program, its catalogue and rules, the schema, the libraries."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from pdmon_utils import __version__
from pdmon_utils.schema.version import template_version
from pdmon_utils.store import Workspace

LIBRARIES: Final = tuple(  # what computes and draws; who runs the cells is no part of what they say
    "pandas numpy pyarrow scipy scikit-learn matplotlib openpyxl python-calamine docxtpl python-docx".split()
    + "nbconvert nbformat mistune jinja2 nh3 beautifulsoup4 PyYAML".split()
)
_PACKAGE: Final = Path(__file__).parents[1]
_UNREAD: Final = frozenset({".pyc", ".pyo"})
_CATALOGUE: Final = ("catalogue",)
_RULES: Final = ("rules", "conclusions/master", "recommendations")


def versions(workspace: Workspace) -> dict[str, str]:
    """Return what → its version or fingerprint (sha256 over the files' names inside the package and their bytes)."""
    return {
        "Программа pdmon": __version__,
        "Отпечаток программы": program(),
        "Отпечаток каталога и положений": fingerprint(_own(workspace, "regulations"), *_CATALOGUE),
        "Отпечаток правил проверки, выводов и рекомендаций": fingerprint(_own(workspace, "rules"), *_RULES),
        "Версия таблиц для заполнения": template_version(),
        "Python": platform.python_version(),
        **libraries(),
    }


@cache
def program() -> str:
    """Return the fingerprint of the whole package: code, catalogue, rules, templates, styles."""
    return fingerprint(())


@cache
def libraries() -> dict[str, str]:
    """Return library → its version; those that are not installed are left out."""
    found = {name: _version(name) for name in LIBRARIES}
    return {name: number for name, number in found.items() if number}


@cache
def fingerprint(further: tuple[Path, ...], *rooms: str) -> str:
    """Return the sha256 over the files of these rooms of the package (all if none is named) and of `further` folders.

    Where the package and a folder lie does not matter: a file is known by its path inside them.
    """
    roots = [(_PACKAGE, _PACKAGE / room) for room in rooms or (".",)] + [(folder, folder) for folder in further]
    lines = sorted(line for base, folder in roots for line in _lines(base, folder))
    return digest(lines)


def digest(lines: Iterable[str]) -> str:
    """Return the sha256 of the lines, each with its line break."""
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _lines(base: Path, folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in _UNREAD:
            yield f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(base).as_posix()}"


def _own(workspace: Workspace, name: str) -> tuple[Path, ...]:
    """Return the workspace's own folder of that name where it has one."""
    folder = workspace.home / name
    return (folder,) if folder.is_dir() else ()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
