"""A column of the schema → the check that Excel makes while a person types."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from pdmon_utils.schema import Column
from pdmon_utils.template.form import LONG, Form, bounds, kind, texts
from pdmon_utils.template.lists import codes_name, list_names, words_of

_DAY_ZERO = date(1899, 12, 30)
_FIRST, _LAST = date(1900, 1, 1), date(2100, 12, 31)
_TITLE, _PROMPT = 32, 255  # letters that Excel allows
_HUGE = 1_000_000_000


def validation(column: Column, form: Form) -> DataValidation:
    """Return the check of a column's cells, with a Russian error and the schema's note as a prompt."""
    rule, said = _rule(column, form)
    table = form.refers(column)
    words = texts()["faults"][said]
    check = DataValidation(
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning" if table else "stop",
        errorTitle=words["title"],
        error=words["text"].format(
            bounds=bounds(column), year=form.year, long=LONG, title=table.title if table else ""
        ),
        **rule,
    )
    if column.note:
        check.showInputMessage, check.promptTitle = True, column.header[:_TITLE]
        check.prompt = f"{column.note[0].upper()}{column.note[1:]}."[:_PROMPT]
    return check


def _rule(column: Column, form: Form) -> tuple[dict[str, Any], str]:
    """Return the arguments that say the check, and which words belong to it."""
    if words := words_of(column):
        return {"type": "list", "formula1": list_names(form.tables)[words]}, "list"
    if table := form.refers(column):
        return {"type": "list", "formula1": codes_name(table)}, "refers"
    rules: dict[str, dict[str, Any]] = {
        "year": {"type": "whole", "operator": "equal", "formula1": str(form.year)},
        "date": {"type": "date", **_between((_FIRST - _DAY_ZERO).days, (_LAST - _DAY_ZERO).days)},
        "int": {"type": "whole", **_limits(column, 0)},
        "dec": {"type": "decimal", **_limits(column, -_HUGE)},
        "str": {"type": "textLength", "operator": "lessThanOrEqual", "formula1": str(LONG)},
    }
    said = kind(column, form)
    return (rules[said], said) if said in rules else (rules["str"], "str")  # a code is a text too


def _limits(column: Column, low: float) -> dict[str, str]:
    least = low if column.min is None else column.min
    return _between(least, _HUGE if column.max is None else column.max)


def _between(low: float, high: float) -> dict[str, str]:
    return {"operator": "between", "formula1": f"{low:.12g}", "formula2": f"{high:.12g}"}
