"""Recommendations in a study: the analyst's edits, both audiences, practices, last year, people, the sheet."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from conftest import DISTRICTS, YEAR
from pdmon_utils import RegionStudy, SchoolStudy, Study
from pdmon_utils.compare.changes import among
from pdmon_utils.journal import Amendment, Approval, JournalError
from pdmon_utils.publish.ledger import Ledger
from pdmon_utils.publish.numerals import check_page
from pdmon_utils.recommendations import Recommendation, edited, read_amendments
from pdmon_utils.show import Shown
from pdmon_utils.store import Workspace
from pdmon_utils.study.advised import Advised
from pdmon_utils.study.data import Data
from pdmon_utils.study.followed import states
from pdmon_utils.study.people import People, people_due
from pdmon_utils.words import Quote, Sentence, sentence

HEAD = "Ключ;Решение;Редакция;Адресат;Критерий;Организация;Исполнение;Примечание"
HEAD += ";Направлена;Кому направлена;Срок контроля;Применена\n"
BOTH = [(slug, audience) for slug in DISTRICTS for audience in ("internal", "public")]
PARTS = (
    "recommendations",
    "practice_recommendations",
    "ways",
    "sending",
    "last_recommendations",
    "people_due",
    "encouraged",
)


def study(workspace: Workspace, slug: str, audience: str = "internal", criterion: str = "recommendations") -> Study:
    return Study(criterion, slug, YEAR, audience, home=str(workspace.home))


def text(shown: Shown) -> str:
    """Return what a reader sees, no-break spaces as spaces."""
    return BeautifulSoup(shown._repr_html_(), "html.parser").get_text(" ").replace("\u00a0", " ")


@pytest.fixture(scope="module")
def own(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a workspace of our own with one district, in which an analyst may write."""
    home = tmp_path_factory.mktemp("own")
    for part in ("processed", "journal/ulus-primer", "raw/ulus-primer"):
        shutil.copytree(workspace.home / "data" / part, home / "data" / part)
    return Workspace(home)


@pytest.fixture
def texts(own: Workspace) -> Iterator[Path]:
    """Return the folder of the analyst's words, clean before and after."""
    folder = own.texts("ulus-primer", YEAR)
    folder.mkdir(exist_ok=True)
    yield folder
    (folder / "recommendations.csv").unlink(missing_ok=True)


def write(folder: Path, *lines: str) -> None:
    (folder / "recommendations.csv").write_text(HEAD + "\n".join(lines), encoding="utf-8-sig")


def drafted(workspace: Workspace, audience: str = "internal") -> list[Recommendation]:
    return Advised(Data("report", "ulus-primer", YEAR, audience, workspace)).drafted


@pytest.mark.parametrize("slug", DISTRICTS)
def test_every_regulation_gets_recommendations_for_several_groups(workspace: Workspace, slug: str) -> None:
    found = study(workspace, slug).advice
    shown = study(workspace, slug, "public").advice

    assert len({r.addressee for r in found}) >= 2
    assert len({r.addressee for r in shown}) >= 2
    assert {r.direction for r in found} - {""} <= set(study(workspace, slug).data.regulation.directions)


@pytest.mark.parametrize(("slug", "audience"), BOTH)
def test_every_numeral_of_the_pages_leads_to_its_figure(workspace: Workspace, slug: str, audience: str) -> None:
    opened = study(workspace, slug, audience)
    html = "".join(getattr(opened, part)()._repr_html_() for part in PARTS)
    checked = check_page(html, Ledger(workspace, slug, YEAR, audience))

    assert checked.problems == ()
    assert checked.numerals > 20


@pytest.mark.parametrize("slug", DISTRICTS)
def test_public_pages_name_no_organisation_and_no_person(workspace: Workspace, slug: str) -> None:
    opened = study(workspace, slug, "public")
    html = " ".join(text(getattr(opened, part)()) for part in PARTS)
    held, staff = opened.data.rows("organisations"), opened.data.rows("staff")
    addressees = "|".join(map(re.escape, opened.data.regulation.audiences.values()))  # a methodical service may be one
    html = re.sub(addressees, "", html, flags=re.IGNORECASE)

    assert [name for name in {*held["org_short"].dropna(), *held["org_name"]} if name in html] == []
    assert [code for code in {*held["org_id"], *staff["person_id"]} if re.search(rf"\b{re.escape(code)}\b", html)] == []


def test_an_addressee_of_the_act_is_no_organisation_named_though_one_bears_its_name(workspace: Workspace) -> None:
    data = Data("report", "ulus-primer", YEAR, "public", workspace)
    addressee = data.regulation.audiences["mms"]

    assert addressee.startswith("информационно-методический отдел МКУ")
    assert not data.names_one(f"Поручить: {addressee[:1].upper()}{addressee[1:]} ведёт график.")
    assert data.names_one("Поручить: Информационно-методический отдел ведёт график.")


