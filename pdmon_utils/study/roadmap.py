"""The complex of measures of a year, a section a direction, with baseline, target, term, responsible and state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from pdmon_utils.catalogue import SHARES
from pdmon_utils.conclusions.slots import TELLING
from pdmon_utils.roadmap import CARRIED, DRAFT, HANDED, OTHER, Term, drafts, plan, term
from pdmon_utils.roadmap.rows import Row, records
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Aside, Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.advised import Advised
from pdmon_utils.study.counts import Counts, counts
from pdmon_utils.study.managed import Managed
from pdmon_utils.study.offices import office
from pdmon_utils.words import NOT_HANDED_IN, Name, Sentence, Slot, Year, amount, is_missing, sentence, short_day

EMPTY = "Мер по этому направлению нет."
NOTHING = "Меры за этот год не внесены (таблица «Меры, рекомендации, решения»)."
NOTHING_OWN = "Мер, назначенных этой организации, за этот год нет."
ORIGINS = {HANDED: "", CARRIED: "предложено перенести", DRAFT: "проект"}
UNSET = "не установлено"
_COUNTED = (
    "Внесено мер: {handed}. Предложено перенести незавершённых мер {year} года: {carried}; предложено по "
    "рекомендациям: {draft}. Предлагаемый срок — {day}{why}."
)
_HOW = (
    "Проект записывает в книгу Excel команда pdmon roadmap {place}. Исправленная книга кладётся в папку года и с этого "
    "момента заменяет проект."
)
_STATES = SCHEMA["measures"].columns["status"].values


@dataclass(frozen=True, eq=False)
class Planned:
    """The roadmap's rows (`roadmap.plan`) and the term proposed for what is not handed in."""

    rows: pd.DataFrame
    term: Term


def planned(managed: Managed) -> Planned:
    """Return the measures of the year: handed in, carried over, and drafted from the recommendations after edits."""
    return managed.data.keep(("roadmap", managed.data.written()), lambda: _planned(managed))


def _planned(managed: Managed) -> Planned:
    data, law = managed.data, managed.data.regulation
    advice = [(one, one.said) for one in Advised(data).recommendations]
    due = data.card.due(data.year + 1)
    when = (data.year, term(data.workspace.calendar(law.code), law.window, data.year, due))
    proposed = drafts(advice, law, managed.held, managed.totals(data.year), when)
    return Planned(plan(managed.measures, proposed, law, managed.held, when), when[1])


def roadmap(managed: Managed) -> Stack:
    """Return the roadmap; a public one shows what was adopted, not what is proposed."""
    found = planned(managed)
    rows = found.rows[found.rows["origin"] == HANDED] if managed.data.public else found.rows
    if rows.empty:
        return Stack([Notice(NOTHING, "missing")])
    parts = [part for group, codes in _groups(managed, rows) for part in _group(managed, group, codes, rows)]
    return Stack([*_about(managed, rows, found.term), *parts])


def own(managed: Managed, organisation: str) -> Stack:
    """Return the measures of one organisation alone (Усть-Лабинск: «дорожные карты» организаций), without drafts."""
    rows = planned(managed).rows
    mine = rows[rows["org_id"] == organisation]
    if mine.empty:
        return Stack([Notice(NOTHING_OWN)])
    codes = [code for code in [*managed.held, OTHER] if (mine["place"] == code).any()]
    return Stack([part for code in codes for part in _section(managed, code, mine[mine["place"] == code], 3)])


