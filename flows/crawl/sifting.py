"""What a feed, a sitemap or an index page names, told apart: what may be a new article joins the frontier."""

from asyncio import CancelledError
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cleaners.address import canonical, one_page
from cleaners.outlets import Outlet, host_of
from db.candidates import Candidate, enqueue
from db.sources import Source, find_source
from flows import outcome as counted
from flows.crawl.job import Job
from flows.discover import Entry, SourceError, entries, is_article, links
from flows.fetch import INDEX, Fetched, FetchError, Kind
from flows.fetch.target import target

MOST_NAMED = 50_000  # sitemaps in an index, says sitemaps.org
OVERLAP = timedelta(days=1)  # what was read is read again so far back: days without a time, and clocks that go wrong
GROUP = 1000


@dataclass(slots=True)
class Sifted:
    """What was found in a source: the sitemaps to read, newest first, what became of the addresses, the newest date and
    how many entries there were. `error` is why it was not read to its end."""

    sitemaps: list[str] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    newest_at: datetime | None = None
    entries: int = 0
    error: SourceError | None = None


def horizon(job: Job, before: Source | None) -> datetime:
    """What has not changed since then is not new: it is as old as the order says, or was there at the last reading."""
    return min(job.since, before.read_at - OVERLAP) if before else job.since


def sift(job: Job, outlet: Outlet, kind: Kind, fetched: Fetched, since: datetime) -> Sifted:
    """Read a source entry by entry, so that the memory holds no more than a group of them. What has not changed `since`
    is passed over."""
    found = Sifted()
    sitemaps: list[Entry] = []
    group: list[Candidate] = []
    if kind is INDEX:
        named = links(fetched.body, fetched.content_type, fetched.url)
    else:
        named = entries(fetched.body, fetched.url, outlet.timezone)
    try:
        for entry in named:
            if job.ended.is_set():
                raise CancelledError
            found.entries += 1
            found.newest_at = max(filter(None, (found.newest_at, entry.newest_at)), default=None)
            if len(sitemaps) == MOST_NAMED:
                break
            match None if entry.sitemap else _candidate(job, outlet, entry, since):
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


def _candidate(job: Job, outlet: Outlet, entry: Entry, since: datetime) -> Candidate | str:
    """An address that may be a new article's, or why it is none."""
    if entry.newest_at and entry.newest_at < since:
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
    if entry.changed_at is None or entry.changed_at >= job.since:
        return True
    return entry.changed_at >= horizon(job, find_source(job.engine, entry.url))