def test_a_decision_of_the_analyst_survives_every_run(own: Workspace, texts: Path) -> None:
    first, second, *_ = drafted(own)
    write(texts, f"{first.key};изменить;Провести диагностику вместе с соседним улусом.", f"{second.key};убрать")

    for _ in range(2):
        found = {r.key: r for r in study(own, "ulus-primer").advice}
        assert found[first.key].said == "Провести диагностику вместе с соседним улусом."
        assert second.key not in found
    assert "Провести диагностику вместе с соседним улусом." in text(study(own, "ulus-primer").recommendations())


def test_the_program_never_writes_the_analysts_file(own: Workspace, texts: Path) -> None:
    text(study(own, "ulus-primer").recommendations())

    assert not (texts / "recommendations.csv").exists()


def test_an_added_recommendation_stands_with_its_addressee(own: Workspace, texts: Path) -> None:
    write(texts, "своя-1;добавить;Создать передвижную методическую бригаду.;методическая служба;iom;;;решение совета")
    found = study(own, "ulus-primer", criterion="iom")

    page = text(found.recommendations())

    assert [(r.addressee, r.criterion) for r in found.advice if r.key == "своя-1"] == [("mms", "iom")]
    assert "решение совета" in page
    assert "своя-1 (добавлено аналитиком)" in page


def test_an_outdated_edit_is_reported(own: Workspace, texts: Path) -> None:
    write(texts, "101/mms/vil.9.9;изменить;Текст о том, чего больше нет.")
    page = text(study(own, "ulus-primer").recommendations())

    assert "больше не соответствует ни одна рекомендация" in page
    assert "101/mms/vil.9.9" in page
    assert "vil.9.9" not in text(study(own, "ulus-primer", "public").recommendations())


def test_a_number_of_no_figure_is_pointed_out(own: Workspace, texts: Path) -> None:
    first = drafted(own)[0]
    write(texts, f"{first.key};изменить;Охватить 777 педагогов.")

    assert "которых нет среди показателей" in text(study(own, "ulus-primer").recommendations())
    assert "777" not in text(study(own, "ulus-primer", "public").recommendations())


def test_a_wording_that_names_a_school_stays_internal(own: Workspace, texts: Path) -> None:
    name = own.table("organisations", ["ulus-primer"])["org_short"].dropna().iloc[0]
    key = next(r.key for r in drafted(own, "public"))
    write(texts, f"{key};изменить;Перенять опыт: {name}.")

    assert name in text(study(own, "ulus-primer").recommendations())
    assert name not in text(study(own, "ulus-primer", "public").recommendations())


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("к;оставит", "оставить"),
        ("к;изменить;", "Редакция"),
        ("к;оставить;Текст", "Редакция"),
        ("к;добавить;Текст;педагогам", "педагогические работники"),
        ("к;оставить;;;;;выполнен", "выполнено"),
        ("к;оставить\nк;убрать", "указан дважды"),
        ("к;оставить;;;;;;;;школе № 1", "не когда"),
        ("к;оставить;;;;;;;2025-03-01;;2025-02-01", "срок контроля раньше"),
        ("к;оставить;;;;;;;вчера", "не дата"),
        ("к;оставить;;;;;;;;;;почти", "Можно: да, нет"),
    ],
)
def test_a_wrong_line_is_refused_with_what_is_possible(tmp_path: Path, line: str, hint: str) -> None:
    write(tmp_path, line)

    with pytest.raises(JournalError, match=hint):
        read_amendments(tmp_path)


def test_keys_do_not_depend_on_the_order_of_edits() -> None:
    one = _made("101/mms/i")
    two = _made("102/ped/i")
    said = [Amendment("102/ped/i", "drop"), Amendment("101/mms/i", "keep", done="принято"), Amendment("9/mo/i", "keep")]
    found, turned = edited([one, two], said, {}), edited([one, two], said[::-1], {})

    assert [r.key for r in found.recommendations] == ["101/mms/i"]
    assert found.recommendations == turned.recommendations
    assert [a.key for a in found.stale] == ["9/mo/i"]


def _made(key: str) -> Recommendation:
    return Recommendation(
        key, 101, "mms", "general", "iom", "i", sentence("Сделать."), (Sentence((Quote("1", 1, "i"),)),)
    )


def test_last_years_recommendations_come_with_what_became_of_them(own: Workspace) -> None:
    data = Data("report", "ulus-primer", YEAR, "internal", own)
    rows = data.rows("measures")
    handed_in = rows[(rows["year"] == YEAR - 1) & rows["kind"].isin(("rec", "practice_rec"))]
    found = states(Advised(data))

    assert found is not None
    assert len(found) == len(handed_in)
    assert set(found["Состояние"]) <= {"выполнено", "в работе", "не выполнено", "нет сведений"}


