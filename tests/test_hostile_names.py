"""Names are data: parameters of a notebook never become code, names of organisations and towns never become paths."""

from __future__ import annotations

import ast
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from string import ascii_lowercase

import nbformat
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from papermill.translators import PythonTranslator

from pdmon_utils.batch.choice import STOCK, VARIABLE
from pdmon_utils.batch.closed import connection
from pdmon_utils.batch.jobs import PARAMETERS, Job, Wanted, plan
from pdmon_utils.batch.runner import run_job
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.filenames import file_name, file_names
from pdmon_utils.prepare import prepare
from pdmon_utils.returned.letters import file_name as letter_name
from pdmon_utils.store import Workspace
from tiny import hand_in, workspace_with

CODE = (
    "x=1;import os;os.system('touch PWNED');y",
    "__import__('os')",
    "a b",
    "a\nb",
    "a#",
    "year=1\nx",
    "1a",
    "",
    "ё-ё",
)
CODE += ("class", "municipality ", " year", "year\x00", "Year", "{year}", "year}", "audience]", "*", "a.b", "lambda: 0")
PATHS = (
    "../x",
    "..",
    ".",
    "/etc/passwd",
    "\\\\server\\share",
    "C:\\x",
    "a/b",
    "a\\b",
    "a\x00b",
    "CON",
    "con.1",
    "NUL.txt",
)
PATHS += (
    "COM1",
    "com¹",
    "aux",
    "a.",
    "a ",
    " a",
    ".a",
    "a\u202eb",
    "a\u200bb",
    "a\tb",
    "a\nb",
    "Ш" * 300,
    "𝒜" * 60,
    "~",
    "$HOME",
)
PATHS += (
    "%2e%2e",
    "*",
    "?",
    "a:b",
    "<a>",
    '"',
    "|",
    "-rf",
    "й".encode().decode() + "\u0306",
    "é",
    "e\u0301",
    "école",
    "ﬁ",
)
PATHS += ("A1", "a1", "А1", "а1", "школа", "Школа")
SHORT = 255  # bytes of a file's name


def jobs(home: Path, code: str = "print(municipality)") -> list[Job]:
    return plan(workspace_with(home, {"fine": code}), Wanted(audiences=("public",)))


def hostile_parameters() -> list[str]:
    """Return a hundred names that would be code, or no name of ours."""
    return [*CODE, *(f"{word};{code}" for word in ascii_lowercase[:20] for code in CODE[:4])]


def test_no_name_of_a_parameter_becomes_code(tmp_path: Path) -> None:
    (job,) = jobs(tmp_path)
    names = hostile_parameters()
    refused = []
    for name in names:
        with pytest.raises(WorkspaceError, match="не передаётся"):
            replace(job, parameters={**job.parameters, name: 1})
        refused.append(name)

    print(f"враждебных имён параметров: {len(names)}, отклонено: {len(refused)}")  # noqa: T201
    assert len(set(names)) == len(refused) >= 100


@pytest.mark.parametrize(("name", "value"), [("year", "2024"), ("year", True), ("municipality", 1), ("audience", None)])
def test_a_value_of_another_type_is_refused(tmp_path: Path, name: str, value: object) -> None:
    (job,) = jobs(tmp_path)

    with pytest.raises(WorkspaceError, match=name):
        replace(job, parameters={**job.parameters, name: value})  # type: ignore[dict-item]


@given(st.dictionaries(st.sampled_from(sorted(PARAMETERS)), st.text() | st.integers(), min_size=1))
@example({"municipality": '"; import os; os.system("touch PWNED") #'})
@example({"audience": "'''\n\"\"\"\\"})
@example({"audience": "\\' + __import__('os') + '"})
@example({"audience": "{year}\u2028\x85\r\nimport os"})
def test_a_value_is_bound_as_it_is_whatever_it_holds(values: dict[str, str | int]) -> None:
    source = PythonTranslator.codify(values)
    lines = ast.parse(source).body

    assert all(isinstance(line, ast.Assign) for line in lines)
    assert {line.targets[0].id: ast.literal_eval(line.value) for line in lines} == values  # type: ignore[attr-defined]


