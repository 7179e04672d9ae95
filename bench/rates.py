"""A rate found by simulation, beside the bounds between which it should lie."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """One line of the report: what was counted, how often it happened, and between which bounds it should lie."""

    what: str
    rate: float
    low: float = 0.0
    high: float = 1.0

    @property
    def kept(self) -> bool:
        """True when the rate lies inside the bounds."""
        return self.low <= self.rate <= self.high

    def __str__(self) -> str:
        """Return the line as printed."""
        return f"{'ok  ' if self.kept else 'FAIL'} {self.rate:7.1%}  [{self.low:.0%}; {self.high:.0%}]  {self.what}"


def report(sections: Iterable[Callable[[int], list[Rate]]], about: str, draws: int = 1000) -> int:
    """Print every rate of all sections; return 1 when one lies outside its bounds."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=draws)
    wanted = parser.parse_args().draws
    kept = True
    for section in sections:
        for rate in section(wanted):
            print(rate)
            kept &= rate.kept
    return int(not kept)
