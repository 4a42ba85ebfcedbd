"""All that is stored, as a stream: a few rows are held at a time."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple, cast

import zstandard
from sqlalchemy import JSON, Engine, Float, Integer, Select, Table, Text, func, select

from cleaners.model import RawPage
from db.models import Page, PageBody, StoredArticle
from db.rows import Row, page_of
from db.types import UtcDateTime

_PAGES = 50  # read at a time, each with its body
_ARTICLES = 500
_pages, _articles = cast(Table, Page.__table__), cast(Table, StoredArticle.__table__)

_KINDS = {Text: str, Integer: int, Float: float, UtcDateTime: datetime, JSON: list}
# The columns of `articles`, each with the type of its values; of JSON, `sources` holds a mapping.
ARTICLE_COLUMNS = {
    column.name: next(kind for stored, kind in _KINDS.items() if isinstance(column.type, stored))
    for column in _articles.columns
}


class StoredPage(NamedTuple):
    """A capture, the hash of its body (SHA-256, hexadecimal), and when it was first ingested."""

    page: RawPage
    sha256: str
    stored_at: datetime


def count_stored(engine: Engine, *, articles: bool, outlet: str | None = None) -> int:
    """How many articles, or else captures, are stored, of one outlet or of all."""
    table = _articles if articles else _pages
    with engine.connect() as connection:
        return connection.scalar(_of_outlet(select(func.count()).select_from(table), table, outlet)) or 0


def stored_pages(engine: Engine, outlet: str | None = None) -> Iterator[StoredPage]:
    """All captures with their bodies, of one outlet or of all, by locator, and those of one as they were last seen.

    So what is greater here is later there, which decides between captures of one story of which no fetch time is known.
    """
    order = select(_pages.c.id).order_by(_pages.c.locator, _pages.c.seen_at)
    query = select(_pages, PageBody.body).join(PageBody, PageBody.page_id == _pages.c.id)
    for row in _rows(engine, _of_outlet(order, _pages, outlet), query, _pages, _PAGES):
        page = page_of(row, zstandard.decompress(row["body"]))
        yield StoredPage(page, row["sha256"], row["stored_at"])


def stored_articles(engine: Engine, outlet: str | None = None) -> Iterator[Row]:
    """All articles as rows of their table, of one outlet or of all, in the order of their ids."""
    order = select(_articles.c.id).order_by(_articles.c.id)
    return _rows(engine, _of_outlet(order, _articles, outlet), select(_articles), _articles, _ARTICLES)


def _rows(engine: Engine, order: Select[Any], query: Select[Any], table: Table, size: int) -> Iterator[Row]:
    """The rows of a query in the order of their ids, so many at a time."""
    with engine.connect() as ordering, engine.connect() as connection:
        for ids in ordering.execution_options(yield_per=size).execute(order).scalars().partitions():
            rows = {row["id"]: dict(row) for row in connection.execute(query.where(table.c.id.in_(ids))).mappings()}
            yield from (rows[key] for key in ids if key in rows)


def _of_outlet(query: Select[Any], table: Table, outlet: str | None) -> Select[Any]:
    return query if outlet is None else query.where(table.c.outlet == outlet)
