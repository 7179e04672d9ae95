"""Effectiveness of measures of the years before: three findings, the verdict and the problems left."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pdmon_utils.conclusions.slots import Slots
from pdmon_utils.effects import (
    RULES,
    VERDICTS,
    Contribution,
    chosen,
    contribution,
    judged,
    panel,
)
from pdmon_utils.effects.chosen import BACK
from pdmon_utils.effects.verdicts import CARRIED, MOVED, TOLD
from pdmon_utils.roadmap.rows import Row, records
from pdmon_utils.show import Bullets, Fold, Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.attributed import REGRESSION, attributed, estimated, where
from pdmon_utils.study.counts import Counts, counts
from pdmon_utils.study.managed import Managed
from pdmon_utils.study.problems import problems
from pdmon_utils.words import Number, Sentence, Slot, say

_CAUSE = (
    "Вердикт опирается на то, что мера выполнена и показатель изменился. Что он изменился благодаря мере, говорит "
    "только графа «Вклад меры», и только там, где вклад можно оценить: показатель известен два года до меры и в год "
    "меры не меньше чем в четырёх организациях меры и в четырёх остальных того же типа."
)
_CHANGE = "{title}: {before} ({before_year}) → {share} ({year})"
_VALUE = "{title}: {share} ({year})"


def evaluation_years(managed: Managed) -> range:
    """Return the years whose measures are judged: strictly before the report year, in which they are judged."""
    return range(managed.data.year - (managed.data.regulation.effect_years or BACK), managed.data.year)


def judgement(managed: Managed) -> pd.DataFrame:
    """Return the judged measures and decisions (`effects.judged`) with `place`."""
    return managed.data.keep(("judgement",), lambda: _judgement(managed))


def _judgement(managed: Managed) -> pd.DataFrame:
    data, law = managed.data, managed.data.regulation
    lines = chosen(managed.measures, data.rows("organisations"), data.year, law.effect_years, law.window)
    if data.public:  # no evidence of single organisations stands behind what everybody reads
        lines = lines[lines["orgs"].map(len) == 0]
    years = set(lines["term"].astype(int)) if len(lines) else set()
    assessed = {(code, year): row for year in years for code, row in managed.totals(year).items()}
    documents = managed.documents["doc_id"].astype(str)
    found = judged(lines, assessed, set(documents), managed.end.date(), lambda line, row: _share(managed, line, row))
    return found.assign(place=managed.place(found))


def _share(managed: Managed, line: Row, row: Row | None) -> Contribution:
    """Return what can be told of the measure's contribution."""
    if row is None or row["kind"] != "share":
        return Contribution(reason="not_share")
    if not line["orgs"]:
        return Contribution(reason="everybody")
    code, term = str(line["indicator_id"]), int(line["term"])
    figures = managed.data.all_figures
    schools = panel(figures[figures["year"].isin(managed.fed_years(code))], code, term)
    better = -1 if row["direction"] == "lower" else 1
    return contribution(_alike(managed, schools, line["orgs"], term), line["orgs"], better)


def _alike(managed: Managed, schools: pd.DataFrame, orgs: tuple[str, ...], year: int) -> pd.DataFrame:
    """Return the organisations of the types that the measure was meant for: a school is not held against a nursery."""
    held = managed.data.rows("organisations")
    types = held[held["year"] == year].set_index("org_id")["org_type"].astype(str)
    wanted = set(types[types.index.isin(orgs)])
    return schools[schools.index.map(types.to_dict()).isin(wanted)]


def effectiveness(managed: Managed) -> Stack:
    """Return the page: which measures, by which rules, the table, and the problems left."""
    found = judgement(managed)
    parts: list[Shown] = [_about(managed), Heading(3, "Меры и решения")]
    if found.empty:
        parts.append(Notice("Меры и решения за эти годы не внесены: оценивать нечего.", "missing"))
    else:
        parts += [*_counted(managed, found), *_tables(managed, found), *_notes(found)]
    parts += [Heading(3, "Проблемы по итогам анализа"), *_problems(managed, found)]
    return Stack([*parts, Fold(f"Правила оценки: {len(RULES)}", [_rules()])])


def _about(managed: Managed) -> Paragraph:
    years, law = evaluation_years(managed), managed.data.regulation
    clause = next((a.clause for a in law.analyses.values() if a.code == "effectiveness"), "")
    said = f"Год оценки — {managed.data.year}. Оцениваются меры и решения {years[0]}–{years[-1]} годов"
    return Paragraph(
        f"{said}{f' ({clause})' if clause else ''}: показатель сравнивается за год, на который приходится срок меры, "
        "с годом до него."
    )


def _rules() -> Table:
    rows = [
        {
            "Правило": str(rule.number),
            "Что сделано": _any(CARRIED[code] for code in rule.carried),
            "Что стало с показателем": _any(MOVED[code] for code in rule.moved),
            "Вклад": _any(TOLD[code] for code in rule.contribution),
            "Вердикт": VERDICTS[rule.word],
            "Почему": rule.says,
        }
        for rule in RULES
    ]
    return Table(pd.DataFrame(rows), "Правила оценки: действует первое подходящее")


def _any(words: Iterable[str]) -> str:
    return "; ".join(words) or "любое"


def numbers(managed: Managed, found: pd.DataFrame) -> Counts:
    """Return how many measures and decisions were judged, and how."""
    held = {code: int((found["verdict"] == code).sum()) for code in VERDICTS}
    return counts(managed.data, "verdicts", {"judged": len(found), **held})


def _counted(managed: Managed, found: pd.DataFrame) -> list[Shown]:
    said = "; ".join(f"{word} — {{{code}}}" for code, word in VERDICTS.items())
    told = numbers(managed, found).say(f"Оценено мер и решений: {{judged}}, из них {said}.")
    return [Paragraph(told), Paragraph(_CAUSE)]


def _tables(managed: Managed, found: pd.DataFrame) -> list[Shown]:
    years = sorted(set(found["year"].astype(int)))
    return [
        Table(
            pd.DataFrame([_line(managed, row) for row in records(found[found["year"] == year])]),
            f"Эффективность мер и решений {year} года",
        )
        for year in years
    ]


def _line(managed: Managed, row: Row) -> dict[str, object]:
    return {
        "Мера": f"{row['text']} ({row['measure_id']})",
        "Выполнена?": CARRIED[row["carried"]],
        "Показатель": _moved(managed, row),
        "Вклад меры": attributed(managed, row),
        "Вердикт": f"{VERDICTS[row['verdict']]} (правило {row['rule']})",
    }


def _moved(managed: Managed, row: Row) -> Slot:
    about = row["row"]
    if about is None or about["state"] != "known":
        return MOVED[row["moved"]]
    slots = Slots(managed.said(about))
    told = say(_CHANGE if not pd.isna(about["before_year"]) else _VALUE, slots)
    return say("{told}: {word}", {"told": told, "word": MOVED[row["moved"]]})


def estimates(managed: Managed, found: pd.DataFrame) -> dict[str, Number]:
    """Return the numbers of the estimated contributions by address."""
    return {
        where(managed, row, name): value
        for row in records(found)
        if row["contribution"].did is not None
        for name, value in estimated(row["contribution"].did).items()
    }


def _notes(found: pd.DataFrame) -> list[Shown]:
    return [Notice(REGRESSION)] if any(one.chosen_low for one in found["contribution"]) else []


def _problems(managed: Managed, found: pd.DataFrame) -> list[Shown]:
    said: list[Sentence] = problems(managed, found)
    return [Bullets(said)] if said else [Paragraph("Проблем не выявлено.")]
