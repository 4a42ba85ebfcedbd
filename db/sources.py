"""Feeds, sitemaps and index pages, as they were last read."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Engine, Table, select

from db.engine import writing
from db.ids import locator_hash
from db.sanitize import clean
from db.upsert import everything, upsert
from db.web import Source as Row

_sources = cast(Table, Row.__table__)


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, sitemap or index page when it was last read to its end, or found unchanged. `newest_at` is the date of
    its newest entry, `entries` counts the addresses that it named."""

    url: str
    outlet: str
    read_at: datetime
    newest_at: datetime | None = None
    entries: int = 0
    etag: str | None = None
    last_modified: str | None = None


def find_source(engine: Engine, url: str) -> Source | None:
    """A feed, sitemap or index page as it was last read; None of one that never was."""
    columns = [_sources.c[name] for name in Source.__slots__]
    with engine.connect() as connection:
        row = connection.execute(select(*columns).where(_sources.c.url_hash == locator_hash(clean(url)))).first()
    return Source(*row) if row else None


def keep_source(engine: Engine, source: Source) -> None:
    """Note how a feed, sitemap or index page was read."""
    row = {name: clean(value) if isinstance(value, str) else value for name, value in asdict(source).items()}
    with writing(engine) as connection:
        upsert(connection, _sources, [{**row, "url_hash": locator_hash(row["url"])}], everything)
