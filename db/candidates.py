"""Addresses that were named somewhere: which of them join the frontier, and which are known already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, Engine, Row, Table, func, select

from db.engine import writing
from db.frontier import DONE, REFUSED, WAITING
from db.ids import address_id, article_id
from db.models import StoredArticle
from db.sanitize import clean
from db.upsert import Columns, chunks, upsert
from db.web import Frontier

_frontier = cast(Table, Frontier.__table__)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that a feed, a sitemap or a page named. `story` is the canonical address of what should stand there
    (None of a part of a story, whose article may well be stored), `lastmod` when it last changed, if that is said.
    What a feed says of its publication only decides whose turn is first: many feeds give the time of day."""

    url: str
    host: str
    outlet: str
    story: str | None = None
    lastmod: datetime | None = None
    published_at: datetime | None = None


def enqueue(engine: Engine, candidates: Sequence[Candidate]) -> int:
    """Let addresses wait for their turn, and return how many begin to wait.

    One that was fetched, or whose article is stored, waits again only if it has changed since; one that is refused,
    only if it is due.
    """
    now = datetime.now(UTC)
    opened = 0
    for chunk in chunks(list({address_id(clean(candidate.url)): candidate for candidate in candidates}.items())):
        with writing(engine) as connection:
            known = _known(connection, [key for key, _ in chunk])
            stored = _stored(connection, [candidate for key, candidate in chunk if key not in known])
            rows = [
                _row(key, candidate, now)
                for key, candidate in chunk
                if (_opens(known[key], candidate, now) if key in known else _is_new(candidate, stored))
            ]
            upsert(connection, _frontier, rows, _named_again)
        opened += len(rows)
    return opened


def _known(connection: Connection, keys: Sequence[int]) -> dict[int, Row[Any]]:
    columns = (Frontier.url_hash, Frontier.state, Frontier.lastmod, Frontier.fetched_at, Frontier.due_at)
    rows = connection.execute(select(*columns).where(Frontier.url_hash.in_(keys)))
    return {row.url_hash: row for row in rows}


def _opens(row: Row[Any], candidate: Candidate, now: datetime) -> bool:
    """Whether an address that had its turn is to wait again. What claims to have changed at a time that was claimed
    before, or lies ahead of the clock, is not asked for again and again."""
    if row.state == REFUSED:
        return bool(row.due_at <= now)
    if row.state == DONE and candidate.lastmod:
        return bool(candidate.lastmod > max(row.fetched_at, row.lastmod or row.fetched_at))
    return False


def _stored(connection: Connection, candidates: Sequence[Candidate]) -> dict[int, datetime]:
    """When the articles of some addresses were fetched, or stored where that is not known, by their ids."""
    ids = [article_id(story) for candidate in candidates if candidate.story for story in _schemes(candidate.story)]
    when = func.coalesce(StoredArticle.fetched_at, StoredArticle.cleaned_at)
    rows: dict[int, datetime] = {}
    for chunk in chunks(ids):
        query = select(StoredArticle.id, when).where(StoredArticle.id.in_(chunk))
        rows |= {row[0]: row[1] for row in connection.execute(query)}
    return rows


def _is_new(candidate: Candidate, stored: dict[int, datetime]) -> bool:
    if candidate.story is None:
        return True
    had = [when for story in _schemes(candidate.story) if (when := stored.get(article_id(story)))]
    return not had or (candidate.lastmod is not None and candidate.lastmod > max(had))


def _schemes(url: str) -> tuple[str, str]:
    """An address with and without TLS: many feeds still name the latter."""
    bare = clean(url).partition("://")[2]
    return f"https://{bare}", f"http://{bare}"


def _row(key: int, candidate: Candidate, now: datetime) -> dict[str, Any]:
    return {
        "url_hash": key,
        "url": clean(candidate.url),
        "host": candidate.host,
        "outlet": candidate.outlet,
        "lastmod": candidate.lastmod,
        "published_at": candidate.published_at,
        "discovered_at": now,
        "state": WAITING,
        "attempts": 0,
    }


def _named_again(new: Columns) -> dict[str, Any]:
    return {name: new[name] for name in ("url", "lastmod", "published_at", "state")}
