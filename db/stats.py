"""The corpus at a glance, as figures that the database adds up."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Engine, FromClause, Table, column, func, select, table

from db.likeness import Cluster
from db.models import Page, Quarantined, StoredArticle

_articles, _pages = cast(Table, StoredArticle.__table__), cast(Table, Page.__table__)
_clusters, _quarantine = cast(Table, Cluster.__table__), cast(Table, Quarantined.__table__)
_daily = table("daily", column("outlet"), column("day"), column("articles"))  # the views
_cuts = table("cuts", column("cleaner"))

Counts = dict[str | None, int]  # the most first; None: not known


@dataclass(slots=True)
class OutletStats:
    """What is stored of an outlet (None: not known): captures, articles, words of these, articles that another one was
    first with, and articles by day of publication (UTC), as far as they state it."""

    outlet: str | None
    pages: int = 0
    articles: int = 0
    words: int = 0
    copies: int = 0
    days: dict[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stats:
    """What is stored, by outlet (the most articles first), and articles by language, kind and link of the extractor
    chain, cuts by cleaner, and documents in quarantine by reason."""

    outlets: list[OutletStats]
    languages: Counts
    kinds: Counts
    extractors: Counts
    cuts: Counts
    quarantine: Counts

    @property
    def days(self) -> dict[date, int]:
        """Articles by day of publication, of all outlets, in order."""
        total: defaultdict[date, int] = defaultdict(int)
        for outlet in self.outlets:
            for day, articles in outlet.days.items():
                total[day] += articles
        return dict(sorted(total.items()))


def stats(engine: Engine) -> Stats:
    """What a corpus holds."""
    with engine.connect() as connection:
        return Stats(
            _outlets(connection),
            _counts(connection, _articles.c.language, _articles),
            _counts(connection, _articles.c.kind, _articles),
            _counts(connection, _articles.c.extractor, _articles),
            _counts(connection, _cuts.c.cleaner, _cuts),
            _counts(connection, _quarantine.c.reason, _quarantine),
        )


def _counts(connection: Connection, key: ColumnElement[Any], source: FromClause) -> Counts:
    rows = connection.execute(select(key, func.count()).select_from(source).group_by(key))
    return dict(sorted(((row[0], row[1]) for row in rows), key=lambda item: (-item[1], item[0] or "")))


def _outlets(connection: Connection) -> list[OutletStats]:
    at = _articles.c
    found: dict[str | None, OutletStats] = {}

    def of(outlet: str | None) -> OutletStats:
        return found.setdefault(outlet, OutletStats(outlet))

    for outlet, pages in connection.execute(select(_pages.c.outlet, func.count()).group_by(_pages.c.outlet)):
        of(outlet).pages = pages
    totals = select(at.outlet, func.count(), func.sum(at.word_count)).group_by(at.outlet)
    for outlet, articles, words in connection.execute(totals):
        of(outlet).articles, of(outlet).words = articles, int(words)
    copies = _articles.join(_clusters, at.id == _clusters.c.article_id)
    is_copy = _clusters.c.article_id != _clusters.c.cluster_id
    query = select(at.outlet, func.count()).select_from(copies).where(is_copy).group_by(at.outlet)
    for outlet, articles in connection.execute(query):
        of(outlet).copies = articles
    for outlet, day, articles in connection.execute(select(_daily).where(_daily.c.day.is_not(None)).order_by("day")):
        of(outlet).days[date.fromisoformat(str(day))] = articles  # SQLite has dates as texts
    return sorted(found.values(), key=lambda one: (-one.articles, -one.pages, one.outlet or ""))
