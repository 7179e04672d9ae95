"""Workbooks for organisations to fill in: one a year and organisation, with what is already known."""

from pdmon_utils.template.writing import Outcome, Written, write_templates

__all__ = ["Outcome", "Written", "write_templates"]
