"""Stored pages that are to be read anew, without asking for them again."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import zstandard
from sqlalchemy import Engine, select

from cleaners.model import RawPage
from cleaners.site import Site, versioned
from db.models import Page, PageBody
from db.rows import page_of
from db.upsert import chunks

_PAGES = 50  # read at a time, each with its body
_ROWS = 5_000


def read_pages(engine: Engine, stale: tuple[str, Mapping[str, Site]] | None = None) -> list[int]:
    """The ids of the pages that were read, of several captures of one locator that of the newest.

    With a ruleset and what is learned of sites, of those pages only that were read by other rules, or with other
    knowledge of their site.
    """
    query = select(Page.id, Page.locator_hash, Page.ruleset, Page.site).order_by(Page.locator_hash, Page.seen_at)
    found = []
    with engine.connect() as connection:
        rows = connection.execution_options(yield_per=_ROWS).execute(query)
        for _, captures in groupby(rows, key=lambda row: row.locator_hash):
            *_, newest = captures
            fresh = stale and newest.ruleset == versioned(stale[0], stale[1].get(newest.site or ""))
            if newest.ruleset and not fresh:  # what was fetched and never read is for the crawl to read
                found.append(newest.id)
    return found


def still_stale(engine: Engine, ids: Sequence[int], ruleset: str, sites: Mapping[str, Site]) -> list[int]:
    """Those of some pages, by their ids, that nobody has read meanwhile by these rules and with what is learned."""
    fresh = set()
    with engine.connect() as connection:
        for chunk in chunks(ids):
            for row in connection.execute(select(Page.id, Page.ruleset, Page.site).where(Page.id.in_(chunk))):
                if row.ruleset == versioned(ruleset, sites.get(row.site or "")):
                    fresh.add(row.id)
    return [key for key in ids if key not in fresh]


def raw_pages(engine: Engine, ids: Sequence[int]) -> Iterator[RawPage]:
    """Pages by their ids, in that order, a few at a time."""
    for start in range(0, len(ids), _PAGES):
        some = ids[start : start + _PAGES]
        query = select(Page.__table__, PageBody.body).join(PageBody).where(Page.id.in_(some))
        with engine.connect() as connection:
            rows = {row["id"]: row for row in connection.execute(query).mappings()}
        for key in some:
            if row := rows.get(key):
                yield page_of(row, zstandard.decompress(row["body"]))
