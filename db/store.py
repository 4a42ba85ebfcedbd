"""Storing what was read: one transaction a call, in bulk, and nothing that is stored already is lost."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, cast

import zstandard
from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, case, delete, or_, select

from db import batches
from db.engine import writing
from db.ids import locator_hash
from db.models import ArticlePage, Page, PageBody, Quarantined, StoredArticle
from db.parts import by_article, forget_parts, joined, put_parts
from db.present import present
from db.results import Counts, Rejected, Result
from db.rows import WHEN, WHENCE, Row, article_row, fetched, page_row, part_row
from db.sanitize import clean
from db.signatures import outdate, put_signatures
from db.upsert import Columns, chunks, everything, inserted, upsert

_pages, _bodies, _articles, _links, _quarantine = (
    cast(Table, model.__table__) for model in (Page, PageBody, StoredArticle, ArticlePage, Quarantined)
)


def store(
    engine: Engine,
    results: Sequence[Result],
    run_id: str | None,
    *,
    again: bool = False,
    lease: batches.Lease | None = None,
) -> Counts:
    """Store pages and their articles, and say what became of each result.

    Of two pages with one article key, that of the later `fetched_at` gives the article (None is the earliest), then
    that of the greater locator, then the one stored later. Parts of a story are joined, whenever they come, unless a
    page holds it whole (see `db.parts`). A refused article puts its page into quarantine; an article that the same
    locator gave before stays. `again` says that the pages themselves are stored, and were only read anew: that is no
    word on which of the captures of a locator is the newest. With the lease of the batch that they are of, they are
    stored if that still holds. Raises ValueError if a time is naive, and batches.LeaseLost.
    """
    if not results:
        return Counts()
    now = present(engine, [result.page.locator for result in results])
    compressor = zstandard.ZstdCompressor()
    pages, bodies, articles, parts, refused = [], [], [], [], []
    for order, result in enumerate(results):
        # A microsecond apart, so that of two captures of one locator the later one is the newest.
        digest = result.sha256 or sha256(result.page.body).hexdigest()
        page = page_row(result, digest, now + timedelta(microseconds=order), run_id)
        pages.append(page)
        if not again:
            bodies.append({"page_id": page["id"], "body": compressor.compress(result.page.body)})
        if page["refused"]:
            refused.append(page)
        elif result.article.part:
            parts.append(part_row(result.article, page))
        else:
            articles.append(article_row(result.article, page))
    links = [{"article_id": row["id"], "page_id": row["page_id"]} for row in articles]
    links += [{"article_id": row["article_id"], "page_id": row["page_id"]} for row in parts]
    last = {page["locator"]: page for page in pages}

    with writing(engine) as connection:
        if lease:
            batches.hold(connection, lease)
        upsert(connection, _pages, pages, _read_again if again else _seen_again)
        upsert(connection, _bodies, bodies)
        counts = _put_articles(connection, articles, parts, run_id, now)
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


def release(engine: Engine, locators: Sequence[str]) -> None:
    """Take documents out of quarantine, such as addresses that could be fetched at last."""
    with writing(engine) as connection:
        _release(connection, [locator_hash(clean(locator)) for locator in locators])


def _read_again(new: Columns) -> dict[str, Any]:
    """How a stored capture changes that was read anew."""
    return {name: new[name] for name in ("outlet", "site", "ruleset", "refused", "run_id")}


def _seen_again(new: Columns) -> dict[str, Any]:
    """How a capture changes that was stored before: it keeps when it was first stored and last fetched."""
    old = _pages.c
    names = ("url", "outlet", "site", "content_type", "extra", "ruleset", "refused", "run_id", "seen_at")
    return {
        **{name: new[name] for name in (*names, "http_status", "etag", "last_modified")},
        "fetched_at": case((_later(new.fetched_at, old.fetched_at), new.fetched_at), else_=old.fetched_at),
    }


def _put_articles(
    connection: Connection, rows: Sequence[Row], parts: Sequence[Row], run_id: str | None, now: datetime
) -> Counts:
    """Write the best of the rows of each article, where it is as good as the stored one and differs from it, and join
    the articles that the parts belong to."""
    split = by_article(parts)
    best: dict[int, Row] = {}
    for row in rows:
        if row["id"] not in best or _rank(row) >= _rank(best[row["id"]]):
            best[row["id"]] = row
    stored = {
        row["id"]: dict(row)
        for ids in chunks(sorted(best))
        for row in connection.execute(select(_articles).where(_articles.c.id.in_(ids))).mappings()
    }
    changed: dict[int, Row] = {}
    updated = 0
    for key, row in best.items():
        old = stored.get(key)
        if old and _rank(row) < _rank(old):
            continue
        differing = {name for name, value in row.items() if old is None or old[name] != value} - WHEN
        if differing:
            changed[key] = row
        updated += bool(old and differing - WHENCE)
    # Of a split story the first parts at hand go in if it is new; else they change nothing, but hold its row for us.
    changed = {key: joined(split[key], run_id, now) for key in split} | changed
    # Another writer may have been at work since the articles were read, so the database compares once more.
    upsert(connection, _articles, list(changed.values()), everything, _as_good)
    new = inserted(connection, _articles.c.id, best.keys() - stored.keys())
    put_signatures(connection, [row for key, row in changed.items() if key not in stored])
    forget_parts(connection, ((row, locator_hash(row["locator"])) for row in rows if row["id"] in stored))
    came, renewed = put_parts(connection, parts, run_id, now)
    outdate(connection, (changed.keys() & stored.keys()) | split.keys())
    added, updated = came + len(new), updated + renewed
    return Counts(added, updated, len(rows) + len(parts) - added - updated)


def _rank(row: Row) -> tuple[bool, datetime, str]:
    return row["part_count"] is None, fetched(row), row["locator"]


def _as_good(new: Columns) -> ColumnElement[bool]:
    """`_rank(new) >= _rank(stored)` in SQL, and never for an article that is joined of parts: see `put_parts`."""
    old = _articles.c
    same_time = new.fetched_at.is_not_distinct_from(old.fetched_at)
    later = or_(_later(new.fetched_at, old.fetched_at), and_(same_time, new.locator >= old.locator))
    return and_(new.part_count.is_(None), or_(old.part_count.is_not(None), later))


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
