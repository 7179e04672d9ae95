"""Many reports: which ones (`jobs`), one of them (`runner`), all of them (`pool`), what is done (`manifest`)."""

from pdmon_utils.batch.jobs import Job, Wanted, plan
from pdmon_utils.batch.pool import run_all
from pdmon_utils.batch.runner import Outcome

__all__ = ["Job", "Outcome", "Wanted", "plan", "run_all"]
