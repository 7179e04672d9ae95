"""A signal that asks a run to end: heard even where Python drops the exception that it raises."""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass

import pytest

from pdmon_utils.batch.stopping import heard, heed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="на Windows сигналов нет")


@dataclass
class Destroyed:
    """Gets a signal while Python destroys it, so that the exception goes nowhere."""

    number: int

    def __del__(self) -> None:
        signal.raise_signal(self.number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_what_runs(number: int) -> None:
    with pytest.raises(KeyboardInterrupt), heard():
        signal.raise_signal(number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_python_drops_is_heeded_later_and_silently(
    number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with heard():
        one: Destroyed | None = Destroyed(number)
        one = None
        assert one is None  # nothing was raised here
        with pytest.raises(KeyboardInterrupt):
            heed()
    assert capsys.readouterr().err == ""


def test_other_faults_of_destructors_are_still_told() -> None:
    class Faulty:
        def __del__(self) -> None:
            raise ValueError("поле")

    told: list[object] = []
    before, sys.unraisablehook = sys.unraisablehook, told.append
    try:
        with heard():
            Faulty()
    finally:
        sys.unraisablehook = before
    assert len(told) == 1


def test_what_was_heard_is_over_with_the_block_and_handlers_are_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), heard():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
    heed()
