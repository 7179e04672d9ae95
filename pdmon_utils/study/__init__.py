"""One criterion × municipality × year, opened by a notebook: data as DataFrames, pages that show themselves."""

from pdmon_utils.study.region import RegionStudy
from pdmon_utils.study.sheet import SchoolStudy
from pdmon_utils.study.study import Study

__all__ = ["RegionStudy", "SchoolStudy", "Study"]
