"""The kinds of evidence: each returns the sentences that confirm a stage for one direction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

import pandas as pd

from pdmon_utils.catalogue import Ask, Direction, mended
from pdmon_utils.cycle.facts import Facts
from pdmon_utils.cycle.stages import ABOUT, Proof
from pdmon_utils.roadmap.rows import Row, records
from pdmon_utils.schema import SCHEMA
from pdmon_utils.words import Name, Quote, Sentence, Slot, address, join_ru, plural, say, short_day

Evidence: TypeAlias = Callable[[Facts, Direction, Proof], Iterator[Sentence]]
_END = re.compile(r"(?<!\bдр)[\s.;]+$")  # «и др.» keeps its point
_KINDS = SCHEMA["measures"].columns["kind"].values


def number(facts: Facts, direction: Direction, what: str, amount: int) -> Quote:
    """Return a count of the cell as a numeral that knows where it comes from: the table, the direction, the year."""
    return Quote(
        str(amount), amount, address(what, "municipality", facts.slug, "direction", direction.code, facts.year, "count")
    )


def _asks(facts: Facts, direction: Direction) -> list[Ask]:
    return [ask for ask in facts.law.asks.values() if ask.indicator.criterion in direction.criteria]


def goals(facts: Facts, direction: Direction, _: Proof) -> Iterator[Sentence]:
    """Yield goals of the act about a criterion of the direction; where the file lists none, the aim of the act."""
    for goal in facts.law.goals.values():
        if set(goal.criteria) & set(direction.criteria):
            title = Name(mended(goal.title).rstrip(" .;"))
            yield say("{title} ({clause})", {"title": title, "clause": Name(goal.clause)})
    if not facts.law.goals and facts.law.aim:
        yield say("общая цель положения: {aim}", {"aim": Name(facts.law.aim)})


def plans(facts: Facts, direction: Direction, _: Proof) -> Iterator[Sentence]:
    """Yield planned values of the municipality's card."""
    listed = [ask.title for ask in _asks(facts, direction) if ask.id in facts.plans]
    if listed:
        yield say("плановые значения муниципалитета: {titles}", {"titles": Name("; ".join(listed))})


def asks(facts: Facts, direction: Direction, _: Proof) -> Iterator[Sentence]:
    """Yield how many indicators the act asks for."""
    found = _asks(facts, direction)
    if found:
        slots: dict[str, Slot] = {
            "n": number(facts, direction, "asks", len(found)),
            "first": Name(f"«{found[0].title}»"),
        }
        noun = plural(len(found), "показатель", "показателя", "показателей")
        yield say(f"{{n}} {noun} положения" + (", в том числе {first}" if len(found) > 1 else ": {first}"), slots)


def methods(facts: Facts, direction: Direction, _: Proof) -> Iterator[Sentence]:
    """Yield where the act says that data come from and how they are gathered."""
    said = dict.fromkeys(
        text for ask in _asks(facts, direction) for text in (ask.source, ask.collect, ask.process) if text
    )
    if said:
        yield say("{said}", {"said": Name("; ".join(_END.sub("", mended(text)) for text in said))})


def figures(facts: Facts, direction: Direction, _: Proof) -> Iterator[Sentence]:
    """Yield how many of the direction's indicators have data of the year."""
    known = [ask for ask in _asks(facts, direction) if ask.id in facts.fed]
    if known:
        slots = {
            "k": number(facts, direction, "fed", len(known)),
            "n": number(facts, direction, "asks", len(_asks(facts, direction))),
        }
        yield say("данные представлены по {k} из {n} показателей", slots)


def texts(facts: Facts, direction: Direction, _: Proof) -> Iterator[Sentence]:
    """Yield the analyst's own words."""
    if set(facts.texts) & set(direction.criteria):
        yield say("качественный анализ аналитика", {})


def steps(facts: Facts, direction: Direction, proof: Proof) -> Iterator[Sentence]:
    """Yield steps of the calendar that the journal has as done and that are about a criterion of the direction."""
    for step, done in facts.done:
        if proof.opens(step.does) and (not step.criteria or set(step.criteria) & set(direction.criteria)):
            proven = f"{done.document}, {short_day(done.date)}"
            yield say("«{step}»: {proven}", {"step": Name(mended(step.does)), "proven": Name(proven)})


def documents(facts: Facts, direction: Direction, proof: Proof) -> Iterator[Sentence]:
    """Yield documents of these kinds whose titles speak of the stage."""
    rows = facts.documents
    for row in records(rows[rows["kind"].isin(proof.of)].sort_values(["date", "title"])):
        about = ABOUT.get(str(row["kind"]), direction.criteria)
        if proof.speaks(str(row["title"])) and set(about) & set(direction.criteria):
            yield _document(row)


def _document(row: Row) -> Sentence:
    signed: str = "" if pd.isna(row["number"]) else f" № {row['number']}"
    return say("{said}", {"said": Name(f"{row['title']}{signed} от {short_day(row['date'])}")})


def measures(facts: Facts, direction: Direction, proof: Proof) -> Iterator[Sentence]:
    """Yield rows of the table of measures, of these kinds."""
    rows = facts.measures
    for kind in proof.of:
        found = rows[(rows["place"] == direction.code) & (rows["kind"] == kind)]
        if len(found):
            codes = Name(join_ru(found["measure_id"].astype(str).tolist()))
            slots: dict[str, Slot] = {"n": number(facts, direction, f"measures-{kind}", len(found)), "codes": codes}
            yield say(f"{_KINDS[kind]}: {{n}} ({{codes}})", slots)


def decisions(facts: Facts, direction: Direction, _: Proof) -> Iterator[Sentence]:
    """Yield decisions that have their document."""
    rows = facts.decisions
    for row in records(rows[(rows["place"] == direction.code) & ~rows["gap"].isin(["none", "unknown"])]):
        yield say(
            "{act}: {document}", {"act": Name(row["act"]), "document": _document({**row, "title": row["doc_title"]})}
        )


def verdicts(facts: Facts, direction: Direction, _: Proof) -> Iterator[Sentence]:
    """Yield how many measures and decisions of the years before that could be judged."""
    rows = facts.verdicts
    found = int(((rows["place"] == direction.code) & (rows["verdict"] != "no_data")).sum())
    if found:
        yield say("оценено мер и решений прошлых лет: {n}", {"n": number(facts, direction, "verdicts", found)})


EVIDENCE: Mapping[str, Evidence] = MappingProxyType(
    {
        "goals": goals,
        "plans": plans,
        "asks": asks,
        "methods": methods,
        "figures": figures,
        "texts": texts,
        "steps": steps,
        "documents": documents,
        "measures": measures,
        "decisions": decisions,
        "verdicts": verdicts,
    }
)
