"""Fetching: the addresses that wait at a host, one after the other, each stored raw before the next is asked for."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import db
from cleaners.outlets import Outlet
from db import frontier
from db.frontier import Address
from flows.crawl.job import Job
from flows.fetch import Fetched, FetchError
from flows.outcome import Outcome

BATCH = 50  # addresses: some two minutes, which is what a task may take, and seconds of cleaning
MOST_ATTEMPTS = 5  # crawls in which an address could not be fetched
AGAIN_AFTER = timedelta(days=30)  # until an address that was refused is asked for again

# What another crawl would not mend: the page is gone, or is none, or may not be asked for.
_PERMANENT = {
    *("http 404", "http 410", "http 451", "not html", "too large", "redirect loop", "too many redirects", "other site"),
    *("forbidden by robots", "crawl delay too long", "private address", "port not allowed", "not http", "bad url"),
}


async def fetch_waiting(job: Job, outlet: Outlet, host: str, advance: Callable[[int], None]) -> Outcome:
    """Fetch up to a batch of the addresses that wait at a host, and store their pages. `advance` is told of each."""
    outcome = Outcome()
    room = job.budget.reserve(BATCH)
    addresses = await asyncio.to_thread(frontier.take, job.engine, outlet.id, host, job.run_id, room)
    job.budget.give_back(room - len(addresses))
    for number, address in enumerate(addresses):
        try:
            fetched = await _fetch(job, outlet, address)
        except FetchError as error:
            await asyncio.to_thread(_fail, job, outlet, address, error, outcome)
            if error.host == host:
                await asyncio.to_thread(frontier.leave, job.engine, outlet.id, host, error.reason, job.run_id)
                job.budget.give_back(len(addresses) - number - 1)
                advance(len(addresses) - number)
                break
        else:
            await asyncio.to_thread(_keep, job, outlet, address, fetched)
        advance(1)
    return outcome


async def _fetch(job: Job, outlet: Outlet, address: Address) -> Fetched:
    fetched = await job.fetcher.fetch(
        address.url, etag=address.etag, last_modified=address.last_modified, gap=outlet.delay
    )
    if not outlet.serves(fetched.url):
        raise FetchError("other site", f"it leads to {fetched.url}")
    return fetched


def _keep(job: Job, outlet: Outlet, address: Address, fetched: Fetched) -> None:
    if fetched.status == 304:
        frontier.keep_unchanged(job.engine, address, job.run_id)
    else:
        extra = {"requested": fetched.requested} if fetched.redirects else {}
        frontier.keep(job.engine, address, replace(fetched.page, extra=extra), outlet.id, job.run_id)
    if address.attempts:
        db.release(job.engine, [address.url])


def _fail(job: Job, outlet: Outlet, address: Address, error: FetchError, outcome: Outcome) -> None:
    rejected = db.Rejected(address.url, "fetch", error.reason, error=error.detail or None)
    db.quarantine(job.engine, [rejected])
    for_good = error.reason in _PERMANENT and error.host is None
    due_at = datetime.now(UTC) + AGAIN_AFTER if for_good or address.attempts + 1 >= MOST_ATTEMPTS else None
    frontier.fail(job.engine, address, error.reason, job.run_id, due_at=due_at)
    outcome.reject(rejected, outlet.id)
