"""Discovering: what is known to name the articles of an outlet is read, and what is new in it joins the frontier."""

import asyncio
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import db
from cleaners.outlets import Outlet
from db.sources import Source, find_source, keep_source
from flows import outcome as counted
from flows.crawl.job import Job
from flows.crawl.sifting import horizon, sift
from flows.fetch import FEED, INDEX, SITEMAP, Fetched, FetchError, Kind
from flows.outcome import Bad, Outcome

DEAD_AFTER = timedelta(days=30)  # a feed whose newest item is older than that has been forgotten, whatever its status
MOST_SOURCES = 100  # of an outlet in a crawl

_SIFTERS = ThreadPoolExecutor(2, "sift")  # apart from other threads, as a large sitemap takes many seconds


async def discover(job: Job, outlet: Outlet) -> Outcome:
    """Read the feeds, sitemaps and index pages of an outlet, and the sitemaps that those name."""
    outcome = Outcome()
    queue = deque(_stated(outlet) or await _found(job, outlet))
    asked: set[str] = set()
    while queue:
        url, kind = queue.popleft()
        if url in asked:
            continue
        if len(asked) == MOST_SOURCES:
            outcome.discovered[counted.SOURCES_LEFT] += len(queue) + 1
            break
        asked.add(url)
        queue.extend((sitemap, SITEMAP) for sitemap in await _read(job, outlet, url, kind, outcome))
    return outcome


def _stated(outlet: Outlet) -> list[tuple[str, Kind]]:
    """What the outlet's file names."""
    named = ((outlet.feeds, FEED), (outlet.sitemaps, SITEMAP), (outlet.index, INDEX))
    return [(url, kind) for urls, kind in named for url in urls]


async def _found(job: Job, outlet: Outlet) -> list[tuple[str, Kind]]:
    """What there is of an outlet whose file names nothing: its front page, and the sitemaps that its robots.txt names.

    A domain with a port is a site of one's own, and has no certificate.
    """
    domain = outlet.domains[0]
    front = f"{'http' if ':' in domain else 'https'}://{domain}/"
    sitemaps: tuple[str, ...] = ()
    with suppress(FetchError):  # which is told of the front page
        sitemaps = await job.fetcher.sitemaps(front, outlet.delay)
    return [(front, INDEX), *((url, SITEMAP) for url in sitemaps if outlet.serves(url))]


async def _read(job: Job, outlet: Outlet, url: str, kind: Kind, outcome: Outcome) -> list[str]:
    """Read a feed, a sitemap or an index page, and return the sitemaps that it names."""
    before = await asyncio.to_thread(find_source, job.engine, url)
    if kind is SITEMAP:
        async with job.sitemaps:
            return await _ask(job, outlet, url, kind, before, outcome)
    return await _ask(job, outlet, url, kind, before, outcome)


async def _ask(job: Job, outlet: Outlet, url: str, kind: Kind, before: Source | None, outcome: Outcome) -> list[str]:
    etag, last_modified = (before.etag, before.last_modified) if before else (None, None)
    try:
        fetched = await job.fetcher.fetch(url, kind, etag=etag, last_modified=last_modified, gap=outlet.delay)
    except FetchError as error:
        rejected = db.Rejected(url, "fetch", error.reason, error=error.detail or None)
        await asyncio.to_thread(_reject, job, outlet, rejected, outcome)
        return []
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_SIFTERS, _take_in, job, outlet, url, kind, before, fetched, outcome)


def _take_in(
    job: Job, outlet: Outlet, url: str, kind: Kind, before: Source | None, fetched: Fetched, outcome: Outcome
) -> list[str]:
    """Note what a feed, a sitemap or an index page says, and return the sitemaps that are to be read after it."""
    now = datetime.now(UTC)
    if before and fetched.status == 304:
        outcome.discovered[counted.SOURCES_UNCHANGED] += 1
        source, sitemaps = replace(before, read_at=now), []
    else:
        sifted = sift(job, outlet, kind, fetched, horizon(job, before))
        outcome.discovered += sifted.verdicts
        sitemaps = sifted.sitemaps
        if sifted.error:
            rejected = db.Rejected(url, "discover", sifted.error.reason, error=sifted.error.detail or None)
            _reject(job, outlet, rejected, outcome)
            return sitemaps
        outcome.discovered[counted.SOURCES_READ] += 1
        source = Source(url, outlet.id, now, sifted.newest_at, sifted.entries)
        if not sitemaps:  # an index may stay as it is while its sitemaps change
            source = replace(source, etag=fetched.etag, last_modified=fetched.last_modified)
    keep_source(job.engine, source)
    if kind is not SITEMAP and _is_dead(source, now):
        _note_dead(job, source, kind, outcome)
    else:
        db.release(job.engine, [url])
    return sitemaps


def _is_dead(source: Source, now: datetime) -> bool:
    return not source.entries or (source.newest_at is not None and source.newest_at < now - DEAD_AFTER)


def _note_dead(job: Job, source: Source, kind: Kind, outcome: Outcome) -> None:
    """A dead feed, or an index page that a script draws, is told and put into quarantine, but nothing failed."""
    reason = f"dead {kind.name}"
    newest = f"newest item {source.newest_at:%Y-%m-%d}" if source.newest_at else "no items"
    db.quarantine(job.engine, [db.Rejected(source.url, "discover", reason, error=newest)])
    outcome.discovered[counted.DEAD] += 1
    outcome.bad.append(Bad(source.url, f"{reason} ({newest})"))


def _reject(job: Job, outlet: Outlet, rejected: db.Rejected, outcome: Outcome) -> None:
    """Note a source that could not be read, or not to its end."""
    db.quarantine(job.engine, [rejected])
    outcome.reject(rejected, outlet.id)
