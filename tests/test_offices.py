"""Who answers for a measure, on a public page: an office or a position, never a person and no single school."""

from __future__ import annotations

import pytest

from pdmon_utils.prepare import prepare
from pdmon_utils.show import Stack
from pdmon_utils.study.advice import handed_in_advice
from pdmon_utils.study.data import Data
from pdmon_utils.study.decisions import register
from pdmon_utils.study.managed import Managed
from pdmon_utils.study.offices import ASSIGNED, office
from pdmon_utils.study.roadmap import roadmap
from tiny import hand_in, workspace_with

SAID = {
    "Методическая служба": "Методическая служба",
    "Руководители ОО": "Руководители ОО",
    "Орган управления образованием": "Орган управления образованием",
    "Заместитель начальника управления Кравцова Ф. Х.": "Заместитель начальника управления",
    "заместителя директора Кравцову Ф.Х.": "заместителя директора",
    "Кравцова Фатима Хасановна, методист РМК": "методист РМК",
    "методист по математике (Ф. Х. Кравцова), руководитель РМО": "методист по математике, руководитель РМО",
    "Методист-предметник": "Методист-предметник",
    "Старший методист, тел. 8 (903) 123-45-67, methodist@example.org": "Старший методист",
    "Кравцова": ASSIGNED,
    "КРАВЦОВА Ф.Х.": ASSIGNED,
    "методист Кравцова": ASSIGNED,
    "методист кравцова": ASSIGNED,
    "Фатима Кравцова — начальник отдела": "начальник отдела",
    "Школьников": ASSIGNED,
    "Учителев, Школьников, завуч": "завуч",
    "Директор Птичьего Двора": ASSIGNED,
    "директор Школа № 1": ASSIGNED,
    "кабинет 12": ASSIGNED,
    "": ASSIGNED,
}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Data:
    workspace = workspace_with(tmp_path_factory.mktemp("offices"), {})
    hand_in(workspace, "organisations", "org_id;org_name;org_type;is_municipal", "001;Школа № 1;школа;да")
    head = "measure_id;kind;direction;audience;text;deadline;responsible;status"
    kinds = ("measure", "decision", "rec", "practice_rec")
    rows = [f"М-{kind};{kind};иное;ped;Провести семинар;31.12.2024;Кравцова Ф. Х.;planned" for kind in kinds]
    hand_in(workspace, "measures", head, *rows)
    prepare(workspace)
    return Data("roadmap", "primer", 2024, "public", workspace)


@pytest.mark.parametrize(("said", "shown"), SAID.items())
def test_only_the_office_of_who_answers_is_public(public: Data, said: str, shown: str) -> None:
    assert office(public, said) == shown


def test_every_public_table_of_measures_names_the_office_alone(public: Data) -> None:
    managed = Managed(public)
    shown = [roadmap(managed), register(managed), Stack(handed_in_advice(public))]
    html = [each._repr_html_() for each in shown]

    assert [page.count("Кравцова") for page in html] == [0, 0, 0]
    assert [page.count("ответственный назначен") for page in html] == [1, 1, 4]


def test_inside_the_office_the_person_is_named(public: Data) -> None:
    inside = Data("roadmap", "primer", 2024, "internal", public.workspace)

    assert office(inside, "методист Кравцова Ф. Х.") == "методист Кравцова Ф. Х."
