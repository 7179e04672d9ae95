"""pdmon: monitoring of how a district supports the professional development of its teachers.

The names below are all that a notebook needs.
"""

from pdmon_utils.study import RegionStudy, SchoolStudy, Study

__all__ = ["RegionStudy", "SchoolStudy", "Study"]
__version__ = "0.1.0"
