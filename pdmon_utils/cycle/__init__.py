"""The self-check of the management cycle: stages × directions, each cell with its evidence or a gap."""

from pdmon_utils.cycle.facts import Facts
from pdmon_utils.cycle.matrix import Cell, matrix
from pdmon_utils.cycle.stages import STAGES, Stage

__all__ = ["STAGES", "Cell", "Facts", "Stage", "matrix"]
