"""The workers of a Dask cluster, as the driver sees them: held to its own edition, given tasks, lost sometimes."""

from __future__ import annotations

import logging
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

from pdmon_utils.batch.stopping import heed
from pdmon_utils.cluster import worker
from pdmon_utils.cluster.edition import Edition, edition
from pdmon_utils.cluster.errand import Lost
from pdmon_utils.errors import PdmonError

PATIENCE: Final = {"scheduler": 10.0, "workers": 120.0}  # seconds without an answer, without a single worker
_AHEAD: Final = 2  # tasks a thread of a worker: one at work, one that waits for it
_LOOK: Final = 0.5  # seconds between two looks at what has come to an end
_INSTALL: Final = "установите на этой машине и на узлах: pip install 'pdmon-utils[cluster]'"


class ClusterError(PdmonError):
    """The cluster cannot be asked, has no workers, or workers of another edition."""


Name = TypeVar("Name")
Task = TypeVar("Task")


@contextmanager
def hired(address: str) -> Iterator[Crew]:
    """Give the workers of a scheduler while the block runs; raises ClusterError where the run cannot begin."""
    client = _client(address)
    try:
        crew = Crew(client, address)
        crew.look_at()
        yield crew
    finally:
        with suppress(Exception):  # a scheduler that is gone cannot be taken leave of
            client.close(timeout=5)


def _client(address: str) -> Any:  # noqa: ANN401  Dask's own class
    try:
        from distributed import Client  # noqa: PLC0415  not everybody has a cluster
    except ImportError as error:
        raise ClusterError(f"Для --scheduler нужна библиотека distributed: {_INSTALL}.") from error
    for name in ("distributed", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they say in English what we say in Russian
    warnings.filterwarnings("ignore", module="distributed")  # of versions, which we compare, and of large tasks
    try:
        return Client(address, timeout=PATIENCE["scheduler"], set_as_default=False, name="pdmon")
    except (OSError, ValueError, TypeError) as error:
        said = f"Планировщик Dask {address} не отвечает. Проверьте адрес (tcp://узел:8786) и запущен ли он"
        raise ClusterError(f"{said}: dask scheduler.") from error


class Crew:
    """The workers: `look_at` them first, then let `each` task be done."""

    def __init__(self, client: Any, address: str) -> None:  # noqa: ANN401  Dask's own class
        """Take a connected client."""
        self._client, self._address, self._seen = client, address, time.monotonic()

    @property
    def size(self) -> int:
        """How many tasks can be at work at a time; raises ClusterError when the scheduler does not say."""
        try:
            return sum(self._client.nthreads().values())
        except OSError as error:
            raise self._silent() from error

    def look_at(self) -> None:
        """Wait for the first worker; raises ClusterError for none, and where it or the scheduler is no twin of ours."""
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE["workers"])
        except TimeoutError as error:
            raise self._nobody() from error
        ours, found = edition(), self._client.run(worker.who, on_error="return")
        found[self._address] = self._scheduler()
        if wrong := [said for where, one in sorted(found.items()) if (said := _unlike(where, one, ours))]:
            raise other_edition(wrong, ours)

    def _scheduler(self) -> Any:  # noqa: ANN401  its edition, or why it has none: it has to understand what is sent
        try:
            return self._client.run_on_scheduler(worker.who)
        except Exception as error:  # noqa: BLE001  the same
            return error

    def each(
        self, work: Callable[[Task], Any], waiting: deque[Name], most: int, load: Callable[[Name], Task]
    ) -> Iterator[tuple[Task, Any]]:
        """Yield (task, its answer or Lost) of all that wait; whoever listens may let more wait.

        At most `most` are sent at a time (0: as many as keep all busy); a task is loaded just before it is sent.
        """
        sent: dict[Any, Task] = {}
        try:
            while waiting or sent:
                heed()
                while waiting and len(sent) < (most or _AHEAD * max(self.size, 1)):
                    task = load(waiting.popleft())
                    sent[self._client.submit(work, task, pure=False)] = task
                for future in self._ended(sent):
                    task = sent.pop(future)
                    yield task, self._answer(future)
        finally:
            with suppress(Exception):
                self._client.cancel(list(sent), force=True)

    def _ended(self, sent: Iterable[Any]) -> list[Any]:
        """Return the futures that came to an end; raises ClusterError when the cluster is gone."""
        from distributed import wait  # noqa: PLC0415  see `_client`

        with suppress(TimeoutError, CancelledError), self._client.as_current():
            wait(list(sent), timeout=_LOOK, return_when="FIRST_COMPLETED")
        self._alive()
        return [future for future in sent if future.done()]

    def _answer(self, future: Any) -> Any:  # noqa: ANN401  whatever the work returned
        try:
            return future.result()
        except CancelledError as error:  # by nobody but the client that lost its scheduler
            raise self._silent() from error
        except Exception as error:  # noqa: BLE001  a worker's: whatever it is, it is this task's alone
            self._alive()
            name = type(error).__name__
            words = worker.GONE if name == "KilledWorker" else f"сбой на узле: {name}: {error}"
            return Lost(words, self._client.get_metadata(future.key, 1))

    def _alive(self) -> None:
        """Raise ClusterError when the scheduler is gone, or when for too long there has been no worker."""
        if self._client.status != "running":
            raise self._silent()
        if self.size:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > PATIENCE["workers"]:
            raise self._nobody()

    def _silent(self) -> ClusterError:
        said = f"Планировщик Dask {self._address} перестал отвечать. Готовое сохранено"
        return ClusterError(f"{said}; запустите его и повторите команду: выполнится остальное.")

    def _nobody(self) -> ClusterError:
        start = f"dask worker {self._address} --nworkers -1 --nthreads 1"
        return ClusterError(f"У планировщика {self._address} нет ни одного узла. Запустите их: {start}.")


def other_edition(said: list[str], ours: Edition) -> ClusterError:
    """Return the refusal of workers that would not make the same reports."""
    words = "; ".join(said)
    return ClusterError(
        f"На узлах кластера не то же, что на машине {ours.host}, отчёты были бы другими: {words}. Установите на всех "
        "одну и ту же программу (requirements.lock) и перезапустите узлы."
    )


def _unlike(where: str, one: Any, ours: Edition) -> str:  # noqa: ANN401  an Edition, or what went wrong
    if isinstance(one, Edition):
        return one.unlike(ours)
    return "" if isinstance(one, OSError) else f"узел {where}: там нет pdmon этой версии"  # a lost one makes nothing
