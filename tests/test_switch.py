"""A report's files change all at once, whatever fails or ends in between."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from failing import Disk, Killed, contents, failing
from pdmon_utils.batch.manifest import done, manifest_path, write_report
from pdmon_utils.batch.switch import sweep, unsettled

pytestmark = pytest.mark.usefixtures("quick")
OLD = {".ipynb": b"old notebook", ".html": b"old page", ".xlsx": b"a paper that is not made any more"}
NEW = {".ipynb": b"new notebook", ".html": b"new page", "-source.html": b"new origin", ".docx": b"new paper"}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the real disk take its time: here only the order of what is asked of it counts."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def laid(home: Path, before: dict[str, bytes] | None) -> Path:
    """Return the output of a report in `reports` under `home`, as it lay before."""
    output = home / "reports" / "primer" / "2024" / "public" / "a.ipynb"
    output.parent.mkdir(parents=True)
    if before:
        write_report(output, before, {"said": "old"})
    return output


def visible(output: Path) -> dict[str, bytes]:
    """Return what a person sees in the folder."""
    return {name: content for name, content in contents(output.parent).items() if not name.startswith(".")}


def steps(home: Path, before: dict[str, bytes] | None) -> int:
    """Return how often the disk is asked for something while a report is replaced."""
    output = laid(home, before)
    with failing(Disk(0)) as disk:
        write_report(output, NEW, {"said": "new"})
    return disk.asked


@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("before", [None, OLD])
def test_whichever_write_fails_the_old_report_stays_as_it_was(
    tmp_path: Path, before: dict[str, bytes] | None, *, for_good: bool
) -> None:
    number = steps(tmp_path / "counted", before)
    assert number > 20
    for n in range(1, number + 1):
        output = laid(tmp_path / str(n), before)
        old = visible(output)
        with failing(Disk(n, for_good)) as disk:
            try:
                write_report(output, NEW, {"said": "new"})
            except OSError:
                failed = True
            else:
                failed = False
        assert disk.failed
        if failed and not for_good:
            assert visible(output) == old, f"{n}-я запись"
        sweep(tmp_path / str(n) / "reports")
        new = done(manifest_path(output)) is not None and visible(output) == {**visible(output), **_named(NEW)}
        assert visible(output) == old or new, f"{n}-я запись"
        assert [path.name for path in output.parent.iterdir() if path.name.startswith(".")] == []
        write_report(output, NEW, {"said": "new"})
        assert {name for name in visible(output) if not name.endswith(".json")} == set(_named(NEW))


def _named(files: dict[str, bytes]) -> dict[str, bytes]:
    return {f"a{ending}": content for ending, content in files.items()}


@pytest.mark.parametrize("before", [None, OLD])
def test_wherever_the_process_is_killed_the_next_start_finds_one_report_old_or_new(
    tmp_path: Path, before: dict[str, bytes] | None
) -> None:
    number, ends = steps(tmp_path / "counted", before), set()
    for n in range(1, number + 1):
        output = laid(tmp_path / str(n), before)
        old = visible(output)
        with failing(Disk(n, for_good=True, error=Killed)), pytest.raises(Killed):
            write_report(output, NEW, {"said": "new"})
        torn = visible(output) != old and not _is_new(output)
        assert not (torn and done(manifest_path(output))), "a mixture was taken for a report"
        sweep(tmp_path / str(n) / "reports")
        assert visible(output) == old or _is_new(output), f"{n}-й шаг"
        assert not unsettled(output)
        assert [path.name for path in output.parent.iterdir() if path.name.startswith(".")] == []
        ends.add(_is_new(output))
    assert ends == {False, True}


def _is_new(output: Path) -> bool:
    seen, said = visible(output), done(manifest_path(output))
    return said is not None and said["said"] == "new" and set(seen) == {*_named(NEW), "a.manifest.json"}
