"""A numeral in a sentence never loses its figure."""

from __future__ import annotations

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from pdmon_utils.publish.clean import clean
from pdmon_utils.show import Bullets, Paragraph, Table
from pdmon_utils.words import Name, Quote, Sentence, WordsError, Year, address, say, sentence

SHARE = Quote("41,2 %", 0.4123, address("vil.1.2.2b", "municipality", "ulus", "", "", 2024, "value"))


def said() -> Sentence:
    return say("{title}: {share}, {year} г.", {"title": Name("До 35 лет"), "share": SHARE, "year": Year(2024)})


def test_a_sentence_reads_as_plain_text() -> None:
    assert str(said()) == "До 35 лет: 41,2 %, 2024 г."
    assert said().quotes == (SHARE,)


def test_sentences_join_into_one() -> None:
    assert str(sentence("Итак: ", said(), "")) == "Итак: До 35 лет: 41,2 %, 2024 г."


@pytest.mark.parametrize("template", ["Доля 41 %", "Доля {share} за 3 года"])
def test_a_number_of_no_figure_is_refused(template: str) -> None:
    with pytest.raises(WordsError, match="число без показателя"):
        say(template, {"share": SHARE})


def test_an_unknown_slot_is_refused_with_what_there_is() -> None:
    with pytest.raises(WordsError, match=r"\{shear\}.*Есть: share"):
        say("Доля {shear}", {"share": SHARE})


def test_a_slash_in_a_name_does_not_break_the_address() -> None:
    assert address("i", "organisation", "7", "post", "teacher/физика", 2024, "value").split("/")[4] == "teacher∕физика"


@pytest.mark.parametrize(
    "shown", [Paragraph(said()), Bullets([said()]), Table(pd.DataFrame({"Вывод": [said()], "n": [1]}), "Выводы")]
)
def test_a_page_keeps_number_and_address_after_cleaning(shown: Paragraph | Bullets | Table) -> None:
    page = BeautifulSoup(clean(shown._repr_html_()), "html.parser")
    (quote,) = page.find_all("data")

    assert (quote["value"], quote["data-fact"], quote.get_text()) == ("0.4123", SHARE.fact, SHARE.text)
    assert [mark.get_text() for mark in page.select(".pdmon-said .pdmon-name, .pdmon-said time")] == [
        "До 35 лет",
        "2024",
    ]
    assert "До 35 лет: 41,2 %, 2024 г." in page.get_text()
