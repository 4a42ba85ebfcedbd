"""The present, as the corpus counts it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import Engine, Table, func, select

from db.ids import locator_hash
from db.memory import Learned
from db.models import Page
from db.sanitize import clean
from db.upsert import among, chunks

_pages = cast(Table, Page.__table__)


def present(engine: Engine, locators: Sequence[str]) -> datetime:
    """The time, but after all that is stored of some locators and all that was learned from, should the clock have been
    set back since: what comes last stays the newest of its place, and nothing comes before where learning goes on."""
    hashes = [locator_hash(clean(locator)) for locator in locators]
    seen = select(func.max(_pages.c.seen_at))
    with engine.connect() as connection:
        of_pages = (seen.where(among(connection, _pages.c.locator_hash, chunk)) for chunk in chunks(hashes))
        noted: list[datetime | None] = [
            connection.scalar(query) for query in (select(func.max(Learned.until)), *of_pages)
        ]
    return max([datetime.now(UTC), *(moment + timedelta(microseconds=1) for moment in noted if moment)])
