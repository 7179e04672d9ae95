"""From raw files to the site: nothing of what people are called, live at or were born on is in any byte of it."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from pdmon_utils.batch.jobs import Wanted, plan
from pdmon_utils.batch.pool import Batch
from pdmon_utils.journal import Allowed
from pdmon_utils.journal.sheets import write_records
from pdmon_utils.prepare import prepare
from pdmon_utils.publish import Page, build_site
from pdmon_utils.publish.gate import gate_of, known_of
from pdmon_utils.publish.site import RefusedSiteError
from pdmon_utils.store import Workspace
from test_intake import REGISTER, book
from tiny import workspace_with

SURNAMES = ("Канареев", "Желтокрылов", "Пернатов", "Щегловитов", "Снегирёвск", "Чижиков")
GIVEN = ("Зинаида", "Глафира", "Прасковья", "Евдокия", "Капитолина", "Матрёна")
PERSONAL = ("kanareika", "912 345", "912345", "112-233-445", "11223344595", "1980-02-01", "01.02.1980", "Клёстовна")
HEAD = ["Код организации", "ФИО", "СНИЛС", "Дата рождения", *REGISTER[2:], "Предмет", "Телефон", "Электронная почта"]
SCHOOLS = [
    ["Код организации", "Полное наименование", "Краткое наименование", "Тип", "Муниципальная", "Сайт"],
    ["77001", "МБОУ «Школа Птичий Двор»", "Птичий Двор", "школа", "да", "https://ptichiy-dvor.example.org"],
]
PRACTICES = ["Код", "Название", "Автор", "Организация", "Дата", "Вид", "В банке успешных практик"]


def staff() -> list[list[object]]:
    """Return a register of as many persons as there are surnames, each known by a name."""
    people = [f"{surname}{'ая' if surname.endswith('ск') else 'а'} {given} Клёстовна" for surname, given in named()]
    more = ["педагог", "учитель", "01.09.2015", "нет", 1, "физика", "+7 912 345-67-89"]
    return [
        ["77001", who, "112-233-445 95", "01.02.1980", *more, f"kanareika{at}@example.org"]
        for at, who in enumerate(people)
    ]


def named() -> list[tuple[str, str]]:
    return list(zip(SURNAMES, GIVEN, strict=True))


def home_with(folder: Path, title: str = "Урок у доски") -> Workspace:
    """Return a prepared workspace whose register has canaries in every personal field; the bank has one practice."""
    workspace = workspace_with(folder, {})
    shutil.rmtree(workspace.home / "notebooks")  # the repository's own ones
    practice = ["П-1", title, None, "77001", "05.05.2024", "практика", "да"]
    sheets = {"organisations": SCHOOLS, "staff": [HEAD, *staff()], "practices": [PRACTICES, practice]}
    book(workspace.raw / "primer" / "2024" / "1.xlsx", sheets)
    prepare(workspace)
    return workspace


def site_of(workspace: Workspace, *notebooks: str) -> Path:
    """Return the site of the public reports run now, looked at by the gate."""
    jobs = plan(workspace, Wanted(notebooks=notebooks, audiences=("public",)))
    assert [outcome.reason for outcome in Batch(1).run(jobs)] == [""] * len(notebooks)
    pages = [
        Page(job.place, job.place_name, job.region, job.year, job.code, job.heading, job.output.with_suffix(".html"))
        for job in jobs
    ]
    return build_site(workspace.reports, pages, gate_of(workspace))


def everything(folder: Path) -> str:
    """Return all bytes of a folder as text, archives unpacked."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        found += [path.name, data.decode("utf-8", "replace")]
        if zipfile.is_zipfile(BytesIO(data)):
            with zipfile.ZipFile(BytesIO(data)) as parts:
                found += [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    return "\n".join(found)


@pytest.mark.notebooks
def test_a_register_full_of_canaries_leaves_no_feather_on_the_site(tmp_path: Path) -> None:
    site = site_of(home_with(tmp_path), "note", "practices")  # all criteria, and all titles of the bank
    said = everything(site)

    assert [word for word in (*SURNAMES, *GIVEN, *PERSONAL, "Птичий", "ptichiy", "77001") if word in said] == []
    assert {"index.html", "note.html", "note.docx", "practices.html", "practices.docx"} <= {
        p.name for p in site.rglob("*")
    }


@pytest.mark.notebooks
def test_a_name_in_the_title_of_a_practice_stops_the_publication_until_the_journal_allows_it(tmp_path: Path) -> None:
    workspace = home_with(tmp_path, "Из опыта Зинаиды Канареевой")
    with pytest.raises(RefusedSiteError) as refused:
        site_of(workspace, "practices")

    assert {refusal.page for refusal in refused.value.refusals} == {
        "primer/2024/practices.docx",
        "primer/2024/practices.fragment.html",
        "primer/2024/practices.html",
    }
    assert any("Канареевой" in refusal.what for refusal in refused.value.refusals)
    assert not (workspace.reports / "site").exists()

    reason = Allowed("Канареева Зинаида Клёстовна", "письменное согласие", "методист", date(2025, 1, 1))
    write_records(Allowed, workspace.journals / "primer", [reason])

    assert site_of(workspace, "practices").is_dir()


def test_the_gate_knows_schools_codes_and_who_signs(tmp_path: Path) -> None:
    workspace = home_with(tmp_path)
    knows = known_of(workspace, ["primer"])

    assert all(knows.namesakes(form) for form in ("Канареевой", "Снегирёвским", "Чижиковых"))
    assert knows.organisations == {"МБОУ «Школа Птичий Двор»", "Птичий Двор"}
    assert "77001" in knows.codes
    assert knows.hosts == {"ptichiy-dvor.example.org"}
