"""Law as data: `indicators/<criterion>.yml` say how a thing is measured, `regulations/<name>.yml` who asks for it."""

from pdmon_utils.catalogue.loader import Catalogue, load_catalogue
from pdmon_utils.catalogue.model import Ask, AskedCut, Criterion, Indicator, Regulation

__all__ = ["Ask", "AskedCut", "Catalogue", "Criterion", "Indicator", "Regulation", "load_catalogue"]
