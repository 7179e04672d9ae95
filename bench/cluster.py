"""What a cluster adds: the same reports, and figures of a country, here and on two workers of the loopback.

    python bench/cluster.py ПАПКА [--rounds 3] [--reports 16]

ПАПКА is a workspace after `pdmon prepare`; it is copied. Medians of interleaved rounds after one that warms all up. CPU
is that of the driver, scheduler, workers and all they start. The last column: files that differ from those made here.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from contextlib import chdir, suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import median

import psutil
from country import Size, make_country

from pdmon_utils.batch.jobs import plan
from pdmon_utils.batch.session import Session
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.cluster.parcel import pack
from pdmon_utils.cluster.regions import counted_on
from pdmon_utils.cluster.reports import Reports
from pdmon_utils.figures import compute_sourced
from pdmon_utils.store import Workspace

sys.path.append(str(Path(__file__).parents[1] / "tests"))
import clusters

WORDS = {
    "here": "pdmon run --jobs 2, эта машина",
    "linked": "--scheduler, узлы видят папку",
    "shipped": "--scheduler, узлам шлются посылки",
}
COUNTRY = Size(teachers=200_000, municipalities=240, years=2)
Cost = tuple[float, float]
MB = 10**6


def spent() -> float:
    """Return CPU seconds of this process, of all that descend from it, and of those that ended."""
    found = 0.0
    for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
        with suppress(psutil.Error):
            times = process.cpu_times()
            found += times.user + times.system + times.children_user + times.children_system
    return found


def made(home: Path, way: str, address: str, number: int) -> Cost:
    """Return seconds of CPU and by the clock that the reports took in one way."""
    workspace = Workspace(Path("/proc/self/cwd") if way == "shipped" else home)  # which is another folder to a worker
    session = Session(2, force=True)
    if way != "here":
        session = Session(0, force=True, makers=partial(Reports, address))
    with chdir(home):
        began, cpu = time.monotonic(), spent()
        failed = session.run(workspace, plan(workspace)[:number]).failed
        took = spent() - cpu, time.monotonic() - began
    if failed:
        sys.exit(f"{way}: {failed[0].reason}")
    return took


def counting(address: str) -> None:
    """Print what the figures of a made-up country cost here and by regions on the cluster, and whether they differ."""
    country, regulations = make_country(COUNTRY), load_catalogue().regulations
    print(f"\nпоказатели: педагогов {COUNTRY.teachers}, муниципалитетов {COUNTRY.municipalities}, лет {COUNTRY.years}")
    found = []
    for words, count in (("здесь", compute_sourced), ("на узлах", partial(counted_on, address))):
        began, cpu = time.monotonic(), spent()
        found.append(count(country.tables, country.places, regulations))
        print(f"{words:36} {spent() - cpu:6.2f} {time.monotonic() - began:10.2f}")
    print(f"строк {len(found[0])}, таблицы равны: {'да' if found[0].equals(found[1]) else 'НЕТ'}")


def files(home: Path) -> set[tuple[str, str]]:
    """Return names and hashes of the reports' files."""
    found = (path for path in (home / "reports").rglob("*") if path.is_file() and path.name[0] != ".")
    return {(str(path.relative_to(home)), sha256(path.read_bytes()).hexdigest()) for path in found}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--reports", type=int, default=16)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as kept, clusters.cluster(Path(kept) / "dask") as address:
        homes = {way: Path(kept) / way for way in WORDS}
        for home in homes.values():
            shutil.copytree(told.home / "data", home / "data")
        rounds = [
            {way: made(home, way, address, told.reports) for way, home in homes.items()} for _ in range(told.rounds + 1)
        ][1:]
        print(f"отчётов {told.reports}, прогонов {told.rounds} после прогрева")
        print(f"{'':36} CPU, с   время, с   CPU к «здесь»   других файлов")
        for way, words in WORDS.items():
            cpu, wall = (median(one[way][at] for one in rounds) / told.reports for at in (0, 1))
            times = median(one[way][0] / one["here"][0] for one in rounds)
            differing = len(files(homes[way]) ^ files(homes["here"]))
            print(f"{words:36} {cpu:6.2f} {wall:10.2f} {times:15.2f} {differing:15}")
        sizes = [len(pack(Workspace(told.home), slug)) / MB for slug in Workspace(told.home).municipalities]
        print(f"посылка муниципалитета: {median(sizes):.2f} МБ")
        counting(address)


if __name__ == "__main__":
    main()
