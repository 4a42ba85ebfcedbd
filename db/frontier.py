"""The addresses of a crawl: which are to be fetched, by whom, and what became of each.

An address waits until it is taken, and then is fetched (its raw page is stored), done (that page was read), or refused
(it is not asked for again before a date, and then only if it is still named). One that could not be had, but may be had
later, waits on and has its next turn in the next run.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, func, or_, select, update

from cleaners.model import RawPage
from db.captures import put_capture
from db.engine import writing
from db.models import Page
from db.owners import is_gone, this_process
from db.present import present
from db.sanitize import clean
from db.upsert import chunks
from db.web import Frontier

_frontier = cast(Table, Frontier.__table__)
WAITING, FETCHED, DONE, REFUSED = "waiting", "fetched", "done", "refused"
LEASE = timedelta(hours=1)  # far more than a batch takes; it counts only where a process of another machine has died


class Address(NamedTuple):
    """An address whose turn it is, with the validators of the page that it last gave."""

    id: int
    url: str
    attempts: int
    lastmod: datetime | None
    etag: str | None
    last_modified: str | None


class Arrived(NamedTuple):
    """An address whose page is stored and to be read."""

    id: int
    page_id: int
    lastmod: datetime | None


class Pending(NamedTuple):
    """What is left to do at a host in a run: addresses to fetch, and fetched pages to read."""

    host: str
    waiting: int
    fetched: int


def reclaim(engine: Engine) -> None:
    """Free what processes have taken that are gone, as at the start of a run."""
    with writing(engine) as connection:
        taken = Frontier.state.in_((WAITING, FETCHED)), Frontier.owner.is_not(None)
        owners = connection.scalars(select(Frontier.owner).where(*taken).distinct())
        gone = [owner for owner in owners if owner and is_gone(owner)]
        connection.execute(update(Frontier).where(Frontier.owner.in_(gone)).values(owner=None, expires_at=None))


def pending(engine: Engine, outlet: str, run_id: str) -> list[Pending]:
    """What is left to do in a run at the hosts of an outlet."""
    states = [func.count().filter(Frontier.state == state) for state in (WAITING, FETCHED)]
    query = select(Frontier.host, *states).where(Frontier.outlet == outlet, _ready(run_id)).group_by(Frontier.host)
    with engine.connect() as connection:
        return [Pending(*row) for row in connection.execute(query.order_by(Frontier.host))]


def count_waiting(engine: Engine, outlets: Sequence[str]) -> int:
    """How many addresses of some outlets wait for another run."""
    waiting = select(func.count()).where(Frontier.state == WAITING, Frontier.outlet.in_(outlets))
    with engine.connect() as connection:
        return connection.scalar(waiting) or 0


def take(engine: Engine, outlet: str, host: str, run_id: str, limit: int) -> list[Address]:
    """Take up to so many addresses that wait at a host, the newest first, for this process and run."""
    columns = (Frontier.url_hash, Frontier.url, Frontier.attempts, Frontier.lastmod, Page.etag, Page.last_modified)
    newest = func.coalesce(Frontier.published_at, Frontier.lastmod).desc().nulls_last()
    order = (newest, Frontier.discovered_at, Frontier.url_hash)
    place = (Frontier.outlet == outlet, Frontier.host == host, Frontier.state == WAITING)
    query = select(*columns).outerjoin(Page, Page.id == Frontier.page_id).where(*place, _ready(run_id))
    with writing(engine) as connection:
        locked = query.order_by(*order).limit(limit).with_for_update(skip_locked=True, of=_frontier)
        taken = [Address(*row) for row in connection.execute(locked)]
        lease = {"owner": this_process(), "expires_at": datetime.now(UTC) + LEASE}
        _change(connection, [address.id for address in taken], **lease)
    return taken


def keep(engine: Engine, address: Address, page: RawPage, outlet: str, run_id: str) -> None:
    """Store the page that an address of an outlet gave; it is to be read."""
    now = present(engine, [page.locator])
    with writing(engine) as connection:
        page_id = put_capture(connection, page, outlet, run_id, now)
        _arrive(connection, address, run_id, now, page_id=page_id)


def keep_unchanged(engine: Engine, address: Address, run_id: str) -> None:
    """Note that an address holds what it gave before (HTTP status 304)."""
    now = present(engine, [address.url])
    page = select(Frontier.page_id).where(Frontier.url_hash == address.id).scalar_subquery()
    with writing(engine) as connection:
        connection.execute(update(Page).where(Page.id == page).values(fetched_at=now, seen_at=now, run_id=run_id))
        _arrive(connection, address, run_id, now)


def fail(engine: Engine, address: Address, reason: str, run_id: str, *, due_at: datetime | None = None) -> None:
    """Note that an address could not be had. It waits for another run, or with `due_at` is refused until then."""
    state = REFUSED if due_at else WAITING
    what = {"state": state, "reason": clean(reason), "due_at": due_at, "attempts": address.attempts + 1}
    with writing(engine) as connection:
        _change(connection, [address.id], **what, run_id=run_id, owner=None, expires_at=None)


def leave(engine: Engine, outlet: str, host: str, reason: str, run_id: str) -> None:
    """Let all that waits at a host wait for another run."""
    place = (Frontier.outlet == outlet, Frontier.host == host, Frontier.state == WAITING, _ready(run_id))
    rest = {"reason": clean(reason), "run_id": run_id, "owner": None, "expires_at": None}
    with writing(engine) as connection:
        connection.execute(update(Frontier).where(*place).values(**rest))


def fetched(engine: Engine, outlet: str, host: str, run_id: str) -> list[Arrived]:
    """The addresses of a host whose pages are to be read."""
    columns = (Frontier.url_hash, Frontier.page_id, Frontier.lastmod)
    place = (Frontier.outlet == outlet, Frontier.host == host, Frontier.state == FETCHED, _ready(run_id))
    with engine.connect() as connection:
        return [Arrived(*row) for row in connection.execute(select(*columns).where(*place))]


def finish(engine: Engine, addresses: Sequence[int]) -> None:
    """Note that the pages of some addresses were read."""
    with writing(engine) as connection:
        _change(connection, addresses, state=DONE, owner=None, expires_at=None)


def _ready(run_id: str) -> ColumnElement[bool]:
    """Whether an address is nobody else's, and fetched or still without its turn in this run."""
    now = datetime.now(UTC)
    # What ends much later than a lease can was taken before the clock was set back: twice as late, since others may
    # take addresses after this moment and before the query.
    over = or_(Frontier.expires_at < now, Frontier.expires_at > now + 2 * LEASE)
    return and_(
        Frontier.state.in_((WAITING, FETCHED)),  # said twice, for the index
        or_(Frontier.owner.is_(None), Frontier.owner == this_process(), over),
        or_(and_(Frontier.state == WAITING, Frontier.run_id.is_distinct_from(run_id)), Frontier.state == FETCHED),
    )


def _arrive(connection: Connection, address: Address, run_id: str, now: datetime, **more: Any) -> None:
    what = {"state": FETCHED, "fetched_at": now, "attempts": 0, "reason": None, "due_at": None, "run_id": run_id}
    _change(connection, [address.id], **what, **more)


def _change(connection: Connection, ids: Sequence[int], **values: Any) -> None:
    for chunk in chunks(ids):
        connection.execute(update(Frontier).where(Frontier.url_hash.in_(chunk)).values(**values))
