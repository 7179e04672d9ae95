"""Re-reads a page: every numeral of a generated sentence must lead to its figure and be what the figure is."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pdmon_utils.publish.tree import Tag, Tree, classes, words
from pdmon_utils.words import Number

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[+−-]?(?:\d{1,3}(?:[\u00a0\u202f ]\d{3})+|\d+)(?:,\d+)?")
_HUNDRED = re.compile(r"\u00a0?%|\u00a0п\.\u00a0п\.")
_HAIR = 1e-9
SAID = "pdmon-said"  # the class of generated sentences


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a numeral, and the sentence it stands in."""

    what: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How many numerals a page has, and what is wrong with them."""

    numerals: int
    problems: tuple[Problem, ...]


def check_page(html: str, ledger: Mapping[str, Number]) -> Checked:
    """Return what a page says in numerals, checked against the figures: digits of no figure, addresses, numbers, texts.

    Looked at are all elements `.pdmon-said` and all `<data>` with an address, wherever they stand.
    """
    return check_tree(Tree.of(html), ledger)


def check_tree(tree: Tree, ledger: Mapping[str, Number]) -> Checked:
    """Return the same of a page that was parsed already."""
    quotes = [tag for tag in tree.named("data") if "data-fact" in tag.attrib]
    said = [tag for tag in tree.tags if SAID in classes(tag)]
    found = [*_loose(said), *_undated(said), *(p for quote in quotes for p in _quoted(quote, ledger))]
    return Checked(len(quotes), tuple(found))


def _loose(said: Iterable[Tag]) -> Iterator[Problem]:
    """Yield digits of generated sentences that belong to no figure, year or name."""
    for sentence in said:
        for text in _free(sentence):
            if _DIGIT.search(text):
                yield Problem(f"число без показателя: «{text.strip()}»", words(sentence))


def _free(tag: Tag) -> Iterator[str]:
    """Yield the texts inside that stand in no figure, year or name."""
    yield tag.text or ""
    for child in tag:
        if isinstance(child.tag, str) and not _excuses(child):
            yield from _free(child)
        yield child.tail or ""


def _excuses(tag: Tag) -> bool:
    return (tag.tag == "data" and "data-fact" in tag.attrib) or tag.tag == "time" or "pdmon-name" in classes(tag)


def _undated(said: Iterable[Tag]) -> Iterator[Problem]:
    """Yield years whose text is not the year they mark."""
    for mark in dict.fromkeys(mark for sentence in said for mark in sentence.iterdescendants("time")):
        year, text = mark.get("datetime", ""), "".join(mark.itertext())
        if re.findall(r"\d+", text) != [year]:
            yield Problem(f"год «{text}» отмечен как «{year}»", _sentence(mark))


def _quoted(quote: Tag, ledger: Mapping[str, Number]) -> Iterator[Problem]:
    fact, said = quote.get("data-fact", ""), quote.get("value", "")
    for what in _wrong(fact, said, "".join(quote.itertext()), ledger):
        yield Problem(f"{what} ({fact})", _sentence(quote))


def _wrong(fact: str, said: str, text: str, ledger: Mapping[str, Number]) -> Iterator[str]:
    """Yield what is wrong with one numeral: its address, its number, its text."""
    if not _readable(said):
        yield f"«{said}» — не число"
        return
    if not fits(text, float(said)):
        yield f"написано «{text}», а число {said}"
    if fact not in ledger:
        yield "адрес числа неизвестен"
    elif not _same(float(said), ledger[fact]):
        yield f"в странице {said}, по данным {ledger[fact]}"


def _readable(said: str) -> bool:
    try:
        return math.isfinite(float(said))
    except ValueError:
        return False


def _same(said: float, known: Number) -> bool:
    return known is not None and math.isclose(said, float(known), rel_tol=_HAIR, abs_tol=_HAIR)


def fits(text: str, value: float) -> bool:
    """Return True when a written numeral is the number, within the rounding of its own digits.

    Read are «41,2 %», «5,1 п. п.» (hundredths), «3 из 7» and «49 на 12» (a ratio), «1 234», «−0,5», «12 чел.». A
    numeral without a sign may stand for a fall: the word beside it tells the direction.
    """
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) == 2 and re.search(r"\d (?:из|на) \d", text):  # noqa: PLR2004  both parts of a fraction
        part, whole = (_number(found[0]) for found in numbers)
        return whole > 0 and math.isclose(part / whole, value, rel_tol=_HAIR, abs_tol=_HAIR)
    if len(numbers) != 1:
        return False
    (found,) = numbers
    scaled = value * 100 if _HUNDRED.match(text, found.end()) else value
    digits = len(found[0].partition(",")[2])
    told = _number(found[0])
    meant = scaled if found[0][0] in "+−-" or scaled >= 0 else -scaled
    return bool(abs(told - meant) <= 0.5 * 10**-digits + _HAIR * max(1.0, abs(meant)))


def _number(text: str) -> float:
    plain = re.sub(r"[\u00a0\u202f +]", "", text)
    return float(plain.replace("−", "-").replace(",", "."))


def _sentence(tag: Tag) -> str:
    return words(next((parent for parent in tag.iterancestors() if SAID in classes(parent)), tag))
