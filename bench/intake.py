"""How fast raw files become checked tables, against pandas with openpyxl which only loads them: seconds and ratios.

    python bench/intake.py                          # 300 workbooks, then one register of 50 000 rows
    python bench/intake.py --books 60 --rows 10000 # a quick look

Every measurement is a process of its own, rounds are interleaved, medians are shown; CPU includes child processes.
«ours» is `pdmon check` without its pages: limits, reading in child processes, types, dictionaries, all rules.
"""

from __future__ import annotations

import argparse
import json
import resource
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
from pdmon_utils.example.xlsx import Sheet, Value, package
from pdmon_utils.schema import SCHEMA
from pdmon_utils.store import Workspace

MEGABYTE = 1024  # ru_maxrss is in kilobytes
CARD = "name: Район\noktmo: '00001001'\nregion: Область\nregion_code: oblast\nregulation: tyumen\n"
PEOPLE = 100
SPRING = date(2024, 3, 1)
ORGANISATION = {"org_type": "школа", "is_municipal": "да", "rural": "нет"}
PROGRAMME = {"programme_id": "P1", "title": "Методика", "provider": "ИРО", "kind": "ПК", "hours": 36}
POST = {"staff_group": "педагог", "position": "учитель", "subject": "физика", "is_external": "нет", "rate": 1}
FACTS: dict[str, dict[str, Value]] = {
    "diagnostics": {"kind": "дефициты", "completed": "да", "deficit_found": "нет", "provider": "анкетирование"},
    "courses": {"programme_id": "P1", "completed": "да", "form": "очная", "by_diagnostics": "нет"},
    "support": {"level": "ОО", "direction": "аттестация", "supporter": "методист", "form": "консультация"},
}
DAYS = {"diagnostics": "date", "courses": "end_date", "support": "start_date"}


def sheet(table: str, rows: Sequence[dict[str, Value]]) -> Sheet:
    """Return a sheet with all columns of a table; what a row does not say is empty."""
    columns = [column for column in SCHEMA[table].columns.values() if column.name != "year"]
    body = [[row.get(column.name) for column in columns] for row in rows]
    return Sheet(SCHEMA[table].title, [column.header for column in columns], body, [12] * len(columns))


def person(org: str, number: int) -> dict[str, Value]:
    """Return a plausible row of a register."""
    start = date(1985 + number % 35, 1, 1) + timedelta(days=(int(org) * 31 + number * 7) % 365)
    born = start - timedelta(days=365 * 23 + (int(org) * 13 + number * 17) % 4000)
    facts = {"sex": "ж" if number % 5 else "м", "education": "высшее педагогическое", "category": "первая"}
    dates = {"birth_date": born, "ped_start_date": start, "hire_date": start}
    codes = {"org_id": org, "person_id": f"{org}-{number:05}", "load_hours": 18, "self_topic": f"Тема {number % 900}"}
    return {**codes, **POST, **facts, **dates}


def book(number: int) -> bytes:
    """Return the workbook of one organisation: its people and three facts of each."""
    org = f"{number:04}"
    people = [person(org, at) for at in range(PEOPLE)]
    facts = [
        sheet(
            table,
            [
                {"person_id": f"{org}-{at:05}", DAYS[table]: SPRING + timedelta(days=at % 60), **said}
                for at in range(PEOPLE)
            ],
        )
        for table, said in FACTS.items()
    ]
    about = [{"org_id": org, "org_name": f"Школа № {number}", "cluster": None, **ORGANISATION}]
    return package(
        "Проба", [sheet("organisations", about), sheet("staff", people), sheet("programmes", [PROGRAMME]), *facts]
    )


def make(home: Path, books: int, rows: int) -> None:
    """Write the two workspaces: many workbooks of one district, and one large register."""
    for name in ("many", "large"):
        town = home / name / "data" / "raw" / "town"
        (town / "2024").mkdir(parents=True)
        (town / "municipality.yaml").write_text(CARD, encoding="utf-8")
    for number in range(books):
        (home / "many" / "data" / "raw" / "town" / "2024" / f"{number:04}.xlsx").write_bytes(book(number))
    register = sheet("staff", [person(f"{at % 900:04}", at) for at in range(rows)])
    (home / "large" / "data" / "raw" / "town" / "2024" / "staff.xlsx").write_bytes(package("Проба", [register]))


def ours(home: Path) -> None:
    """Check the files of a workspace; what is unchanged comes from the cache."""
    for each in collect(Workspace(home), day=date(2024, 1, 1)):
        if each.intake.tables["staff"].empty:
            sys.exit("Nothing was read: the figures would mean nothing.")


def pandas(home: Path) -> None:
    """Load all sheets of all files and do nothing with them."""
    for path in sorted((home / "data" / "raw").rglob("*.xlsx")):
        pd.read_excel(path, sheet_name=None, engine="openpyxl")


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
    parser.add_argument("--books", type=int, default=300)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way")
    parser.add_argument("--home", type=Path)
    said = parser.parse_args()
    if said.way:
        spend(said.way, said.home)
        return
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), said.books, said.rows)
        title = f"{said.books} workbooks × {PEOPLE} people with three facts each, 6 sheets"
        compare(title, Path(folder) / "many", said.rounds)
        compare(f"one register of {said.rows} rows × 21 columns", Path(folder) / "large", said.rounds)


if __name__ == "__main__":
    main()
