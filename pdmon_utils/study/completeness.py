"""Who handed in and who did not, what was rejected: a missing school is shown as such, never as zero."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pdmon_utils.receipts import (
    HANDED_IN,
    LATE,
    MISSING,
    NOT_NEEDED,
    by_organisation,
    counted,
    covered,
    deadline,
    named,
    progress,
)
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Bullets, Notice, Paragraph, Stack, Table
from pdmon_utils.study.data import Data
from pdmon_utils.words import is_missing, number, short_day

SEVERITIES = {"error": "ошибка", "query": "вопрос", "note": "пометка"}
SHOWN_FINDINGS = 200
INTERNAL = "Сведения по организациям приведены в служебном отчёте."


def handed_in(data: Data) -> pd.DataFrame:
    """Return the receipts of the year: RECEIPT_COLUMNS and the organisation's short name `org`, a line per table."""
    return data.receipts


def completeness(data: Data) -> Stack:
    """Return sentences on who handed in and what was not counted, with names for the internal audience only."""
    return data.keep(("completeness",), lambda: _completeness(data))


def _completeness(data: Data) -> Stack:
    found = handed_in(data)
    whole = progress(found)
    said = [covered(whole) if data.public else counted(whole)]
    if not data.public and whole.registered:
        said += [deadline(found), *named(whole, dict(zip(found["org_id"], found["org"], strict=True)))]
    if whole.silent:
        said.append("Показатели рассчитаны без организаций, которые сведений не представили.")
    return Stack([*(Paragraph(text) for text in said), _findings_line(data)])


def _findings_line(data: Data) -> Paragraph | Notice:
    found = data.findings()
    errors, queries = (int((found["severity"] == severity).sum()) for severity in ("error", "query"))
    if not errors and not queries:
        return Paragraph("Замечаний к исходным данным нет.")
    text = f"При проверке исходных данных найдено ошибок: {number(errors)}, вопросов: {number(queries)}."
    return Notice(f"{text} Строки с ошибками в обязательных ячейках в расчёт не вошли.", "warning")


def matrix(data: Data) -> Stack:
    """Return when every organisation handed in and what was decided, then organisations × tables (internal)."""
    if data.public:
        return Stack([Notice(INTERNAL)])
    found = handed_in(data)
    return Stack([_organisations(found, data.year), _tables(found, data.year)])


def _organisations(found: pd.DataFrame, year: int) -> Table:
    lines = by_organisation(found)
    frame = pd.DataFrame(
        {
            "Организация": lines["org_id"].map(found.drop_duplicates("org_id").set_index("org_id")["org"]),
            "Таблиц": [
                f"{there} из {needed}" for there, needed in zip(lines["handed_in"], lines["needed"], strict=True)
            ],
            "Поступил": lines["received"].map(_day),
            "Изменён": lines["changed"].map(_day),
            "Состояние": [_state(line) for line in lines.itertuples(index=False)],
            "Решение": [_decision(line) for line in lines.itertuples(index=False)],
            "Чего нет": ["; ".join(titles) or "всё сдано" for titles in lines["missing"]],
        }
    )
    note = "«Поступил» и «изменён» — первая и последняя версия файла с реестром работников."
    return Table(frame, f"Кто сдал данные за {year} год", f"{deadline(found)} {note}")


def _day(day: Any) -> str:  # noqa: ANN401  pandas has its own days and gaps
    return "нет" if is_missing(day) else short_day(day)


def _state(line: Any) -> str:  # noqa: ANN401  a row of `by_organisation`
    if line.silent:
        return MISSING
    return line.state or (LATE if line.late else HANDED_IN)


def _decision(line: Any) -> str:  # noqa: ANN401  a row of `by_organisation`
    return f"{line.by}, {_day(line.decided)}" if line.by else "ещё нет"


def _tables(found: pd.DataFrame, year: int) -> Table:
    """Return organisations × tables: the status with the number of rows, tables that are not needed left out."""
    needed = found[found["status"] != NOT_NEEDED]
    rows = needed["rows"].where(needed["rows"] > 0)
    cells = needed["status"].where(rows.isna(), needed["status"] + " (" + rows.map(number) + ")")
    wide = cells.groupby([needed["org_id"], needed["table"]]).first().unstack()  # noqa: PD010  a cell each, no sums
    order = [name for name in SCHEMA if name in wide.columns]
    names = needed.drop_duplicates("org_id").set_index("org_id")["org"]
    frame = wide.loc[names.index, order].rename(columns={name: SCHEMA[name].title for name in order})
    frame.insert(0, "Организация", names)
    note = "В скобках — сколько строк прислано. «Сдано пустым»: лист есть, строк нет — сообщено, что писать нечего."
    return Table(frame.reset_index(drop=True), f"Таблицы организаций за {year} год", note)


def findings_table(data: Data) -> Stack:
    """Return what is wrong with the files of the year, errors first: where, what, what to do (internal)."""
    if data.public:
        return Stack([Notice(INTERNAL)])
    found = data.findings()
    if found.empty:
        return Stack([Notice("Замечаний нет: все строки вошли в расчёт.")])
    ordered = found.sort_values(["severity", "file", "sheet", "cell"], kind="stable")
    rows = pd.DataFrame(
        {
            "Файл": ordered["file"],
            "Лист": ordered["sheet"].fillna(""),
            "Ячейка": ordered["cell"].fillna(""),
            "Уровень": ordered["severity"].astype(str).map(SEVERITIES),
            "Что не так и что сделать": ordered["message"],
        }
    )
    cut = f"Показаны первые {SHOWN_FINDINGS}; все — в findings.parquet." if len(rows) > SHOWN_FINDINGS else ""
    return Stack([_by_rule(found), Table(rows.head(SHOWN_FINDINGS), "Замечания к исходным данным", cut)])


def _by_rule(found: pd.DataFrame) -> Bullets:
    sizes = found.groupby("severity", observed=True).size()
    return Bullets([f"{SEVERITIES[str(s)]}: {number(n)}" for s, n in sizes.items()])
