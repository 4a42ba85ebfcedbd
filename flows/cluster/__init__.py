"""A run on a Dask cluster: its batches go to workers that may be on any machines, as tasks of its Prefect flow."""


class ClusterError(Exception):
    """A cluster that cannot do a job, or that did not; the message says why."""
