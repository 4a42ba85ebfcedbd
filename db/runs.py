"""The record of runs."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Engine, insert, update

from db.engine import writing
from db.models import Run
from db.results import Counts
from db.sanitize import clean, plain


def start_run(engine: Engine, what: str, ruleset: str) -> str:
    """Record that a run starts. Returns its id."""
    run_id = uuid4().hex
    row = {"id": run_id, "what": clean(what), "ruleset": ruleset, "started_at": datetime.now(UTC)}
    with writing(engine) as connection:
        connection.execute(insert(Run).values(**row, counts={}, timings={}))
    return run_id


def finish_run(engine: Engine, run_id: str, counts: Counts, timings: Mapping[str, float]) -> None:
    """Record what a run did and its seconds by stage."""
    row = {"finished_at": datetime.now(UTC), "counts": plain(asdict(counts)), "timings": plain(timings)}
    with writing(engine) as connection:
        connection.execute(update(Run).where(Run.id == run_id).values(**row))
