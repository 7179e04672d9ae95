"""Whether measures were effective: carried out, the indicator moved, and whether one can be put down to the other."""

from pdmon_utils.effects.chosen import PLANNED, chosen
from pdmon_utils.effects.contribution import Contribution, contribution, panel
from pdmon_utils.effects.goals import corrections
from pdmon_utils.effects.judged import judged
from pdmon_utils.effects.verdicts import RULES, VERDICTS, Rule, verdict

__all__ = [
    "PLANNED",
    "RULES",
    "VERDICTS",
    "Contribution",
    "Rule",
    "chosen",
    "contribution",
    "corrections",
    "judged",
    "panel",
    "verdict",
]
