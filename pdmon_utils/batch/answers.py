"""What a report's process answers beside its outcome: what it took, or why it came to no end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A report came to no end; `again`: it is worth another try; `disk`: its files could not be written."""

    reason: str
    again: bool = False
    disk: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """What one report took: seconds of processor, bytes of memory at most, seconds by the clock."""

    cpu: float
    memory: int
    seconds: float


def death(code: int | None) -> Fault:
    """Return what to say of a process that ended with this exit code and gave no answer."""
    if code is not None and code < 0:
        return Fault(f"процесс отчёта убит (сигнал {-code}): не хватило памяти или его остановили", again=True)
    return Fault(f"процесс отчёта завершился сам (код {code}), не закончив отчёта")
