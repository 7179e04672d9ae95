"""What a kernel would import and look up only as it starts: the warm process, which loads this module, has it done.

Not debugpy, the dearest of it: a line has no channel for a debugger, and a notebook may still import it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Final

from matplotlib.backends.registry import backend_registry

_LATE: Final = (
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
)


def _import_late() -> None:
    hidden: Any = {} if "debugpy" in sys.modules else {"debugpy": None}
    sys.modules.update(hidden)
    for name in _LATE:
        import_module(name)
    for name in hidden:
        del sys.modules[name]


_import_late()
backend_registry.list_all()  # type: ignore[no-untyped-call]  # looks through all packages for backends
