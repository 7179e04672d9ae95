"""What a stranger finds in all bytes of the site of the unseen districts: `python tests/attack_site.py FOLDER`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from inert import active, active_inside
from pdmon_utils.store import Workspace
from pdmon_utils.study.data import Data
from spoken import lines_of, secrets_of, told
from unseen import PLACES, YEAR, canaries, unpacked


def attacked(home: Path) -> Counter[str]:
    """Return how many files were read and pages parsed, and what was found: canaries, active content, small cells."""
    workspace, found = Workspace(home), Counter[str]()
    site = workspace.reports / "site"
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        said = "\n".join(unpacked(path))
        found["files"] += 1
        found["canaries"] += sum(word in said for word in canaries())
        if path.suffix == ".html":
            text = path.read_text(encoding="utf-8")
            found["pages"] += 1
            found["active"] += len((active_inside if path.name.endswith(".fragment.html") else active)(text))
    for slug in PLACES:
        data = Data("note", slug, YEAR, "public", workspace)
        figures = workspace.figures([slug])
        true = figures[figures["scope"] == "municipality"].reset_index(drop=True)
        secrets = secrets_of(true, data.all_figures, dict(data.regulation.asks))
        files = [p for p in (site / slug).rglob("*") if p.suffix in {".html", ".docx", ".xlsx", ".csv"}]
        found["secrets"] += len(secrets)
        found["small cells"] += len(list(told(secrets, [line for p in files for line in lines_of(p)])))
    return found


if __name__ == "__main__":
    print(dict(attacked(Path(sys.argv[1]))))  # noqa: T201  the figures of docs/promises.md
