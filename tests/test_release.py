"""From draft to the site: who approved what, what is left out and why, corrections, the archive."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from pdmon_utils import Study
from pdmon_utils.batch.failures import failed_folder, keep_failed
from pdmon_utils.batch.manifest import manifest_path
from pdmon_utils.batch.papers import about
from pdmon_utils.errors import PdmonError
from pdmon_utils.journal import Approval, Publication
from pdmon_utils.prepare import prepare
from pdmon_utils.publish.content import fingerprint, words
from pdmon_utils.publish.filling import fill
from pdmon_utils.publish.site import RefusedSiteError
from pdmon_utils.release import Publishing, Withdrawing, approve, changed, states, withdraw
from pdmon_utils.release.approving import ApprovalError
from pdmon_utils.release.archive import Archive, ArchiveError, New, shelf
from pdmon_utils.release.delivery import DeliveryError, deliver
from pdmon_utils.release.history import History, Unfit, next_version
from pdmon_utils.release.remembered import remember
from pdmon_utils.release.told import keep, left_lines, refusal_lines, shown
from pdmon_utils.release.withdrawing import WithdrawalError
from pdmon_utils.store import Workspace
from pdmon_utils.study.data import Data
from releases import CORRECTED, DAY, LATER, ORDER, PLACE, SIGNED, YEAR, approved, district, jobs, lay, put, remembered
from tiny import hand_in, workspace_with, write_notebook


@dataclass(frozen=True)
class Found:
    """What a gate found."""

    page: str
    where: str = "таблица 1"
    what: str = "фамилия из реестра"
    remedy: str = "уберите её"


@pytest.fixture
def note(tmp_path: Path) -> Workspace:
    return district(tmp_path, "note")


@pytest.fixture
def published(note: Workspace) -> Workspace:
    approved(note)
    put(note)
    return note


def word(workspace: Workspace) -> list[str]:
    return [one.word for one in states(workspace, jobs(workspace))]


def says(workspace: Workspace, *lines: str) -> None:
    for job in jobs(workspace):
        lay(job, *lines)


def site(workspace: Workspace) -> dict[str, bytes]:
    folder = workspace.reports / "site"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_report_is_a_draft_then_approved_then_published(note: Workspace) -> None:
    draft = word(note)
    approved(note)
    signed = word(note)
    put(note)

    assert [draft, signed, word(note)] == [["проект"], ["утверждён"], ["опубликован"]]


def test_the_journal_keeps_order_day_person_and_fingerprint(note: Workspace) -> None:
    (one,) = approved(note)

    assert note.journal(PLACE).approvals(YEAR) == (one,)
    assert (one.document, one.order, one.date, one.by) == ("note", "12-п", SIGNED, "Иванова")
    assert len(one.sha256) == 64


def test_a_published_page_says_by_which_order(published: Workspace) -> None:
    page = site(published)["primer/2024/note.html"].decode()

    assert "Утверждено приказом от 20.01.2025 № 12-п." in page
    assert "Опубликовано 01.02.2025." in page


def test_what_is_not_approved_is_left_out_and_the_rest_is_published(tmp_path: Path) -> None:
    workspace = district(tmp_path, "note", "report")
    approved(workspace, ORDER, "note")

    found = put(workspace)

    assert [job.code for job in found.taken] == ["note"]
    assert [(one.label, one.what) for one in found.left] == [
        ("primer · 2024 · report · public", "не утверждён (проект)")
    ]
    assert "primer/2024/report.html" not in site(workspace)


def run_failed(workspace: Workspace) -> None:
    keep_failed(jobs(workspace)[0], None, "сбой")


def no_manifest(workspace: Workspace) -> None:
    manifest_path(jobs(workspace)[0].output).unlink()


def torn_manifest(workspace: Workspace) -> None:
    manifest_path(jobs(workspace)[0].output).write_text("{", encoding="utf-8")


def doubtful(workspace: Workspace) -> None:
    manifest = manifest_path(jobs(workspace)[0].output)
    said = json.loads(manifest.read_text(encoding="utf-8"))
    checks = [{"name": "Числа", "looked": 1, "problems": ["число без показателя: «42»"]}]
    manifest.write_text(json.dumps({**said, "checks": checks}), encoding="utf-8")


def newer_files(workspace: Workspace) -> None:
    hand_in(workspace, "organisations", "org_id;org_name;org_type;is_municipal", "001;Школа № 1;школа;да")
    prepare(workspace)
    hand_in(workspace, "organisations", "org_id;org_name;org_type;is_municipal", "001;Школа № 2;школа;да")


def edited_page(workspace: Workspace) -> None:
    jobs(workspace)[0].output.with_suffix(".html").write_text("<p>42 %</p>", encoding="utf-8")


def edited_notebook(workspace: Workspace) -> None:
    jobs(workspace)[0].output.write_text("{}", encoding="utf-8")


def lost_page(workspace: Workspace) -> None:
    jobs(workspace)[0].output.with_suffix(".html").unlink()


def other_number(workspace: Workspace) -> None:
    says(workspace, "note: было 42 %")


def other_word(workspace: Workspace) -> None:
    says(workspace, "note: стало 41 %")


def a_line_more(workspace: Workspace) -> None:
    says(workspace, "note: было 41 %", "И ещё.")


def approved_for_the_future(workspace: Workspace) -> None:
    workspace.journal(PLACE).add(YEAR, Approval("note", "1", date(2030, 1, 1)))


def approved_another(workspace: Workspace) -> None:
    approvals = workspace.journals / PLACE / str(YEAR) / "approvals.csv"
    approvals.write_text("Документ;Номер приказа;Дата приказа\nreport;1;2025-01-20\n", encoding="utf-8")


def no_journal(workspace: Workspace) -> None:
    shutil.rmtree(workspace.journals / PLACE)


def card_without_day(workspace: Workspace) -> None:
    no_journal(workspace)
    card(workspace, '{number: "5"}')


def card_without_number(workspace: Workspace) -> None:
    no_journal(workspace)
    card(workspace, '{date: "2025-01-20"}')


def card_of_no_day(workspace: Workspace) -> None:
    no_journal(workspace)
    card(workspace, '{number: "5", date: скоро}')


def card(workspace: Workspace, said: str) -> None:
    path = workspace.raw / PLACE / "municipality.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"approval: {said}\n", encoding="utf-8")
    for known in ("municipalities", "_cards"):
        vars(workspace).pop(known, None)


def card_of_an_earlier_year(workspace: Workspace) -> None:
    no_journal(workspace)
    card(workspace, '{number: "17-п", date: "31.12.2023"}')


def changed_after_the_cards_order(workspace: Workspace) -> None:
    no_journal(workspace)
    card(workspace, '{number: "5", date: "2025-01-20"}')
    put(workspace)
    other_number(workspace)


def changed_after_publication(workspace: Workspace) -> None:
    put(workspace)
    other_number(workspace)


def corrected_without_a_reason(workspace: Workspace) -> None:
    put(workspace)
    other_number(workspace)
    (one,) = approved(workspace, CORRECTED)
    workspace.journal(PLACE).add(YEAR, replace(one, reason=""))


def withdrawn(workspace: Workspace) -> None:
    put(workspace)
    withdraw(workspace, Withdrawing(PLACE, YEAR, (), 0, LATER, "ошибка в реестре"), lambda _: ())


REFUSALS: dict[Callable[[Workspace], None], str] = {
    run_failed: "последний запуск не удался",
    no_manifest: "отчёт не выполнен",
    torn_manifest: "не те, что записаны",
    doubtful: "проверка отчёта не пройдена: ",
    newer_files: "изменились после подготовки данных: 2024/organisations.csv",
    edited_page: "не те, что записаны",
    edited_notebook: "не те, что записаны",
    lost_page: "не те, что записаны",
    other_number: "изменился после утверждения",
    other_word: "изменился после утверждения",
    a_line_more: "изменился после утверждения",
    approved_for_the_future: "будущим днём, 01.01.2030",
    approved_another: "не утверждён (проект)",
    no_journal: "не утверждён (проект)",
    card_without_day: "не утверждён (проект)",
    card_without_number: "не утверждён (проект)",
    card_of_no_day: "не утверждён (проект)",
    card_of_an_earlier_year: "приказ от 31.12.2023 № 17-п в карточке муниципалитета издан до 2024 года",
    changed_after_the_cards_order: "изменился после публикации",
    changed_after_publication: "изменился после утверждения",
    corrected_without_a_reason: "причина не названа",
    withdrawn: "версия 1 отозвана: ошибка в реестре",
}


@pytest.mark.parametrize(("spoil", "said"), REFUSALS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_what_may_not_be_published_is_named_with_its_remedy_and_the_site_stays(
    note: Workspace, spoil: Callable[[Workspace], None], said: str
) -> None:
    approved(note)
    spoil(note)
    before = site(note)

    found = put(note, LATER)

    assert (found.site, found.taken) == (None, ())
    assert said in found.left[0].what
    assert "pdmon" in found.left[0].remedy
    assert "{" not in str(found.left[0])
    assert site(note) == before


def test_a_page_that_this_process_made_otherwise_is_refused(note: Workspace) -> None:
    approved(note)
    other = {path: {**ends, ".html": "0" * 64} for path, ends in remembered(jobs(note)).items()}

    found = put(note, how=Publishing(DAY, other))

    assert [one.what for one in found.left] == ["страница не совпала с пересчётом: note.html"]


@pytest.mark.notebooks
def test_stored_outputs_are_not_trusted_even_with_a_manifest_that_fits(note: Workspace) -> None:
    (job,) = jobs(note)
    lay(job, "Пострадали 3 педагога")
    approved(note)

    found = put(note, how=Publishing(DAY))

    assert found.site is None
    assert "страница не совпала с пересчётом: " in found.left[0].what
    assert "note.html, note.ipynb" in found.left[0].what
    assert not failed_folder(job).exists()


def test_a_card_with_number_and_day_counts_as_an_approval(note: Workspace) -> None:
    card(note, '{number: "5", date: "20.01.2025"}')

    assert put(note).site is not None
    assert "Утверждено приказом от 20.01.2025 № 5." in site(note)["primer/2024/note.html"].decode()


@pytest.mark.parametrize(
    ("day", "papers"), [("31.12.2023", ""), ("01.01.2024", "Утверждено приказом от 01.01.2024 № 5")]
)
def test_papers_and_publication_ask_the_same_whether_the_cards_order_is_about_the_year(
    note: Workspace, day: str, papers: str
) -> None:
    card(note, f'{{number: "5", date: "{day}"}}')

    assert about(jobs(note)[0]).approved == papers
    assert bool(put(note).site) == bool(papers)


def test_a_line_without_a_document_approves_the_year(tmp_path: Path) -> None:
    workspace = district(tmp_path, "note", "report")
    workspace.journal(PLACE).add(YEAR, Approval("", "7", SIGNED))

    assert len(put(workspace).taken) == 2


def finding(*pages: str) -> Callable[[Path], list[Found]]:
    """Return a gate that finds something on these pages, where they are on the site."""
    return lambda folder: [Found(page) for page in pages if (folder / page).exists()]


@pytest.mark.parametrize("page", ["primer/2024/note.html", "index.html", "style.css"])
def test_where_nothing_new_passes_the_gate_the_site_stays(published: Workspace, page: str) -> None:
    says(published, "Иванов И. И.")
    approved(published, CORRECTED)
    before, lines = site(published), published.journal(PLACE).publications(YEAR)

    with pytest.raises(RefusedSiteError) as refused:
        put(published, how=Publishing(LATER, remembered(jobs(published)), examine=finding(page)))

    assert {one.page for one in refused.value.refusals} == {page}
    assert site(published) == before
    assert published.journal(PLACE).publications(YEAR) == lines
    assert not list((published.reports / "published").rglob("v2"))
    assert [path.name for path in published.reports.iterdir() if path.name.startswith(".")] == []


def neighbours(home: Path) -> Workspace:
    """Return two municipalities of one region and one elsewhere, a report each and of each region; all approved."""
    workspace = district(home, "note")
    write_notebook(workspace.notebooks / "region.ipynb", "1", 'region = ""\nyear = 0\naudience = ""')
    said = (workspace.raw / PLACE / "municipality.yaml").read_text(encoding="utf-8").replace("zato", "kbr")
    for slug, region in ((PLACE, "vymyshlennaya"), ("drugoy", "vymyshlennaya"), ("dalniy", "dalnyaya")):
        (workspace.raw / slug / "2024").mkdir(parents=True, exist_ok=True)
        card = said.replace("Учебный", slug.title()).replace("region_code: vymyshlennaya", f"region_code: {region}")
        (workspace.raw / slug / "municipality.yaml").write_text(card, encoding="utf-8")
    workspace = Workspace(home)
    for job in jobs(workspace):
        lay(job, f"{job.place}: было 41 %")
        workspace.journal(job.place).add(YEAR, Approval(job.code, "7", SIGNED))
    return workspace


def test_a_municipality_that_the_gate_refuses_leaves_no_trace_and_holds_nobody_else(tmp_path: Path) -> None:
    workspace = neighbours(tmp_path)
    remembers: list[str] = []
    how = Publishing(
        DAY,
        remembered(jobs(workspace)),
        examine=finding("drugoy/2024/note.html"),
        remember=lambda _, lines: remembers.extend(place for place, _ in lines),
    )

    found = put(workspace, how=how)

    assert {job.place for job in found.taken} == {PLACE, "dalniy", "dalnyaya"}
    assert [(one.label.partition(" ")[0], one.what) for one in found.left] == [
        ("drugoy", "остановлен проверкой перед публикацией весь муниципалитет"),
        ("vymyshlennaya", "в отчёте региона стоят показатели муниципалитета, который остановлен проверкой"),
    ]
    assert [one.page for one in found.refused] == ["drugoy/2024/note.html"]
    assert [name for name, said in site(workspace).items() if "drugoy" in name or b"rugoy" in said] == []
    assert workspace.journal("drugoy").publications(YEAR) == ()
    assert not (workspace.reports / "published" / "drugoy").exists()
    assert sorted(remembers) == ["dalniy", "dalnyaya", PLACE]


def test_what_a_refused_municipality_published_before_stays(tmp_path: Path) -> None:
    workspace = neighbours(tmp_path)
    put(workspace)
    before = site(workspace)
    for job in jobs(workspace):
        lay(job, f"{job.place}: стало 43 %")
    for job in jobs(workspace):
        approve(workspace, [job], CORRECTED, LATER)
    gate = finding("primer/2024/v1/note.html")  # of the correction alone

    found = put(workspace, how=Publishing(LATER, remembered(jobs(workspace)), examine=gate))

    now = site(workspace)
    assert now["primer/2024/note.html"] == before["primer/2024/note.html"]
    assert "43 %" in now["drugoy/2024/note.html"].decode()
    assert [one.label.partition(" ")[0] for one in found.left] == [PLACE, "vymyshlennaya"]


def test_earlier_pages_that_are_refused_go_from_the_site_and_are_named(tmp_path: Path) -> None:
    workspace = neighbours(tmp_path)
    put(workspace)

    found = put(workspace, how=Publishing(LATER, remembered(jobs(workspace)), examine=finding("primer/index.html")))

    assert [name for name in site(workspace) if name.startswith(PLACE)] == []
    assert "pdmon withdraw primer" in found.left[-1].remedy
    assert {job.place for job in found.taken} == {"drugoy", "dalniy", "dalnyaya"}


def test_a_link_to_nowhere_holds_its_municipality_only(tmp_path: Path) -> None:
    workspace = neighbours(tmp_path)
    lay(next(job for job in jobs(workspace) if job.place == "drugoy"), "[сведения](school.xlsx)")

    found = put(workspace)

    assert [(one.page, one.what) for one in found.refused] == [
        ("drugoy/2024/note.html", "«school.xlsx» ведёт на файл, которого нет на сайте")
    ]
    assert "dalniy/2024/note.html" in site(workspace)


def test_what_went_out_is_remembered_once_the_site_is_in_its_place(note: Workspace) -> None:
    approved(note)
    heard: list[tuple[bool, list[tuple[str, int]]]] = []

    def remember(workspace: Workspace, lines: New) -> None:
        heard.append(((workspace.reports / "site").exists(), [(key[0], len(said)) for key, said in lines.items()]))

    for _ in range(2):
        put(note, how=Publishing(DAY, remembered(jobs(note)), remember=remember))

    assert heard == [(True, [(PLACE, 1)]), (True, [(PLACE, 0)])]


def test_a_hidden_cell_of_a_published_version_stays_hidden_in_its_correction(tmp_path: Path) -> None:
    workspace = few_diagnosed(tmp_path, 3)
    said = Publication("note", 1, "published", DAY, "s", "f")
    few_diagnosed(tmp_path, 10)
    before = shares(tmp_path)
    few_diagnosed(tmp_path, 3)
    remember(workspace, {(PLACE, YEAR): (said,), (PLACE, 2023): ()})
    few_diagnosed(tmp_path, 10)

    assert (before, shares(tmp_path)) == ([False], [True])


def shares(home: Path) -> list[bool]:
    """Return whether the share of those diagnosed is withheld from the public."""
    rows = Data("report", PLACE, YEAR, "public", Workspace(home)).all_figures
    mine = (rows["indicator"] == "zato.3.1b") & (rows["breakdown"] == "")
    return [bool(hidden) for hidden in rows.loc[mine, "withheld"]]


def few_diagnosed(home: Path, size: int) -> Workspace:
    """Return a prepared workspace of twenty teachers, some of them diagnosed."""
    workspace = Workspace(home) if (home / "data").exists() else workspace_with(home, {"note": "1"})
    staff = "org_id;person_id;staff_group;position;hire_date;is_external;rate"
    schools = (f"00{n};Школа № {n};школа;да" for n in range(4))  # of fewer each could subtract itself
    hand_in(workspace, "organisations", "org_id;org_name;org_type;is_municipal", *schools)
    hand_in(workspace, "staff", staff, *(f"00{n % 4};p{n};педагог;учитель;01.09.2015;нет;1" for n in range(20)))
    rows = (f"p{n};15.03.2024;дефициты;да" for n in range(size))
    hand_in(workspace, "diagnostics", "person_id;date;kind;completed", *rows)
    prepare(workspace)
    return workspace


def test_publishing_the_same_again_changes_neither_site_nor_journal(published: Workspace) -> None:
    before, lines = site(published), published.journal(PLACE).publications(YEAR)

    put(published, LATER)

    assert site(published) == before
    assert published.journal(PLACE).publications(YEAR) == lines


def test_a_correction_is_version_two_with_its_reason_and_the_first_stays_readable(published: Workspace) -> None:
    says(published, "note: стало 43 %")
    approved(published, CORRECTED)
    put(published, LATER)

    shown = site(published)

    assert "43 %" in shown["primer/2024/note.html"].decode()
    note = "Исправленная версия от 03.03.2025: исправлен реестр школы № 3"
    assert note in shown["primer/2024/note.html"].decode()
    assert "41 %" in shown["primer/2024/v1/note.html"].decode()
    assert "Прежняя версия отчёта" in shown["primer/2024/v1/note.html"].decode()
    assert 'href="../primer/2024/v1/note.html"' in shown["primer/index.html"].decode()
    assert [(one.version, one.date) for one in published.journal(PLACE).publications(YEAR)] == [(1, DAY), (2, LATER)]


def test_another_dress_of_the_same_words_is_no_new_version(published: Workspace) -> None:
    (job,) = jobs(published)
    lay(job, "note:  было", "41 %")
    put(published, LATER)
    first, last = published.journal(PLACE).publications(YEAR)

    assert (last.version, last.date, last.sha256) == (1, DAY, first.sha256)
    assert last.files != first.files
    assert "<p>41 %</p>" in site(published)["primer/2024/note.html"].decode()


def test_a_correction_of_a_published_report_needs_a_reason(published: Workspace) -> None:
    says(published, "note: стало 43 %")

    with pytest.raises(ApprovalError, match=r"note\. Это исправленная версия: укажите причину"):
        approved(published)


def test_earlier_years_stay_when_one_year_is_published_again(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw" / "primer" / "2023").mkdir(parents=True)
    workspace = district(tmp_path, "note")
    workspace.journal(PLACE).add(2023, Approval("", "3", date(2024, 1, 20)))
    workspace.journal(PLACE).add(2024, Approval("", "4", SIGNED))
    put(workspace)
    (job,) = [job for job in jobs(workspace) if job.year == 2023]
    shutil.rmtree(job.output.parent)

    found = put(workspace)

    assert [(job.year, job.code) for job in found.taken] == [(2024, "note")]
    assert [one.what for one in found.left] == ["отчёт не выполнен"]
    assert {"primer/2023/note.html", "primer/2024/note.html"} <= set(site(workspace))


def test_a_damaged_archive_is_told_with_the_remedy(published: Workspace) -> None:
    says(published, "note: стало 43 %")
    approved(published, CORRECTED)
    before = site(published)
    (published.reports / "published" / PLACE / str(YEAR) / "v1" / "note.html").write_text("x", encoding="utf-8")

    with pytest.raises(ArchiveError, match="--version 1"):
        put(published, LATER)

    assert site(published) == before


def test_a_withdrawn_version_leaves_the_site_and_stays_in_the_journal(published: Workspace) -> None:
    says(published, "note: стало 43 %")
    approved(published, CORRECTED)
    put(published, LATER)

    lines, _ = withdraw(published, Withdrawing(PLACE, YEAR, (), 1, LATER, "в ней названа школа"), lambda _: ())

    assert [(one.version, one.status) for one in lines] == [(1, "withdrawn")]
    assert [path for path in site(published) if "note" in path] == [
        "primer/2024/note.fragment.html",
        "primer/2024/note.html",
    ]
    assert len(published.journal(PLACE).publications(YEAR)) == 3
    said = {name: site(published)[name].decode() for name in ("primer/2024/note.html", "primer/index.html")}
    assert all("ерсия 1 отозвана" in page and "названа школа" not in page for page in said.values())
    assert "исправленная версия от" in said["primer/index.html"]


def test_the_version_before_a_withdrawn_one_does_not_promise_a_corrected_one(published: Workspace) -> None:
    says(published, "note: стало 43 %")
    approved(published, CORRECTED)
    put(published, LATER)
    withdraw(published, Withdrawing(PLACE, YEAR, (), 2, LATER, "ошибка"), lambda _: ())

    (page,) = shelf(published, Archive(published.reports), {})
    said = fill("notices.html.j2", page=page, place=SimpleNamespace(fictional=False))

    assert (page.version, page.current) == (1, False)
    assert "Прежняя версия отчёта." in said
    assert f"Версия 2 отозвана {LATER:%d.%m.%Y}." in said


def test_when_all_is_withdrawn_nothing_is_left_of_the_site(published: Workspace) -> None:
    _, place = withdraw(published, Withdrawing(PLACE, YEAR, (), 0, LATER, "ошибка"), lambda _: ())

    assert place is None
    assert not (published.reports / "site").exists()
    assert word(published) == ["отозван"]


def test_a_report_without_any_version_left_is_named_on_the_index_with_its_day(tmp_path: Path) -> None:
    workspace = district(tmp_path, "note", "report")
    approved(workspace)
    put(workspace)
    withdraw(workspace, Withdrawing(PLACE, YEAR, ("note",), 0, LATER, "в ней названа школа"), lambda _: ())

    index = site(workspace)["index.html"].decode()
    (title,) = [job.heading for job in jobs(workspace, "note")]
    assert f"{YEAR} год: {title} — отозван {LATER:%d.%m.%Y}" in index
    assert "названа школа" not in index
    lay(jobs(workspace, "note")[0], "стало 43 %")
    approved(workspace, CORRECTED, "note")
    put(workspace, LATER)
    assert "Отозванные отчёты" not in site(workspace)["index.html"].decode()


def test_what_is_not_there_cannot_be_withdrawn(published: Workspace) -> None:
    with pytest.raises(WithdrawalError, match="pdmon published"):
        withdraw(published, Withdrawing(PLACE, YEAR, ("report",), 0, LATER, "ошибка"), lambda _: ())


@pytest.mark.parametrize(
    ("said", "why"),
    [(replace(ORDER, order=" "), "Номер приказа пуст"), (replace(ORDER, day=date(2026, 5, 1)), "будущим днём")],
)
def test_an_order_that_is_none_is_refused(note: Workspace, said: object, why: str) -> None:
    with pytest.raises(ApprovalError, match=why):
        approved(note, said)  # type: ignore[arg-type]

    assert note.journal(PLACE).approvals(YEAR) == ()


def test_only_finished_reports_are_approved_all_or_none(tmp_path: Path) -> None:
    workspace = district(tmp_path, "note", "report")
    manifest_path(jobs(workspace, "report")[0].output).unlink()

    with pytest.raises(ApprovalError, match="report · public: отчёт не выполнен"):
        approved(workspace)

    assert workspace.journal(PLACE).approvals(YEAR) == ()


def test_reports_that_say_something_else_than_was_approved_are_named(tmp_path: Path) -> None:
    workspace = district(tmp_path, "note", "report")
    given = {one.document: one for one in approved(workspace)}
    lay(jobs(workspace, "note")[0], "иначе")

    assert changed(jobs(workspace), given) == ("note",)


def signed(text: str, source: str = "study.signature()") -> str:
    shown = nbformat.v4.new_output("display_data", data={"text/html": text, "text/plain": "x"})
    cell = nbformat.v4.new_code_cell(source, outputs=[shown])
    return str(nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Отчёт"), cell])))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (signed("<p>ПРОЕКТ</p>"), signed("<p>Утверждено приказом</p>"), True),
        (signed("<p>а 1</p>", "x"), signed('<div class="new"><p>а <b>1</b></p></div>', "y"), True),
        (signed("<style>p {}</style><p>а</p>", "x"), signed("<p>а</p>", "x"), True),
        (signed("<img alt='было'><p>а</p>", "x"), signed("<p>а</p>", "x"), True),
        (signed("<p>а 1</p>", "x"), signed("<p>а 2</p>", "x"), False),
        (signed("<td>1</td><td>2</td>", "x"), signed("<td>2</td><td>1</td>", "x"), False),
    ],
)
def test_the_fingerprint_is_of_words_and_numbers_without_dress_and_signature(one: str, other: str, same: bool) -> None:  # noqa: FBT001  a column of the table
    assert (fingerprint(words(one)) == fingerprint(words(other))) is same


def test_the_lines_of_a_report_are_paragraphs_and_rows() -> None:
    html = "<h2>Выводы</h2><p>Доля <data>41 %</data>.</p><table><tr><th>а</th><td>1</td></tr></table>"

    assert words(signed(html, "x")) == ("# Отчёт", "Выводы", "Доля 41 %.", "а 1")


def test_versions_follow_each_other_and_the_same_words_keep_their_number() -> None:
    first = Publication("note", 1, "published", DAY, "aa", "f")
    said = Approval("note", "40", LATER, sha256="bb", reason="ошибка")

    assert next_version(History(()), replace(said, reason=""), "bb", LATER) == 1
    assert next_version(History((first,)), replace(said, sha256=""), "aa", LATER) == 1
    assert next_version(History((first,)), said, "bb", LATER) == 2
    assert isinstance(next_version(History((first,)), said, "cc", LATER), Unfit)


def test_refusals_are_grouped_cut_at_fifty_and_kept_whole_in_a_file(tmp_path: Path) -> None:
    lines = refusal_lines([Found(f"p{number:02}.html") for number in range(60)] * 2)
    keep(tmp_path, lines)

    assert lines[0] == "p00.html: таблица 1: фамилия из реестра. Что сделать: уберите её."
    assert len(shown(lines)) == 51
    assert shown(lines)[-1] == "…и ещё 10, все — в reports/_failed/publish.txt."
    assert len((tmp_path / "_failed" / "publish.txt").read_text(encoding="utf-8").splitlines()) == 60

    keep(tmp_path, [])
    assert not (tmp_path / "_failed" / "publish.txt").exists()


def test_what_is_left_out_is_said_once_a_reason(note: Workspace) -> None:
    (line,) = left_lines(put(note).left)

    assert line.startswith(
        "Не утверждён (проект) (1): primer · 2024 · note · public. Что сделать: pdmon approve primer"
    )


def test_reports_left_for_the_same_reason_have_one_line_and_one_command(tmp_path: Path) -> None:
    (line,) = left_lines(put(district(tmp_path, "note", "report")).left)

    assert line.startswith("Не утверждён (проект) (2): primer · 2024 · note · public; primer · 2024 · report · public.")
    assert "pdmon approve primer 2024 -n note -n report --order" in line


def test_the_site_is_copied_whole_and_replaces_only_a_site(published: Workspace, tmp_path: Path) -> None:
    target, home = tmp_path / "share" / "msoko", published.reports / "site"
    deliver(home, target)
    (target / "old.html").write_text("x", encoding="utf-8")
    deliver(home, target)

    assert {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()} == set(site(published))


def test_a_folder_with_something_else_is_never_replaced(published: Workspace, tmp_path: Path) -> None:
    home, foreign = published.reports / "site", tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "index.html").write_text("<p>мой сайт</p>", encoding="utf-8")

    for target in (foreign, published.reports, home, home / "primer", published.home):
        with pytest.raises(DeliveryError):
            deliver(home, target)
    assert (foreign / "index.html").exists()


def test_an_error_of_release_is_said_in_russian() -> None:
    assert all(issubclass(kind, PdmonError) for kind in (ApprovalError, ArchiveError, DeliveryError, WithdrawalError))


@pytest.mark.parametrize("signed_by", [Approval("note", "12-п", SIGNED), None])
def test_the_signature_names_the_order_and_a_draft_says_that_it_is_one(
    note: Workspace, signed_by: Approval | None
) -> None:
    if signed_by:
        note.journal(PLACE).add(YEAR, signed_by)

    said = Study("note", PLACE, YEAR, home=str(note.home)).signature()._repr_html_()

    assert ("Утверждено приказом от 20.01.2025 № 12-п." in said) is (signed_by is not None)
    assert ("ПРОЕКТ" in said) is (signed_by is None)
