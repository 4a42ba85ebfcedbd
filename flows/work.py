"""The job in batches, as plain functions: nothing here needs Prefect, and Prefect runs the same functions."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import db
from cleaners.registry import RULESET
from flows.files import Piece
from flows.groups import groups, read_group, write_group
from flows.outcome import Outcome
from flows.pool import pool
from flows.report import Live
from flows.sources import Listing, discover, read

# A batch is what one task carries. It should take 4-5 seconds, at about 30 ms a page: a task costs Prefect up to .1 s
# and 20 kB, and what a kill can lose should stay small. Large inputs have larger batches, since Prefect's server keeps
# up with runs of under 200 tasks.
BATCH_PAGES = 150
MAX_BATCHES = 190

Batch = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Job:
    """A run that is registered in the database, and what it is to do: `clean` each of the batches, `pages` in all.

    A process is sent `clean` and a batch, so both can be pickled.
    """

    db_url: str
    run_id: str
    listing: Listing
    batches: Sequence[Any]
    pages: int
    clean: Callable[[Any], Outcome]
    started: float


def prepare(paths: Sequence[str], db_url: str) -> Job:
    """Bring the database up to date, list the input and register the run. Raises db.DatabaseError."""
    started = time.perf_counter()
    with db.opened(db_url) as engine:
        db.migrate(engine)
        listing = discover(paths, BATCH_PAGES)
        run_id = db.start_run(engine, "run " + " ".join(paths), RULESET)
    pages = sum(piece.pages for piece in listing.pieces) + len(listing.rejected)
    clean = partial(clean_batch, db_url, run_id)
    return Job(db_url, run_id, listing, divide(listing.pieces), pages, clean, started)


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
    """Do all batches, in so many processes. What is stored when it is interrupted stays stored."""
    with recorded(job, live), pool(min(workers, len(job.batches))) as executor:
        for future in as_completed([executor.submit(job.clean, batch) for batch in job.batches]):
            live.show(future.result())


@contextmanager
def recorded(job: Job, live: Live) -> Iterator[None]:
    """Put what could not even be listed into quarantine, and, however the block ends, write down what the run did."""
    unlisted = Outcome(skipped=Counter(job.listing.skipped), passed_over=Counter(job.listing.passed_over))
    with db.opened(job.db_url) as engine:
        write_group(engine, read_group(engine, job.listing.rejected, unlisted), unlisted, job.run_id)
    live.show(unlisted)
    try:
        yield
    finally:
        live.total.seconds = time.perf_counter() - job.started
        with db.opened(job.db_url) as engine:
            db.finish_run(engine, job.run_id, live.total.counts, {"seconds": round(live.total.seconds, 3)})


def clean_batch(db_url: str, run_id: str, batch: Batch) -> Outcome:
    """Read, clean and store a batch of pages; those that are settled already cost no more than being read."""
    outcome = Outcome()
    with db.opened(db_url) as engine:
        for group in groups(item for piece in batch for item in read(piece)):
            write_group(engine, read_group(engine, group, outcome), outcome, run_id)
    return outcome
