"""How fast raw files become checked tables, against pandas with openpyxl which only loads them: seconds and ratios.

    python bench/intake.py                           # some 300 workbooks, then one register of 50 000 rows
    python bench/intake.py --copies 1 --rows 10000  # a quick look

Every measurement is a process of its own, rounds are interleaved, medians are shown; CPU includes child processes.
«ours» is `pdmon check` without its pages: limits, reading in child processes, types, dictionaries, all rules.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pandas as pd

from pdmon_utils.collect import collect
from pdmon_utils.example import write_district
from pdmon_utils.example.xlsx import Sheet, Value, package
from pdmon_utils.schema import SCHEMA, Column
from pdmon_utils.store import Workspace

MEGABYTE = 1024  # ru_maxrss is in kilobytes
DISTRICT = "gorod-primer"
CARD = "name: Район\noktmo: '00001001'\nregion: Область\nregion_code: oblast\nregulation: tyumen\n"
POST = {"staff_group": "педагог", "position": "учитель", "subject": "физика", "is_external": "нет", "rate": 1}
BLANK = ("dismiss_date", "dismiss_reason", "ped_experience", "year")


def person(number: int, columns: Sequence[Column]) -> list[Value]:
    """Return a plausible row of a register."""
    dice = random.Random(number)  # noqa: S311  a benchmark needs no secrets
    start = date(1985 + number % 35, 9, 1)
    own = {"org_id": f"{number % 900:04}", "person_id": f"{number:07}", **POST, **dict.fromkeys(BLANK)}
    own |= {"birth_date": start - timedelta(days=365 * 23 + number % 300), "ped_start_date": start, "hire_date": start}
    own |= {"load_hours": 18, "self_topic": f"Тема {number % 1000}"}
    return [own[c.name] if c.name in own else other(c, dice) for c in columns]


def other(column: Column, dice: random.Random) -> Value:
    """Return any value of a dictionary, да or нет."""
    return dice.choice(list(column.values.values()) or ["да", "нет"])


def make(home: Path, copies: int, rows: int) -> None:
    """Write the two workspaces: the example's largest district many times over, and one large register."""
    write_district(home / "many" / "data" / "raw", DISTRICT, seed=2022)
    folder = home / "many" / "data" / "raw" / DISTRICT
    for number in range(1, copies):
        shutil.copytree(folder, folder.with_name(f"{DISTRICT}-{number}"))
    year = home / "large" / "data" / "raw" / "town" / "2024"
    year.mkdir(parents=True)
    (year.parent / "municipality.yaml").write_text(CARD, encoding="utf-8")
    columns = list(SCHEMA["staff"].columns.values())
    body = [person(number, columns) for number in range(rows)]
    sheet = Sheet(SCHEMA["staff"].title, [column.header for column in columns], body, [12] * len(columns))
    (year / "staff.xlsx").write_bytes(package("Проба", [sheet]))


def ours(home: Path) -> None:
    """Check the files of a workspace; what is unchanged comes from the cache."""
    for each in collect(Workspace(home), day=date(2024, 1, 1)):
        if each.intake.tables["staff"].empty:
            sys.exit("Nothing was read: the figures would mean nothing.")


def pandas(home: Path) -> None:
    """Load all sheets of all files and do nothing with them."""
    for path in books(home):
        pd.read_excel(path, sheet_name=None, engine="openpyxl")


def books(home: Path) -> list[Path]:
    """Return the workbooks of a workspace."""
    return sorted((home / "data" / "raw").rglob("*.xlsx"))


def run(way: str, home: Path) -> dict[str, float]:
    """Return what one way costs in a fresh process."""
    command = [sys.executable, __file__, "--way", way, "--home", str(home)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  this script
    cost: dict[str, float] = json.loads(said.splitlines()[-1])
    return cost


def spend(way: str, home: Path) -> None:
    """Do the work and print its cost as JSON."""
    start = time.perf_counter()
    {"ours": ours, "again": ours, "pandas": pandas}[way](home)
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = sum(used.ru_utime + used.ru_stime for used in (own, children))
    peak = {"own": own.ru_maxrss / MEGABYTE, "child": children.ru_maxrss / MEGABYTE}
    print(json.dumps({"wall": time.perf_counter() - start, "cpu": cpu, **peak}))


def compare(title: str, home: Path, rounds: int) -> None:
    """Print the costs of the ways on one workspace and their ratios."""
    costs: dict[str, list[dict[str, float]]] = {"pandas": [], "ours": [], "again": []}
    for _ in range(rounds):
        for way, found in costs.items():
            if way == "ours":
                forget(home)
            found.append(run(way, home))
    print(title)
    middle = {way: {key: median(cost[key] for cost in found) for key in found[0]} for way, found in costs.items()}
    for way, cost in middle.items():
        peaks = f"{cost['own']:.0f} MB, largest child {cost['child']:.0f} MB"
        print(f"  {way:<8} {cost['cpu']:7.1f} s CPU {cost['wall']:7.1f} s wall   peak {peaks}")
    for way in ("ours", "again"):
        ratios = (middle["pandas"][key] / middle[way][key] for key in ("cpu", "wall"))
        print("  pandas ÷ {:<6} {:.1f} × CPU, {:.1f} × wall".format(way, *ratios))


def forget(home: Path) -> None:
    """Remove the cache, so that every file is read."""
    for path in sorted((home / "data" / "processed").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def main() -> None:
    """Measure or, as a child, be measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=5, help="how often the example's district is handed in")
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way")
    parser.add_argument("--home", type=Path)
    said = parser.parse_args()
    if said.way:
        spend(said.way, said.home)
        return
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), said.copies, said.rows)
        number = len(books(Path(folder) / "many"))
        compare(f"{number} workbooks of {said.copies} districts, 3 years", Path(folder) / "many", said.rounds)
        compare(f"one register of {said.rows} rows × 22 columns", Path(folder) / "large", said.rounds)


if __name__ == "__main__":
    main()
