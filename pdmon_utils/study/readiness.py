"""Is the report ready to be approved (КБР, приложение 2: «наличие статистического и качественного анализа»)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from pdmon_utils.receipts import by_organisation
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Aside, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.completeness import handed_in
from pdmon_utils.study.data import Data
from pdmon_utils.words import is_missing, join_ru

READY, NOT_READY = "Готово к утверждению.", "Не готово к утверждению."
CHECKED = (
    "Проверено: все ли организации сдали данные, нет ли в них ошибок и вопросов без пояснения, внесён ли качественный "
    "анализ там, где его требует положение, есть ли у каждой меры срок и ответственный. Утверждает документ человек."
)
INTERNAL = "Готовность к утверждению проверяется в служебном отчёте."
_NEEDED = ("deadline", "responsible")
_SEVERITIES = {
    "error": ("Ошибки в исходных данных", "исправьте файлы: pdmon check {place}"),
    "query": ("Вопросы без пояснения", "исправьте данные или внесите пояснение на листе «Замечания»"),
}


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that keeps a report from being approved: what, which ones, what to do."""

    what: str
    which: str
    remedy: str


def lacks(data: Data) -> list[Lack]:
    """Return all that is missing before the year's report may be approved; none: it is ready."""
    return [*_handed_in(data), *_findings(data), *_texts(data), *_measures(data)]


def ready(data: Data) -> Stack:
    """Return the verdict and what is missing (internal)."""
    if data.public:
        return Stack([Notice(INTERNAL)])
    found = lacks(data)
    if not found:
        return Stack([Notice(READY), Paragraph(CHECKED)])
    rows = pd.DataFrame([{"Чего не хватает": x.what, "Подробно": x.which, "Что сделать": x.remedy} for x in found])
    parts: list[Shown] = [Notice(NOT_READY, "warning"), Table(rows, f"Готовность к утверждению, {data.year} год")]
    return Stack([Aside([*parts, Paragraph(CHECKED)])])


def _handed_in(data: Data) -> Iterator[Lack]:
    """Yield what organisations have still to hand in: everything, or single tables."""
    found = handed_in(data)
    if found.empty:
        yield Lack("Нет перечня организаций", "таблица «Организации» за год не сдана", "сдайте перечень организаций")
        return
    lines = by_organisation(found)
    lines = lines.assign(org=lines["org_id"].map(dict(zip(found["org_id"], found["org"], strict=True)))).sort_values(
        "org"
    )
    silent, rest = lines[lines["silent"].astype(bool)], lines[~lines["silent"].astype(bool)]
    if len(silent):
        yield Lack(
            "Не представили данные", join_ru(silent["org"].tolist()), "примите данные или решите утвердить без них"
        )
    part = [
        f"{org} ({', '.join(missing)})" for org, missing in zip(rest["org"], rest["missing"], strict=True) if missing
    ]
    if part:
        yield Lack("Сданы не все таблицы", "; ".join(part), "примите недостающие листы; где нет строк — пустой лист")


def _findings(data: Data) -> Iterator[Lack]:
    found = data.findings()
    for severity, (what, remedy) in _SEVERITIES.items():
        rows = found[found["severity"] == severity]
        if len(rows):
            files = sorted(rows["file"].dropna().astype(str).unique())
            yield Lack(f"{what}: {len(rows)}", join_ru(files), remedy.format(place=data.municipality))


def _texts(data: Data) -> Iterator[Lack]:
    """Yield the indicators without the words of the analyst, of criteria for which the act wants them."""
    wanted = [ask for ask in data.regulation.asks.values() if data.regulation.wants_words(ask.indicator.criterion)]
    lacking = [ask.id for ask in wanted if not data.text(ask.id).strip()]
    if lacking:
        yield Lack("Нет качественного анализа показателей", ", ".join(lacking), f"внесите: {data.text_path('')}")


def _measures(data: Data) -> Iterator[Lack]:
    """Yield the measures of the year without a term or a responsible, also those refused on their way in."""
    rows = data.rows("measures")
    rows = rows[rows["year"] == data.year]
    bare = [
        f"{row['measure_id']} — {join_ru(empty)}" for row in rows.to_dict("records") if (empty := _empty(dict(row)))
    ]
    found = data.findings()
    refused = found[(found["table"] == "measures") & found["column"].isin(_NEEDED) & (found["severity"] == "error")]
    bare += [f"{file}, {cell}" for file, cell in zip(refused["file"], refused["cell"], strict=True)]
    if bare:
        yield Lack("Меры без срока или ответственного", "; ".join(bare), "заполните лист мер")


def _empty(row: dict[object, object]) -> list[str]:
    columns = SCHEMA["measures"].columns
    return [columns[name].header.lower() for name in _NEEDED if is_missing(row[name])]
