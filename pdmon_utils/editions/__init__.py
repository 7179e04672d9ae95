"""The analyst's own editions of notebooks: copies that win, survive updates and are told what changed upstream."""

from pdmon_utils.editions.cells import Change, changes, merged
from pdmon_utils.editions.edition import State, copy_notebook, edition, editions, older, update

__all__ = ["Change", "State", "changes", "copy_notebook", "edition", "editions", "merged", "older", "update"]
