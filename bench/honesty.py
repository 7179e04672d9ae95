"""How honest the analysis is: rates of false words and of kept promises, by simulation, beside their bounds.

    python bench/honesty.py               # some minutes; `--draws 100` for a quick look

Each section is a function of the number of draws that returns rates; the bounds are meant for 1000 draws.
"""

from __future__ import annotations

import honesty_clusters
import honesty_effects
import honesty_years
from rates import report

SECTIONS = (honesty_years.rates, honesty_clusters.rates, honesty_effects.rates)

if __name__ == "__main__":
    raise SystemExit(report(SECTIONS, __doc__))
