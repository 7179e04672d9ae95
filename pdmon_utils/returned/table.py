"""All findings of a municipality as a csv file that Excel opens."""

from __future__ import annotations

import csv
import io

from pdmon_utils.formulas import like_formula
from pdmon_utils.returned.case import Case
from pdmon_utils.returned.remarks import Remark
from pdmon_utils.signs import plain

_HEAD = (
    "Год",
    "Организация",
    "Файл",
    "Лист",
    "Ячейка",
    "Правило",
    "Уровень",
    "Значение",
    "Что не так и что сделать",
    "Код",
)


def findings_csv(case: Case) -> bytes:
    """Return all findings, a line each; a text that Excel would take for a formula gets an apostrophe."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerow(_HEAD)
    for year in case.years:
        for remark in year.remarks:
            lines.writerow([year.number, *_line(remark, year.name(year.owners.get(remark.file, "")))])
    lines.writerows(["", *_line(remark, "")] for remark in case.remarks)
    return out.getvalue().encode("utf-8-sig", "replace")


def _line(remark: Remark, organisation: str) -> list[str | int]:
    where = (organisation, remark.file, remark.sheet, remark.cell)
    said = (remark.level, remark.value, remark.message, remark.code)
    return [*map(_plain, where), remark.number, *map(_plain, said)]


def _plain(text: str) -> str:
    said = plain(text)
    return f"'{said}" if like_formula(said) else said
