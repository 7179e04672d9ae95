"""The analyst's own editions of notebooks: they win, they survive, he is told what changed and where."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from pdmon_utils.__main__ import cli
from pdmon_utils.batch.jobs import Wanted, plan
from pdmon_utils.batch.pool import Batch
from pdmon_utils.editions import State, changes, copy_notebook, edition, editions, merged, update
from pdmon_utils.errors import WorkspaceError
from pdmon_utils.prepare import prepare
from pdmon_utils.store import Workspace
from tiny import hand_in, workspace_with, write_notebook


def cell(name: str, source: str) -> nbformat.NotebookNode:
    made = nbformat.v4.new_code_cell(source)
    made["id"] = name
    return made


def rewrite(path: Path, *cells: nbformat.NotebookNode) -> None:
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    """Return a workspace with two notebooks of ours."""
    workspace = workspace_with(tmp_path, {"fine": "1", "other": "2"})
    rewrite(workspace.notebooks / "fine.ipynb", cell("a", "1"), cell("b", "2"), cell("c", "3"))
    return workspace


def asked(workspace: Workspace, *words: str) -> str:
    result = CliRunner().invoke(cli, ["--home", str(workspace.home), "notebooks", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_a_copy_is_run_in_place_of_ours_and_the_others_stay(home: Workspace) -> None:
    own = copy_notebook(home, "fine")

    jobs = plan(home, Wanted(audiences=("internal",)))

    assert {job.code: job.notebook for job in jobs} == {"fine": own, "other": home.notebooks / "other.ipynb"}


def test_a_workspace_with_nothing_but_own_editions_still_runs_the_notebooks_of_the_programme(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    own = copy_notebook(workspace, "note")

    assert own == tmp_path / "notebooks" / "own" / "note.ipynb"
    assert workspace.books["note"] == own
    assert workspace.books["young"] == Workspace.usual().notebooks / "young.ipynb"


def test_a_copy_is_never_written_over(home: Workspace) -> None:
    rewrite(copy_notebook(home, "fine"), cell("a", "мой код"))

    with pytest.raises(WorkspaceError, match="уже есть и не тронут"):
        copy_notebook(home, "fine")
    assert "мой код" in home.books["fine"].read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["a/b", "con", "a:b", "..", ""])
def test_a_copy_of_another_name_is_a_notebook_more_and_its_name_must_be_one_of_a_file(
    home: Workspace, name: str
) -> None:
    if name:
        with pytest.raises(WorkspaceError, match="не подходит для файла"):
            copy_notebook(home, "fine", name)
        return
    copy_notebook(home, "fine", "моя-справка")

    assert edition(home, "моя-справка").state == State.OWN
    assert edition(home, "fine").state == State.OURS


def test_names_that_differ_only_in_capitals_are_refused(home: Workspace) -> None:
    rewrite(home.notebooks / "Fine.ipynb", cell("a", "1"))

    with pytest.raises(WorkspaceError, match="одно имя: переименуйте одну"):
        plan(home)


def test_changes_name_the_cell_and_its_lines() -> None:
    old = [cell("a", "x = 1\ny = 2"), cell("b", "z"), cell("c", "w")]
    new = [cell("a", "x = 1\ny = 3"), cell("n", "новая"), cell("c", "w  ")]

    found = changes(old, new)

    assert [(each.title, each.lines) for each in found] == [
        ("Изменена ячейка 1 (код)", ("  x = 1", "- y = 2", "+ y = 3")),
        ("Добавлена ячейка 2 (код)", ("+ новая",)),
        ("Удалена ячейка 2 (код)", ("- z",)),
    ]


def test_our_news_come_where_the_analyst_changed_nothing_and_his_cells_stay() -> None:
    base = [cell("a", "1"), cell("b", "2"), cell("c", "3"), cell("d", "4")]
    his = [cell("a", "1 моё"), cell("b", "2"), cell("own", "pandas"), cell("c", "3"), cell("d", "4 моё")]
    ours = [cell("a", "1"), cell("b", "2 новое"), cell("new", "5"), cell("d", "4 новое")]

    cells, clash = merged(base, his, ours)

    assert [each.source for each in cells] == ["1 моё", "2 новое", "5", "pandas", "4 моё"]
    assert clash == ["d"]


def test_what_both_changed_alike_is_no_clash() -> None:
    assert merged([cell("a", "1")], [cell("a", "2")], [cell("a", "2")])[1] == []


def test_an_update_keeps_what_the_file_was_and_ends_the_difference(home: Workspace) -> None:
    own = copy_notebook(home, "fine")
    rewrite(own, cell("a", "1 моё"), cell("b", "2"), cell("c", "3"))
    before = own.read_bytes()
    rewrite(home.notebooks / "fine.ipynb", cell("a", "1"), cell("b", "2 новое"), cell("c", "3"))
    assert edition(home, "fine").state == State.OLDER

    clash = update(home, "fine")

    assert clash == []
    assert edition(home, "fine").state == State.SAME
    assert [each.source for each in nbformat.read(own, 4).cells] == ["1 моё", "2 новое", "3"]
    assert (own.parent / ".before" / "fine.ipynb").read_bytes() == before


def test_a_file_that_the_analyst_put_there_himself_is_compared_but_not_updated(home: Workspace) -> None:
    home.own_notebooks.mkdir()
    rewrite(home.own_notebooks / "fine.ipynb", cell("a", "0"), cell("b", "2"), cell("c", "3"))

    assert edition(home, "fine").state == State.UNKNOWN
    assert [each.title for each in edition(home, "fine").edits] == ["Изменена ячейка 1 (код)"]
    with pytest.raises(WorkspaceError, match="обновлять нечего"):
        update(home, "fine")


def test_the_command_lists_shows_and_updates_in_russian(home: Workspace) -> None:
    copied = asked(home, "copy", "fine")
    rewrite(home.own_notebooks / "fine.ipynb", cell("a", "моё"), cell("b", "2"), cell("c", "3"))
    rewrite(home.notebooks / "fine.ipynb", cell("a", "наше"), cell("b", "2"), cell("c", "3"))

    assert "Правьте её" in copied
    assert "у нас есть изменения" in asked(home)
    assert asked(home, "diff").splitlines() == [
        "fine — своя: сделана из прежней нашей, у нас есть изменения",
        "Изменено у Вас: ячеек — 1",
        "  Изменена ячейка 1 (код)",
        "    - 1",
        "    + моё",
        "Изменилось у нас с тех пор: ячеек — 1",
        "  Изменена ячейка 1 (код)",
        "    - 1",
        "    + наше",
    ]
    assert "оставлены Ваши ячейки: 1" in asked(home, "update")
    assert {name: each.state for name, each in editions(home).items()} == {"fine": State.SAME, "other": State.OURS}


def test_a_run_ends_with_the_names_of_editions_that_lag_behind(home: Workspace) -> None:
    copy_notebook(home, "fine")
    run = ["--home", str(home.home), "run", "--dry-run"]
    before = CliRunner().invoke(cli, run).output
    rewrite(home.notebooks / "fine.ipynb", cell("a", "наше"))

    assert "pdmon notebooks diff" not in before
    assert "которых нет в Ваших: fine. См. pdmon notebooks diff." in CliRunner().invoke(cli, run).output


@pytest.mark.notebooks
def test_a_run_executes_the_cells_of_the_analyst_and_leaves_his_texts_as_they_are(home: Workspace) -> None:
    hand_in(home, "organisations", "org_id;org_name;org_type;is_municipal", "001;Школа № 1;школа;да")
    text = home.texts(home.some()[0], 2024) / "fine.md"
    text.parent.mkdir()
    text.write_bytes("Мой вывод\r\n".encode("cp1251"))
    prepare(home)
    code = 'import pandas as pd\npd.DataFrame({"моё": [20, 22]}).sum().to_dict()'
    write_notebook(home.notebooks / "fine.ipynb", "'наше'")
    write_notebook(copy_notebook(home, "fine"), code)

    (outcome,) = Batch(1).run(plan(home, Wanted(notebooks=("fine",), audiences=("internal",))))

    assert outcome.reason == ""
    assert "{'моё': 42}" in outcome.job.output.read_text(encoding="utf-8")
    assert text.read_bytes() == "Мой вывод\r\n".encode("cp1251")


def test_without_copies_the_command_says_how_to_make_one(home: Workspace) -> None:
    assert "pdmon notebooks copy ТЕТРАДЬ" in asked(home, "diff")


def test_a_file_that_is_no_notebook_is_named(home: Workspace) -> None:
    copy_notebook(home, "fine").write_text("{", encoding="utf-8")

    with pytest.raises(WorkspaceError, match=r"fine\.ipynb: файл не читается как тетрадь"):
        _ = edition(home, "fine").edits
