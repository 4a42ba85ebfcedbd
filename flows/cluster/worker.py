"""What runs on the workers of a cluster: whether they can do a job, and batches of it."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from multiprocessing import current_process
from pathlib import Path
from threading import Lock
from typing import Any

import httpx
from distributed import get_worker

import db
import flows
from cleaners.registry import ruleset
from db.migrate import revisions
from flows.batches import Batch
from flows.cluster import ClusterError
from flows.outcome import Outcome
from flows.pool import Workers

_SECONDS = 10.0  # for a server to answer
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Demand:
    """What a worker needs for a job: the same code and rules, the files, the database, and the Prefect server."""

    code: str
    ruleset: str
    outlets: Path
    paths: Sequence[str]
    prefect: str
    db_url: str = field(repr=False)


def demanded(db_url: str, outlets: Path, paths: Sequence[str], prefect: str) -> Demand:
    """What the workers need for a job of this process."""
    return Demand(code(), ruleset(outlets), outlets, [os.path.abspath(path) for path in paths], prefect, db_url)


@cache
def code() -> str:
    """The version of the code that this process runs, of a release or of a checkout: a digest of all of it beside the
    cleaners, which `ruleset` covers."""
    digest = blake2b("".join(revisions()).encode(), digest_size=6)
    for package in (db, flows):
        folder = Path(package.__path__[0])
        for path in sorted(folder.rglob("*.py")):
            digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.hexdigest()


def misfit(demand: Demand) -> str | None:
    """Why this worker could not do right by a job, if so."""
    if (code(), ruleset(demand.outlets)) != (demand.code, demand.ruleset):
        return "it runs another version of kliping, or knows other outlets: update it and start it anew"
    if missing := [path for path in demand.paths if not os.path.exists(path)]:
        return f"{missing[0]} is not there: all workers must see the input at the same place"
    return None


def unfit(demand: Demand) -> str | None:
    """Why this worker could not even begin with a job, if so: it has its way to what it needs tried as well."""
    if problem := misfit(demand):
        return problem
    try:
        db.open_engine(demand.db_url).dispose()
        httpx.get(f"{demand.prefect}/health", timeout=_SECONDS).raise_for_status()
    except db.DatabaseError as error:
        return str(error)
    except httpx.HTTPError as error:
        return f"no Prefect server answers it at {db.shown_url(demand.prefect)}: {error}"
    return None


def clean(demand: Demand, clean_batch: Callable[[Batch[Any]], Outcome], batch: Batch[Any]) -> Outcome:
    """Have a process of this worker's own clean a batch: it may be ended over a page, and the worker goes on."""
    if problem := misfit(demand):  # a worker may join the cluster, or come back, at any time
        raise ClusterError(f"{get_worker().address}: {problem}")
    return _processes().submit(clean_batch, batch).result()


def _processes() -> Workers:
    """Processes for all jobs of this worker, as many as it does tasks at a time."""
    with _lock:
        return _begun()


@cache
def _begun() -> Workers:
    current_process().daemon = False  # a nanny's worker may have no children, lest they outlive it; ours never do
    return Workers(get_worker().state.nthreads)
