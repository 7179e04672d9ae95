"""How the runner talks to a kernel: through sockets in a folder that only its owner may open, not through the network.

ipykernel itself keeps one port of 127.0.0.1 for what a notebook's own child processes print; it answers nobody and
takes only what carries the kernel's random 16 bytes.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from traitlets.config import Config

QUIET: Final = ["--log-level=50"]  # a kernel tells the terminal of TCP without encryption and of being stopped
_LONGEST: Final = 100  # bytes of a socket's path; systems allow 104 or 108
_SOCKET: Final = ".k-ipc-5"  # as jupyter_client names the last one after the connection file


def connection(folder: Path) -> Config:
    """Return the settings of a kernel's connection, kept in `folder` (0700, as TemporaryDirectory makes it).

    Where sockets cannot lie in a folder (Windows, a path too long for the system) the connection is jupyter's usual
    one: ports of 127.0.0.1 whose messages are signed with a key from that folder.
    """
    said = Config()
    said.ConnectionFileMixin.connection_file = str(folder / ".k.json")
    if os.name == "posix" and len(os.fsencode(folder / _SOCKET)) <= _LONGEST:
        said.ConnectionFileMixin.transport = "ipc"
    return said
