"""The child process that reads foreign files: whatever a file does to it, the parent goes on."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from typing import Any

import pytest

from pdmon_utils.reading.child import OUT_OF_MEMORY
from pdmon_utils.reading.children import Child, ReaderError
from pdmon_utils.reading.findings import RefusedFileError


def act(request: Mapping[str, Any]) -> dict[str, Any]:
    """Do in the child what the test asks for."""
    match request["do"]:
        case "echo":
            return {"said": request["words"]}
        case "print":
            print("noise of a library")  # noqa: T201
            return {}
        case "raise":
            raise KeyError
        case "abort":
            os.kill(os.getpid(), signal.SIGABRT)
        case "exit":
            os._exit(3)
        case "hang":
            time.sleep(60)
        case "eat":
            return {"eaten": len(bytearray(4 * 2**30))}
    return {}


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Child:
    monkeypatch.setenv("PYTHONPATH", os.path.dirname(__file__))  # noqa: PTH120  the child imports this module
    return Child("test_children:act", seconds=3)


def test_a_question_is_answered_and_the_process_stays(child: Child) -> None:
    with child:
        assert child.ask({"do": "echo", "words": "Ёж\n«№ 1»\u2028"}) == {"said": "Ёж\n«№ 1»\u2028"}
        assert child.ask({"do": "print"}) == {}
        assert child.ask({"do": "echo", "words": ""}) == {"said": ""}


@pytest.mark.case(34)
@pytest.mark.parametrize(
    ("fault", "rule", "words"),
    [
        ("raise", "file.crash", "KeyError"),
        ("abort", "file.crash", "-6"),
        ("exit", "file.crash", "3"),
        ("hang", "file.slow", "3 секунд"),
        ("eat", "file.memory", "2048 МБ"),
    ],
)
def test_a_file_that_ends_the_process_is_refused_and_the_next_one_is_read(
    child: Child, fault: str, rule: str, words: str
) -> None:
    with child:
        with pytest.raises(RefusedFileError) as refusal:
            child.ask({"do": fault})
        assert child.ask({"do": "echo", "words": "дальше"}) == {"said": "дальше"}

    assert refusal.value.rule == rule
    assert words in str(refusal.value)


def test_the_process_ends_with_the_block(child: Child) -> None:
    with child:
        child.ask({"do": "echo", "words": ""})
        process = child._process
        assert process is not None

    assert process.poll() is not None


def test_the_exit_code_for_memory_is_no_signal_and_no_shell_code() -> None:
    assert 2 < OUT_OF_MEMORY < 126


def test_a_process_that_cannot_start_is_no_fault_of_a_file() -> None:
    with Child("test_children_nowhere:act") as child, pytest.raises(ReaderError, match="Переустановите программу"):
        child.ask({"do": "echo"})
