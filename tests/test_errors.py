"""How a sentence about an unknown word ends."""

from __future__ import annotations

import pytest

from pdmon_utils.errors import CatalogueError, closest, nearest
from pdmon_utils.measures import refuse_unknown


def test_a_sentence_about_an_unknown_word_ends_with_the_closest_known_one() -> None:
    assert nearest("nmae", ["year", "name"]) == " — может быть, «name»?"
    assert closest("nmae", ["year", "name"]) == "name"


@pytest.mark.parametrize("known", [[], ["год", "итог"]])
def test_a_sentence_about_an_unknown_word_ends_with_a_full_stop_where_no_word_is_near(known: list[str]) -> None:
    assert nearest("nmae", known) == "."
    assert not closest("nmae", known)


def test_what_is_said_behind_an_unknown_word_begins_a_sentence_of_its_own() -> None:
    with pytest.raises(CatalogueError, match=r"^меры\.yml: не знаю ключа «nmae»\. Известны: год, итог\.$"):
        refuse_unknown({"nmae": 1}, ("год", "итог"), "меры.yml")
