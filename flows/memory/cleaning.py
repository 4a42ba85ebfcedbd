"""`kliping clean`: stored pages read anew from the database, in batches; nothing is fetched."""

import time
from functools import partial
from pathlib import Path

import db
from cleaners.outlets import SEEDS
from cleaners.registry import ruleset
from flows.database import must_exist
from flows.groups import groups, reread_group, write_group
from flows.outcome import Outcome
from flows.outlet.folder import outlets_in
from flows.sources import Listing
from flows.work import BATCH_PAGES, MAX_BATCHES, Job


def prepare(db_url: str, outlets: str | None = None, *, stale: bool) -> Job:
    """List the stored pages, or those that are stale, and register the run: to be read by what is known of the outlets
    in a folder, else in `seeds/`. Raises db.DatabaseError and OutletError."""
    started = time.perf_counter()
    named = Path(outlets) if outlets else SEEDS
    outlets_in(named)
    folder = named.resolve()
    must_exist(db_url)
    with db.opened(db_url) as engine:
        db.migrate(engine)
        rules = ruleset(folder)
        pages = db.read_pages(engine, (rules, db.learned_sites(engine)) if stale else None)
        run_id = db.start_run(engine, "clean --stale" if stale else "clean", rules)
    size = max(BATCH_PAGES, -(-len(pages) // MAX_BATCHES))
    batches = [pages[start : start + size] for start in range(0, len(pages), size)]
    return Job(db_url, run_id, Listing(), batches, len(pages), partial(clean_batch, db_url, run_id, folder), started)


def clean_batch(db_url: str, run_id: str, folder: Path, batch: list[int]) -> Outcome:
    """Read a batch of stored pages anew, by what is known of the outlets in a folder, and store what comes of it."""
    outcome = Outcome()
    with db.opened(db_url) as engine:
        for group in groups(db.raw_pages(engine, batch)):
            write_group(engine, reread_group(engine, group, outcome, folder), outcome, run_id, again=True)
    return outcome
