"""The same job under Prefect: a flow whose tasks are batches, so that its server shows them and can schedule it."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State, TaskRun
from prefect.exceptions import TerminationSignal
from prefect.runtime import flow_run
from prefect.states import Completed
from prefect.tasks import Task
from sqlalchemy.exc import OperationalError

from db import DatabaseError
from flows import report, work
from flows.batches import Batch
from flows.cluster import ClusterError
from flows.outcome import Outcome
from flows.outlet.folder import folder_of
from flows.pool import in_process, pool
from flows.settings import database_url, outlets_folder
from flows.shown import before_and_after, progress, publish
from flows.text import count
from flows.work import Ask, Job, Step, prepare, recorded

if TYPE_CHECKING:
    from flows.cluster.hands import Cluster

T = TypeVar("T")


class Unreachable(Exception):
    """The Prefect server does not answer, so nothing was begun; the message says how it fails."""


class Lost(Exception):
    """The Prefect server answers no longer."""


def start(flow: Callable[..., Awaitable[T]], parameters: dict[str, Any]) -> T:
    """Run a flow in this process, on the server of PREFECT_API_URL. Raises Unreachable, Lost and what the flow does."""

    async def checked() -> T:
        async with get_client() as client:
            error = await client.api_healthcheck()
        if error:
            raise Unreachable(str(error) or type(error).__name__)
        return await flow(**parameters)

    try:
        return asyncio.run(checked())
    except (TerminationSignal, BaseExceptionGroup) as error:
        # So Prefect answers SIGTERM while a flow runs; the command has an answer of its own.
        if isinstance(error, TerminationSignal) or error.subgroup(TerminationSignal):
            signal.raise_signal(signal.SIGTERM)
        raise
    except httpx.HTTPError as error:
        raise Lost(str(error) or type(error).__name__) from error


def _run_name() -> str:
    names = [Path(path).name or path for path in flow_run.parameters["paths"]]
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return f"run {' '.join(names[:2])}{more} {datetime.now().astimezone():%Y-%m-%d %H:%M}"


_DELAYS = (2, 10)  # seconds until another try


async def database_failed(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Only what another try may mend is tried again: a batch is one transaction, so that does no harm."""
    return isinstance(await state.aresult(raise_on_failure=False), OperationalError | DatabaseError)


async def patiently(ask: Callable[..., Any], *args: Any) -> Any:
    """Ask the database, and where it fails as often again as a task would."""
    for delay in _DELAYS:
        try:
            return await asyncio.to_thread(ask, *args)
        except (OperationalError, DatabaseError):
            await asyncio.sleep(delay)
    return await asyncio.to_thread(ask, *args)


as_batch = task(
    name="batch",
    task_run_name="batch {number} of {total}",
    retries=len(_DELAYS),
    retry_delay_seconds=list(_DELAYS),
    retry_condition_fn=database_failed,
    cache_policy=NO_CACHE,  # what is done already is known to the corpus itself
    persist_result=False,
)


@as_batch
async def clean(number: int, total: int, call: Callable[[], Awaitable[Outcome]]) -> Any:
    """Clean one batch in a process. What became of it is the run's final state, so one line of the log tells it.

    The batch is bound in `call`, as Prefect looks into every item of the lists that a task is called with.
    """
    return done(await call())


def done(outcome: Outcome) -> State[Any]:
    """The final state of a task that did a batch."""
    return Completed(message=f"{count(outcome.pages, 'page')}: {report.verdict(outcome)}", data=outcome)


@flow(name="kliping-run", flow_run_name=_run_name, persist_result=False)
async def run(paths: list[str], folder: str | None = None, workers: int = 1, on: str | None = None) -> Any:
    """Read pages from files and folders, clean them and store them.

    The database is the one of DATABASE_URL: parameters are kept, and shown, in the clear.

    Args:
        paths: Files and folders, as the process that runs the flow sees them.
        folder: Where the outlets are, by default seeds/ of the checkout.
        workers: Processes that clean at the same time.
        on: A Dask cluster that cleans instead, dask://HOST:PORT; its workers see the same files.
    """
    named = outlets_folder(folder)
    cluster = await reach(on, named, paths)
    return await carry_out(prepare(paths, database_url(), named), workers, named, cluster)


async def reach(on: str | None, folder: str | None, paths: Sequence[str] = ()) -> "Cluster | None":
    """The cluster that is named, if any, once it is seen that its workers can do a job. Raises ClusterError."""
    if on is None:
        return None
    try:
        from flows.cluster import hands  # what it needs is an extra
    except ModuleNotFoundError as error:
        raise ClusterError(f"a run on a cluster needs {error.name}: pip install 'kliping[dask]'") from error
    return await asyncio.to_thread(hands.reach, on, database_url(), folder_of(folder), paths)


async def carry_out(job: Job, workers: int, folder: str | None = None, cluster: "Cluster | None" = None) -> Any:
    """Do a job, a task a batch, and show what it came to."""
    with report.Live(job.pages) as live:
        async with progress(live):
            hands = cluster.hands(job) if cluster else _processes(job, workers)
            with hands as (abreast, step, ask):
                with recorded(job, live):
                    await work.carry_out(job, abreast, live, step, patiently)
                shown = await before_and_after(ask, live.total, job.db_url, folder)
    return await publish(live.total, shown)


@contextmanager
def _processes(job: Job, workers: int) -> Iterator[tuple[int, Step, Ask]]:
    """How many batches to do at a time in processes of this machine, what does one, and what else asks one to read."""
    with pool(min(workers, len(job.batches))) as executor:
        ask = partial(in_process, executor)

        async def step(number: int, batch: Batch[Any]) -> Outcome:
            state: State[Outcome] = await clean(number, len(job.batches), partial(ask, job.clean, batch))
            return await state.aresult()

        yield workers, step, ask
