"""What a kernel would import and look up only as it starts: the warm process, which loads this module, has it done.

Not debugpy, the dearest of it: a line has no channel for a debugger, and a notebook may still import it.
"""

from __future__ import annotations

import sys
from typing import Any

from matplotlib.backends.registry import backend_registry


def _import_late() -> None:
    """Import it now, with debugpy hidden where nobody has loaded it."""
    hidden: Any = {} if "debugpy" in sys.modules else {"debugpy": None}
    sys.modules.update(hidden)
    import faulthandler  # noqa: F401, PLC0415  only now
    import sqlite3  # noqa: F401, PLC0415

    import ipykernel.debugger  # noqa: F401, PLC0415
    import IPython.core.completerlib  # noqa: PLC0415
    import IPython.core.debugger  # noqa: PLC0415
    import IPython.core.logger  # noqa: PLC0415
    import IPython.core.oinspect  # noqa: PLC0415
    import IPython.extensions.storemagic  # noqa: F401, PLC0415
    import tornado.platform.asyncio  # noqa: F401, PLC0415

    for name in hidden:
        del sys.modules[name]


_import_late()
backend_registry.list_all()  # type: ignore[no-untyped-call]  # looks through all packages for backends
