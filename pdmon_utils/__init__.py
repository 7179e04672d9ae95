"""pdmon: monitoring of how a district supports the professional development of its teachers.

The names below are all that a notebook needs; they are loaded when asked for, so that reading a file needs no pandas.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdmon_utils.study import RegionStudy, SchoolStudy, Study

__all__ = ["RegionStudy", "SchoolStudy", "Study"]
__version__ = "0.5.0"

# jsonschema, which reads notebooks with nbformat, compiles a grammar of IRIs when it is imported: a second or more in
# every process of a batch. No notebook has an IRI to check; without the grammar jsonschema leaves that check out.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def __getattr__(name: str) -> Any:  # noqa: ANN401  a class
    if name not in __all__:
        raise AttributeError(name)
    from pdmon_utils import study  # noqa: PLC0415

    return getattr(study, name)
