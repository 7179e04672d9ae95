"""The checker re-reads a page and finds every numeral that does not come from its figure."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import DISTRICTS, YEAR
from pdmon_utils import Study
from pdmon_utils.batch.manifest import done
from pdmon_utils.publish.checks import NUMERALS, problems
from pdmon_utils.publish.clean import clean
from pdmon_utils.publish.ledger import Ledger
from pdmon_utils.publish.numerals import check_page, fits
from pdmon_utils.show import Bullets
from pdmon_utils.store import AUDIENCES, Workspace
from pdmon_utils.words import Name, Quote, Year, amount, percent, sentence, signed

FACT = "vil.1.2.3a/municipality/ulus///2024/value"
PARTS = {FACT: 0.412, FACT.replace("value", "numerator"): 412}
HTML = Bullets(
    [
        sentence(
            Name("Моложе 35 лет"),
            ": ",
            Quote("41,2\u00a0%", 0.412, FACT),
            " (",
            Quote("412", 412, FACT.replace("value", "numerator")),
            "), ",
            Year(2024),
        )
    ]
)._repr_html_()


def wrong(html: str) -> list[str]:
    """Return what the checker says of a page whose figures are known."""
    return [problem.what for problem in check_page(clean(html), PARTS).problems]


def test_a_page_as_it_was_written_is_right() -> None:
    assert check_page(clean(HTML), PARTS).numerals == 2
    assert wrong(HTML) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("41,2\u00a0%", "41,3\u00a0%", "написано «41,3\u00a0%», а число 0.412"),
        ("41,2\u00a0%", "41,2", "написано «41,2», а число 0.412"),
        ('value="0.412"', 'value="0.512"', "написано «41,2\u00a0%», а число 0.512"),
        ('value="412"', 'value="нет"', "«нет» — не число"),
        ("///2024/value", "///2023/value", "адрес числа неизвестен"),
        ("), ", ") из 1000, ", "число без показателя: «) из 1000,»"),
        ('datetime="2024"', 'datetime="2023"', "год «2024» отмечен как «2023»"),
        ('<data value="412"', "<data ", "«» — не число"),
        ("data-fact=", "data-fakt=", "число без показателя: «41,2\u00a0%»"),
        ('class="pdmon-name"', 'class="name"', "число без показателя: «Моложе 35 лет»"),
    ],
)
def test_what_was_changed_is_found(old: str, new: str, said: str) -> None:
    assert old in HTML
    assert any(what.startswith(said) for what in wrong(HTML.replace(old, new)))


def test_a_number_that_the_data_do_not_have_is_found() -> None:
    (problem,) = check_page(clean(HTML), PARTS | {FACT: 0.4125}).problems

    assert problem.what == f"в странице 0.412, по данным 0.4125 ({FACT})"
    assert problem.sentence == "Моложе 35 лет: 41,2 % (412), 2024"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("41,2\u00a0%", 0.41249),
        ("13\u00a0%", 0.125),
        ("5,1\u00a0п.\u00a0п.", 0.0512),
        ("5,1\u00a0п.\u00a0п.", -0.0512),
        ("−5,1\u00a0п.\u00a0п.", -0.0512),
        ("+3,4\u00a0п.\u00a0п.", 0.0344),
        ("12\u00a0чел.", 12),
        ("36\u00a0человек", 36),
        ("1\u00a0234", 1234),
        ("1\u00a0234\u00a0567,5", 1234567.5),
        ("3 из 7", 3 / 7),
        ("44,3\u00a0года", 44.34),
        ("5\u00a0лет", 5),
    ],
)
def test_a_written_numeral_is_read_as_people_read_it(text: str, value: float) -> None:
    assert fits(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("41,2\u00a0%", 0.4126),
        ("+5,1\u00a0п.\u00a0п.", -0.0512),
        ("−5,1\u00a0п.\u00a0п.", 0.0512),
        ("5,1\u00a0%", 5.1),
        ("12", 12.6),
        ("3 из 7", 0.43),
        ("12 и 13", 12),
        ("нет", 0),
        ("234", 1234),
    ],
)
def test_another_number_does_not_fit(text: str, value: float) -> None:
    assert not fits(text, value)


@given(st.fractions(-1, 1, max_denominator=900), st.integers(0, 2))
def test_whatever_words_write_the_checker_reads(value: float, digits: int) -> None:
    assert fits(percent(value, digits), float(value))
    assert fits(signed(value, digits), float(value))
    assert fits(amount(value * 1000), float(value) * 1000)


# Real pages


@pytest.fixture(scope="module", params=[(slug, audience) for slug in DISTRICTS for audience in AUDIENCES], ids="-".join)
def opened(request: pytest.FixtureRequest, workspace: Workspace) -> tuple[str, Ledger]:
    """Return the conclusions and problems of a district as a page, and its numbers."""
    slug, audience = request.param
    study = Study("note", slug, YEAR, audience, home=str(workspace.home))
    html = study.conclusions()._repr_html_() + study.problems()._repr_html_()
    return clean(html), Ledger(workspace, slug, YEAR, audience)


def test_every_numeral_of_conclusions_leads_to_its_figure(opened: tuple[str, Ledger]) -> None:
    checked = check_page(*opened)

    assert checked.numerals > 20
    assert checked.problems == ()


def test_a_tampered_numeral_of_a_real_page_is_found(opened: tuple[str, Ledger]) -> None:
    html, ledger = opened
    first = re.search(r'<data value="([^"]+)" data-fact="([^"]+)">', html)
    assert first

    forged = html.replace(first[0], f'<data value="{float(first[1]) + 1}" data-fact="{first[2]}">', 1)

    assert len(check_page(forged, ledger).problems) == 2  # not what is written, not what the data have


def test_a_ledger_knows_no_other_address(workspace: Workspace) -> None:
    ledger = Ledger(workspace, "ulus-primer", YEAR)
    fact = "vil.1.2.3a/municipality/ulus-primer///2024/value"

    assert fact in ledger
    assert [
        address in ledger
        for address in (
            fact.replace("2024", "1999"),
            fact.replace("value", "valu"),
            fact.replace("value", "plan_value"),
            fact.replace("vil.1.2.3a", "vil.9"),
            fact.replace("///", "/"),
            "",
        )
    ] == [False] * 6


@pytest.mark.notebooks
def test_every_numeral_of_every_executed_page_led_to_its_figure(reported: Workspace) -> None:
    logs = [said for path in reported.reports.glob("*/*/*/**/*.manifest.json") if (said := done(path))]
    looked = [check["looked"] for said in logs for check in said["checks"] if check["name"] == NUMERALS]

    assert [problems(said) for said in logs if problems(said)] == []
    assert len(looked) == len(logs) > 20
    assert sum(looked) > 500
