"""Figures beside each other: years, plans, units, groups. Parts of a fraction are kept, shares are never averaged."""

from __future__ import annotations

from pdmon_utils.compare.assess import assess
from pdmon_utils.compare.breaks import reasons
from pdmon_utils.compare.slices import apart, by_unit, intervals, slice_of

__all__ = ["apart", "assess", "by_unit", "intervals", "reasons", "slice_of"]
