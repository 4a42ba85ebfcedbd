"""All that is stored, as a stream: a few rows are held at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, cast

import zstandard
from sqlalchemy import JSON, ColumnElement, Engine, Float, Integer, Select, Table, Text, func, select

from cleaners.model import RawPage
from db.days import within
from db.likeness import Cluster
from db.models import Page, PageBody, StoredArticle
from db.rows import Row, page_of
from db.types import UtcDateTime

_PAGES = 50  # read at a time, each with its body
_ARTICLES = 500
_pages, _articles = cast(Table, Page.__table__), cast(Table, StoredArticle.__table__)
_clusters = cast(Table, Cluster.__table__)

_KINDS = {Text: str, Integer: int, Float: float, UtcDateTime: datetime, JSON: list}
# The columns of `articles`, each with the type of its values; of JSON, `sources` holds a mapping.
ARTICLE_COLUMNS = {
    column.name: next(kind for stored, kind in _KINDS.items() if isinstance(column.type, stored))
    for column in _articles.columns
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles. `since` and `until` are the first and the last day of publication (UTC); with one of them an
    undated article is left out. `copies` of what another article told first can be left out, too."""

    outlet: str | None = None
    language: str | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    min_words: int = 0
    copies: bool = True


class StoredPage(NamedTuple):
    """A capture, the hash of its body (SHA-256, hexadecimal), and when it was first ingested."""

    page: RawPage
    sha256: str
    stored_at: datetime


def count_pages(engine: Engine, outlet: str | None = None) -> int:
    """How many captures are stored, of one outlet or of all."""
    with engine.connect() as connection:
        return connection.scalar(_of_outlet(select(func.count()).select_from(_pages), outlet)) or 0


def count_selected(engine: Engine, selection: Selection) -> int:
    """How many articles are selected."""
    with engine.connect() as connection:
        query = select(func.count()).select_from(_articles).where(*_conditions(selection))
        return connection.scalar(query) or 0


def stored_pages(engine: Engine, outlet: str | None = None) -> Iterator[StoredPage]:
    """All captures with their bodies, of one outlet or of all, by locator, and those of one as they were last seen.

    So what is greater here is later there, which decides between captures of one story of which no fetch time is known.
    """
    order = select(_pages.c.id).order_by(_pages.c.locator, _pages.c.seen_at)
    query = select(_pages, PageBody.body).join(PageBody, PageBody.page_id == _pages.c.id)
    for row in _rows(engine, _of_outlet(order, outlet), query, _pages, _PAGES):
        page = page_of(row, zstandard.decompress(row["body"]))
        yield StoredPage(page, row["sha256"], row["stored_at"])


def stored_articles(engine: Engine, selection: Selection | None = None) -> Iterator[Row]:
    """The selected articles, else all, as rows of their table, in the order of their ids."""
    order = select(_articles.c.id).where(*_conditions(selection or Selection())).order_by(_articles.c.id)
    return _rows(engine, order, select(_articles), _articles, _ARTICLES)


def _rows(engine: Engine, order: Select[Any], query: Select[Any], table: Table, size: int) -> Iterator[Row]:
    """The rows of a query in the order of their ids, so many at a time."""
    with engine.connect() as ordering, engine.connect() as connection:
        for ids in ordering.execution_options(yield_per=size).execute(order).scalars().partitions():
            rows = {row["id"]: dict(row) for row in connection.execute(query.where(table.c.id.in_(ids))).mappings()}
            yield from (rows[key] for key in ids if key in rows)


def _conditions(selection: Selection) -> list[ColumnElement[bool]]:
    at = _articles.c
    named = ((at.outlet, selection.outlet), (at.language, selection.language), (at.kind, selection.kind))
    conditions = [column == value for column, value in named if value is not None]
    conditions += within(at.published_at, selection.since, selection.until)
    if selection.min_words:
        conditions.append(at.word_count >= selection.min_words)
    if not selection.copies:
        copy = select(_clusters).where(_clusters.c.article_id == at.id, _clusters.c.cluster_id != at.id)
        conditions.append(~copy.exists())
    return conditions


def _of_outlet(query: Select[Any], outlet: str | None) -> Select[Any]:
    return query if outlet is None else query.where(_pages.c.outlet == outlet)
