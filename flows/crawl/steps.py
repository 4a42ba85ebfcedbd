"""A crawl from end to end, in steps that a scheduler may carry out: nothing here needs Prefect."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from functools import partial

from cleaners.outlets import Outlet
from db import frontier
from db.frontier import Pending
from flows.crawl.cleaning import have_cleaned
from flows.crawl.job import Job, Order, begun
from flows.crawl.pages import fetch_waiting
from flows.crawl.sources import discover
from flows.fetch import Limits
from flows.outcome import Outcome
from flows.report import Live

Work = Callable[[], Awaitable[Outcome]]
Step = Callable[[str, str, Work], Awaitable[Outcome]]  # its name, the outlet, and what it does


async def directly(name: str, outlet: str, work: Work) -> Outcome:
    """Carry out a step, and nothing more."""
    return await work()


async def crawl(
    order: Order, db_url: str, executor: Executor, live: Live, step: Step = directly, limits: Limits | None = None
) -> None:
    """Discover and fetch what is new, and have it cleaned by processes. What is stored when it is interrupted stays
    stored, and the next crawl goes on from there. Raises CannotBegin and db.DatabaseError."""
    with begun(order, db_url, live, limits or Limits()) as job:
        try:
            async with asyncio.TaskGroup() as tasks:
                for outlet in job.outlets:
                    tasks.create_task(_outlet(job, outlet, executor, live, step, tasks))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None


async def _outlet(
    job: Job, outlet: Outlet, executor: Executor, live: Live, step: Step, tasks: asyncio.TaskGroup
) -> None:
    """See what is new of an outlet, and have its hosts asked."""
    live.note(await step(f"discover {outlet.id}", outlet.id, partial(discover, job, outlet)))
    for left in await asyncio.to_thread(frontier.pending, job.engine, outlet.id, job.run_id):
        live.expect(left.waiting)
        tasks.create_task(_host(job, outlet, left.host, executor, live, step))


async def _host(job: Job, outlet: Outlet, host: str, executor: Executor, live: Live, step: Step) -> None:
    """Fetch and clean what waits at a host, batch by batch."""
    number = 0
    while left := await asyncio.to_thread(_left, job, outlet, host):
        if not left.fetched and job.budget.left == 0:
            return
        number += 1
        work = partial(_batch, job, outlet, host, executor, live.advance)
        live.note(await step(f"{host} {number}", outlet.id, work))


def _left(job: Job, outlet: Outlet, host: str) -> Pending | None:
    pending = frontier.pending(job.engine, outlet.id, job.run_id)
    return next((left for left in pending if left.host == host), None)


async def _batch(job: Job, outlet: Outlet, host: str, executor: Executor, advance: Callable[[int], None]) -> Outcome:
    """Fetch a batch, and clean its pages and those that an earlier crawl could only fetch."""
    outcome = await fetch_waiting(job, outlet, host, advance)
    arrived = await asyncio.to_thread(frontier.fetched, job.engine, outlet.id, host, job.run_id)
    if arrived:
        outcome += await have_cleaned(job, outlet, host, arrived, executor)
    return outcome
