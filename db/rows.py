"""Pages and articles as rows of their tables, and back."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from cleaners.model import Article, Cut, RawPage
from cleaners.quality import quality
from db import ids
from db.results import Result
from db.sanitize import clean, plain
from db.types import as_utc

Row = dict[str, Any]

# What an article shares, field by field and by the same name, with its row.
_SHARED = [field.name for field in fields(Article) if field.name not in ("cuts", "refused")]


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
        "sha256": sha256,
        "content_type": clean(page.content_type),
        "fetched_at": _storable(page.fetched_at),
        "extra": plain(page.extra),
        "ruleset": clean(article.ruleset),
        "refused": _storable(article.refused),
        "run_id": run_id,
        "stored_at": seen_at,
        "seen_at": seen_at,
    }


def article_row(article: Article, page: Row) -> Row:
    """A row of `articles`, read from the page of the row `page`. Raises ValueError if a time is naive."""
    shared = {name: _storable(getattr(article, name)) for name in _SHARED}
    return {
        **shared,
        **asdict(quality(shared["text"], article.cuts)),
        "id": ids.article_id(shared["url"] or page["locator"]),
        "page_id": page["id"],
        "locator": page["locator"],
        "fetched_at": page["fetched_at"],
        "foreign_share": None,
        "cuts": [
            {"cleaner": cut.cleaner, "text": clean(cut.text), "start": cut.start, "end": cut.end}
            for cut in article.cuts
        ],
        "run_id": page["run_id"],
        "cleaned_at": page["seen_at"],
    }


def page_of(row: RowMapping, body: bytes) -> RawPage:
    """The page of a row of `pages`."""
    return RawPage(row["locator"], body, row["url"], row["content_type"], row["fetched_at"], row["extra"])


def article_of(row: RowMapping) -> Article:
    """The article of a row of `articles`."""
    values: dict[str, Any] = {name: tuple(row[name]) if isinstance(row[name], list) else row[name] for name in _SHARED}
    return Article(**values, cuts=tuple(Cut(**cut) for cut in row["cuts"]))


def _storable(value: Any) -> Any:
    match value:
        case datetime():
            return as_utc(value)
        case float():
            return value
        case _:
            return plain(value)
