"""Is what was skipped really the same: `python bench/soundness.py [NOTEBOOK]...` on fictional districts.

All reports of the last year are made; a school's file is taken away from a lone municipality and from one of a region
and the data prepared anew; `pdmon run` makes what it finds changed; then everything is made by force. Nothing may
differ between the two. Some minutes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from pdmon_utils.example import write_example
from pdmon_utils.store import Workspace

YEAR = "2024"
NOTEBOOKS = ("deficits", "note", "region")
MEMBER = "ravnina-primer"  # of a region of two


def pdmon(home: Path, *words: str) -> str:
    """Return what a command of ours said; ends the bench when it failed."""
    command = [sys.executable, "-m", "pdmon_utils", "--home", str(home), *words]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  our own
    if said.returncode == 2:  # noqa: PLR2004  wrong use; 1 are findings and failures
        sys.exit(said.stdout + said.stderr)
    return said.stdout


def files(home: Path) -> dict[str, str]:
    """Return the reports' files → their hashes."""
    found = [path for path in (home / "reports").rglob("*") if path.is_file() and path.parent.name != "_log"]
    return {str(path.relative_to(home)): sha256(path.read_bytes()).hexdigest() for path in found}


def main(notebooks: tuple[str, ...]) -> bool:
    """Print what was run, what was skipped and what differs."""
    choice = ["-y", YEAR, *(word for name in notebooks for word in ("-n", name))]
    with tempfile.TemporaryDirectory(prefix="soundness-") as folder:
        home = Path(folder)
        workspace = Workspace(home)
        slugs = write_example(workspace.raw, workspace.journals)
        pdmon(home, "prepare")
        pdmon(home, "run", *choice)
        for place in (slugs[0], MEMBER):
            min((workspace.raw / place / YEAR / "школы").iterdir()).unlink()
        pdmon(home, "prepare")
        print(pdmon(home, "status", *choice).strip())
        said = pdmon(home, "run", *choice)
        skipped = files(home)
        pdmon(home, "run", "--force", *choice)
        forced = files(home)
    print(next(line for line in said.splitlines() if line.startswith("Отчётов")))
    different = sorted(name for name in skipped.keys() | forced.keys() if skipped.get(name) != forced.get(name))
    print(f"файлов: {len(forced)}, отличаются от выполненных заново: {len(different)} {different[:5]}")
    return not different


if __name__ == "__main__":
    sys.exit(0 if main(tuple(sys.argv[1:]) or NOTEBOOKS) else 1)
