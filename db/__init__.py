"""The corpus in SQL: SQLite or Postgres."""

from db.engine import DatabaseError, open_engine
from db.lookup import count_articles, find, sample, settled
from db.migrate import FutureDatabase, migrate
from db.results import Counts, Rejected, Result, Sample
from db.runs import finish_run, start_run
from db.store import quarantine, store

__all__ = [
    "Counts",
    "DatabaseError",
    "FutureDatabase",
    "Rejected",
    "Result",
    "Sample",
    "count_articles",
    "find",
    "finish_run",
    "migrate",
    "open_engine",
    "quarantine",
    "sample",
    "settled",
    "start_run",
    "store",
]
