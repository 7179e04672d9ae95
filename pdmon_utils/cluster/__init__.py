"""The same batch on the workers of a Dask cluster: what is sent (`errand`, `parcel`), who makes it, who sends it.

The driver (`crew`, `reports`, `regions`) keeps lock, keys and reports; a worker (`worker`) has a process of ours beside
it (`station`), so that no report is forked from the threads of Dask. Nothing here imports `distributed` before it must.
"""
