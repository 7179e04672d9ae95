"""What the log of checks costs beside the report itself: prints CPU seconds and ratios, page by page.

    python bench/checks.py ПАПКА            # a workspace in which `pdmon prepare` and `pdmon run` were done

The numbers of a place, year and audience are counted once a worker; «again» is what each further page costs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from pdmon_utils.batch.manifest import SOURCE
from pdmon_utils.publish.checks import NUMERALS, check_report
from pdmon_utils.publish.ledger import Ledger, ledger_of
from pdmon_utils.store import AUDIENCES, Workspace

Group = tuple[str, int, str]


def pages(workspace: Workspace) -> list[tuple[Group, Path]]:
    """Return the reports' pages by place, year and audience."""
    found = sorted(workspace.reports.glob("*/*/*/*.html"))
    parts = [(path.relative_to(workspace.reports).parts, path) for path in found if not path.name.endswith(SOURCE)]
    return [((p[0], int(p[1]), p[2]), path) for p, path in parts if p[1].isdecimal() and p[2] in AUDIENCES]


def cost(page: Path, ledger: Ledger) -> tuple[float, int, int]:
    """Return CPU seconds of all checks of a page, its numerals, and what was found wrong."""
    began, html = time.process_time(), page.read_text(encoding="utf-8")
    found = check_report(html, ledger)
    numerals = next(check.looked for check in found if check.name == NUMERALS)
    return time.process_time() - began, numerals, sum(len(check.problems) for check in found)


def show(group: Group, paths: Iterable[Path], workspace: Workspace) -> tuple[float, float, int, int]:
    """Print the costs of a group and return: first time, again, pages, problems."""
    ledger, held = ledger_of(workspace, *group), list(paths)
    first = [cost(path, ledger) for path in held]
    again = [cost(path, ledger)[0] for path in held]
    once, pages_again = sum(seconds for seconds, *_ in first), sum(again)
    numerals, wrong = sum(n for _, n, _ in first), sum(w for *_, w in first)
    print(f"{' · '.join(map(str, group))}: страниц {len(held)}, чисел {numerals}, замечаний {wrong}, ", end="")
    print(f"всего {once:.1f} с, из них счёт чисел заново {once - pages_again:.1f} с")
    return once, pages_again, len(held), wrong


def main() -> None:
    """Print the costs of a workspace."""
    workspace = Workspace.find(sys.argv[1] if len(sys.argv) > 1 else None)
    rows = [
        show(group, (path for _, path in found), workspace)
        for group, found in groupby(pages(workspace), key=lambda pair: pair[0])
    ]
    if not rows:
        sys.exit("Нет ни одной страницы: выполните pdmon run.")
    once, again, size, wrong = (sum(column) for column in zip(*rows, strict=True))
    print(f"На страницу: {again / size:.2f} с проверка, {(once - again) / size:.2f} с счёт чисел; замечаний {wrong}.")


if __name__ == "__main__":
    main()
