"""Things that show themselves carry a tree, of which official papers are made."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from pdmon_utils.show import MIME, Bullets, Fold, Heading, Notice, Paragraph, Passport, Stack, Style, Table, Terms, Text
from pdmon_utils.show.statements import Statement, Statements
from pdmon_utils.words import Quote, sentence

SAID = sentence("доля ", Quote("41,2 %", 0.412, "deficits/…/value"))
SHOWN = {
    "heading": Heading(3, "По годам"),
    "paragraph": Paragraph(SAID),
    "bullets": Bullets(["один", "два"]),
    "notice": Notice("данные не представлены"),
    "text": Text("**важно**"),
    "table": Table(pd.DataFrame({"Год": ["первый"], "Число": [12]}), "Числа"),
    "passport": Passport([("Числитель", "прошли диагностику")], "Паспорт"),
    "statements": Statements([Statement(SAID, [("правило", "r")], ["к сведению"], "note")]),
    "fold": Fold("ещё", [Paragraph("внутри")]),
    "terms": Terms([("r", "Правило", "условие")]),
    "stack": Stack([Paragraph("первое"), Paragraph("второе")]),
}


@pytest.mark.parametrize("kind", SHOWN)
def test_a_shown_thing_gives_page_words_and_tree_that_json_can_hold(kind: str) -> None:
    bundle = SHOWN[kind]._repr_mimebundle_()

    assert bundle[MIME]["kind"] == kind
    assert json.loads(json.dumps(bundle[MIME])) == bundle[MIME]
    assert bundle["text/html"] == SHOWN[kind]._repr_html_()
    assert bundle["text/plain"] == repr(SHOWN[kind])


def test_a_numeral_keeps_its_number_and_address() -> None:
    assert Paragraph(SAID).node()["text"]["parts"] == [
        "доля ",
        {"text": "41,2 %", "value": 0.412, "fact": "deficits/…/value"},
    ]


def test_a_cell_of_a_number_keeps_the_number_and_a_missing_one_has_none() -> None:
    frame = pd.DataFrame({"Год": ["первый", "второй", "третий"], "Часы": [12.5, None, 3.0]})

    assert Table(frame, "Часы").node()["rows"] == [
        ["первый", {"text": "12,5", "value": 12.5}],
        ["второй", "—"],
        ["третий", {"text": "3,0", "value": 3.0}],
    ]


def test_a_style_is_nothing_on_paper() -> None:
    assert Stack([Style(), Paragraph("слово")]).node() == {
        "kind": "stack",
        "items": [{"kind": "paragraph", "text": "слово"}],
    }
