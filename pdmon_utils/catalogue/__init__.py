"""Law as data: `indicators/<criterion>.yml` say how a thing is measured, `regulations/<name>.yml` who asks for it."""

from pdmon_utils.catalogue.cycle import Analysis, Decision, Direction, Goal, Use
from pdmon_utils.catalogue.loader import Catalogue, load_catalogue, review_own
from pdmon_utils.catalogue.model import SHARES, Ask, AskedCut, Criterion, Indicator, Regulation
from pdmon_utils.catalogue.remarks import Remark, to_fill
from pdmon_utils.catalogue.slips import mended

__all__ = [
    "SHARES",
    "Analysis",
    "Ask",
    "AskedCut",
    "Catalogue",
    "Criterion",
    "Decision",
    "Direction",
    "Goal",
    "Indicator",
    "Regulation",
    "Remark",
    "Use",
    "load_catalogue",
    "mended",
    "review_own",
    "to_fill",
]