def _groups(managed: Managed, rows: pd.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """Yield the groups of measures that the act names ('' where it names none) with their directions."""
    names = dict.fromkeys(direction.group for direction in managed.held.values())
    for name in names:
        yield name, [code for code, direction in managed.held.items() if direction.group == name]
    if (rows["place"] == OTHER).any():
        yield "", [OTHER]


def _group(managed: Managed, group: str, codes: list[str], rows: pd.DataFrame) -> Iterator[Shown]:
    if group:
        yield Heading(3, group[:1].upper() + group[1:])
    for code in codes:
        yield from _section(managed, code, rows[rows["place"] == code], 4 if group else 3)


def numbers(managed: Managed, rows: pd.DataFrame) -> Counts:
    """Return how many measures were handed in, are to be carried over, are drafted."""
    return counts(managed.data, "roadmap", {origin: int((rows["origin"] == origin).sum()) for origin in ORIGINS})


def _about(managed: Managed, rows: pd.DataFrame, proposed: Term) -> list[Shown]:
    """Return how many measures there are, and where the proposed ones come from."""
    told, data = numbers(managed, rows), managed.data
    if data.public:
        return [Paragraph(told.say("Мер в комплексе: {handed}."))]
    why = f" ({proposed.clause}: до начала анализа эффективности)" if proposed.clause else ""
    said = told.say(_COUNTED, year=Year(data.year - 1), day=Name(short_day(proposed.day)), why=Name(why))
    return [Paragraph(said), Aside([Paragraph(_HOW.format(place=f"{data.municipality} {data.year}"))])]


def _section(managed: Managed, code: str, rows: pd.DataFrame, level: int) -> list[Shown]:
    title = managed.title(code)
    head = Heading(level, title[:1].upper() + title[1:])
    if rows.empty:
        return [head, Notice(EMPTY, "missing")]
    totals = managed.totals(managed.data.year)
    lines = pd.DataFrame([_line(managed, row, totals.get(str(row["indicator_id"]))) for row in records(rows)])
    return [head, Table(lines, f"Меры, {managed.data.year} год: {title}")]


def _line(managed: Managed, row: Row, about: Row | None) -> dict[str, object]:
    known = about is not None and about["state"] == "known"
    return {
        "Мера": sentence(_words(row), " (", Name(str(row["measure_id"])), ")"),
        "Показатель": _indicator(managed, row["indicator_id"]),
        "Исходное значение": sentence(TELLING["value"](managed.said(about))) if known and about else NOT_HANDED_IN,
        "Целевое значение": _target(managed, row, about),
        "Срок": short_day(row["deadline"]),
        "Ответственный": office(managed.data, row["responsible"]),
        "Документ": _document(managed, row),
        "Состояние": _state(row),
    }


def _words(row: Row) -> Slot:
    """Return what is to be done: of a draft the sentence with its figures, else what somebody wrote."""
    return row["said"] if isinstance(row["said"], Sentence) else Name(str(row["text"]))


def _indicator(managed: Managed, code: object) -> str:
    known = managed.data.regulation.asks
    return (
        "не назван"
        if is_missing(code)
        else known[str(code)].title
        if str(code) in known
        else f"{code}: нет в положении"
    )


def _target(managed: Managed, row: Row, about: Row | None) -> Sentence | str:
    """Return the measure's own target, else the plan of the indicator."""
    if not is_missing(row["target"]):
        value = float(row["target"])
        share = about is not None and about["kind"] in SHARES
        return f"{amount(value if value > 1 else value * 100)} %" if share else amount(value)
    if about is None or is_missing(about["plan_kind"]):
        return UNSET
    return "рост к прошлому году" if about["plan_kind"] == "growth" else sentence(TELLING["plan"](managed.said(about)))


def _document(managed: Managed, row: Row) -> Sentence | str:
    """Return the document of the measure; for a proposed one, what the act names for its direction."""
    if not is_missing(row["doc_id"]):
        found = managed.documents.loc[managed.documents["doc_id"] == row["doc_id"], "title"]
        return sentence(Name(str(found.iloc[0]))) if len(found) else f"{row['doc_id']}: нет в таблице документов"
    named = managed.held[row["place"]].document if row["place"] in managed.held else ""
    return f"предлагается: {named}" if named and row["origin"] != HANDED else "не указан"


def _state(row: Row) -> str:
    again = "перенесено с прошлого года" if row["again"] and row["origin"] == HANDED else ORIGINS[row["origin"]]
    return "; ".join(word for word in (again, _STATES[str(row["status"])]) if word)
