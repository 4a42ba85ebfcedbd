"""The corpus in SQL: SQLite or Postgres."""

from db.engine import DatabaseError, is_missing, open_engine, opened
from db.export import ARTICLE_COLUMNS, StoredPage, count_stored, stored_articles, stored_pages
from db.hosts import claim_host, find_robots, forgive_hosts, keep_robots, release_host
from db.lookup import count_articles, find, sample, settled
from db.migrate import FutureDatabase, migrate
from db.results import Counts, Rejected, Result, Sample
from db.runs import finish_run, start_run
from db.store import quarantine, release, store

__all__ = [
    "ARTICLE_COLUMNS",
    "Counts",
    "DatabaseError",
    "FutureDatabase",
    "Rejected",
    "Result",
    "Sample",
    "StoredPage",
    "claim_host",
    "count_articles",
    "count_stored",
    "find",
    "find_robots",
    "finish_run",
    "forgive_hosts",
    "is_missing",
    "keep_robots",
    "migrate",
    "open_engine",
    "opened",
    "quarantine",
    "release",
    "release_host",
    "sample",
    "settled",
    "start_run",
    "store",
    "stored_articles",
    "stored_pages",
]
