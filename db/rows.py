"""Pages and articles as rows of their tables, and back."""

from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping

from cleaners.model import Article, Cut, Passage, RawPage
from cleaners.quality import quality
from db import ids
from db.results import Result
from db.sanitize import clean, plain
from db.types import as_utc

Row = dict[str, Any]

WHEN = {"run_id", "cleaned_at"}  # differ each time an article is written, so they are no reason to write
WHENCE = {"page_id", "locator", "fetched_at", "ruleset"}  # a reason to write, but the article is the same
_EARLIEST = datetime.min.replace(tzinfo=UTC)

# What an article shares, field by field and by the same name, with its row.
_SHARED = [field.name for field in fields(Article) if field.name not in ("cuts", "foreign", "part", "refused")]
_TIMES = ("published_at", "modified_at")
_OF_PAGE = [field.name for field in fields(RawPage) if field.name != "body"]


def page_row(result: Result, sha256: str, seen_at: datetime, run_id: str | None) -> Row:
    """A row of `pages`. Raises ValueError if `fetched_at` is naive."""
    page, article = result.page, result.article
    locator = clean(page.locator)
    return {
        "id": ids.page_id(locator, sha256),
        "locator_hash": ids.locator_hash(locator),
        "locator": locator,
        "url": _storable(page.url),
        "outlet": _storable(article.outlet),
        "site": _storable(result.site),
        "sha256": sha256,
        "content_type": clean(page.content_type),
        "fetched_at": _storable(page.fetched_at),
        "http_status": page.http_status,
        "etag": _storable(page.etag),
        "last_modified": _storable(page.last_modified),
        "extra": plain(page.extra),
        "ruleset": clean(article.ruleset),
        "refused": _storable(article.refused),
        "run_id": run_id,
        "stored_at": seen_at,
        "seen_at": seen_at,
    }


def article_row(article: Article, page: Row, part_count: int | None = None) -> Row:
    """A row of `articles`, read from the page of the row `page`. Raises ValueError if a time is naive."""
    shared = {name: _storable(getattr(article, name)) for name in _SHARED}
    foreign = article.foreign if article.language != "und" else None
    return {
        **shared,
        **asdict(quality(shared["text"], article.cuts, foreign)),
        "id": ids.article_id(shared["url"] or page["locator"]),
        "page_id": page["id"],
        "part_count": part_count,
        "locator": page["locator"],
        "fetched_at": page["fetched_at"],
        "foreign_passages": _foreign(article),
        "cuts": _cuts(article),
        "run_id": page["run_id"],
        "cleaned_at": page["seen_at"],
    }


def part_row(article: Article, page: Row) -> Row:
    """A row of `article_parts`, read from the page of the row `page`. Raises ValueError if a time is naive."""
    shared = {name: plain(_storable(getattr(article, name))) for name in _SHARED}
    return {
        "article_id": ids.article_id(shared["url"] or page["locator"]),
        "locator_hash": page["locator_hash"],
        "part": article.part,
        "page_id": page["id"],
        "locator": page["locator"],
        "fetched_at": page["fetched_at"],
        "reading": {**shared, "foreign_passages": _foreign(article), "cuts": _cuts(article)},
    }


def fetched(row: Row) -> datetime:
    """When a row's page was fetched; an unknown time is the earliest."""
    return row["fetched_at"] or _EARLIEST


def page_of(row: Row | RowMapping, body: bytes) -> RawPage:
    """The page of a row of `pages`."""
    return RawPage(body=body, **{name: row[name] for name in _OF_PAGE})


def article_of(row: RowMapping) -> Article:
    """The article of a row of `articles`."""
    return _article(row, None)


def article_of_part(row: Row | RowMapping) -> Article:
    """The article of a row of `article_parts`: what was read on that page alone."""
    reading = row["reading"]
    times = {name: datetime.fromisoformat(reading[name]) for name in _TIMES if reading[name]}
    return _article({**reading, **times}, row["part"])


def _article(row: Row | RowMapping, part: int | None) -> Article:
    values: dict[str, Any] = {name: tuple(row[name]) if isinstance(row[name], list) else row[name] for name in _SHARED}
    # A row that was written before these were told has none of them.
    foreign = tuple(Passage(**passage) for passage in row.get("foreign_passages") or ())
    return Article(**values, part=part, foreign=foreign, cuts=tuple(Cut(**cut) for cut in row["cuts"]))


def _foreign(article: Article) -> list[Row] | None:
    return [asdict(passage) for passage in article.foreign] if article.language != "und" else None


def _cuts(article: Article) -> list[Row]:
    return [
        {"cleaner": cut.cleaner, "text": clean(cut.text), "start": cut.start, "end": cut.end} for cut in article.cuts
    ]


def _storable(value: Any) -> Any:
    match value:
        case datetime():
            return as_utc(value)
        case float():
            return value
        case _:
            return plain(value)
