"""The job in batches, as plain functions: nothing here needs Prefect, and Prefect runs the same functions."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Engine

import db
from cleaners import extract
from cleaners.model import RawPage
from cleaners.registry import RULESET
from flows.outcome import UNCHANGED, Bad, Outcome, Tally
from flows.report import Live
from flows.sources import Listing, Piece, digest, discover, read

# A batch is what one task carries, so it should cost 4-5 seconds: a task costs Prefect up to .1 s and 20 kB, and what a
# kill can lose should stay small. A page takes about 30 ms. Large inputs get larger batches, since Prefect's server
# keeps up with a run of under 200 tasks.
BATCH_PAGES = 150
MAX_BATCHES = 190
# A group is what is held in memory and written in one transaction: a batch, unless its pages are many or very large.
GROUP_PAGES = 500
GROUP_BYTES = 64_000_000

Batch = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Job:
    """A run that is registered in the database, its batches, and what was already bad about the paths themselves."""

    db_url: str
    run_id: str
    batches: list[Batch]
    listing: Listing
    started: float

    @property
    def pages(self) -> int:
        """How many pages there are to read."""
        return sum(piece.pages for batch in self.batches for piece in batch)


def prepare(paths: Sequence[str], db_url: str) -> Job:
    """List the input, bring the database up to date, and register the run."""
    started = time.perf_counter()
    listing = discover(paths, BATCH_PAGES)
    engine = _engine(db_url)
    db.migrate(engine)
    run_id = db.start_run(engine, "run " + " ".join(paths), RULESET)
    return Job(db_url, run_id, batches(listing.pieces), listing, started)


def batches(pieces: Sequence[Piece]) -> list[Batch]:
    """Divide pieces into batches of at least `BATCH_PAGES` pages, and of more where that makes too many batches."""
    limit = max(BATCH_PAGES, -(-sum(piece.pages for piece in pieces) // MAX_BATCHES))
    divided: list[list[Piece]] = []
    size = limit
    for piece in pieces:
        if size >= limit:
            divided.append([])
            size = 0
        divided[-1].append(piece)
        size += piece.pages
    return list(divided)


def reject(job: Job) -> Outcome:
    """What came of the paths that could not even be listed."""
    outcome = Outcome()
    _settle(_engine(job.db_url), job.listing.rejected, outcome, job.run_id)
    return outcome


def clean_batch(db_url: str, batch: Batch, run_id: str) -> Outcome:
    """Read, clean and store a batch of pages; those that are settled already cost no more than being read."""
    engine = _engine(db_url)
    outcome = Outcome()
    for group in _groups(batch):
        _settle(engine, group, outcome, run_id)
    return outcome


def finish(job: Job, outcome: Outcome) -> float:
    """Close the run in the database. Returns its seconds."""
    seconds = time.perf_counter() - job.started
    db.finish_run(_engine(job.db_url), job.run_id, outcome.counts, {"seconds": round(seconds, 3)})
    return seconds


def run(job: Job, workers: int, live: Live) -> Outcome:
    """Do all batches, in this process or in several. What is stored when it is interrupted stays stored."""
    outcome = live.show(reject(job))
    if workers == 1:
        for batch in job.batches:
            outcome += live.show(clean_batch(job.db_url, batch, job.run_id))
        return outcome
    with pool(min(workers, len(job.batches) or 1)) as executor:
        futures: list[Future[Outcome]] = [
            executor.submit(clean_batch, job.db_url, batch, job.run_id) for batch in job.batches
        ]
        for future in as_completed(futures):
            outcome += live.show(future.result())
    return outcome


@contextmanager
def pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes for batches. They end with the block, at once if it is left by an error, and with their parent."""
    executor = ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=end_with_parent, initargs=(os.getpid(),)
    )
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    executor.shutdown()


def end_with_parent(parent: int) -> None:
    """Make this process end when its parent does: a worker that waits for work does not notice that it is dead."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the parent is the one to answer

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@cache
def _engine(db_url: str) -> Engine:
    return db.open_engine(db_url)


def _groups(batch: Batch) -> Iterator[list[RawPage | db.Rejected]]:
    group: list[RawPage | db.Rejected] = []
    size = 0
    for piece in batch:
        for item in read(piece):
            group.append(item)
            size += len(item.body) if isinstance(item, RawPage) else 0
            if len(group) == GROUP_PAGES or size >= GROUP_BYTES:
                yield group
                group, size = [], 0
    if group:
        yield group


def _settle(engine: Engine, group: Sequence[RawPage | db.Rejected], outcome: Outcome, run_id: str) -> None:
    """Bring a group of pages into the database, and add what came of it to the outcome."""
    keys = {item.locator: digest(item.body) if isinstance(item, RawPage) else item.sha256 for item in group}
    settled = db.settled(engine, [(locator, sha) for locator, sha in keys.items() if sha], RULESET)
    results: list[db.Result] = []
    rejected: list[db.Rejected] = []
    for item in group:
        known = settled.get((item.locator, keys[item.locator] or ""))
        if known == "stored":
            outcome.counts.unchanged += 1
            outcome.note(UNCHANGED, Tally(pages=1))
        elif known is not None:
            outcome.again[known] += 1
            outcome.bad.append(Bad(item.locator, known, again=True))
            outcome.note(UNCHANGED, Tally(pages=1, quarantined=1))
        elif isinstance(item, RawPage):
            results.append(_clean(item, outcome))
        else:
            rejected.append(item)
            outcome.counts.quarantined[item.reason] = outcome.counts.quarantined.get(item.reason, 0) + 1
            outcome.bad.append(Bad(item.locator, f"{item.reason} ({item.error})" if item.error else item.reason))
            outcome.note("(unread)", Tally(pages=1, quarantined=1))
    outcome.pages += len(group)
    outcome.counts += db.store(engine, results, run_id)
    db.quarantine(engine, rejected)


def _clean(page: RawPage, outcome: Outcome) -> db.Result:
    start = time.perf_counter()
    article = extract(page.body, page.url, page.content_type, fetched_at=page.fetched_at)
    seconds = time.perf_counter() - start
    if article.refused:
        outcome.bad.append(Bad(page.locator, article.refused))
    tally = Tally(1, int(not article.refused), len(article.cuts), int(bool(article.refused)), seconds)
    outcome.note(article.outlet or "(unknown)", tally)
    return db.Result(page, article)
