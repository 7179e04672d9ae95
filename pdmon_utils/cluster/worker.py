"""What runs in a thread of a Dask worker: it hands errands to the process beside it and waits for the answer."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from pdmon_utils.cluster.edition import Edition, edition
from pdmon_utils.cluster.errand import Errand, Finished, Lost, Refused

_LOOK: Final = 0.5  # seconds between two looks whether anybody still wants the answer
_START: Final = "import sys; sys.path[:] = sys.argv[3:]; from pdmon_utils.cluster.station import serve; "
GONE: Final = "узел кластера потерян"
_idle: list[Station] = []


def who() -> Edition:
    """Return the worker's edition."""
    return edition()


def carry(errand: Errand) -> list[Finished] | Refused | Lost:
    """Return what the process beside the worker answers; it is killed when nobody wants the answer any more.

    Lost is returned too where workers were lost with this errand as often as it may begin.
    """
    from distributed import get_worker  # noqa: PLC0415  only a worker has it for sure

    worker = get_worker()
    key = str(worker.get_current_task())
    begun = _begun(key)
    if begun > errand.begins:
        return Lost(GONE, errand.begins)
    station = _station(worker.local_directory)
    answer = station.ask(errand, lambda: _wanted(worker, key))
    if isinstance(answer, Lost):
        station.kill()
        return replace(answer, begun=begun)
    _idle.append(station)
    return answer


def _begun(key: str) -> int:
    """Return how often the task has begun, on whatever worker, this time included; the scheduler keeps the number."""
    from distributed import get_client  # noqa: PLC0415  the same

    client = get_client()
    begun = int(client.get_metadata(key, 0)) + 1
    client.set_metadata(key, begun)
    return begun


def _wanted(worker: Any, key: str) -> bool:  # noqa: ANN401  Dask's own class
    """Return True while the driver waits for the task and the worker is there to answer."""
    task = worker.state.tasks.get(key)
    heard = task is not None and task.state not in {"cancelled", "released", "forgotten"}
    return heard and worker.status.name not in {"closing", "closed", "failed"}


def _station(folder: str) -> Station:
    """Return a living process: one that is idle, else a new one."""
    while _idle:
        with suppress(IndexError):  # another thread took it
            station = _idle.pop()
            if station.alive:
                return station
            station.kill()
    return Station(folder)


class Station:
    """A process beside the worker, see `station.serve`."""

    def __init__(self, folder: str) -> None:
        """Start it with the search path of this process; its temporary files lie in the worker's `folder`."""
        self._folder = tempfile.TemporaryDirectory(prefix="pdmon-", dir=folder, ignore_cleanup_errors=True)
        self._pipe, theirs = multiprocessing.Pipe()
        with theirs:
            start = f"{_START}serve(int(sys.argv[1]), sys.argv[2])"
            command = [sys.executable, "-c", start, str(theirs.fileno()), self._folder.name, *sys.path]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[theirs.fileno()])  # noqa: S603

    @property
    def alive(self) -> bool:
        """True while it can be asked."""
        return self._process.poll() is None

    def ask(self, errand: Errand, wanted: Any) -> list[Finished] | Refused | Lost:  # noqa: ANN401  a callable
        """Return its answer; Lost when it ended, or once `wanted()` is no longer true."""
        try:
            self._pipe.send(errand)
            while not self._pipe.poll(_LOOK):
                if not wanted():
                    return Lost("запуск остановлен")
            answer: list[Finished] | Refused = self._pipe.recv()
        except (EOFError, OSError):
            return Lost("процесс рядом с узлом завершился, не закончив отчётов")
        return answer

    def kill(self) -> None:
        """End it and all that it started."""
        self._process.kill()
        self._process.wait()
        self._pipe.close()
        if self._process.stdin:
            self._process.stdin.close()
        self._folder.cleanup()
