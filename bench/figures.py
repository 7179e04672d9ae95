"""How fast the figures of a country are computed, and how the cost grows: prints seconds, memory and ratios.

    python bench/figures.py                                                     # a province, about a minute
    python bench/figures.py --teachers 1300000 --municipalities 2300 --years 3  # a country: 4 GB, some minutes

Ratios are of CPU time. Reading and writing files is not measured; peak memory includes making the data up.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import dataclass, replace
from statistics import median

import pandas as pd
from country import REGULATIONS, Country, Size, make_country

from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.figures import KEY, Place, compute_figures

SMALL = Size(teachers=100_000, municipalities=120, years=2)
SAMPLE = 2  # districts of each regulation that stand for the loop over all
MILLION = 1_000_000
MEGABYTE = 1024  # ru_maxrss is in kilobytes


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and CPU seconds of one computation, and its figures."""

    wall: float
    cpu: float
    figures: pd.DataFrame


def measured(country: Country) -> Cost:
    """Return what the figures of a country cost."""
    regulations = load_catalogue().regulations
    wall, cpu = time.perf_counter(), time.process_time()
    figures = compute_figures(country.tables, country.places, regulations)
    return Cost(time.perf_counter() - wall, time.process_time() - cpu, figures)


def show_whole(country: Country, size: Size) -> Cost:
    """Print the cost of a whole country and return it."""
    rows, cost = len(country.tables["staff"]), measured(country)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    facts = sum(len(frame) for frame in country.tables.values()) - rows
    print(f"country            {size.teachers} teachers, {size.municipalities} municipalities, {size.years} years")
    print(f"rows               {rows} of staff, {facts} of other tables")
    print(f"figures            {len(cost.figures)}")
    print(f"seconds            {cost.wall:.1f} wall, {cost.cpu:.1f} CPU")
    print(
        f"per million rows   {cost.wall / rows * MILLION:.1f} s wall, {cost.cpu / rows * MILLION:.1f} s CPU (of staff)"
    )
    print(f"peak memory        {peak:.0f} MB")
    return cost


def show_loop(country: Country, whole: Cost) -> None:
    """Print what a loop district by district would cost, from a sample of districts that must have the same figures."""
    sample = [p for code in REGULATIONS for p in [p for p in country.places if p.regulation == code][:SAMPLE]]
    costs = [measured(district(country, place)) for place in sample]
    for place, cost in zip(sample, costs, strict=True):
        check_same(whole.figures, cost.figures, place)
    loop = sum(cost.cpu for cost in costs) / len(sample) * len(country.places)
    print(
        f"district by district  {loop / whole.cpu:.1f} times the CPU: {loop:.0f} s, scaled from {len(sample)} districts"
    )


def district(country: Country, place: Place) -> Country:
    """Return the country that consists of one municipality."""
    rows = {name: frame[frame["municipality"] == place.slug] for name, frame in country.tables.items()}
    return Country({name: frame.reset_index(drop=True) for name, frame in rows.items()}, [place])


def check_same(whole: pd.DataFrame, alone: pd.DataFrame, place: Place) -> None:
    """Raise AssertionError unless a municipality has the same figures alone and in the country."""
    pair = [frame[frame["municipality"] == place.slug].set_index(list(KEY)) for frame in (whole, alone)]
    pd.testing.assert_frame_equal(pair[0], pair[1], obj=f"figures of {place.slug}")


def show_growth(small: Size, rounds: int) -> None:
    """Print the ratios of cost for twice the people and for four times the municipalities, rounds interleaved."""
    sizes = small, replace(small, teachers=small.teachers * 2), replace(small, municipalities=small.municipalities * 4)
    countries = [make_country(size) for size in sizes]
    costs = [[measured(country).cpu for country in countries] for _ in range(rounds)]
    people, municipalities = (median(cost[place] / cost[0] for cost in costs) for place in (1, 2))
    print(f"2 × people            {people:.2f} times the CPU ({small.teachers} → {sizes[1].teachers} teachers)")
    print(
        f"4 × municipalities    {municipalities:.2f} times the CPU ({small.municipalities} → {sizes[2].municipalities})"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teachers", type=int, default=60_000)
    parser.add_argument("--municipalities", type=int, default=110)
    parser.add_argument("--years", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=1, help="rounds of the ratios of growth; the median counts")
    return parser.parse_args()


def main() -> None:
    """Compute a country, then the ratios."""
    said = _arguments()
    size = Size(said.teachers, said.municipalities, said.years)
    country = make_country(size)
    show_loop(country, show_whole(country, size))
    del country
    show_growth(SMALL, said.rounds)


if __name__ == "__main__":
    main()
