"""Years without a register: figures from the form ОО-1 and from handed-in counts, and nothing in any other year."""

from pdmon_utils.fallback.figures import fallback_figures
from pdmon_utils.fallback.remarks import fallback_findings

__all__ = ["fallback_figures", "fallback_findings"]
