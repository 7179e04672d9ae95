"""A made-up region or country from tables to reports: what figures, planning and a sample of reports cost.

    python bench/scale.py ПАПКА                                                    # регион: 40 муниципалитетов
    python bench/scale.py ПАПКА --teachers 1300000 --municipalities 2300 --reports 0  # страна, только показатели

Three sizes are measured in one run – a quarter, a half, the whole – so that growth is seen as a ratio. Reports are
real ones, of a small, a middle and a large municipality. Cells are drawn at random, so the figures mean nothing; what
is true to life is how many rows there are. What is computed from a sample is marked «оценка».
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import TypeVar

import pandas as pd
from country import Country, Size, make_country

import pdmon_utils  # noqa: F401  before anything imports jsonschema, see there
from pdmon_utils.batch.jobs import Job, Wanted, plan
from pdmon_utils.batch.session import Session
from pdmon_utils.fallback import fallback_figures
from pdmon_utils.figures import COLUMNS, Place, compute_sourced, sources_of
from pdmon_utils.intake import FINDING_COLUMNS, INPUT_COLUMNS
from pdmon_utils.intake.deliveries import DELIVERY_COLUMNS
from pdmon_utils.slices import slices_of
from pdmon_utils.store import Workspace

T = TypeVar("T")
CARD = 'name: Муниципалитет {0} (вымышленный)\noktmo: "{1:08}"\nregion: Регион {2}\nregion_code: {2}\nregulation: {3}\n'
MB, THOUSAND = 2**20, 1000
COUNTRY, CORES = 2300, 32  # municipalities; of the machines that an estimate is for


@dataclass
class Costs:
    """CPU seconds by name of what was done, and the peak of memory after it in bytes."""

    cpu: dict[str, float] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)

    def of(self, name: str, work: Callable[[], T]) -> T:
        """Return what the work returns and keep what it took."""
        began = time.process_time()
        made = work()
        self.cpu[name] = time.process_time() - began
        self.memory[name] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return made


def lay(workspace: Workspace, size: Size, costs: Costs) -> None:
    """Lay a workspace as `pdmon prepare` leaves it."""
    country = costs.of("таблицы придуманы", lambda: make_country(size))
    _cards(workspace, country.places)
    regulations = workspace.catalogue.regulations
    counted = costs.of("показатели", lambda: compute_sourced(country.tables, country.places, regulations))
    whole = country.tables, counted[list(COLUMNS)], country.places, regulations
    figures = costs.of("замены показателям без данных", lambda: fallback_figures(*whole))
    costs.of("таблицы и показатели записаны", lambda: _write(workspace, country, counted, figures))
    costs.of("отпечатки данных", lambda: slices_of(workspace))
    told = {name: len(frame) for name, frame in country.tables.items()}
    print(f"строк в таблицах {sum(told.values())}, из них реестр {told['staff']}; показателей {len(figures)}", end="")
    print(f"; на диске {sum(path.stat().st_size for path in workspace.processed.rglob('*.*')) / MB:.0f} МБ")


def _cards(workspace: Workspace, places: list[Place]) -> None:
    for number, place in enumerate(places):
        for year in place.years:
            (workspace.raw / place.slug / str(year)).mkdir(parents=True)
        card = CARD.format(place.slug, number + 1, place.region_code, place.regulation)
        (workspace.raw / place.slug / "municipality.yaml").write_text(card, encoding="utf-8")


def _write(workspace: Workspace, country: Country, counted: pd.DataFrame, figures: pd.DataFrame) -> None:
    organisations = country.tables["organisations"]
    named = organisations.assign(org_name="Организация " + organisations["org_id"].astype("str"))
    tables = {**country.tables, "organisations": named}
    nothing = (pd.DataFrame(columns=list(columns), dtype="str") for columns in (FINDING_COLUMNS, INPUT_COLUMNS))
    findings, inputs = (frame.astype({"year": "int64"}) for frame in nothing)
    workspace.write(tables, findings, figures, _deliveries(tables), inputs.astype({"rows": "int64", "used": "int64"}))
    workspace.write_sources(sources_of(counted, figures))
    workspace.write_names({place.slug: () for place in country.places})


def _deliveries(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return who handed in what: every table of every organisation that has rows in it."""
    found = []
    for name, frame in tables.items():
        keys = ["municipality", "year", *(["org_id"] if "org_id" in frame else [])]
        sizes = frame.groupby(keys, observed=True).size().rename("rows").reset_index()
        found.append(sizes.assign(table=name, file=f"{name}.xlsx", sheet=name))
    rows = pd.concat(found, ignore_index=True)
    return rows.assign(org_id=rows["org_id"].astype(object).fillna("").astype("str"))[list(DELIVERY_COLUMNS)]


