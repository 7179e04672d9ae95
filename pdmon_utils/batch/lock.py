"""One batch at a time in a workspace: whoever runs reports holds the lock, and the system takes it from the dead."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final

from pdmon_utils.batch.switch import sweep
from pdmon_utils.days import moment
from pdmon_utils.errors import PdmonError

NAME: Final = ".lock"
WORK: Final = "pdmon-batch-"
_BYTE: Final = 2**30  # far behind the text: Windows lets nobody read what is locked


class LockedError(PdmonError):
    """Another process runs reports here, or nobody may write here."""


@contextmanager
def locked(reports: Path) -> Iterator[Path]:
    """Hold the lock of a workspace's `reports` and give a folder for temporary files while the block runs.

    The file says who holds it (process, since when, command) and stays; the lock itself is the system's, so it ends
    with its owner, however that ends. What a killed owner left behind is removed first. Raises LockedError naming the
    owner, or where the folder cannot be written.
    """
    with _opened(reports) as file:
        if not _taken(file):
            raise LockedError(f"{_told(file)} Дождитесь его окончания или остановите его (Ctrl-C) и повторите.")
        try:
            _clean(reports, _read(file))
            work = Path(tempfile.mkdtemp(prefix=WORK))
            _sign(file, {"pid": os.getpid(), "since": moment(), "command": _command(), "work": str(work)})
        except OSError as error:
            raise _unwritable(reports, error) from error
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
            with suppress(OSError):
                file.truncate(0)


def _opened(reports: Path) -> IO[bytes]:
    try:
        reports.mkdir(parents=True, exist_ok=True)
        return os.fdopen(os.open(reports / NAME, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
    except OSError as error:
        raise _unwritable(reports, error) from error


def _unwritable(reports: Path, error: OSError) -> LockedError:
    return LockedError(f"{reports}: сюда нельзя писать ({error.strerror}). Проверьте права на папку и место на диске.")


def _clean(reports: Path, owner: dict[str, Any]) -> None:
    """Finish or take back what a killed owner was writing, and remove its temporary files."""
    work = Path(str(owner.get("work", "")))
    if work.name.startswith(WORK) and work.parent == Path(tempfile.gettempdir()):
        shutil.rmtree(work, ignore_errors=True)
    sweep(reports)


def _command() -> str:
    """Return the command as a person typed it, without the path of the program."""
    return " ".join([Path(sys.argv[0]).stem.replace("__main__", "pdmon"), *sys.argv[1:]])


def _taken(file: IO[bytes]) -> bool:
    try:
        _lock(file)
    except OSError:
        return False
    return True


def _lock(file: IO[bytes]) -> None:
    """Take the lock or raise OSError at once."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415

        file.seek(_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sign(file: IO[bytes], owner: dict[str, Any]) -> None:
    file.seek(0)
    file.truncate()
    file.write(json.dumps(owner, ensure_ascii=False).encode())
    file.flush()


def _read(file: IO[bytes]) -> dict[str, Any]:
    file.seek(0)
    with suppress(ValueError, OSError):
        said = json.loads(file.read())
        return said if isinstance(said, dict) else {}
    return {}


def _told(file: IO[bytes]) -> str:
    """Return who holds the lock; between taking and signing there is a moment in which nobody knows."""
    said = _read(file)
    if not {"command", "pid", "since"} <= said.keys():
        return "Отчёты уже выполняет другой запуск."
    return f"Отчёты уже выполняет другой запуск: «{said['command']}», процесс {said['pid']}, с {said['since']}."
