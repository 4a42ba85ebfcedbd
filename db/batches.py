"""Batches of a run's pages, each in the hands of one run at a time: two runs over the same input share the work.

A run claims a batch, and holds it as long as it says so now and then; who works on it for the run begins it, and is
given a token that each of its writes is held against. What a dead process of this machine held is free at once, and
what one of another machine held is free after `LEASE`. Which pages are done is known to the pages themselves: a batch
that is claimed after another run has finished it costs a look.
"""

from datetime import timedelta
from typing import NamedTuple, cast
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, select, update

from db.engine import writing
from db.models import Batch
from db.owners import clock, is_gone, this_process
from db.upsert import upsert

LEASE = timedelta(seconds=60)
RENEWED = LEASE / 4  # how often a holder should say that it is still there

_batches = cast(Table, Batch.__table__)
_NOBODY = {"owner": None, "token": None, "expires_at": None}


class LeaseLost(Exception):
    """A batch that its holder did not hold on to: another run has it, or may have it."""


class Lease(NamedTuple):
    """The right to write what comes of a batch, until somebody else begins it."""

    batch: int
    token: str


def claim(engine: Engine, batch: int, run_id: str, pages: int) -> bool:
    """Take a batch of so many pages for a run of this process, unless another one has it."""
    with writing(engine) as connection:
        upsert(connection, _batches, [{"id": batch, "run_id": run_id, "pages": pages, "attempts": 0}])
        found = select(Batch.owner, Batch.expires_at).where(Batch.id == batch).with_for_update(skip_locked=True)
        row = connection.execute(found).first()
        if row is None:  # somebody else is just claiming it
            return False
        now = clock(connection)
        # A lease that ends later than one can was given before the clock was set back.
        if row.owner and now < row.expires_at <= now + LEASE and not is_gone(row.owner):
            return False
        lease = {"owner": this_process(), "expires_at": now + LEASE, "token": None, "done_at": None}
        connection.execute(update(Batch).where(Batch.id == batch).values(run_id=run_id, pages=pages, **lease))
        return True


def renew(engine: Engine, run_id: str) -> None:
    """Hold on to what a run has claimed."""
    with writing(engine) as connection:
        expires_at = clock(connection) + LEASE
        connection.execute(update(Batch).where(_held(run_id)).values(expires_at=expires_at))


def begin(engine: Engine, batch: int, run_id: str) -> Lease:
    """Begin, or begin again, to work on a batch that a run has claimed: nobody who began it before can write any more.

    Raises LeaseLost.
    """
    lease = Lease(batch, uuid4().hex)
    change = update(Batch).where(Batch.id == batch, _held(run_id))
    with writing(engine) as connection:
        if not connection.execute(change.values(token=lease.token, attempts=Batch.attempts + 1)).rowcount:
            raise LeaseLost
    return lease


def hold(connection: Connection, lease: Lease) -> None:
    """Keep all others from a batch until the transaction ends. Raises LeaseLost."""
    mine = select(Batch.id).where(Batch.id == lease.batch, Batch.token == lease.token).with_for_update()
    if connection.execute(mine).first() is None:
        raise LeaseLost


def finish(engine: Engine, batch: int, run_id: str) -> None:
    """Note that a batch is done, and free it."""
    with writing(engine) as connection:
        change = update(Batch).where(Batch.id == batch, _held(run_id))
        connection.execute(change.values(done_at=clock(connection), **_NOBODY))


def free(engine: Engine, run_id: str) -> None:
    """Free what a run that has ended did not finish."""
    with writing(engine) as connection:
        connection.execute(update(Batch).where(_held(run_id)).values(**_NOBODY))


def _held(run_id: str) -> ColumnElement[bool]:
    return and_(Batch.run_id == run_id, Batch.owner.is_not(None))