def test_what_the_analyst_wrote_last_year_is_followed_up(own: Workspace) -> None:
    last = Advised(Data("report", "ulus-primer", YEAR - 1, "internal", own))
    folder = own.texts("ulus-primer", YEAR - 1)
    folder.mkdir(exist_ok=True)
    write(folder, f"{last.drafted[0].key};оставить;;;;;выполнено", f"{last.drafted[1].key};оставить")
    found = states(Advised(Data("report", "ulus-primer", YEAR, "internal", own)))
    (folder / "recommendations.csv").unlink()

    assert found is not None
    assert list(found["Состояние"][-2:]) == ["выполнено", "нет сведений"]


def test_without_last_year_nothing_is_followed_up(own: Workspace) -> None:
    assert states(Advised(Data("report", "ulus-primer", YEAR - 1, "internal", own))) is None


def test_practices_name_their_source_to_officials_only(workspace: Workspace) -> None:
    inside, outside = (study(workspace, "ulus-primer", audience) for audience in ("internal", "public"))
    names = inside.data.organisations()["org_short"].dropna()
    page = text(inside.practice_recommendations())

    assert any(name in page for name in names)
    assert "источник практики в публичном отчёте не называется" in text(outside.practice_recommendations())
    assert all(r.theme == "practice" for r in Advised(inside.data).practised)


def test_a_criterion_without_practices_is_named_on_the_page(workspace: Workspace) -> None:
    opened = study(workspace, "zato-primer")
    without = Advised(opened.data).matched.without

    assert without
    assert "в банке нет ни одной практики" in text(opened.practice_recommendations())


@pytest.mark.parametrize(("slug", "indicator"), [("zato-primer", "zato.3.1b"), ("ulus-primer", "vil.1.2.3a")])
def test_the_list_of_people_to_diagnose_is_the_figures_complement(
    workspace: Workspace, slug: str, indicator: str
) -> None:
    data = Data("report", slug, YEAR, "internal", workspace)
    people = People(data, "due")
    chosen = people.rows[people.rows["list"] == "diagnostics"]
    figures = data.all_figures
    now = figures[(figures["indicator"] == indicator) & (figures["year"] == YEAR) & (figures["breakdown"] == "")]
    rows = now[(now["scope"] == "organisation") & ~now["unit"].isin(people._missing.get("diagnostics", set()))]
    lacking = (rows["denominator"] - rows["numerator"]).to_numpy()

    assert chosen.groupby("org_id").size().reindex(rows["unit"], fill_value=0).tolist() == lacking.tolist()


def test_lists_for_which_nothing_was_handed_in_are_not_made(workspace: Workspace) -> None:
    people = People(Data("report", "ulus-primer", YEAR, "internal", workspace), "due")

    assert people.silent == ["ПК (три года)"]  # only two years are held
    assert "Не составлены списки: ПК (три года)" in text(study(workspace, "ulus-primer").people_due())


def test_clusters_have_lists_of_support(workspace: Workspace) -> None:
    page = text(study(workspace, "step-primer").people_due())

    assert "Нуждаются в поддержке по кластерам" in page
    assert "МКШ" in page


def test_a_list_with_nobody_on_it_stands_in_the_table_of_clusters_as_zero(workspace: Workspace) -> None:
    data = Data("report", "step-primer", YEAR, "internal", workspace)
    first, *_ = People(data, "due").lists
    everybody = People(data, "due").rows
    data.shared.kept[YEAR, "people", "due"] = everybody[everybody["list"] != first.code]

    table = next(part for part in people_due(data).items if "по кластерам" in str(getattr(part, "caption", "")))
    data.shared.kept[YEAR, "people", "due"] = everybody

    assert (table.frame[first.title] == 0).all()


def test_those_to_commend_are_tutors_mentors_leaders_and_experts(workspace: Workspace) -> None:
    people = People(Data("report", "step-primer", YEAR, "internal", workspace), "encouraged")
    mentors = people.rows.loc[people.rows["list"] == "mentors", "person_id"]

    assert set(people.rows["list"]) == {"tutors", "mentors", "leads", "experts"}
    assert set(mentors) <= set(people.data.rows("mentoring")["mentor_id"])


