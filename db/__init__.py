"""The corpus in SQL: SQLite or Postgres."""

from db.batches import Lease, LeaseLost
from db.copies import Copies, find_copies
from db.engine import DatabaseError, is_missing, open_engine, opened, shown_url
from db.export import (
    ARTICLE_COLUMNS,
    Selection,
    StoredPage,
    count_pages,
    count_selected,
    stored_articles,
    stored_pages,
)
from db.furniture import FoundFurniture, count_unlearned, learn_furniture
from db.hosts import claim_host, find_robots, forgive_hosts, keep_robots, release_host
from db.lookup import count_articles, find, sample, settled
from db.migrate import FutureDatabase, migrate
from db.results import Counts, Rejected, Result, Sample
from db.rules import FoundRule, note_uses, pages_to_learn, put_rules
from db.runs import finish_run, start_run
from db.search import Hit, Unsearchable, search
from db.sites import learned_sites
from db.stale import raw_pages, read_pages, still_stale
from db.stats import OutletStats, Stats, stats
from db.store import quarantine, release, store

__all__ = [
    "ARTICLE_COLUMNS",
    "Copies",
    "Counts",
    "DatabaseError",
    "FoundFurniture",
    "FoundRule",
    "FutureDatabase",
    "Hit",
    "Lease",
    "LeaseLost",
    "OutletStats",
    "Rejected",
    "Result",
    "Sample",
    "Selection",
    "Stats",
    "StoredPage",
    "Unsearchable",
    "claim_host",
    "count_articles",
    "count_pages",
    "count_selected",
    "count_unlearned",
    "find",
    "find_copies",
    "find_robots",
    "finish_run",
    "forgive_hosts",
    "is_missing",
    "keep_robots",
    "learn_furniture",
    "learned_sites",
    "migrate",
    "note_uses",
    "open_engine",
    "opened",
    "pages_to_learn",
    "put_rules",
    "quarantine",
    "raw_pages",
    "read_pages",
    "release",
    "release_host",
    "sample",
    "search",
    "settled",
    "shown_url",
    "start_run",
    "stats",
    "still_stale",
    "store",
    "stored_articles",
    "stored_pages",
]
