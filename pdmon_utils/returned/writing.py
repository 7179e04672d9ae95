"""Everything of one check in its folder: page, list, marked copies, letters."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from queue import SimpleQueue

from pdmon_utils.folders import replacing
from pdmon_utils.reading.children import Child
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.returned.case import Case, raw_path
from pdmon_utils.returned.copies import request
from pdmon_utils.returned.letters import letters
from pdmon_utils.returned.page import Links, page_html
from pdmon_utils.returned.remarks import Remark, needs_answer
from pdmon_utils.returned.table import findings_csv

_TARGET = "pdmon_utils.returned.copies:mark_request"
_CHILDREN = 4
_FAILED = "Размеченную копию сделать не удалось, замечания — в findings.csv и в письме"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check wrote: the page, copies and letters (paths in its folder), files whose copy failed and why."""

    folder: Path
    copies: Mapping[str, str]
    letters: Mapping[tuple[int, str], str]
    failed: Mapping[str, str] = field(default_factory=dict)

    @property
    def page(self) -> Path:
        """The page of the municipality."""
        return self.folder / "index.html"


def write_check(folder: Path, case: Case, *, copies: bool = True) -> Outcome:
    """Write the check of a municipality into `folder`, which replaces the earlier one as a whole.

    Copies are made in limited child processes; a file they cannot mark is told in `failed`. Raises WorkspaceError
    when the earlier folder is in use.
    """
    with replacing(folder) as new:
        wanted = _wanted(case) if copies else {}
        failed = _mark_all(case, wanted, new)
        made = {file: path for file, path in wanted.items() if file not in failed}
        written = dict(_letters(case, made, new))
        outcome = Outcome(folder, made, written, failed)
        (new / "findings.csv").write_bytes(findings_csv(case))
        (new / "index.html").write_text(page_html(case, Links(made, written, failed)), encoding="utf-8", newline="\n")
    return outcome


def _wanted(case: Case) -> dict[str, str]:
    """Return file → path of its copy, for every file that was read and has errors or questions."""
    files = [
        file
        for year in case.years
        for file, remarks in year.by_file.items()
        if file and file not in year.unread and needs_answer(remarks)
    ]
    taken: set[str] = set()
    return {file: _copy_path(file, taken) for file in files}


def _copy_path(file: str, taken: set[str]) -> str:
    """Return the path of a copy; of two files that differ in their ending only, the second keeps its own too."""
    path = PurePosixPath(file).with_suffix(".xlsx").as_posix()
    if path.casefold() in taken:
        path = f"{file}.xlsx"
    taken.add(path.casefold())
    return path


def _mark_all(case: Case, wanted: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Mark the copies, some at a time, and return file → why it could not be marked."""
    remarks = {file: said for year in case.years for file, said in year.by_file.items()}
    with ExitStack() as stack:
        free: SimpleQueue[Child] = SimpleQueue()
        size = min(_CHILDREN, os.cpu_count() or 1, len(wanted)) or 1
        for _ in range(size):
            free.put(stack.enter_context(Child(_TARGET)))
        pool = stack.enter_context(ThreadPoolExecutor(size))
        work = {
            file: pool.submit(_mark_one, free, raw_path(case, file), remarks[file], folder / path)
            for file, path in wanted.items()
        }
        said = {file: each.result() for file, each in work.items()}
    return {file: why for file, why in said.items() if why}


def _mark_one(free: SimpleQueue[Child], path: Path, remarks: Sequence[Remark], to: Path) -> str:
    child = free.get()
    try:
        child.ask(request(path, remarks, to))
    except RefusedFileError as refusal:
        to.unlink(missing_ok=True)
        return f"{_FAILED} ({', '.join(map(str, (refusal.rule, *refusal.slots.values())))})."
    finally:
        free.put(child)
    return ""


def _letters(case: Case, copies: Mapping[str, str], folder: Path) -> Iterator[tuple[tuple[int, str], str]]:
    for year in case.years:
        for letter in letters(case, year, copies):
            path = folder / str(year.number) / "letters" / letter.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(letter.content)
            yield (year.number, letter.org_id), path.relative_to(folder).as_posix()
