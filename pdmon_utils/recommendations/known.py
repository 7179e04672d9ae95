"""What a rule of recommendations may speak of: levels, addressees, signs, and the columns of its condition."""

from __future__ import annotations

from collections.abc import Mapping

from pdmon_utils.conclusions import OF_ROWS
from pdmon_utils.schema import SCHEMA

LEVELS = ("general", "cluster", "organisation", "subject")
ADDRESSEES: Mapping[str, str] = SCHEMA["measures"].columns["audience"].values
# Why something is to be done: not handed in; nobody; the plan missed; changed for the worse; worse than the
# municipality; something that should not be there at all (vacancies, overload); the plan missed by no more than chance;
# not everybody.
SIGNS = ("absent", "none", "missed", "fell", "below", "present", "within", "partial")
THEMES = ("shortage",)
OVER = ("deficits",)  # subjects in which deficits were found: the rule is said for each
COLUMNS: Mapping[str, Mapping[str, str]] = {**OF_ROWS, "sign": dict.fromkeys(SIGNS, "")}
WHO, WHERE, SUBJECTS, SUBJECT, KINDS, GROUPS = "who", "where", "subjects", "subject", "kinds", "groups"
OWN_SLOTS = (WHO, WHERE, SUBJECTS, SUBJECT, KINDS, GROUPS)  # beside the slots of a row (`conclusions.TELLING`)
