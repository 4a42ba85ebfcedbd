"""What Prefect's UI shows of a run: where it is, how far, and what it came to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)
from prefect.runtime import flow_run
from prefect.states import Completed
from prefect.utilities.urls import url_for

from flows import report
from flows.guard import Died
from flows.outcome import Outcome
from flows.samples import samples
from flows.work import Ask

SECONDS = 5.0  # between two looks at how far a run is; to tell the server takes 8 ms


@asynccontextmanager
async def progress(live: report.Live) -> AsyncIterator[None]:
    """Say where the UI shows the run, and have it show how far that is while the block lasts."""
    live.total.shown_at = url_for("flow-run", flow_run.get_id())
    live.say(f"Prefect run: {live.total.shown_at}")
    artifact = await acreate_progress_artifact(0.0, key="progress", description="pages that are done")
    following = asyncio.create_task(_follow(artifact, live))
    try:
        yield
    finally:
        following.cancel()
    await aupdate_progress_artifact(artifact, 100.0)


async def before_and_after(ask: Ask, total: Outcome, db_url: str, folder: str | None = None) -> str:
    """The samples of a run, made where `ask` has them made: in a process that reads pages anyway, since this one need
    not import how. Empty where that process dies of them."""
    try:
        said: str = await ask(samples, total, db_url, folder)
    except Died:
        return ""
    return said


async def publish(total: Outcome, pages: str) -> Any:
    """Show what a run came to: artifacts, with its `pages` before and after, and its final state."""
    said = report.verdict(total)
    summary = f"{report.markdown(total)}\n\n{pages}"
    await acreate_table_artifact(report.by_outlet(total), key="outlets", description=said)
    await acreate_markdown_artifact(summary.rstrip(), key="summary", description=said)
    return Completed(message=said, data=total)


async def _follow(artifact: UUID, live: report.Live) -> None:
    shown = 0.0
    while True:
        await asyncio.sleep(SECONDS)
        if (done := live.percentage) != shown:
            await aupdate_progress_artifact(artifact, done)
            shown = done
