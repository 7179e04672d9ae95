"""What people wrote and said: tags of free texts, feedback on events, sample surveys, registration lists."""

from pdmon_utils.opinions.feedback import Limits, event_feedback, limits
from pdmon_utils.opinions.registers import registered, supported
from pdmon_utils.opinions.sheets import OpinionError
from pdmon_utils.opinions.stems import mentions
from pdmon_utils.opinions.surveys import Survey, finite_wilson, surveys, teachers
from pdmon_utils.opinions.tags import Tag, Tagging, confirmed, counted, load_tags, owners_of, proposed, review, written

__all__ = [
    "Limits",
    "OpinionError",
    "Survey",
    "Tag",
    "Tagging",
    "confirmed",
    "counted",
    "event_feedback",
    "finite_wilson",
    "limits",
    "load_tags",
    "mentions",
    "owners_of",
    "proposed",
    "registered",
    "review",
    "supported",
    "surveys",
    "teachers",
    "written",
]
