"""What a report costs, made in several ways: medians of interleaved rounds, in CPU seconds, and ratios.

    python bench/batch.py ПАПКА [--rounds 3] [--municipalities zato-primer,ulus-primer] [--notebooks deficits,iom,…]
        [--lean ПУТЬ/К/python] [--ploomber ПУТЬ/К/python]

ПАПКА is a workspace after `pdmon prepare`; the latest internal reports of its municipalities are made anew, all
notebooks unless some are named; how two processes get on is seen on all municipalities. `--lean`: a Python with the
project's libraries but jupyterlab; `--ploomber`: one with the project's libraries and ploomber-engine. Neither needs
the project itself.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

import pdmon_utils  # noqa: F401  before anything imports jsonschema, see there
from pdmon_utils.batch.jobs import Job, Wanted, plan
from pdmon_utils.batch.session import Session
from pdmon_utils.show import charts
from pdmon_utils.store import Workspace

PACKAGES = "papermill nbconvert ipykernel jupyterlab pandas matplotlib".split()
Told = dict[str, float]
WORDS = {
    "cli": "цикл команд papermill + jupyter nbconvert",
    "lean": "то же без jupyterlab",
    "api": "papermill + nbconvert в одном процессе, ядро на отчёт",
    "ploomber": "ploomber-engine в одном процессе",
    "bare:1": "тем же движком только тетрадь и страница",
    "ours:1": "pdmon run, 1 процесс",
    "floor": "тот же анализ функцией (пол), каждый отчёт сам по себе",
    "shared": "то же, общее у отчётов муниципалитета — один раз",
}
MB = 2**20


def measure(home: Path, way: str, jobs: list[Job], python: str = sys.executable) -> Told:
    """Return what a way takes for the jobs, in a process of its own."""
    here = Path(__file__).resolve()
    command = [python, str(here.with_name("ways.py")), str(home), way, json.dumps([str(job.output) for job in jobs])]
    paths = os.pathsep.join([str(here.parent.parent), os.environ.get("PYTHONPATH", "")])
    told = subprocess.run(  # noqa: S603  this folder's own script
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": paths}
    )
    if told.returncode:
        sys.exit(f"{way}: {told.stderr[-2000:]}")
    found: Told = json.loads(told.stdout.splitlines()[-1])
    return found


def ways_of(lean: str, ploomber: str) -> dict[str, list[str]]:
    """Return name → way and, if another one, its Python; what cannot be measured is printed with the reason."""
    ways = {name: [name] for name in WORDS} | {"lean": [f"cli:{lean}"], "ploomber": ["ploomber", ploomber]}
    if not lean:
        print("без jupyterlab: не измерялось (нет --lean ПУТЬ)")
        del ways["lean"]
    if not ploomber:
        print("ploomber-engine: не измерялось (нет --ploomber ПУТЬ)")
        del ways["ploomber"]
    return ways


def table(rounds: list[dict[str, Told]], size: int) -> None:
    """Print CPU and wall seconds a report, and how many times the CPU of three rows that is (medians of rounds)."""
    print(f"{'':58} CPU, с   время, с   к pdmon   к странице   к полу")
    for name in rounds[0]:
        cpu, wall = (median(one[name][what] for one in rounds) / size for what in ("cpu", "wall"))
        times = [
            median(one[name]["cpu"] / one[other]["cpu"] for one in rounds) for other in ("ours:1", "bare:1", "floor")
        ]
        print(f"{WORDS[name]:58} {cpu:6.2f} {wall:10.2f} {times[0]:9.2f} {times[1]:12.2f} {times[2]:8.2f}")
    over = median((one["ours:1"]["cpu"] - one["floor"]["cpu"]) / size for one in rounds)
    print(f"сверх пола: {over:.2f} с CPU на отчёт")


def together(home: Path, jobs: list[Job], rounds: int) -> None:
    """Print how much sooner two processes are done than one, and the memory that the second takes."""
    found = [[measure(home, way, jobs) for way in ("ours:1", "ours:2")] for _ in range(rounds)]
    times = median(one["wall"] / two["wall"] for one, two in found)
    print(f"отчётов {len(jobs)}: 2 процесса против 1 быстрее в {times:.2f}", end="")
    print(f", CPU {median(one['cpu'] for one, _ in found) / len(jobs):.2f} с на отчёт")
    alone, both = (measure(home, way, jobs)["memory"] / MB for way in ("memory:1", "memory:2"))
    print(f"память: 1 процесс {alone:.0f} МБ, ещё один {both - alone:.0f} МБ")


def against_size(home: Path, jobs: list[Job]) -> None:
    """Print the cost against the number of reports: the same reports once, twice and four times."""
    for times in (1, 2, 4):
        told = measure(home, "ours:1", jobs * times)
        print(f"отчётов {len(jobs) * times}: {told['cpu'] / len(jobs) / times:.2f} с CPU на отчёт")


def chart(times: int = 30) -> None:
    """Print what a chart of the product's style costs, built and saved."""
    labels = [f"Организация № {at}" for at in range(12)]
    values = [at / 13 for at in range(1, 13)]
    taken = {"столбцы": [], "годы": []}  # type: dict[str, list[float]]
    for at in range(times):
        began = time.process_time()
        charts.bars(labels, values, title=f"Т{at}", unit="%", alt="т")
        middle = time.process_time()
        charts.years([2021, 2022, 2023, 2024], values[:4], title=f"Т{at}", unit="%", alt="т")
        taken["столбцы"].append(middle - began)
        taken["годы"].append(time.process_time() - middle)
    for name, seconds in taken.items():
        print(f"диаграмма ({name}): {median(seconds) * 1000:.0f} мс CPU")


