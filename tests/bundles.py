"""One fictional district prepared, run and published twice by the command line, with everything around it different."""

from __future__ import annotations

import locale
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from pdmon_utils.example import write_district

SLUG, YEAR = "zato-primer", 2024
NOTEBOOKS = ("note",)  # page, picture, DOCX, XLSX; each of them is run four times
RUSSIAN = "ru_RU.UTF-8"
PUBLISHED = "2032-01-15"  # the day of publication stands on the site: whoever publishes says it


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What must not matter: where the workspace lies, whose home it is, the zone, the seed, the locale, the workers."""

    folder: str
    person: str
    zone: str
    seed: str
    words: str
    workers: str
    today: str
    kept: Mapping[str, str] = field(default_factory=dict)

    def home(self, base: Path) -> Path:
        """Return the workspace of these surroundings."""
        return base / self.folder

    def environment(self, base: Path) -> dict[str, str]:
        """Return the environment of a command."""
        person = base / self.person
        person.mkdir(parents=True, exist_ok=True)
        said = {"HOME": str(person), "TZ": self.zone, "PYTHONHASHSEED": self.seed, "LC_ALL": self.words}
        said |= {"PDMON_TODAY": self.today, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": os.pathsep.join(sys.path)}
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR") if name in os.environ}
        return {**kept, **said, **self.kept}


def speaks_russian() -> bool:
    """Return True where the system has the Russian locale."""
    was = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, RUSSIAN)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_ALL, was)
    return True


FIRST = Surroundings("a", "p", "UTC", "0", "C", "1", "2025-02-01")
OTHER = Surroundings(
    "папка подлиннее, с пробелом/рабочая",
    "дом/Мария Ивановна",
    "Asia/Kamchatka",
    "1234",
    RUSSIAN if speaks_russian() else "C.UTF-8",
    "4",
    "2031-12-31",
)


def build(base: Path) -> None:
    """Make the district in both surroundings from the same raw files, journal and key of names."""
    first = FIRST.home(base)
    write_district(first / "data" / "raw", SLUG, seed=2022, journals=first / "data" / "journal")
    shutil.rmtree(first / "data" / "raw" / SLUG / "2022")
    (first / "pdmon.key").write_text("5" * 64, encoding="ascii")
    (first / "pdmon.key").chmod(0o600)
    shutil.copytree(first, OTHER.home(base))
    for where in (FIRST, OTHER):
        _run(base, where)


def _run(base: Path, where: Surroundings) -> None:
    chosen = [word for name in NOTEBOOKS for word in ("-n", name)]
    run = ("run", "-y", str(YEAR), "-j", where.workers, *chosen)
    for command in (("prepare",), run, ("publish", "--today", PUBLISHED)):
        said = subprocess.run(
            [sys.executable, "-m", "pdmon_utils", "--home", str(where.home(base)), *command],
            env=where.environment(base),
            cwd=base / where.person,
            capture_output=True,
            encoding="utf-8",
            timeout=500,
            check=False,
        )
        assert said.returncode in {0, 1}, f"{command}: {said.stdout}{said.stderr}"
        assert not said.stderr, f"{command}: {said.stderr}"


def hashes(home: Path, *folders: str) -> dict[str, str]:
    """Return path → sha256 of all files below these folders of a workspace."""
    return {
        path.relative_to(home).as_posix(): sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in _files(home / folder)
    }


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files, without the logs of runs: they tell when a report was made and how long it took."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file() and path.parent.name != "_log")
