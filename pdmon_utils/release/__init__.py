"""The way of a report to the site: draft → approved → published → corrected or withdrawn."""

from pdmon_utils.release.approving import Approving, approve, changed
from pdmon_utils.release.publication import Published, Publishing, publish
from pdmon_utils.release.states import State, states
from pdmon_utils.release.stored import Left
from pdmon_utils.release.withdrawing import Withdrawing, withdraw

__all__ = [
    "Approving",
    "Left",
    "Published",
    "Publishing",
    "State",
    "Withdrawing",
    "approve",
    "changed",
    "publish",
    "states",
    "withdraw",
]
