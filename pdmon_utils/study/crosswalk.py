"""Two regulations beside each other: the same indicator in other words, with another denominator, period or cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from pdmon_utils.catalogue import Ask, Regulation
from pdmon_utils.show import Table
from pdmon_utils.study.passports import KIND_WORDS, denominator_words
from pdmon_utils.words import join_ru

SAME, NEAR, ONLY_HERE, ONLY_THERE = "то же измерение", "похожее измерение", "только здесь", "только там"
_WINDOWS = {"calendar": "календарный год", "june": "июль–июнь", "academic": "сентябрь–август"}
_SCOPES = {"municipality": "муниципалитет", "organisation": "организация", "cluster": "кластер", "region": "регион"}


@dataclass(frozen=True, slots=True)
class Match:
    """An ask of each of two regulations (None: it has none) and how close they are."""

    mine: Ask | None
    other: Ask | None
    kind: str

    @property
    def differences(self) -> tuple[tuple[str, str, str], ...]:
        """What differs, and what each of the two says of it; empty where one of them is missing."""
        if not (self.mine and self.other):
            return ()
        sides = zip(_facts(self.mine).items(), _facts(self.other).values(), strict=True)
        return tuple((name, a, b) for (name, a), b in sides if _folded(a) != _folded(b))


def crosswalk(mine: Regulation, other: Regulation) -> list[Match]:
    """Return every ask of `mine` beside the nearest one of `other`, then what only `other` asks for."""
    matches = [_nearest(ask, other) for ask in mine.asks.values()]
    met = {match.other.id for match in matches if match.other}
    return [*matches, *(Match(None, ask, ONLY_THERE) for ask in other.asks.values() if ask.id not in met)]


def crosswalk_table(mine: Regulation, other: Regulation) -> Table:
    """Return the crosswalk as a table, a row for each pair: both names, how close they are, what differs."""
    rows = [
        {
            mine.short: _named(match.mine),
            other.short: _named(match.other),
            "Сходство": match.kind,
            "Чем отличаются": ", ".join(name for name, _, _ in match.differences) or _unlike(match),
        }
        for match in crosswalk(mine, other)
    ]
    return Table(pd.DataFrame(rows), f"Сопоставление положений: {mine.short} и {other.short}")


def differences(mine: Regulation, other: Regulation) -> Iterator[Table]:
    """Yield a table for each pair that differs: what each of the two regulations says, side by side."""
    for match in crosswalk(mine, other):
        if match.mine and match.other and match.differences:
            frame = pd.DataFrame(match.differences, columns=["Что отличается", mine.short, other.short])
            yield Table(frame, f"{match.mine.id} и {match.other.id}: {match.mine.title}")


def _nearest(ask: Ask, other: Regulation) -> Match:
    same = [a for a in other.asks.values() if a.indicator.code == ask.indicator.code]
    near = [a for a in other.asks.values() if _counts(a) == _counts(ask)]
    for kind, found in ((SAME, same), (NEAR, near)):
        if found:
            return min((Match(ask, a, kind) for a in found), key=lambda match: len(match.differences))
    return Match(ask, None, ONLY_HERE)


def _counts(ask: Ask) -> object:
    """Return what the numerator counts, whoever stands in the denominator."""
    main = ask.measure.main
    having = [(piece.table, piece.condition.text) for piece in main.having.evidence] if main.having else []
    where = main.where.text if main.where else ""
    return ask.indicator.criterion, main.each, where, having, main.persons, main.distinct, main.sum


def _facts(ask: Ask) -> dict[str, str]:
    return {
        "что считается": f"{KIND_WORDS[ask.kind]}, {ask.indicator.unit}",
        "числитель": ask.indicator.numerator,
        "знаменатель": denominator_words(ask) or "нет",
        "о ком": ask.population.title if ask.population else "не о людях",
        "период": _WINDOWS[ask.window],
        "разрезы": join_ru(list(_cuts(ask))) or "нет",
        "уровни": join_ru([_SCOPES[scope] for scope in ask.scopes]),
        "цель": ask.target or "нет",
        "формулировка": ask.clean or ask.wording,
    }


def _cuts(ask: Ask) -> Iterator[str]:
    for asked in ask.cuts:
        yield f"{'по' if asked.by else 'из них по'} признаку {asked.cut.title or asked.cut.name}"


def _folded(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split()).strip(" .,;")


def _unlike(match: Match) -> str:
    return "ничем" if match.mine and match.other else "пары нет"


def _named(ask: Ask | None) -> str:
    return f"{ask.title} ({ask.id}, {ask.clause})" if ask else "нет"
