"""Many reports: which ones, what becomes of each, what counts as done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from conftest import once
from pdmon_utils.batch.choice import STOCK, VARIABLE
from pdmon_utils.batch.failures import keep_failed
from pdmon_utils.batch.jobs import Job, Wanted, plan
from pdmon_utils.batch.manifest import done, manifest_path, write_report
from pdmon_utils.batch.pool import Batch
from pdmon_utils.batch.runner import run_job
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.filenames import file_name
from pdmon_utils.prepare import prepare
from pdmon_utils.store import Workspace
from tiny import PARAMETERS, hand_in, public_reports, workspace_with, write_notebook

BOOKS = {
    "dies": "import os\n\nos._exit(1)",
    "fine": "import os\n\nprint(municipality, year, audience)\nos.getpid(), os.getppid(), __import__('sys').argv[0]",
    "leaves": "import sys\n\nsys.exit(0)",
    "leaks": "import os\n\nimport pdmon_utils\n\npdmon_utils.leak = os.environ['LEAK'] = 'leak'\nos.chdir('/')",
    "receives": "import os\n\nimport pdmon_utils as p\n\n'leak' in dir(p), 'LEAK' in os.environ, os.getcwd() == '/'",
    "prints": "for _ in range(2000):\n    print('x' * 10_000)",
    "raises": "{}['класс']",
}
FAILED = {"broken", "dies", "lacks", "leaves", "raises"}


def pdmon(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person does."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "pdmon_utils", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, timeout=300, check=False)


@pytest.fixture(scope="session")
def batch(shared: Path) -> Workspace:
    """Return a workspace, in a folder with Cyrillic, a space and braces, whose notebooks were run by `pdmon run`."""

    def build(folder: Path) -> None:
        workspace = workspace_with(folder / "мой район {1}", BOOKS)
        write_notebook(workspace.notebooks / "lacks.ipynb", "1", PARAMETERS.replace("audience", "reader"))
        (workspace.notebooks / "broken.ipynb").write_text("{", encoding="utf-8")
        said = pdmon("--home", str(workspace.home), "run", "--audience", "public", "--jobs", "1")
        kept = {"code": said.returncode, "out": said.stdout, "err": said.stderr}
        (workspace.home / "said.json").write_text(json.dumps(kept), encoding="utf-8")

    return Workspace(once(shared / "batch", build) / "мой район {1}")


@pytest.fixture
def said(batch: Workspace) -> dict[str, str]:
    """Return exit code, output and errors of the batch."""
    return {key: str(value) for key, value in json.loads((batch.home / "said.json").read_bytes()).items()}


def report(workspace: Workspace, name: str) -> Path:
    return workspace.report("primer", 2024, "public", name)


def outputs(path: Path) -> list[str]:
    """Return what the last cell of an executed notebook printed and showed."""
    cell = nbformat.read(path, as_version=4).cells[-1]
    return [output.get("text") or output["data"]["text/plain"] for output in cell.outputs]


def a_job(home: Path, code: str = "1") -> Job:
    """Return the job of a workspace with one notebook."""
    (job,) = plan(workspace_with(home, {"fine": code}), Wanted(audiences=("public",)))
    return job


def test_a_report_is_notebook_page_paper_and_manifest(batch: Workspace) -> None:
    said = done(manifest_path(report(batch, "fine")))

    assert said is not None
    assert sorted(said["files"]) == ["fine-source.html", "fine.docx", "fine.html", "fine.ipynb"]
    assert (said["place"], said["year"], said["notebook"], said["title"]) == ("primer", 2024, "fine", "Проба")


def test_parameters_reach_the_notebook(batch: Workspace) -> None:
    assert outputs(report(batch, "fine"))[0] == "primer 2024 public\n"


def test_kernels_start_warm_and_each_is_a_process_of_its_own(batch: Workspace) -> None:
    pid, parent, _ = outputs(report(batch, "fine"))[1].strip("()").split(", ")

    assert "ipykernel_launcher" not in outputs(report(batch, "fine"))[1]
    assert pid != parent


def test_a_cell_that_prints_twenty_megabytes_is_cut_with_a_word(batch: Workspace) -> None:
    (printed,) = outputs(report(batch, "prints"))

    assert len(printed) < 1_001_000
    assert printed.endswith("ячейка напечатала 20,0 млн знаков, показан первый миллион. Печатайте меньше.\n")


def test_a_notebook_sees_nothing_of_the_one_before_it(batch: Workspace) -> None:
    assert done(manifest_path(report(batch, "leaks")))
    assert outputs(report(batch, "receives")) == ["(False, False, False)"]


def test_an_executed_notebook_names_no_folder_of_this_machine(batch: Workspace) -> None:
    texts = [report(batch, "leaks").with_suffix(ending).read_text(encoding="utf-8") for ending in (".ipynb", ".html")]

    for text in texts:
        assert "papermill" not in text
        assert str(batch.home.name) not in text
        assert str(Path.home()) not in text
        assert "/tmp" not in text  # noqa: S108  the word is looked for


@pytest.mark.parametrize("name", sorted(FAILED))
def test_a_failed_notebook_is_kept_with_its_reason_and_is_no_report(batch: Workspace, name: str) -> None:
    kept = batch.reports / "_failed" / "primer" / "2024" / "public" / name

    assert sorted(path.name for path in kept.iterdir()) == [f"{name}.ipynb", "причина.txt"]
    card = (kept / "причина.txt").read_text(encoding="utf-8").splitlines()
    heads = ["Отчёт: ", "Что случилось: ", "Где: ", "Что сделать: "]
    assert [line[: len(head)] for line, head in zip(card, heads, strict=True)] == heads
    assert not list(report(batch, name).parent.glob(f"{name}.*"))


def test_the_notebook_with_an_error_shows_where_it_failed(batch: Workspace) -> None:
    kept = batch.reports / "_failed" / "primer" / "2024" / "public" / "raises" / "raises.ipynb"
    cell = nbformat.read(kept, as_version=4).cells[-1]

    assert [output.ename for output in cell.outputs] == ["KeyError"]


def test_the_summary_names_every_failed_report_and_its_reason(said: dict[str, str]) -> None:
    reasons = {
        "broken": "файл broken.ipynb не читается как тетрадь Jupyter",
        "dies": "ядро остановилось во время выполнения",
        "lacks": "в ячейке parameters тетради lacks.ipynb нет: audience. Добавьте их",
        "leaves": "SystemExit: 0",
        "raises": "KeyError: 'класс'",
    }
    lines = [line for line in said["out"].splitlines() if line.startswith("  primer")]

    assert set(reasons) == FAILED
    assert len(lines) == len(reasons)
    for name, reason in reasons.items():
        (line,) = [line for line in lines if f"· {name} ·" in line]
        assert reason in line


def test_a_batch_with_failures_finishes_the_others_and_ends_with_1(said: dict[str, str]) -> None:
    assert said["code"] == "1"
    assert "Отчётов: 9, готово: 4, не выполнено: 5." in said["out"]


def test_a_batch_prints_nothing_but_its_own_lines(said: dict[str, str]) -> None:
    own = ("Отчёт", " Отчёты по местам", " primer ", "  primer ·", "Тетради с ошибками лежат")

    assert [line for line in said["out"].splitlines() if line.strip() and not line.startswith(own)] == []
    assert said["err"] == ""


def test_only_public_reports_that_are_done_count(batch: Workspace) -> None:
    assert public_reports(batch) == ["fine", "leaks", "prints", "receives"]


def test_a_report_whose_file_was_changed_is_not_done(tmp_path: Path) -> None:
    output = tmp_path / "a.ipynb"
    write_report(output, {".ipynb": b"1", ".html": b"2"}, {})
    assert done(manifest_path(output)) is not None

    output.with_suffix(".html").write_bytes(b"3")
    assert done(manifest_path(output)) is None


def test_a_report_that_lost_a_file_is_not_done(tmp_path: Path) -> None:
    output = tmp_path / "a.ipynb"
    write_report(output, {".ipynb": b"1", ".html": b"2"}, {})
    output.unlink()

    assert done(manifest_path(output)) is None


FILES = {".ipynb": b"1", ".html": b"2", "-source.html": b"3", ".docx": b"4", ".xlsx": b"5"}


@pytest.mark.parametrize("ending", FILES)
def test_every_file_of_a_report_is_watched(tmp_path: Path, ending: str) -> None:
    output = tmp_path / "a.1.ipynb"
    write_report(output, FILES, {})
    assert done(manifest_path(output)) is not None

    output.with_name(f"a.1{ending}").write_bytes(b"half")
    assert done(manifest_path(output)) is None


def test_a_paper_that_is_not_made_any_more_does_not_stay(tmp_path: Path) -> None:
    output = tmp_path / "a.ipynb"
    write_report(output, FILES, {})
    write_report(output, {".ipynb": b"1", ".html": b"2"}, {})

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "a.ipynb", "a.manifest.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"files": 1}'])
def test_a_damaged_manifest_is_no_report(tmp_path: Path, text: str) -> None:
    manifest = tmp_path / "a.manifest.json"
    manifest.write_text(text, encoding="utf-8")

    assert done(manifest) is None


def test_a_failing_re_run_takes_the_old_report_from_the_site(tmp_path: Path) -> None:
    job = a_job(tmp_path)
    said = {
        "place": "primer",
        "place_name": "Район",
        "region": "Область",
        "year": 2024,
        "notebook": "fine",
        "title": "П",
    }
    write_report(job.output, {".ipynb": b"1", ".html": b"2"}, said)
    assert public_reports(Workspace(tmp_path)) == ["fine"]
    write_notebook(job.notebook, "1", "year = 0")

    outcome = run_job(job)

    assert "нет: audience, municipality" in outcome.reason
    assert public_reports(Workspace(tmp_path)) == []


@pytest.mark.notebooks
def test_a_success_ends_an_earlier_failure_and_a_cold_kernel_gives_what_a_warm_one_gave(
    tmp_path: Path, batch: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, STOCK)
    job = a_job(tmp_path, BOOKS["fine"])
    keep_failed(job, None, "сбой")

    outcome = run_job(job)

    assert outcome.reason == ""
    assert not (tmp_path / "reports" / "_failed" / "primer" / "2024" / "public" / "fine").exists()
    assert outputs(job.output)[0] == outputs(report(batch, "fine"))[0]
    assert "ipykernel_launcher" in outputs(job.output)[1]


def test_nothing_to_run_is_quickly_done() -> None:
    assert Batch().run([]) == []


def test_a_plan_has_what_the_regulation_asks_for_and_nothing_else(workspace: Workspace) -> None:
    regulation = workspace.catalogue.regulation("zato")
    asked = {code for code in workspace.catalogue.criteria if regulation.of(code)}
    jobs = plan(workspace, Wanted(("zato-primer",), (2024,)))

    internal = {job.code for job in jobs if job.audience == "internal"}
    public = {job.code for job in jobs if job.audience == "public"}

    assert asked == {"deficits", "mastery", "staffing", "support", "young"}
    managed = {"recommendations", "practices", "roadmap", "effectiveness", "cycle", "brief", "letter"}
    assert internal == asked | managed | {"intake", "note", "report", "organisation"}
    assert public == asked | managed | {"note", "report"}


def test_a_plan_has_every_year_and_audience_once(workspace: Workspace) -> None:
    jobs = plan(workspace, Wanted(("ulus-primer",), notebooks=("deficits",)))

    assert [(job.year, job.audience) for job in jobs] == [
        (2023, "internal"),
        (2023, "public"),
        (2024, "internal"),
        (2024, "public"),
    ]
    assert jobs[0].parameters == {"municipality": "ulus-primer", "year": 2023, "audience": "internal"}


def test_every_organisation_has_its_own_sheet_also_one_that_did_not_report(workspace: Workspace) -> None:
    table = workspace.table("organisations", ["ulus-primer"])
    ids = table.loc[table["year"] == 2024, "org_id"].tolist()

    jobs = plan(workspace, Wanted(("ulus-primer",), (2024,), ("organisation",)))

    assert Counter(job.parameters["organisation"] for job in jobs) == Counter(ids)
    assert {job.audience for job in jobs} == {"internal"}
    assert len({job.output for job in jobs}) == len(ids) == 14


def test_only_a_regulation_with_regional_figures_has_a_regions_summary(workspace: Workspace) -> None:
    jobs = plan(workspace, Wanted(notebooks=("region",)))

    assert {(job.place, job.year, job.audience) for job in jobs} == {
        ("predgornaya", year, audience) for year in (2023, 2024) for audience in ("internal", "public")
    }
    assert jobs[0].parameters["region"] == "predgornaya"


def test_no_two_reports_share_a_file(workspace: Workspace) -> None:
    jobs = plan(workspace)

    assert max(Counter(str(job.output).casefold() for job in jobs).values()) == 1
    assert all(job.output.is_relative_to(workspace.reports) for job in jobs)


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        (Wanted(notebooks=("deficit",)), "Нет тетради «deficit» — может быть, «deficits»?"),
        (Wanted(municipalities=("zato-prime",)), "Нет муниципалитета «zato-prime» — может быть, «zato-primer»?"),
        (Wanted(years=(2042,)), "Нет данных за год «2042» — может быть, «2024»?"),
        (Wanted(("zato-primer",), notebooks=("region",)), "нет ни одного отчёта"),
        (Wanted(notebooks=("intake",), audiences=("public",)), "нет ни одного отчёта"),
    ],
)
def test_a_wrong_choice_is_refused_with_the_nearest_name(workspace: Workspace, wanted: Wanted, hint: str) -> None:
    with pytest.raises(WorkspaceError) as refused:
        plan(workspace, wanted)

    assert hint in str(refused.value)


@pytest.mark.parametrize(
    "identifier", ["77/01", "..", "../../etc", "a\\b", "CON", "nul", "школа №1", "x" * 300, ".a", "a."]
)
def test_a_strange_code_gives_a_safe_file_name(identifier: str) -> None:
    name = file_name(identifier)

    assert name != identifier
    assert not set(name) & set('/\\:*?"<>| №')
    assert not name.startswith(".")
    assert len(name) < 100
    assert name != file_name(identifier + "1")


def test_a_plain_code_is_its_own_file_name() -> None:
    assert [file_name(code) for code in ("001", "7701.2", "школа-5")] == ["001", "7701.2", "школа-5"]


def test_codes_with_slashes_stay_inside_the_folder_of_their_municipality(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, {"organisation": "1"})
    hand_in(
        workspace, "organisations", "org_id;org_name;org_type;is_municipal", "77/01;А;школа;да", "../../1;Б;школа;да"
    )
    prepare(workspace)

    jobs = plan(workspace)

    assert {job.parameters["organisation"] for job in jobs} == {"77/01", "../../1"}
    assert {job.output.parent for job in jobs} == {
        workspace.report("primer", 2024, "internal", "organisations/x").parent
    }
