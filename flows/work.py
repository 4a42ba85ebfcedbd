"""The job in batches, as plain functions: nothing here needs Prefect, and Prefect runs the same functions."""

import logging
import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

import db
from cleaners import RawPage, extract
from cleaners.registry import RULESET
from flows.files import Piece, digest
from flows.outcome import UNREAD, Bad, Outcome, Tally
from flows.parent import end_with_parent
from flows.report import Live
from flows.sources import Listing, discover, read

# A batch is what one task carries. It should take 4-5 seconds, at about 30 ms a page: a task costs Prefect up to .1 s
# and 20 kB, and what a kill can lose should stay small. Large inputs have larger batches, since Prefect's server keeps
# up with runs of under 200 tasks.
BATCH_PAGES = 150
MAX_BATCHES = 190
# A group is what is held in memory and written in one transaction: a batch, unless it is of very many or large pages.
GROUP_PAGES = 500
GROUP_BYTES = 64_000_000

Batch = Sequence[Piece]

logging.getLogger("trafilatura").setLevel(logging.ERROR)  # it warns of each page without a story; so do we, once


@dataclass(frozen=True, slots=True)
class Job:
    """A run that is registered in the database, and what it is to do."""

    db_url: str
    run_id: str
    listing: Listing
    batches: list[Batch]
    started: float

    @property
    def pages(self) -> int:
        """How many pages there are to read."""
        return sum(piece.pages for piece in self.listing.pieces) + len(self.listing.rejected)


def prepare(paths: Sequence[str], db_url: str) -> Job:
    """Bring the database up to date, list the input and register the run. Raises db.DatabaseError."""
    started = time.perf_counter()
    with _open(db_url) as engine:
        db.migrate(engine)
        listing = discover(paths, BATCH_PAGES)
        run_id = db.start_run(engine, "run " + " ".join(paths), RULESET)
    return Job(db_url, run_id, listing, divide(listing.pieces), started)


def divide(pieces: Sequence[Piece]) -> list[Batch]:
    """Divide pieces into batches of at least `BATCH_PAGES` pages, and of more where there would be too many batches."""
    limit = max(BATCH_PAGES, -(-sum(piece.pages for piece in pieces) // MAX_BATCHES))
    batches: list[list[Piece]] = []
    size = limit
    for piece in pieces:
        if size >= limit:
            batches.append([])
            size = 0
        batches[-1].append(piece)
        size += piece.pages
    return list(batches)


def run(job: Job, workers: int, live: Live) -> None:
    """Do all batches, in this process or in several. What is stored when it is interrupted stays stored."""
    with recorded(job, live):
        if workers == 1:
            for batch in job.batches:
                live.show(clean_batch(job.db_url, batch, job.run_id))
            return
        with pool(job, workers) as executor:
            futures = [executor.submit(clean_batch, job.db_url, batch, job.run_id) for batch in job.batches]
            for future in as_completed(futures):
                live.show(future.result())


@contextmanager
def recorded(job: Job, live: Live) -> Iterator[None]:
    """Put what could not even be listed into quarantine, and, however the block ends, write down what the run did."""
    unlisted = Outcome(skipped=Counter(job.listing.skipped))
    with _open(job.db_url) as engine:
        _settle(engine, job.listing.rejected, unlisted, job.run_id)
    live.show(unlisted)
    try:
        yield
    finally:
        live.total.seconds = time.perf_counter() - job.started
        with _open(job.db_url) as engine:
            db.finish_run(engine, job.run_id, live.total.counts, {"seconds": round(live.total.seconds, 3)})


@contextmanager
def pool(job: Job, workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes for the batches of a job. They end with the block, at once if an error leaves it, and with this one."""
    executor = ProcessPoolExecutor(
        max(1, min(workers, len(job.batches))),
        multiprocessing.get_context("spawn"),
        initializer=_start_worker,
        initargs=(os.getpid(),),
    )
    try:
        yield executor
    except BaseException:
        for child in multiprocessing.active_children():
            child.terminate()
        executor.shutdown(cancel_futures=True)
        raise
    executor.shutdown()


def clean_batch(db_url: str, batch: Batch, run_id: str) -> Outcome:
    """Read, clean and store a batch of pages; those that are settled already cost no more than being read."""
    outcome = Outcome()
    with _open(db_url) as engine:
        for group in _groups(batch):
            _settle(engine, group, outcome, run_id)
    return outcome


def _start_worker(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes, and the parent answers it
    end_with_parent(parent)


@contextmanager
def _open(db_url: str) -> Iterator[Engine]:
    engine = db.open_engine(db_url)
    try:
        yield engine
    finally:
        engine.dispose()


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
    """Bring a group of pages into the database, and add what became of it to the outcome."""
    hashed = [(item, digest(item.body) if isinstance(item, RawPage) else item.sha256 or "") for item in group]
    settled = db.settled(engine, [(item.locator, sha256) for item, sha256 in hashed if sha256], RULESET)
    results: list[db.Result] = []
    rejected: list[db.Rejected] = []
    unchanged = 0
    for item, sha256 in hashed:
        verdict = settled.get((item.locator, sha256))
        if verdict == "stored":
            unchanged += 1
            outcome.example = outcome.example or item.locator
            outcome.note("(unchanged)", Tally(pages=1))
        elif verdict is not None:
            outcome.again[verdict] += 1
            outcome.bad.append(Bad(item.locator, verdict, again=True))
            outcome.note("(unchanged)", Tally(pages=1, quarantined=1))
        elif isinstance(item, RawPage):
            results.append(_clean(item, outcome))
        else:
            rejected.append(item)
            outcome.bad.append(Bad(item.locator, f"{item.reason} ({item.error})" if item.error else item.reason))
            outcome.note(UNREAD, Tally(pages=1, quarantined=1))
    stored = db.store(engine, results, run_id)
    db.quarantine(engine, rejected)
    outcome.pages += len(group)
    outcome.counts += stored + db.Counts(unchanged=unchanged, quarantined=Counter(item.reason for item in rejected))


def _clean(page: RawPage, outcome: Outcome) -> db.Result:
    start = time.perf_counter()
    article = extract(page.body, page.url, page.content_type, fetched_at=page.fetched_at)
    seconds = time.perf_counter() - start
    if article.refused:
        outcome.bad.append(Bad(page.locator, article.refused))
    else:
        outcome.example = outcome.example or page.locator
    tally = Tally(1, int(not article.refused), len(article.cuts), int(bool(article.refused)), seconds)
    outcome.note(article.outlet or "(unknown)", tally)
    return db.Result(page, article)
