"""What people wrote and said: tags of free texts, feedback on events, sample surveys, registration lists."""

from pdmon_utils.opinions.content import DECISIONS, Content, content
from pdmon_utils.opinions.feedback import Limits, event_feedback, limits
from pdmon_utils.opinions.flags import disagreements
from pdmon_utils.opinions.registers import registered, supported
from pdmon_utils.opinions.sheets import OpinionError
from pdmon_utils.opinions.surveys import Survey, finite_wilson, surveys, teachers
from pdmon_utils.opinions.tags import Tag, Tagging, load_tags

__all__ = [
    "DECISIONS",
    "Content",
    "Limits",
    "OpinionError",
    "Survey",
    "Tag",
    "Tagging",
    "content",
    "disagreements",
    "event_feedback",
    "finite_wilson",
    "limits",
    "load_tags",
    "registered",
    "supported",
    "surveys",
    "teachers",
]
