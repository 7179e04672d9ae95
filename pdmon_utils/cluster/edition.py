"""What makes reports here: the program, Python and libraries, so that all machines of a run can be held to the same."""

from __future__ import annotations

import platform
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pdmon_utils import __version__
from pdmon_utils.publish.versions import libraries, program

_SHOWN: Final = 12  # signs of a fingerprint, as many as tell two apart


@dataclass(frozen=True, slots=True)
class Edition:
    """Version and fingerprint of the program, library → version (Python among them), the machine's name."""

    version: str
    program: str
    libraries: Mapping[str, str]
    host: str

    def unlike(self, driver: Edition) -> str:
        """Return in words how this worker's edition differs from the driver's, naming both; empty when it does not."""
        said = [] if self.program == driver.program else [f"программа {_named(self)} вместо {_named(driver)}"]
        names = sorted({*self.libraries, *driver.libraries})
        found = [(name, self.libraries.get(name), driver.libraries.get(name)) for name in names]
        said += [f"{name} {here or 'нет'} вместо {there or 'нет'}" for name, here, there in found if here != there]
        return f"узел {self.host}: {', '.join(said)}" if said else ""


def edition() -> Edition:
    """Return what makes reports in this process."""
    numbers = {"Python": ".".join(platform.python_version_tuple()[:2]), **libraries()}
    return Edition(__version__, program(), numbers, socket.gethostname())


def _named(one: Edition) -> str:
    return f"pdmon {one.version} ({one.program[:_SHOWN]})"
