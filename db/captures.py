"""Raw pages as they are fetched: stored before anybody reads them, so that no fetch is lost and none is repeated."""

from datetime import datetime
from hashlib import sha256
from typing import Any, cast

import zstandard
from sqlalchemy import Connection, Engine, Table, select

from cleaners.model import Article, RawPage
from db.models import Page, PageBody
from db.results import Result
from db.rows import page_of, page_row
from db.upsert import Columns, upsert

_pages, _bodies = (cast(Table, model.__table__) for model in (Page, PageBody))


def put_capture(connection: Connection, page: RawPage, outlet: str, run_id: str | None, now: datetime) -> int:
    """Store a page of an outlet that is still to be read, and return its id. One that was read before stays so."""
    row = page_row(Result(page, Article(outlet=outlet)), sha256(page.body).hexdigest(), now, run_id)
    upsert(connection, _pages, [row], _fetched_again)
    body = zstandard.ZstdCompressor().compress(page.body)
    upsert(connection, _bodies, [{"page_id": row["id"], "body": body}])
    return cast(int, row["id"])


def stored_page(engine: Engine, page_id: int) -> RawPage | None:
    """A page by its id."""
    query = select(Page.__table__, PageBody.body).join(PageBody).where(Page.id == page_id)
    with engine.connect() as connection:
        row = connection.execute(query).mappings().first()
    return page_of(row, zstandard.decompress(row["body"])) if row else None


def _fetched_again(new: Columns) -> dict[str, Any]:
    """What changes of a capture whose content was stored before."""
    names = ("url", "content_type", "fetched_at", "http_status", "etag", "last_modified", "run_id", "seen_at")
    return {name: new[name] for name in names}
