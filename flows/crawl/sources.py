"""Discovering: the feeds and sitemaps of an outlet are read, and what is new in them joins the frontier."""

import asyncio
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import db
from cleaners.address import canonical, one_page
from cleaners.outlets import Outlet, host_of
from db.candidates import Candidate, enqueue
from db.sources import Source, find_source, keep_source
from flows import outcome as counted
from flows.crawl.job import Job
from flows.discover import Entry, SourceError, entries, is_article
from flows.fetch import FEED, SITEMAP, Fetched, FetchError, Kind
from flows.fetch.target import target
from flows.outcome import Bad, Outcome

DEAD_AFTER = timedelta(days=30)  # a feed whose newest item is older than that has been forgotten, whatever its status
MOST_SOURCES = 100  # feeds and sitemaps of an outlet in a crawl
MOST_NAMED = 50_000  # sitemaps in an index, says sitemaps.org
OVERLAP = timedelta(days=1)  # what was read is read again so far back: days without a time, and clocks that go wrong
GROUP = 1000

_SIFTERS = ThreadPoolExecutor(2, "sift")  # apart from other threads, as a large sitemap takes many seconds


async def discover(job: Job, outlet: Outlet) -> Outcome:
    """Read the feeds and sitemaps of an outlet, and the sitemaps that those name."""
    outcome = Outcome()
    queue = deque([*((url, FEED) for url in outlet.feeds), *((url, SITEMAP) for url in outlet.sitemaps)])
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


async def _read(job: Job, outlet: Outlet, url: str, kind: Kind, outcome: Outcome) -> list[str]:
    """Read one feed or sitemap, and return the sitemaps that it names."""
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
    """Note what a feed or sitemap says, and return the sitemaps that are to be read after it."""
    now = datetime.now(UTC)
    if before and fetched.status == 304:
        outcome.discovered[counted.SOURCES_UNCHANGED] += 1
        source, sitemaps = replace(before, read_at=now), []
    else:
        sifted = _sift(job, outlet, fetched, _horizon(job, before))
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
    if kind is FEED and _is_dead(source, now):
        _note_dead(job, source, outcome)
    else:
        db.release(job.engine, [url])
    return sitemaps


@dataclass(slots=True)
class _Sifted:
    """What was found in a feed or sitemap: the sitemaps to read, newest first, and what became of the addresses."""

    sitemaps: list[str] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    newest_at: datetime | None = None
    entries: int = 0
    error: SourceError | None = None


def _sift(job: Job, outlet: Outlet, fetched: Fetched, horizon: datetime) -> _Sifted:
    """Read a file entry by entry, so that the memory holds no more than a group of them."""
    found = _Sifted()
    sitemaps: list[Entry] = []
    group: list[Candidate] = []
    try:
        for entry in entries(fetched.body, fetched.url, outlet.timezone):
            found.entries += 1
            found.newest_at = max(filter(None, (found.newest_at, entry.newest_at)), default=None)
            if len(sitemaps) == MOST_NAMED:
                break
            match None if entry.sitemap else _candidate(job, outlet, entry, horizon):
                case None:
                    sitemaps.append(entry)
                case str(verdict):
                    found.verdicts[verdict] += 1
                case candidate:
                    group.append(candidate)
            if len(group) == GROUP:
                found.verdicts += _enqueue(job, group)
                group = []
    except SourceError as error:
        found.error = error
    found.verdicts += _enqueue(job, group)
    sitemaps = [entry for entry in sitemaps if _is_due(job, outlet, entry, fetched.url)]
    oldest = datetime.min.replace(tzinfo=UTC)
    found.sitemaps = [entry.url for entry in sorted(sitemaps, key=lambda e: e.changed_at or oldest, reverse=True)]
    return found


def _candidate(job: Job, outlet: Outlet, entry: Entry, horizon: datetime) -> Candidate | str:
    """An address that may be a new article's, or why it is none."""
    if entry.newest_at and entry.newest_at < horizon:
        return counted.OLD
    if job.known.of(entry.url) is not outlet:
        return counted.ELSEWHERE
    story = canonical(entry.url, outlet)
    address = one_page(entry.url, outlet) or story
    try:
        host = target(address).host
    except FetchError:
        return counted.NO_ARTICLES
    if not is_article(story):
        return counted.NO_ARTICLES
    return Candidate(address, host, outlet.id, story, entry.changed_at, entry.published_at)


def _enqueue(job: Job, group: list[Candidate]) -> Counter[str]:
    new = enqueue(job.engine, group)
    return Counter({counted.NEW: new, counted.KNOWN: len(group) - new})


def _is_due(job: Job, outlet: Outlet, entry: Entry, base: str) -> bool:
    """Whether a sitemap is the outlet's own, and may have changed since it was read."""
    if job.known.of(entry.url) is not outlet and host_of(entry.url) != host_of(base):
        return False
    since = job.since
    if entry.changed_at is None or entry.changed_at >= since:
        return True
    return entry.changed_at >= _horizon(job, find_source(job.engine, entry.url))


def _horizon(job: Job, before: Source | None) -> datetime:
    """What has not changed since then is not new: it is as old as the order says, or was there at the last reading."""
    return min(job.since, before.read_at - OVERLAP) if before else job.since


def _is_dead(source: Source, now: datetime) -> bool:
    return not source.entries or (source.newest_at is not None and source.newest_at < now - DEAD_AFTER)


def _note_dead(job: Job, feed: Source, outcome: Outcome) -> None:
    """A dead feed is told and put into quarantine, but nothing failed."""
    newest = f"newest item {feed.newest_at:%Y-%m-%d}" if feed.newest_at else "no items"
    db.quarantine(job.engine, [db.Rejected(feed.url, "discover", "dead feed", error=newest)])
    outcome.discovered[counted.DEAD_FEEDS] += 1
    outcome.bad.append(Bad(feed.url, f"dead feed ({newest})"))


def _reject(job: Job, outlet: Outlet, rejected: db.Rejected, outcome: Outcome) -> None:
    """Note a feed or sitemap that could not be read, or not to its end."""
    db.quarantine(job.engine, [rejected])
    outcome.reject(rejected, outlet.id)
