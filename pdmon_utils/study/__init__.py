"""One criterion × municipality × year, opened by a notebook: data as DataFrames, pages that show themselves.

The names below are loaded when they are asked for: what only looks whether a report is approved draws no charts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdmon_utils.study.region import RegionStudy
    from pdmon_utils.study.sheet import SchoolStudy
    from pdmon_utils.study.study import Study

__all__ = ["RegionStudy", "SchoolStudy", "Study"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  a class
    if name not in __all__:
        raise AttributeError(name)
    from pdmon_utils.study import region, sheet, study  # noqa: PLC0415

    return {"RegionStudy": region.RegionStudy, "SchoolStudy": sheet.SchoolStudy, "Study": study.Study}[name]
