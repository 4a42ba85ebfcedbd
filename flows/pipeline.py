"""The same job under Prefect: a flow whose tasks are batches, so that its server shows them and can schedule it."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import httpx
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import flow_run
from prefect.states import Completed
from prefect.tasks import Task
from sqlalchemy.exc import OperationalError

from db import DatabaseError
from flows import report
from flows.outcome import Outcome
from flows.pool import pool
from flows.settings import database_url
from flows.shown import progress, publish
from flows.text import count
from flows.work import Job, prepare, recorded

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
    except httpx.HTTPError as error:
        raise Lost(str(error) or type(error).__name__) from error


def _run_name() -> str:
    names = [Path(path).name or path for path in flow_run.parameters["paths"]]
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return f"run {' '.join(names[:2])}{more} {datetime.now().astimezone():%Y-%m-%d %H:%M}"


async def database_failed(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Only what another try may mend is tried again: a batch is one transaction, so that does no harm."""
    return isinstance(await state.aresult(raise_on_failure=False), OperationalError | DatabaseError)


@task(
    name="batch",
    task_run_name="batch {number} of {total}",
    retries=2,
    retry_delay_seconds=[2, 10],
    retry_condition_fn=database_failed,
    cache_policy=NO_CACHE,  # what is done already is known to the corpus itself
    persist_result=False,
)
async def clean(number: int, total: int, submit: Callable[[], Future[Outcome]]) -> Any:
    """Clean one batch in a process. What became of it is the run's final state, so one line of the log tells it.

    The batch is bound in `submit`, as Prefect looks into every item of the lists that a task is called with.
    """
    outcome = await asyncio.wrap_future(submit())
    return Completed(message=f"{count(outcome.pages, 'page')}: {report.verdict(outcome)}", data=outcome)


@flow(name="kliping-run", flow_run_name=_run_name, persist_result=False)
async def run(paths: list[str], workers: int = 1) -> Any:
    """Read pages from files and folders, clean them and store them.

    The database is the one of DATABASE_URL: parameters are kept, and shown, in the clear.

    Args:
        paths: Files and folders, as the process that runs the flow sees them.
        workers: Processes that clean at the same time.
    """
    return await carry_out(prepare(paths, database_url()), workers)


async def carry_out(job: Job, workers: int, folder: str | None = None) -> Any:
    """Do a job, a task a batch, and show what it came to."""
    with report.Live(job.pages) as live:
        gate = asyncio.Semaphore(workers)  # a task is not shown as running before a process is free for it

        async def through_gate(number: int, batch: Any) -> None:
            submit = partial(executor.submit, job.clean, batch)
            async with gate:
                state: State[Outcome] = await clean(number, len(job.batches), submit)
            live.show(await state.aresult())

        async with progress(live):
            with recorded(job, live), pool(min(workers, len(job.batches))) as executor:
                try:
                    async with asyncio.TaskGroup() as batches:
                        for number, batch in enumerate(job.batches, 1):
                            batches.create_task(through_gate(number, batch))
                except ExceptionGroup as failures:
                    raise failures.exceptions[0] from None
    return await publish(live.total, job.db_url, folder)
