"""A Dask cluster as it is reached from a flow."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from distributed import Client, Future
from prefect.client.schemas.objects import State
from prefect.settings import get_current_settings
from prefect_dask.task_runners import DaskTaskRunner

from flows.batches import Batch
from flows.cluster import ClusterError
from flows.cluster.worker import Demand, clean, demanded, unfit
from flows.outcome import Outcome
from flows.pipeline import as_batch, done
from flows.work import Ask, Job, Step

_SECONDS = 10  # for the scheduler to answer


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster whose workers have so many threads, and can do what is demanded."""

    address: str
    threads: int
    demand: Demand

    @contextmanager
    def hands(self, job: Job) -> Iterator[tuple[int, Step, Ask]]:
        """How many batches to have there at a time, what does one, and what else reads: this process itself. A thread
        there always has a batch and the next."""
        with DaskTaskRunner(address=self.address) as runner:

            async def step(number: int, batch: Batch[Any]) -> Outcome:
                work = partial(clean, self.demand, job.clean, batch)
                parameters = {"number": number, "total": len(job.batches), "work": work}
                future = runner.submit(clean_there, parameters).wrapped_future
                state = await _state(future, number)
                return await state.aresult()

            yield 2 * self.threads, step, asyncio.to_thread


@as_batch
def clean_there(number: int, total: int, work: Callable[[], Outcome]) -> Any:
    """Clean one batch on a worker of a cluster. What became of it is the run's final state."""
    return done(work())


def reach(on: str, db_url: str, outlets: Path, paths: Sequence[str]) -> Cluster:
    """The cluster of dask://HOST:PORT, if it has workers and all of them can do the job. Raises ClusterError."""
    address = _address(on)
    if not db_url.startswith("postgres"):
        raise ClusterError("workers on other machines need a Postgres to share: name one with --db or DATABASE_URL")
    demand = demanded(db_url, outlets, paths, str(get_current_settings().api.url))
    try:
        with Client(address, timeout=_SECONDS, set_as_default=False) as client:
            said = client.run(unfit, demand, on_error="return")
            threads = sum(client.nthreads().values())
    except (OSError, TimeoutError) as error:
        raise ClusterError(f"no Dask scheduler answers at {on}: {error}") from error
    problems = [
        f"{worker}: {'kliping does not run there: ' if isinstance(problem, Exception) else ''}{problem}"
        for worker, problem in sorted(said.items())
        if problem
    ]
    if not threads:
        problems = ["it has no workers"]
    if problems:
        raise ClusterError("\n".join([f"the Dask cluster at {on} cannot do this job", *problems]))
    return Cluster(address, threads, demand)


def _address(on: str) -> str:
    try:
        target = urlsplit(on)
        if target.scheme == "dask" and target.hostname and target.port:
            return f"tcp://{target.netloc}"
    except ValueError:
        pass
    raise ClusterError(f"{on} is no cluster: dask://HOST:PORT expected")


async def _state(future: Future, number: int) -> State[Outcome]:
    """The final state of a task, when it has one. Raises ClusterError where the cluster does not bring it to one."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    future.add_done_callback(lambda _: loop.call_soon_threadsafe(ended.set))
    await ended.wait()
    if future.status != "finished":
        why = future.exception() if future.status == "error" else "its scheduler does not answer any more"
        raise ClusterError(f"the Dask cluster did not do batch {number}: {why}")
    state: State[Outcome] = future.result()
    return state
