"""papermill's engine `pdmon`: papermill's own, whose kernels are forked instead of started, or are this process.

papermill imports this module with every other engine, so it brings nothing heavy with it.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

from papermill.engines import NBClientEngine

from pdmon_utils.batch.choice import HERE, STOCK, chosen


class WarmEngine(NBClientEngine):  # type: ignore[misc]  # papermill ships no types
    """papermill's own engine with another kernel manager; a kernel that is not ours starts as usual."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **given: Any) -> Any:  # noqa: ANN401  papermill's
        """Execute the notebook; the same words as papermill's own."""
        stock = super().execute_managed_notebook
        way = chosen() if "kernel_manager_class" not in given and ours(kernel_name) else STOCK
        if way == STOCK:
            return stock(nb_man, kernel_name, **given)
        if way == HERE:
            from pdmon_utils.batch.here import hosting  # noqa: PLC0415  see the module's first lines

            return hosting(partial(stock, nb_man, kernel_name, **given), whole=nb_man.pbar is None)
        from pdmon_utils.batch.manager import LineManager  # noqa: PLC0415  the same

        return stock(nb_man, kernel_name, kernel_manager_class=LineManager, **given)


def ours(kernel_name: str) -> bool:
    """Return True for the name of a kernel that is ipykernel in this very Python; False also for an unknown name."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel  # noqa: PLC0415  see the first lines

    try:
        command = KernelSpecManager().get_kernel_spec(kernel_name).argv
    except NoSuchKernel:
        return False
    python = command[0] in ("python", "python3") or Path(command[0]).resolve() == Path(sys.executable).resolve()
    return python and "ipykernel_launcher" in command
