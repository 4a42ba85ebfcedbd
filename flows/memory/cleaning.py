"""`kliping clean`: stored pages read anew from the database, in batches; nothing is fetched."""

import time
from functools import partial
from pathlib import Path

import db
from cleaners.registry import ruleset
from db import batches
from flows.batches import Batch, divide
from flows.database import must_exist
from flows.groups import groups, reread_group, write_group
from flows.outcome import Outcome
from flows.outlet.folder import folder_of
from flows.sources import Listing
from flows.work import Job


def prepare(db_url: str, outlets: str | None = None, *, stale: bool) -> Job:
    """List the stored pages, or those that are stale, and register the run: to be read by what is known of the outlets
    in a folder, else in `seeds/`. Raises db.DatabaseError and OutletError."""
    started = time.perf_counter()
    folder = folder_of(outlets)
    must_exist(db_url)
    with db.opened(db_url) as engine:
        db.migrate(engine)
        rules = ruleset(folder)
        pages = db.read_pages(engine, (rules, db.learned_sites(engine)) if stale else None)
        run_id = db.start_run(engine, "clean --stale" if stale else "clean", rules)
    divided = divide(pages, lambda _: 1, "clean")
    clean = partial(clean_batch, db_url, run_id, folder, stale)
    return Job(db_url, run_id, Listing(), divided, len(pages), clean, started)


def clean_batch(db_url: str, run_id: str, folder: Path, stale: bool, batch: Batch[int]) -> Outcome:
    """Read a batch of stored pages anew, by what is known of the outlets in a folder, and store what comes of it. Of
    stale ones, those that another run has read since they were listed are left as they are."""
    outcome = Outcome()
    with db.opened(db_url) as engine:
        lease = batches.begin(engine, batch.id, run_id)
        sites = db.learned_sites(engine) if stale else {}
        ids = db.still_stale(engine, batch.items, ruleset(folder), sites) if stale else batch.items
        for group in groups(db.raw_pages(engine, ids)):
            reading = reread_group(engine, group, outcome, folder)
            write_group(engine, reading, outcome, run_id, again=True, lease=lease)
    unchanged = batch.pages - len(ids)
    outcome += Outcome(unchanged, db.Counts(unchanged=unchanged))
    return outcome