def test_a_hundred_hostile_values_do_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    marks = ('"', "'", "\\", '"""', "\n", "}", "\r")
    values = [f"{code}{mark}{path}{mark}" for mark in marks for code, path in zip(CODE, PATHS, strict=False)]
    for value in values:
        held: dict[str, object] = {}
        exec(PythonTranslator.codify({"municipality": value}), {}, held)  # noqa: S102  what the kernel would do
        assert held == {"municipality": value}

    print(f"враждебных значений: {len(values)}, выполнено: {len(list(tmp_path.iterdir()))}")  # noqa: T201
    assert len(set(values)) >= 100
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("named", [file_name, letter_name])
def test_no_code_of_an_organisation_leaves_its_folder(tmp_path: Path, named: Callable[[str], str]) -> None:
    for code in PATHS:
        name = named(code)
        path = tmp_path / f".{name}-source.html.part"

        path.write_bytes(b"")
        assert path.parent.resolve() == tmp_path.resolve()
        assert not set(name) & set('/\\:*?"<>|\0\u202e\u200b\n\t ')
        assert not name.endswith((".", " "))
        assert name.casefold().partition(".")[0] not in {"con", "nul", "aux", "com1", "com¹"}
        assert len(path.name.encode()) <= SHORT
    assert len(list(tmp_path.iterdir())) == len({named(code) for code in PATHS}) == len(PATHS)


def test_no_two_organisations_share_a_file_even_where_capitals_do_not_count() -> None:
    names = file_names(sorted(PATHS))

    different = {name.casefold() for name in names.values()}

    print(f"враждебных кодов: {len(PATHS)}, столкновений имён: {len(PATHS) - len(different)}")  # noqa: T201
    assert len(set(PATHS)) == len(PATHS) >= 40
    assert len(different) == len(PATHS)
    assert file_names(["001", "школа-5"]) == {"001": "001", "школа-5": "школа-5"}


@given(st.lists(st.text(min_size=1, max_size=80).filter(lambda text: text.isprintable()), unique=True, max_size=6))
def test_names_of_files_are_different_and_short_whatever_the_codes_are(codes: list[str]) -> None:
    names = file_names(codes)

    assert len({name.casefold() for name in names.values()}) == len(codes)
    assert all(len(f".{name}.manifest.json.part".encode()) <= SHORT for name in names.values())


def test_a_folder_that_is_no_slug_is_refused(tmp_path: Path) -> None:
    refused = []
    for name in PATHS:
        if {"/", "\0"} & set(name) or name in {".", "..", "a1"} or len(name.encode()) > SHORT or name.startswith("."):
            continue  # no folder, or one that nobody reads; `a1` is a slug
        workspace = Workspace(tmp_path / str(len(refused)))
        (workspace.raw / name).mkdir(parents=True)
        with pytest.raises(WorkspaceError, match="латинскими строчными"):
            _ = workspace.municipalities
        refused.append(name)

    print(f"враждебных имён папок: {len(refused)}, принято: 0")  # noqa: T201
    assert len(refused) >= 30


def test_hostile_codes_in_a_register_write_nothing_outside(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "home", {"organisation": "1"})
    codes = [code for code in PATHS if code.isprintable() and code.strip() == code and not set(code) & set(';"')]
    hand_in(
        workspace, "organisations", "org_id;org_name;org_type;is_municipal", *(f"{code};Ш;школа;да" for code in codes)
    )
    prepare(workspace)
    outputs = [job.output for job in plan(workspace, Wanted(notebooks=("organisation",)))]

    assert len(outputs) >= 30
    assert len({str(path).casefold() for path in outputs}) == len(outputs)
    assert {path.parent for path in outputs} == {workspace.reports / "primer" / "2024" / "internal" / "organisations"}
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


@pytest.mark.skipif(os.name != "posix", reason="на Windows сокеты не лежат в папках")
def test_a_kernel_is_spoken_to_through_a_folder_of_its_own(tmp_path: Path) -> None:
    near, far = connection(tmp_path / "k"), connection(tmp_path / ("д" * 60))

    assert near.ConnectionFileMixin.transport == "ipc"
    assert "transport" not in far.ConnectionFileMixin
    assert far.ConnectionFileMixin.connection_file.startswith(str(tmp_path))


LOOKING = """import os
from ipykernel.kernelapp import IPKernelApp
application = IPKernelApp.instance()
folder = os.path.dirname(application.abs_connection_file)
print(application.transport, oct(os.stat(folder).st_mode & 0o777), os.listdir(folder).count(".k.json"))
"""


@pytest.mark.notebooks
@pytest.mark.skipif(os.name != "posix", reason="на Windows сокеты не лежат в папках")
def test_a_kernel_started_as_usual_listens_in_a_closed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, STOCK)
    (job,) = jobs(tmp_path, LOOKING)
    outcome = run_job(job)
    cell = nbformat.read(job.output, as_version=4).cells[-1]

    print(cell.outputs[0].text)  # noqa: T201
    assert outcome.reason == ""
    assert cell.outputs[0].text == "ipc 0o700 1\n"


def test_the_key_of_names_is_for_its_owner_and_outside_the_data(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.secret()
    (key,) = tmp_path.rglob("pdmon.key")

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert not key.is_relative_to(tmp_path / "data")