def unchanged(home: Path, jobs: list[Job]) -> None:
    """Print how long a run takes in which nothing has changed."""
    workspace = Workspace(home)
    Session(workers=2).run(workspace, jobs)
    began = time.monotonic()
    ran = Session(workers=2).run(workspace, jobs)
    print(f"без изменений: отчётов {len(jobs)}, выполнено {len(ran.done)}, {time.monotonic() - began:.2f} с")


def latest(workspace: Workspace, wanted: Wanted) -> list[Job]:
    """Return the jobs of each place's last year."""
    jobs = plan(workspace, wanted)
    last = {place: max(job.year for job in jobs if job.place == place) for place in {job.place for job in jobs}}
    return [job for job in jobs if job.year == last[job.place]]


def _words(given: str) -> tuple[str, ...]:
    return tuple(filter(None, given.split(",")))


def environment() -> None:
    """Print what it is measured on."""
    held = []
    for name in PACKAGES:
        try:
            held.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            held.append(f"без {name}")
    print(f"Python {platform.python_version()}, {platform.machine()}, {', '.join(held)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--municipalities", default="")
    parser.add_argument("--lean", default="")
    parser.add_argument("--ploomber", default="")
    parser.add_argument("--notebooks", default="")
    parser.add_argument("--only-table", action="store_true")
    given = parser.parse_args()
    workspace = Workspace(given.home.resolve())
    notebooks = _words(given.notebooks)
    jobs = latest(workspace, Wanted(_words(given.municipalities), (), notebooks, ("internal",)))[: given.reports]
    environment()
    print(f"отчётов {len(jobs)}:", ", ".join(job.output.relative_to(workspace.reports).as_posix() for job in jobs))
    ways = ways_of(given.lean, given.ploomber)
    rounds = [
        {name: measure(workspace.home, way, jobs, *python) for name, (way, *python) in ways.items()}
        for _ in range(given.rounds)
    ]
    table(rounds, len(jobs))
    chart()
    if not given.only_table:
        together(workspace.home, latest(workspace, Wanted((), (), notebooks, ("internal",))), given.rounds)
        against_size(workspace.home, jobs[:3])
        unchanged(workspace.home, jobs)


if __name__ == "__main__":
    main()
