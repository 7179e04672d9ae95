"""Loaded first by the warm process of a batch: it ends with its driver, even one that ended before it came so far."""

from __future__ import annotations

import os

from pdmon_utils.batch.host import DRIVER, end_with

end_with(int(os.environ.pop(DRIVER, "") or os.getppid()))
