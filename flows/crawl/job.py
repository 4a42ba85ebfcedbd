"""What a crawl is asked to do, and what its steps share."""

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path

from sqlalchemy import Engine

import db
from cleaners.outlets import SEEDS, Outlet, OutletError, Register
from cleaners.registry import ruleset
from db import frontier
from flows.crawl.groups import groups
from flows.fetch import Fetcher, FetchError, Limits, SharedHosts
from flows.fetch.agent import check_contact, user_agent
from flows.outcome import LEFT
from flows.outlet.folder import outlets_in
from flows.report import Live

SINCE = 7  # days
SITEMAPS = 4  # read at a time: one may take 50 MB


class CannotBegin(Exception):
    """A crawl that cannot begin; the message says why."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to crawl: outlets by name (else of a `group`, else all) out of a folder (else `seeds/`), at most `limit` of
    their articles.

    What feeds and sitemaps say that were not read before is heeded as far as `since` days back. `allow_private` lets
    servers be asked that are not public, which is for tests.
    """

    outlets: Sequence[str] = ()
    folder: str | None = None
    limit: int | None = None
    since: int = SINCE
    allow_private: bool = False
    group: str | None = None

    @property
    def path(self) -> Path:
        """The folder of the outlets."""
        return Path(self.folder).resolve() if self.folder else SEEDS

    def __str__(self) -> str:
        return " ".join(self.outlets) or self.group or "all outlets"


@dataclass(slots=True)
class Budget:
    """How many addresses may still be fetched; None is any number."""

    left: int | None

    def reserve(self, wanted: int) -> int:
        """Take up to so many, and return how many there were."""
        if self.left is None:
            return wanted
        taken = min(wanted, self.left)
        self.left -= taken
        return taken

    def give_back(self, number: int) -> None:
        if self.left is not None:
            self.left += number


@dataclass(frozen=True, slots=True)
class Job:
    """A crawl that is registered in the database. It belongs to one event loop.

    `ended` tells its threads, which nothing else can end, that nobody waits for them any more.
    """

    order: Order
    db_url: str
    engine: Engine
    run_id: str
    known: Register
    outlets: tuple[Outlet, ...]
    fetcher: Fetcher
    budget: Budget
    sitemaps: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SITEMAPS))
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def since(self) -> datetime:
        """What has not changed since then is not new."""
        return datetime.now(UTC) - timedelta(days=self.order.since)


@contextmanager
def begun(order: Order, db_url: str, live: Live, limits: Limits) -> Iterator[Job]:
    """Register a crawl, and write down what it did however the block ends. Raises CannotBegin and db.DatabaseError."""
    started = time.perf_counter()
    try:
        known = outlets_in(order.path)
    except OutletError as error:
        raise CannotBegin(str(error)) from error
    outlets = _chosen(order, known)
    try:
        agent = user_agent()
        if not order.allow_private:
            check_contact(agent)
    except FetchError as error:
        raise CannotBegin(error.detail) from error
    with db.opened(db_url) as engine:
        db.migrate(engine)
        db.forgive_hosts(engine)
        frontier.reclaim(engine)
        run_id = db.start_run(engine, f"crawl {order}", ruleset(order.path))
        fetcher = Fetcher(SharedHosts(engine, limits), limits, allow_private=order.allow_private)
        job = Job(order, db_url, engine, run_id, known, outlets, fetcher, Budget(order.limit))
        try:
            yield job
        finally:
            job.ended.set()
            live.total.seconds = time.perf_counter() - started
            live.total.discovered[LEFT] = frontier.count_waiting(engine, [outlet.id for outlet in outlets])
            db.finish_run(engine, run_id, live.total.counts, {"seconds": round(live.total.seconds, 3)})


def _chosen(order: Order, known: Register) -> tuple[Outlet, ...]:
    """The outlets to crawl. Raises CannotBegin for a name that is none, and for a group without outlets."""
    for name in order.outlets:
        if name not in known.outlets:
            like = get_close_matches(name, known.outlets, 3)
            hint = f" (is it {' or '.join(like)}?)" if like else ""
            raise CannotBegin(f"no outlet {name} in {order.path}{hint}")
    if order.outlets or not order.group:
        return tuple(known.outlets[name] for name in order.outlets or known.outlets)
    if not (members := groups(known).get(order.group)):
        raise CannotBegin(f"no outlet of the group {order.group} in {order.path}")
    return tuple(known.outlets[name] for name in members)
