"""Cleaning: the raw pages of a batch are read in a process of their own, and their articles stored."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

import db
from cleaners import RawPage
from cleaners.outlets import Outlet
from db import frontier
from db.candidates import Candidate, enqueue
from db.captures import stored_page
from db.frontier import Arrived
from flows.crawl.job import Job
from flows.groups import groups, read_group, write_group
from flows.outcome import Outcome
from flows.pool import in_process

MOST_PARTS = 20  # of a story: a pager can go on for ever


async def have_cleaned(job: Job, outlet: Outlet, host: str, arrived: Sequence[Arrived], executor: Executor) -> Outcome:
    """Have a process clean the pages that addresses at a host gave."""
    work = partial(clean, job.db_url, outlet.id, host, run_id=job.run_id, folder=job.order.path)
    return await in_process(executor, work, arrived)


def clean(db_url: str, outlet: str, host: str, arrived: Sequence[Arrived], *, run_id: str, folder: Path) -> Outcome:
    """Read the pages that addresses at a host of an outlet gave, by what is known of the outlets in a folder. Where a
    story goes on, its next part joins the frontier."""
    outcome = Outcome()
    lastmods: dict[str, datetime | None] = {}
    with db.opened(db_url) as engine:
        for group in groups(_pages(engine, arrived, lastmods)):
            reading = read_group(engine, group, outcome, folder)
            parts = [
                Candidate(following, host, outlet, lastmod=lastmods[result.page.locator])
                for result, following in reading.following
                if (result.article.part or 0) < MOST_PARTS
            ]
            enqueue(engine, parts)  # before their stories are stored, so that none is lost
            write_group(engine, reading, outcome, run_id)
        frontier.finish(engine, [address.id for address in arrived])
    return outcome


def _pages(engine: Engine, arrived: Sequence[Arrived], lastmods: dict[str, datetime | None]) -> Iterator[RawPage]:
    """The pages of some addresses, each once; when they changed is noted by their locators."""
    for page_id, lastmod in {address.page_id: address.lastmod for address in arrived}.items():
        if page := stored_page(engine, page_id):
            lastmods[page.locator] = lastmod
            yield page
