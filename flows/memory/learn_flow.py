"""`kliping learn` under Prefect: a flow whose tasks are its steps."""

import asyncio
import time
from datetime import datetime
from typing import Any

from prefect import flow, task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed
from prefect.utilities.urls import url_for

from flows.memory import learning, report
from flows.memory.lesson import Lesson
from flows.parent import end_with_server
from flows.pipeline import database_failed
from flows.settings import database_url


def _run_name() -> str:
    return f"learn {datetime.now().astimezone():%Y-%m-%d %H:%M}"


@task(
    name="step",
    task_run_name="{name}",
    retries=2,
    retry_delay_seconds=[2, 10],
    retry_condition_fn=database_failed,
    cache_policy=NO_CACHE,  # what was learned already is known to the database
    persist_result=False,
)
async def take(name: str) -> Any:
    """Take one step of learning. What it came to is the run's final state, so one line of the log tells it."""
    lesson = await asyncio.to_thread(learning.take, database_url(), name, report.Progress())
    return Completed(message=report.verdict(lesson), data=lesson)


@flow(name="kliping-learn", flow_run_name=_run_name, persist_result=False)
async def run() -> Any:
    """Learn from the stored articles what one page alone cannot tell.

    The database is the one of DATABASE_URL: parameters are kept, and shown, in the clear.
    """
    end_with_server()
    started = time.perf_counter()
    total = Lesson()
    run_id = learning.begin(database_url())
    for name in learning.STEPS:
        state: State[Lesson] = await take(name)
        total += await state.aresult()
    total.seconds = time.perf_counter() - started
    total.shown_at = url_for("flow-run", flow_run.get_id())
    learning.end(database_url(), run_id, total)
    said = report.verdict(total)
    await acreate_table_artifact(report.by_site(total), key="learned", description=said)
    return Completed(message=said, data=total)
