"""Storing what was read: one transaction a call, in bulk, and nothing that is stored already is lost."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, cast

import zstandard
from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, case, delete, or_, select

from db.engine import writing
from db.ids import locator_hash
from db.models import ArticlePage, Page, PageBody, Quarantined, StoredArticle
from db.results import Counts, Rejected, Result
from db.rows import Row, article_row, page_row
from db.sanitize import clean
from db.upsert import Columns, chunks, upsert

_pages, _bodies, _articles, _links, _quarantine = (
    cast(Table, model.__table__) for model in (Page, PageBody, StoredArticle, ArticlePage, Quarantined)
)
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_WHEN = {"run_id", "cleaned_at"}  # differ each time, so they are no reason to write
_WHENCE = {"page_id", "locator", "fetched_at", "ruleset"}  # a reason to write, but the article is the same


def store(engine: Engine, results: Sequence[Result], run_id: str | None) -> Counts:
    """Store pages and their articles, and say what became of each result.

    Of two pages with one article key, that of the later `fetched_at` gives the article (None is the earliest), then
    that of the greater locator, then the one stored later. A refused article puts its page into quarantine; an article
    that the same locator gave before stays. Raises ValueError if a time is naive.
    """
    if not results:
        return Counts()
    now = datetime.now(UTC)
    compressor = zstandard.ZstdCompressor()
    pages, bodies, articles, refused = [], [], [], []
    for order, result in enumerate(results):
        # A microsecond apart, so that of two captures of one locator the later one is the newest.
        page = page_row(result, sha256(result.page.body).hexdigest(), now + timedelta(microseconds=order), run_id)
        pages.append(page)
        bodies.append({"page_id": page["id"], "body": compressor.compress(result.page.body)})
        if page["refused"]:
            refused.append(page)
        else:
            articles.append(article_row(result.article, page))
    links = [{"article_id": row["id"], "page_id": row["page_id"]} for row in articles]
    last = {page["locator"]: page for page in pages}

    with writing(engine) as connection:
        upsert(connection, _pages, pages, _seen_again)
        upsert(connection, _bodies, bodies)
        counts = _put_articles(connection, articles)
        upsert(connection, _links, links)
        _release(connection, [page["locator_hash"] for page in pages if not page["refused"]])
        _put_quarantine(connection, [_refusal(page) for page in last.values() if page["refused"]])
    return counts + Counts(quarantined=dict(Counter(page["refused"] for page in refused)))


def quarantine(engine: Engine, rows: Sequence[Rejected]) -> None:
    """Note documents of which no page can be stored. What is stored of an earlier capture stays."""
    if not rows:
        return
    now = datetime.now(UTC)
    with writing(engine) as connection:
        _put_quarantine(connection, [_rejection(row, now) for row in rows])


def _seen_again(new: Columns) -> dict[str, Any]:
    """How a capture changes that was stored before: it keeps when it was first stored and last fetched."""
    old = _pages.c
    changes = {name: new[name] for name in ("url", "outlet", "content_type", "extra", "ruleset", "refused", "run_id")}
    return {
        **changes,
        "seen_at": new.seen_at,
        "fetched_at": case((_later(new.fetched_at, old.fetched_at), new.fetched_at), else_=old.fetched_at),
    }


def _put_articles(connection: Connection, rows: Sequence[Row]) -> Counts:
    """Write the best of the rows of each article, where it is as good as the stored one and differs from it."""
    best: dict[int, Row] = {}
    for row in rows:
        if row["id"] not in best or _rank(row) >= _rank(best[row["id"]]):
            best[row["id"]] = row
    stored = {
        row["id"]: dict(row)
        for ids in chunks(sorted(best))
        for row in connection.execute(select(_articles).where(_articles.c.id.in_(ids))).mappings()
    }
    changed, updated = [], 0
    for key, row in best.items():
        old = stored.get(key)
        if old and _rank(row) < _rank(old):
            continue
        differing = {name for name, value in row.items() if old is None or old[name] != value} - _WHEN
        if differing:
            changed.append(row)
        updated += bool(old and differing - _WHENCE)
    # Another writer may have been at work since the articles were read, so the database compares once more.
    upsert(connection, _articles, changed, lambda new: {c.name: new[c.name] for c in _articles.c}, _as_good)
    added = len(best) - len(stored)
    return Counts(added, updated, len(rows) - added - updated)


def _rank(row: Row) -> tuple[datetime, str]:
    return row["fetched_at"] or _EARLIEST, row["locator"]


def _as_good(new: Columns) -> ColumnElement[bool]:
    """`_rank(new) >= _rank(stored)` in SQL."""
    old = _articles.c
    same_time = new.fetched_at.is_not_distinct_from(old.fetched_at)
    return or_(_later(new.fetched_at, old.fetched_at), and_(same_time, new.locator >= old.locator))


def _later(a: ColumnElement[Any], b: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(a > b, and_(a.is_not(None), b.is_(None)))


def _release(connection: Connection, hashes: Sequence[int]) -> None:
    for chunk in chunks(hashes):
        connection.execute(delete(_quarantine).where(_quarantine.c.locator_hash.in_(chunk)))


def _refusal(page: Row) -> Row:
    return {
        "locator_hash": page["locator_hash"],
        "locator": page["locator"],
        "stage": "extract",
        "reason": page["refused"],
        "sha256": page["sha256"],
        "ruleset": page["ruleset"] or None,
        "last_error": None,
        "last_at": page["seen_at"],
    }


def _rejection(row: Rejected, now: datetime) -> Row:
    locator = clean(row.locator)
    return {
        "locator_hash": locator_hash(locator),
        "locator": locator,
        "stage": clean(row.stage),
        "reason": clean(row.reason),
        "sha256": row.sha256,
        "ruleset": None,
        "last_error": None if row.error is None else clean(row.error),
        "last_at": now,
    }


def _put_quarantine(connection: Connection, rows: Sequence[Row]) -> None:
    upsert(connection, _quarantine, [{**row, "attempts": 1, "first_at": row["last_at"]} for row in rows], _failed_again)


def _failed_again(new: Columns) -> dict[str, Any]:
    changes = {name: new[name] for name in ("stage", "reason", "sha256", "ruleset", "last_error", "last_at")}
    return {**changes, "attempts": _quarantine.c.attempts + 1}
