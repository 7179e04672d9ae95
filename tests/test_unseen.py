"""Districts of names met nowhere else: everything hidden of two schools, nothing derivable, no refusal for zeros."""

from __future__ import annotations

from pathlib import Path

import pytest

from pdmon_utils.disclosure import counts_people
from pdmon_utils.prepare import prepare
from pdmon_utils.publish.gate import known_of
from pdmon_utils.publish.gate.shown import worked_out_of
from pdmon_utils.store import Workspace
from pdmon_utils.study.data import Data
from unseen import CANARIES, PLACES, TWO, YEAR, canaries, unpacked, write_districts


@pytest.fixture(scope="module")
def unseen(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return the three districts after preparation."""
    workspace = Workspace(tmp_path_factory.mktemp("unseen"))
    write_districts(workspace.home)
    prepare(workspace)
    return workspace


@pytest.mark.parametrize("slug", PLACES)
def test_nothing_hidden_of_a_small_district_is_worked_out(unseen: Workspace, slug: str) -> None:
    assert list(worked_out_of(unseen)(slug, YEAR)) == []


def test_of_two_schools_no_number_of_people_is_shown(unseen: Workspace) -> None:
    data = Data("note", TWO, YEAR, "public", unseen)
    public = data.all_figures
    people = public[[counts_people(data.regulation.asks[str(code)]) for code in public["indicator"]]]
    told = people[~people["withheld"] & ((people["numerator"] > 0) | (people["denominator"] > 0))]

    assert told["indicator"].tolist() == []
    assert people["withheld"].sum() > 50


def test_nothing_that_is_kept_of_the_canaries_sings(unseen: Workspace) -> None:
    kept = [text for path in sorted(unseen.processed.rglob("*")) if path.is_file() for text in unpacked(Path(path))]

    known_inside = ("Удодово гнездо", "17.03.1979", "1979-03-17")  # names of schools, days of birth
    personal = [word for word in canaries() if word not in known_inside]
    assert [word for word in personal if any(word in text for text in kept)] == []


def test_the_gate_knows_the_canaries_in_whatever_letters(unseen: Workspace) -> None:
    knows = known_of(unseen, [CANARIES])

    assert all(knows.namesakes(word) for word in ("Зимородковой", "козодоеву", "Вертишейкиных"))
    assert all(knows.owns(word) for word in ("зимородковой", "горихвостова"))
