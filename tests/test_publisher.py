"""What a kernel publishes: straight into its line, whole whatever interrupts it, with a thread once it prints."""

from __future__ import annotations

import os
import signal
import sys
import threading
from multiprocessing import Pipe
from pathlib import Path
from threading import Lock, Thread

import nbformat
import papermill
import pytest
from nbformat import NotebookNode

from pdmon_utils.batch.choice import NAME, VARIABLE, WARM
from pdmon_utils.batch.line import IOPUB, unpacked
from pdmon_utils.batch.publisher import Whole, uninterrupted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="на Windows ядра запускаются обычным образом")
LONG = 4 * 2**20  # bytes, more than a socket holds
_THREADS = "import threading\n[t.name for t in threading.enumerate() if t.name == 'IOPub']"
_FORK = "import os\npid = os.fork()\nif pid == 0:\n    os._exit(0)\n_ = os.waitpid(pid, 0)"


def test_an_interrupt_waits_for_the_end_of_the_block() -> None:
    done = []

    def work() -> None:
        with uninterrupted():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("whole")

    with pytest.raises(KeyboardInterrupt):
        work()

    assert done == ["whole"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_thread_that_hears_of_no_interrupt_changes_nothing() -> None:
    seen = []

    def look() -> None:
        with uninterrupted():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = Thread(target=look)
    thread.start()
    thread.join()

    assert seen == [signal.getsignal(signal.SIGINT)]


def test_a_message_is_whole_though_its_sending_is_interrupted() -> None:
    ours, theirs = Pipe()
    arrived = []

    def read() -> None:
        os.kill(os.getpid(), signal.SIGINT)  # while the sender waits for room in the socket
        arrived.extend(unpacked(theirs.recv_bytes()) for _ in range(2))

    reader = threading.Timer(0.3, read)
    reader.start()
    channel = Whole(ours, IOPUB, Lock())
    with pytest.raises(KeyboardInterrupt):
        channel.send_multipart([b"1" * LONG])
    channel.send_multipart([b"2"])
    reader.join()

    assert arrived == [(IOPUB, [b"1" * LONG]), (IOPUB, [b"2"])]


@pytest.mark.notebooks
@pytest.mark.usefixtures("quiet_heap")
@pytest.mark.parametrize("cell", ["print(2)", "import os\n_ = os.write(2, b'2')\nimport time\ntime.sleep(0.3)", _FORK])
def test_a_kernel_has_a_thread_for_prints_once_it_or_its_child_may_print(
    tmp_path: Path, cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, WARM)
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # with it ipykernel leaves descriptors alone
    executed = run(tmp_path, _THREADS, "from IPython.display import display\ndisplay(1)", _THREADS, cell, _THREADS)

    told = [[output.get("data", {}).get("text/plain") for output in cell.outputs] for cell in executed.cells]
    assert [told[at] for at in (0, 1, 2, -1)] == [["[]"], ["1"], ["[]"], ["['IOPub']"]]


def run(folder: Path, *cells: str) -> NotebookNode:
    """Return the notebook, executed by a forked kernel."""
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    given = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata={"kernelspec": spec}
    )
    nbformat.write(given, folder / "in.ipynb")
    return papermill.execute_notebook(
        str(folder / "in.ipynb"), str(folder / "out.ipynb"), engine_name=NAME, progress_bar=False
    )
