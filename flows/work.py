"""The job in batches, as plain functions: nothing here needs Prefect, and Prefect runs the same functions."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import db
from cleaners.registry import ruleset
from db import batches
from flows.batches import BATCH_PAGES, Batch, divide
from flows.files import Piece
from flows.groups import groups, read_group, write_group
from flows.outcome import Outcome
from flows.outlet.folder import folder_of
from flows.pool import in_process, pool
from flows.sources import Listing, discover, read

if TYPE_CHECKING:
    from flows.report import Live

PAUSE = 0.5  # seconds until a run asks again for a batch that another one is at

Step = Callable[[int, Batch[Any]], Awaitable[Outcome]]  # does a batch of that number
Ask = Callable[..., Awaitable[Any]]  # calls a function elsewhere, where it may wait


@dataclass(frozen=True, slots=True)
class Job:
    """A run that is registered in the database, and what it is to do: `clean` each of the batches, `pages` in all.

    A process is sent `clean` and a batch, so both can be pickled.
    """

    db_url: str
    run_id: str
    listing: Listing
    batches: Sequence[Batch[Any]]
    pages: int
    clean: Callable[[Batch[Any]], Outcome]
    started: float


def prepare(paths: Sequence[str], db_url: str, outlets: str | None = None) -> Job:
    """Bring the database up to date, list the input and register the run: to be read by what is known of the outlets in
    a folder, else in `seeds/`. Raises db.DatabaseError and OutletError."""
    started = time.perf_counter()
    folder = folder_of(outlets)
    with db.opened(db_url) as engine:
        db.migrate(engine)
        listing = discover(paths, BATCH_PAGES)
        run_id = db.start_run(engine, "run " + " ".join(paths), ruleset(folder))
    pages = sum(piece.pages for piece in listing.pieces) + len(listing.rejected)
    clean = partial(clean_batch, db_url, run_id, folder)
    divided = divide(listing.pieces, attrgetter("pages"), "run")
    return Job(db_url, run_id, listing, divided, pages, clean, started)


def run(job: Job, workers: int, live: "Live") -> None:
    """Do all batches, in so many processes. What is stored when it is interrupted stays stored."""

    async def at_once() -> None:
        with recorded(job, live), pool(min(workers, len(job.batches))) as executor:

            async def step(_: int, batch: Batch[Any]) -> Outcome:
                return await in_process(executor, job.clean, batch)

            await carry_out(job, workers, live, step)

    asyncio.run(at_once())


async def carry_out(job: Job, abreast: int, live: "Live", step: Step, ask: Ask = asyncio.to_thread) -> None:
    """Do all batches in steps, so many at a time. A batch that another run is at comes last, and is done, or found to
    be done, when that lets go of it."""
    left = deque(enumerate(job.batches, 1))

    async def labour() -> None:
        while left:
            number, batch = left.popleft()
            try:
                if await ask(batches.claim, engine, batch.id, job.run_id, batch.pages):
                    live.show(await step(number, batch))
                    await ask(batches.finish, engine, batch.id, job.run_id)
                    continue
            except db.LeaseLost:
                pass
            left.append((number, batch))
            await asyncio.sleep(PAUSE)

    async def hold_on() -> None:
        while True:
            await asyncio.sleep(batches.RENEWED.total_seconds())
            await ask(batches.renew, engine, job.run_id)

    with db.opened(job.db_url) as engine:
        try:
            async with asyncio.TaskGroup() as tasks:
                holding = tasks.create_task(hold_on())
                labours = [tasks.create_task(labour()) for _ in range(min(abreast, len(job.batches)))]
                await asyncio.gather(*labours)
                holding.cancel()
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        finally:
            batches.free(engine, job.run_id)


@contextmanager
def recorded(job: Job, live: "Live") -> Iterator[None]:
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


def clean_batch(db_url: str, run_id: str, outlets: Path, batch: Batch[Piece]) -> Outcome:
    """Read, clean and store a batch of pages; those that are settled already cost no more than being read."""
    outcome = Outcome()
    with db.opened(db_url) as engine:
        lease = batches.begin(engine, batch.id, run_id)
        for group in groups(item for piece in batch.items for item in read(piece)):
            write_group(engine, read_group(engine, group, outcome, outlets), outcome, run_id, lease=lease)
    return outcome