@pytest.mark.parametrize("slug", ["step-primer", "zato-primer"])
def test_the_sheet_of_a_school_tells_nothing_about_others(workspace: Workspace, slug: str) -> None:
    held = workspace.table("organisations", [slug]).drop_duplicates("org_id").set_index("org_id")
    code = str(held.index[0])
    sheet = SchoolStudy(slug, YEAR, code, home=str(workspace.home))
    parts = (sheet, sheet.values(), sheet.conclusions(), sheet.problems(), sheet.recommendations(), sheet.subjects())
    page = " ".join(map(text, (*parts, sheet.people_due(), sheet.encouraged(), sheet.own_findings())))
    mine = {str(held.loc[code, "org_short"]), str(held.loc[code, "org_name"])}
    others = held.drop(index=code)
    strangers = set(others["org_short"].dropna()) | set(others["org_name"]) | set(map(str, others.index))

    assert [name for name in strangers if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", page)] == []
    assert mine & {name for name in mine if name in page}
    assert _strange_people(workspace, slug, code, page) == set()


def _strange_people(workspace: Workspace, slug: str, code: str, page: str) -> set[str]:
    staff = workspace.table("staff", [slug])
    mine = set(staff.loc[staff["org_id"] == code, "person_id"])
    return set(re.findall(r"\b\d{6}\b", page)) & (set(staff["person_id"]) - mine)


def test_the_sheet_changes_by_the_rule_of_the_assessment(workspace: Workspace) -> None:
    sheet = SchoolStudy("step-primer", YEAR, home=str(workspace.home))
    page = text(sheet.values())
    frame = Advised(sheet.data).frame
    own = among(frame[(frame["scope"] == "organisation") & (frame["unit"] == sheet.organisation)])

    assert page.count("доля существенно не изменилась (") == int((own["moved"] == "same").sum()) > 0
    assert "Показатели организации по годам" in page


def test_the_regions_page_follows_up_every_municipality(workspace: Workspace) -> None:
    region = RegionStudy("predgornaya", YEAR, home=str(workspace.home))
    page = text(region.recommendations())

    assert "Рекомендации по показателям региона" in page
    assert all(card.name in page for card in region.cards)
    assert "данные за" not in page.split("Муниципалитеты")[0]  # the region's own totals are there


def test_where_rankings_are_forbidden_no_school_is_held_against_the_municipality(workspace: Workspace) -> None:
    data = Data("report", "zato-primer", YEAR, "internal", workspace)
    frame = Advised(data).frame

    assert data.regulation.no_ranking
    assert frame.loc[frame["scope"] == "organisation", "side"].isna().all()
    assert [r.key for r in study(workspace, "zato-primer").advice if r.org_id and r.sign == "below"] == []


def test_a_page_about_one_criterion_has_its_own_recommendations(workspace: Workspace) -> None:
    found = study(workspace, "step-primer", criterion="staffing").advice

    assert {r.criterion for r in found} == {"staffing"}
    assert "Устранение кадрового дефицита" in text(study(workspace, "step-primer").recommendations())


def test_ways_stand_by_the_groups_of_the_regulation(workspace: Workspace) -> None:
    opened = study(workspace, "step-primer")
    wanted = [a.title for a in opened.data.regulation.analyses.values() if a.way]
    page = text(opened.ways())

    assert wanted
    assert all(title in page for title in wanted)
    assert "даны в адресных рекомендациях" in text(study(workspace, "ulus-primer").ways())


def test_recommendations_of_an_unknown_year_are_nobodys(workspace: Workspace) -> None:
    data = Data("report", "ulus-primer", YEAR, "internal", workspace)

    assert Advised(replace(data, year=YEAR - 1)).last is None
    assert isinstance(Advised(data).frame, pd.DataFrame)


def test_where_a_recommendation_was_sent_and_whether_it_is_applied_is_listed(own: Workspace, texts: Path) -> None:
    own.journal("ulus-primer").add(YEAR, Approval("recommendations", "7-п", date(2025, 2, 3)))
    first, second, *_ = study(own, "ulus-primer").advice
    sent = f"{first.key};оставить;;;;;;;2025-02-10;школам улуса;2025-06-01;да"
    write(texts, sent, f"{second.key};оставить")

    found = text(study(own, "ulus-primer").sending())

    assert "приказ от 03.02.2025 № 7-п" in found
    assert "10.02.2025, школам улуса" in found
    assert "01.06.2025" in found
    assert found.count("приказ от") == 1
    assert "школам улуса" not in text(study(own, "ulus-primer", "public").sending())
    assert "Сведения о направлении" in text(study(own, "ulus-primer", criterion="practices").sending())


def test_of_a_draft_the_list_says_that_it_is_one(own: Workspace, texts: Path) -> None:
    (own.journals / "ulus-primer" / str(YEAR) / "approvals.csv").unlink(missing_ok=True)
    write(texts, f"{study(own, 'ulus-primer').advice[0].key};оставить;;;;;;;2025-02-10")

    cells = [cell.get_text() for cell in soup_of(study(own, "ulus-primer").sending()).select("td")]

    assert "проект" in cells
    assert cells.count("нет сведений") == 2


def soup_of(shown: Shown) -> BeautifulSoup:
    return BeautifulSoup(shown._repr_html_(), "html.parser")
