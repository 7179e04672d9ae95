"""Pages that set organisations side by side or speak of one: profiles, methodical services, measures, practices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pandas as pd
import pytest

from conftest import DISTRICTS, YEAR
from districts import clean_tables
from pdmon_utils import RegionStudy, SchoolStudy, Study
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.compare.profiles import profiles
from pdmon_utils.compare.traits import opened
from pdmon_utils.figures import window
from pdmon_utils.populations import Members
from pdmon_utils.prepare import prepare
from pdmon_utils.show import Shown, Stack, Table
from pdmon_utils.store import Workspace
from pdmon_utils.study import beyond
from pdmon_utils.study.cabinet import cabinet
from pdmon_utils.study.profiles import NO_RATING
from pdmon_utils.study.retraining import retrained, vacancies
from pdmon_utils.words import NOT_HANDED_IN
from tiny import hand_in, workspace_with

if TYPE_CHECKING:
    from pdmon_utils.study.data import Data

INNER = ("profiles", "methodical_services")
ORGANISATIONS = ("org_id;org_name;org_type;is_municipal", "001;Школа № 1;школа;да", "002;Школа № 2;школа;да")
STAFF = "org_id;person_id;staff_group;position;subject;category;hire_date;is_external;rate"
TEACHERS = (
    "001;p1;педагог;учитель;физика;высшая;01.09.2015;нет;1",
    "001;p2;педагог;учитель;химия;нет;01.09.2015;нет;1",
    "002;p3;педагог;учитель;физика;;01.09.2015;нет;1",
)


def tables(shown: Shown) -> Iterator[Table]:
    """Yield all tables of a page, also of pages inside it."""
    if isinstance(shown, Table):
        yield shown
    for part in shown.items if isinstance(shown, Stack) else ():
        yield from tables(part)


def person(code: str, org: str = "1", **more: object) -> dict[str, object]:
    return {
        "year": YEAR,
        "org_id": org,
        "person_id": code,
        "staff_group": "ped",
        "position": "teacher",
        "rate": 1.0,
        "hire_date": pd.Timestamp("2015-09-01"),
        "is_external": False,
        "category": None,
        **more,
    }


def members_of(tables: dict[str, list[dict[str, object]]]) -> Members:
    law = load_catalogue().regulations["vilyuysk"]
    return opened(clean_tables({"d": tables}), "d", law.populations, window("calendar", YEAR))


def test_a_profile_counts_each_teacher_once_a_trait() -> None:
    day = pd.Timestamp("2024-04-01")
    found = profiles(
        members_of(
            {
                "organisations": [
                    {"year": YEAR, "org_id": code, "org_name": code, "org_type": "school"} for code in "12"
                ],
                "staff": [person("a", category="top"), person("b", category="first"), person("c", "2")],
                "events": [
                    {"year": YEAR, "event_id": code, "title": code, "kind": kind, "level": "mun", "date": day}
                    for code, kind in (("e1", "contest"), ("e2", "contest"), ("e3", "conf"))
                ],
                "participation": [
                    {"event_id": "e1", "person_id": "a", "role": "part"},
                    {"event_id": "e2", "person_id": "a", "role": "part"},
                    {"event_id": "e3", "person_id": "b", "role": "speaker"},
                    {"event_id": "e3", "person_id": "c", "role": "jury"},
                ],
            }
        )
    )

    assert found.loc["1", ["teachers", "top", "first", "sfz"]].tolist() == [2, 1, 1, 0]
    assert found.loc["1", ["contests", "shared", "experts"]].tolist() == [1, 1, 0]
    assert found.loc["2", ["contests", "shared", "experts"]].tolist() == [0, 0, 1]
    assert found.loc["2", ["top", "first", "sfz"]].isna().all()  # nobody's category is known there


def test_vacancies_stand_beside_the_retrained_by_subject(tmp_path: Path) -> None:
    members = members_of(
        {
            "organisations": [{"year": YEAR, "org_id": "1", "org_name": "1", "org_type": "school"}],
            "staff": [person("a", subject="физика"), person("b", subject="химия")],
            "programmes": [{"programme_id": "P", "year": YEAR, "title": "P", "kind": "pp", "ped_profile": True}],
            "courses": [
                {"person_id": "a", "programme_id": "P", "end_date": pd.Timestamp("2024-05-05"), "completed": True}
            ],
            "vacancies": [
                {
                    "org_id": "1",
                    "date": pd.Timestamp(day),
                    "position": position,
                    "subject": subject,
                    "rate_vacant": rate,
                }
                for day, position, subject, rate in (
                    ("2024-03-01", "teacher", "физика", 3.0),  # an earlier date does not count
                    ("2024-09-01", "teacher", "физика", 1.5),
                    ("2024-09-01", "deputy", None, 1.0),  # no pedagogical position
                )
            ],
        }
    )
    workspace = workspace_with(tmp_path, {}, regulation="kbr")
    study = Study("training", "primer", 2024, home=str(workspace.home))

    assert vacancies(members).to_dict("index") == {"teacher/физика": {"rates": 1.5, "places": 1}}
    assert retrained(members, study.data)["people"].to_dict() == {"teacher/физика": 1}


@pytest.mark.parametrize("place", DISTRICTS)
@pytest.mark.parametrize("page", INNER)
def test_organisations_stand_by_alphabet(workspace: Workspace, place: str, page: str) -> None:
    shown = getattr(Study("support", place, YEAR, home=str(workspace.home)), page)()

    found = [table.frame["Организация"] for table in tables(shown) if "Организация" in table.frame]
    assert all(names.is_monotonic_increasing for names in found)
    assert found or page == "methodical_services"  # a regulation may ask nothing of services by organisation


@pytest.mark.parametrize("place", DISTRICTS)
@pytest.mark.parametrize("page", [*INNER, "retraining_need", "practices", "beyond"])
def test_for_the_public_no_organisation_is_named(workspace: Workspace, place: str, page: str) -> None:
    names = set(workspace.table("organisations", [place])["org_short"].dropna())

    html = getattr(Study("training", place, YEAR, "public", home=str(workspace.home)), page)()._repr_html_()

    assert [name for name in names if name in html] == []


def test_a_profile_is_no_rating_and_a_silent_school_no_zero(workspace: Workspace) -> None:
    page = Study("mastery", "ulus-primer", YEAR, home=str(workspace.home)).profiles()

    (table,) = tables(page)
    silent = table.frame.set_index("Организация").loc["Тихореченская-Северная СОШ"]
    assert NO_RATING in repr(page)
    assert set(silent) == {NOT_HANDED_IN}


def test_what_a_school_did_not_hand_in_is_no_zero_in_its_profile(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {}, regulation="ust-labinsk")
    hand_in(workspace, "organisations", *ORGANISATIONS)
    hand_in(workspace, "staff", STAFF, *TEACHERS)
    prepare(workspace)

    (table,) = tables(Study("mastery", "primer", 2024, home=str(tmp_path)).profiles())

    rows = table.frame.set_index("Организация")
    assert rows.loc["Школа № 1", ["Педагогов", "Высшая категория"]].tolist() == ["2", "1 из 2"]
    assert rows.loc["Школа № 2", "Высшая категория"] == NOT_HANDED_IN
    assert set(rows["Участвовали в профконкурсах"]) == {NOT_HANDED_IN}


def test_a_sheet_shows_the_methodical_service_and_measures_of_one_school_only(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {}, regulation="vilyuysk")
    hand_in(workspace, "organisations", *ORGANISATIONS)
    hand_in(workspace, "staff", STAFF, *TEACHERS)
    header = "measure_id;direction;criterion;kind;org_id;text;responsible;deadline;status"
    first = "m1;диагностика;deficits;мера;001;Помочь первой;директор;01.12.2024;запланировано"
    hand_in(workspace, "measures", header, first, first.replace("m1", "m2").replace("001;Помочь первой", "002;Второй"))
    prepare(workspace)

    sheet = SchoolStudy("primer", 2024, "001", home=str(tmp_path))
    said = repr(sheet.roadmap()) + repr(sheet.methodical_services())

    assert "Помочь первой (m1)" in said
    assert "m2" not in said
    assert "Школа № 2" not in said


def test_a_school_without_measures_of_its_own_is_told_so(workspace: Workspace) -> None:
    sheet = SchoolStudy("gorod-primer", YEAR, home=str(workspace.home))

    assert "Мер, назначенных этой организации, за этот год нет." in repr(sheet.roadmap())


def test_the_bank_of_practices_has_level_and_criterion_and_in_public_no_author(workspace: Workspace) -> None:
    inside, outside = (
        next(tables(Study("mastery", "step-primer", YEAR, audience, home=str(workspace.home)).practices()))
        for audience in ("internal", "public")
    )
    title = load_catalogue().criteria["mastery"].title

    assert {"Уровень", "Критерий", "Организация"} <= set(inside.frame)
    assert set(inside.frame["Критерий"]) == {title}
    assert "Организация" not in outside.frame
    assert "Автор" not in inside.frame


def test_a_practice_that_names_its_school_is_not_for_the_public(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {})
    hand_in(workspace, "organisations", *ORGANISATIONS)
    hand_in(workspace, "staff", STAFF, *TEACHERS)
    header = "practice_id;title;person_id;org_id;date;kind;level;criterion;in_bank"
    named = "1;Опыт: школа № 1;p1;001;01.02.2024;практика;ОО;mastery;да"
    hand_in(workspace, "practices", header, named, "2;Урок;p2;001;01.02.2024;практика;ОО;mastery;да")
    prepare(workspace)

    inside, outside = (
        repr(Study("mastery", "primer", 2024, audience, home=str(tmp_path)).practices())
        for audience in ("internal", "public")
    )

    assert "Опыт: школа № 1" in inside
    assert "Опыт" not in outside
    assert "Урок" in outside


ADDRESSES = (  # as a school writes it, what the public reads; None: nothing of it
    ("https://praktiki.example/2024/1?a=b", '<a href="https://praktiki.example/2024/1?a=b"'),
    ("http://praktiki.example/2", "http://praktiki.example/2</li>"),
    ("javascript:alert(1)", "javascript:alert(1)</li>"),
    ("https://x.example/](javascript:alert(1))", "https://x.example/](javascript:alert(1))</li>"),
    ("https://x.example/ <script>", "https://x.example/ &lt;script&gt;</li>"),
    ("https://school-1.example/opyt", None),
    ("[", "[</li>"),
)


def test_the_practices_that_are_in_the_net_are_listed_with_safe_links() -> None:
    rows = pd.DataFrame(
        [{"title": f"Урок *{at}*", "url": url} for at, (url, _) in enumerate(ADDRESSES)]
        + [{"title": "Без адреса", "url": pd.NA}]
    )
    data = SimpleNamespace(public=True, rows=lambda _: pd.DataFrame({"site_url": ["www.school-1.example", pd.NA]}))
    said = Stack(cabinet(cast("Data", data), rows))._repr_html_()

    assert "Без адреса" not in said
    for at, (url, shown) in enumerate(ADDRESSES):
        assert (f"Урок *{at}*: " in said) == (shown is not None), url
        assert shown is None or shown in said, url
    assert "school-1.example" in Stack(cabinet(cast("Data", SimpleNamespace(public=False)), rows))._repr_html_()


def test_what_the_act_names_without_an_indicator_is_told_and_labelled(workspace: Workspace) -> None:
    study = Study("report", "ulus-primer", YEAR, home=str(workspace.home))
    page = repr(study.beyond())

    assert page.count("### ") == 2
    assert page.count(beyond.LABEL) == 2
    assert not set(study.data.regulation.beyond) & set(study.data.regulation.asks)
    assert not set(study.figures()["indicator"]) & set(study.data.regulation.beyond)


def test_a_section_without_data_says_so(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {}, regulation="vilyuysk")
    hand_in(workspace, "organisations", *ORGANISATIONS)
    hand_in(workspace, "staff", STAFF, *TEACHERS)
    prepare(workspace)

    page = repr(Study("report", "primer", 2024, home=str(tmp_path)).beyond())

    assert page.count("Нет данных.") == 2


def test_every_numeral_of_these_sections_leads_to_its_figure(workspace: Workspace) -> None:
    study = Study("report", "ulus-primer", YEAR, home=str(workspace.home))
    known = beyond.facts(study.data)

    found = re.findall(r'<data value="([^"]+)" data-fact="([^"]+)"', study.beyond()._repr_html_())

    assert len(found) > 20
    assert {fact for _, fact in found} <= set(known)
    assert [fact for value, fact in found if abs(float(value) - float(known[fact] or 0)) > 1e-9] == []


def test_the_same_indicator_counts_the_same_in_and_beside_a_regulation(workspace: Workspace) -> None:
    rows = beyond.beyond_of(Study("report", "ulus-primer", YEAR, home=str(workspace.home)).data).all_figures
    staff = workspace.table("staff", ["ulus-primer"])

    trained = rows[(rows["indicator"] == "vil.beyond.trained") & (rows["year"] == YEAR)].iloc[0]
    asked = workspace.figures(["ulus-primer"])
    alike = asked[(asked["indicator"] == "vil.1.2.3c") & (asked["scope"] == "municipality") & (asked["year"] == YEAR)]
    assert trained["numerator"] == alike.loc[alike["breakdown"] == "", "denominator"].iloc[0]
    assert trained["denominator"] <= staff.loc[staff["year"] == YEAR, "person_id"].nunique()


def test_the_region_has_conclusions_from_the_same_master_list(workspace: Workspace) -> None:
    inside, outside = (
        RegionStudy("predgornaya", YEAR, audience, home=str(workspace.home)).conclusions()._repr_html_()
        for audience in ("internal", "public")
    )

    assert "Выводы по критериям" in inside
    assert set(re.findall(r'href="#(pdmon-rule-\d+)"', inside)) == set(re.findall(r'id="(pdmon-rule-\d+)"', inside))
    assert re.search(r'data-fact="[^"/]+/region/predgornaya/', inside)
    assert "по муниципалитету" not in inside
    assert len(re.findall("<data", outside)) < len(re.findall("<data", inside))  # what is withheld is not told


def test_a_region_where_nothing_was_handed_in_is_told_nothing_of_figures(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {}, regulation="kbr")
    hand_in(workspace, "organisations", *ORGANISATIONS)
    prepare(workspace)

    page = repr(RegionStudy("vymyshlennaya", 2024, home=str(tmp_path)).conclusions())

    assert NOT_HANDED_IN in page
    assert not re.search(r"\d\s%", page)


@pytest.mark.parametrize(("place", "said"), [("gorod-primer", True), ("zato-primer", False)])
def test_the_page_of_years_says_the_horizon_of_the_act(workspace: Workspace, place: str, *, said: bool) -> None:
    page = repr(Study("iom", place, YEAR, home=str(workspace.home)).over_years())

    assert ("Положение рассчитано на 2021–2026 годы" in page) is said
