"""Fetching from the web: only what is public, only what robots.txt allows, no faster than a host bears."""

import asyncio

from cleaners import RawPage
from flows.fetch.fetcher import Fetcher
from flows.fetch.hosts import OwnHosts, SharedHosts
from flows.fetch.model import FEED, HTML, INDEX, SITEMAP, Fetched, FetchError, Kind, Limits

__all__ = [
    "FEED",
    "HTML",
    "INDEX",
    "SITEMAP",
    "FetchError",
    "Fetched",
    "Fetcher",
    "Kind",
    "Limits",
    "OwnHosts",
    "SharedHosts",
    "fetch_one",
]


def fetch_one(url: str, *, allow_private: bool = False) -> RawPage:
    """Fetch one page, by itself: its robots.txt, then the page, with the usual gap. Raises FetchError.

    `allow_private` lets it ask servers that are not public, which is for tests.
    """

    async def fetch() -> Fetched:
        limits = Limits()
        return await Fetcher(OwnHosts(limits), limits, allow_private=allow_private).fetch(url)

    return asyncio.run(fetch()).page
