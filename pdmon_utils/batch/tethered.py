"""Loaded first by the warm process of a batch: it ends with its driver, even while it still imports the rest."""

from __future__ import annotations

import os

from pdmon_utils.batch.host import end_with

end_with(os.getppid())