def sample(workspace: Workspace, jobs: list[Job], number: int) -> list[Job]:
    """Return so many jobs, as many of a small, a middle and a large municipality, spread over all their reports."""
    staff = workspace.table("staff")["municipality"].astype(str).value_counts()
    order = list(staff.index[::-1])
    places = [order[0], order[len(order) // 2], order[-1]]
    each = [[job for job in jobs if job.place == place] for place in places]
    return [job for held in each for job in held[:: max(1, len(held) * 3 // number)]]


def run(workspace: Workspace, jobs: list[Job], workers: int) -> tuple[float, float]:
    """Return CPU seconds a report and seconds by the clock of all; ends the program where a report fails."""
    began = time.monotonic()
    ran = Session(workers=workers, force=True).run(workspace, jobs)
    if ran.failed:
        sys.exit(f"{ran.failed[0].job.label}: {ran.failed[0].reason}")
    return sum(one.used.cpu for one in ran.done) / len(jobs), time.monotonic() - began


def measure(folder: Path, size: Size) -> tuple[Workspace, list[Job], Costs]:
    """Return the workspace of a size, all its reports of the last year, and what it took to get there."""
    workspace, costs = Workspace(folder / str(size.teachers)), Costs()
    print(f"\nпедагогов {size.teachers}, муниципалитетов {size.municipalities}, лет {size.years}")
    lay(workspace, size, costs)
    last = max(max(card.years) for card in workspace.municipalities.values())
    jobs = costs.of("отчёты перечислены", lambda: plan(workspace, Wanted(years=(last,))))
    costs.of("ключи и что выполнять", lambda: Session().look(workspace, jobs))
    for name, cpu in costs.cpu.items():
        print(f"  {name:32} {cpu:8.2f} с CPU, {cpu / size.teachers * THOUSAND:.4f} на тысячу педагогов", end="")
        print(f", память до {costs.memory[name] / MB:.0f} МБ")
    print(f"  отчётов за {last} год: {len(jobs)}")
    return workspace, jobs, costs


def growth(sizes: list[Size], found: list[Costs]) -> None:
    """Print how the cost of each step grows with the size."""
    times = ", ".join(f"{size.teachers / sizes[0].teachers:.0f}" for size in sizes)
    print(f"\nрост к наименьшему (педагогов в {times} раз):")
    for name in found[0].cpu:
        base = max(found[0].cpu[name], 1e-3)
        print(f"  {name:32} {', '.join(f'{one.cpu[name] / base:.2f}' for one in found)}")


def reports(workspace: Workspace, jobs: list[Job], number: int) -> None:
    """Print what a sample of reports takes, and what all would: the latter is an estimate."""
    chosen = sample(workspace, jobs, number)
    rounds = [(run(workspace, chosen, 1), run(workspace, chosen, 2)) for _ in range(2)]
    cpu = median(one[0] for one, _ in rounds)
    print(f"\nотчётов выполнено {len(chosen)}: {cpu:.2f} с CPU на отчёт")
    print(f"  2 процесса против 1: {median(one[1] / two[1] for one, two in rounds):.2f} раза быстрее по часам")
    many = COUNTRY / len(workspace.municipalities)
    for name, count in (("этот регион", len(jobs)), ("страна", round(len(jobs) * many))):
        hours = count * cpu / 3600
        said = f"{name}, {count} отчётов за год — {hours:.1f} ч CPU, на {CORES} ядрах {hours / CORES:.1f} ч"
        print(f"  оценка сверху (общее у выборки делят немногие), не измерено: {said}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--teachers", type=int, default=20_000)
    parser.add_argument("--municipalities", type=int, default=40)
    parser.add_argument("--years", type=int, default=3)
    parser.add_argument("--reports", type=int, default=18)
    given = parser.parse_args()
    whole = Size(given.teachers, given.municipalities, given.years)
    parts = [replace(whole, teachers=whole.teachers // n, municipalities=whole.municipalities // n) for n in (4, 2, 1)]
    measured = [measure(given.folder, size) for size in parts]
    growth(parts, [costs for _, _, costs in measured])
    if given.reports:
        reports(*measured[-1][:2], given.reports)


if __name__ == "__main__":
    main()
