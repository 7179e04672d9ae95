"""What may be shown to whom: public pages get no organisation and no number that points at few people.

Thresholds by class of indicator → cells that must be hidden → further cells hidden with them → an attacker who knows
everything published checks that nothing hidden can be worked out. Method and sources: docs/disclosure.md.
"""

from pdmon_utils.disclosure.classes import CLASSES, FEW_PEOPLE, Threshold, counts_people
from pdmon_utils.disclosure.joined import JOINED, MEMBERS, joined
from pdmon_utils.disclosure.protect import Beside, Protected, for_all, for_public, worked_out
from pdmon_utils.disclosure.published import to_publish

__all__ = [
    "CLASSES",
    "FEW_PEOPLE",
    "JOINED",
    "MEMBERS",
    "Beside",
    "Protected",
    "Threshold",
    "counts_people",
    "for_all",
    "for_public",
    "joined",
    "to_publish",
    "worked_out",
]
