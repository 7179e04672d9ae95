"""Who handed in and who did not, what was rejected: a missing school is shown as such, never as zero."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.show import Bullets, Notice, Paragraph, Stack, Table
from pdmon_utils.study.data import Data
from pdmon_utils.words import join_ru, number, plural

SEVERITIES = {"error": "ошибка", "query": "вопрос", "note": "пометка"}
COUNTED = {  # short words: nine columns must fit a page
    "staff": "Работники",
    "diagnostics": "Диагн.",
    "courses": "Курсы",
    "routes": "ИОМ",
    "mentoring": "Наставн.",
    "participation": "Участие",
    "support": "Сопров.",
    "memberships": "Объед.",
    "vacancies": "Вакансии",
}
SHOWN_FINDINGS = 200
INTERNAL = "Сведения по организациям приведены в служебном отчёте."


def reported(data: Data) -> pd.DataFrame:
    """Return organisations of the year with `rows`, the number of their register rows (0: did not report)."""
    staff = data.rows("staff")
    rows = staff[staff["year"] == data.year].groupby("org_id").size()
    organisations = data.organisations()
    return organisations.assign(rows=organisations["org_id"].map(rows).fillna(0).astype(int))


def completeness(data: Data) -> Stack:
    """Return sentences on who reported and what was not counted, with names for the internal audience only."""
    organisations = reported(data)
    silent = organisations[organisations["rows"] == 0]
    received = len(organisations) - len(silent)
    said = [
        f"Сведения о работниках представили {received} из {_of_organisations(len(organisations))}."
        if len(organisations)
        else "Перечень организаций муниципалитета за этот год не представлен."
    ]
    if len(silent) and not data.public:
        said.append(f"Не представили: {join_ru(list(_names(silent)))}. Их работники в показателях не учтены.")
    elif len(silent):
        said.append("Показатели рассчитаны без организаций, которые сведений не представили.")
    return Stack([*(Paragraph(text) for text in said), _findings_line(data)])


def _of_organisations(size: int) -> str:
    noun = plural(size, "организации", "организаций", "организаций")  # genitive: «из 22 организаций»
    return f"{size} {noun} муниципалитета"


def _names(organisations: pd.DataFrame) -> pd.Series:
    return organisations["org_short"].fillna(organisations["org_name"]).astype(str)


def _findings_line(data: Data) -> Paragraph | Notice:
    found = data.findings()
    errors, queries = (int((found["severity"] == severity).sum()) for severity in ("error", "query"))
    if not errors and not queries:
        return Paragraph("Замечаний к исходным данным нет.")
    text = f"При проверке исходных данных найдено ошибок: {number(errors)}, вопросов: {number(queries)}."
    return Notice(f"{text} Строки с ошибками в обязательных ячейках в расчёт не вошли.", "warning")


def matrix(data: Data) -> Table | Notice:
    """Return organisations × tables with the number of rows handed in for the year (internal)."""
    if data.public:
        return Notice(INTERNAL)
    organisations = reported(data)
    staff = data.rows("staff")
    owners = staff[staff["year"] == data.year].drop_duplicates("person_id").set_index("person_id")["org_id"]
    columns = {said: _rows_by_organisation(data, n, organisations["org_id"], owners) for n, said in COUNTED.items()}
    frame = pd.DataFrame({"Организация": _names(organisations), **columns})
    return Table(frame, f"Сколько строк представлено за {data.year} год", "0 — таблица не представлена или пуста.")


def _rows_by_organisation(data: Data, name: str, ids: pd.Series, owners: pd.Series) -> pd.Series:
    frame = data.rows(name)
    frame = frame[frame["year"] == data.year]
    person = next((c for c in ("person_id", "mentee_id") if c in frame.columns), "")
    owner = frame["org_id"] if "org_id" in frame.columns and name != "diagnostics" else frame[person].map(owners)
    return ids.map(owner.value_counts()).fillna(0).astype(int).reset_index(drop=True)


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
