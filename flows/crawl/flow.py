"""A crawl under Prefect: a flow whose tasks are its steps, tagged with their outlets."""

from datetime import datetime
from functools import partial
from typing import Any

from prefect import flow, tags, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from flows import report
from flows.crawl.job import SINCE, Order
from flows.crawl.steps import Work, crawl
from flows.outcome import Outcome
from flows.parent import end_with_server
from flows.pipeline import database_failed
from flows.pool import in_process, pool
from flows.settings import database_url, outlets_folder
from flows.shown import before_and_after, progress, publish


def _run_name() -> str:
    names = flow_run.parameters["outlets"] or []
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    what = f"{' '.join(names[:2])}{more}" if names else flow_run.parameters["group"] or "all outlets"
    return f"crawl {what} {datetime.now().astimezone():%Y-%m-%d %H:%M}"


@task(
    name="step",
    task_run_name="{name}",
    retries=2,
    retry_delay_seconds=[2, 10],
    retry_condition_fn=database_failed,
    cache_policy=NO_CACHE,  # what is done already is known to the frontier
    persist_result=False,
)
async def carry_out(name: str, work: Work) -> Any:
    """Carry out one step. What became of it is the run's final state, so one line of the log tells it."""
    outcome = await work()
    return Completed(message=report.verdict(outcome), data=outcome)


async def as_task(name: str, outlet: str, work: Work) -> Outcome:
    """Carry out a step as a task with the tag of its outlet."""
    with tags(outlet):
        state: State[Outcome] = await carry_out(name, work)
    return await state.aresult()


@flow(name="kliping-crawl", flow_run_name=_run_name, persist_result=False)
async def run(
    outlets: list[str] | None = None,
    folder: str | None = None,
    limit: int | None = None,
    since: int = SINCE,
    allow_private: bool = False,
    workers: int = 1,
    group: str | None = None,
) -> Any:
    """Discover the new articles of outlets, fetch them, clean them and store them.

    The database is the one of DATABASE_URL: parameters are kept, and shown, in the clear.

    Args:
        outlets: Names of outlets, as their folders are called; without any, those of the group are crawled.
        folder: Where the outlets are, by default seeds/ of the checkout.
        limit: Fetch no more than so many addresses of articles.
        since: Days to look back in a feed or sitemap that was not read before.
        allow_private: Fetch from servers that are not public, for tests.
        workers: Processes that clean at the same time.
        group: A group of flows/crawl/groups.toml; without one, all outlets are crawled.
    """
    end_with_server()
    order = Order(outlets or [], outlets_folder(folder), limit, since, allow_private, group)
    with report.Live(0, "crawling") as live, pool(workers) as executor:
        async with progress(live):
            await crawl(order, database_url(), executor, live, as_task)
        shown = await before_and_after(partial(in_process, executor), live.total, database_url(), order.folder)
    return await publish(live.total, shown)
