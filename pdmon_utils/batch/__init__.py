"""Many reports: which ones (`jobs`), one of them (`runner`), all of them (`pool`), what is done (`manifest`).

Nothing is imported here: a forked kernel passes through this package and must not load papermill on its way.
"""
