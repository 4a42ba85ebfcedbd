"""Crawling: new articles of outlets are discovered in feeds and sitemaps, fetched, stored raw, and cleaned."""

from flows.crawl.job import CannotBegin, Order
from flows.crawl.steps import crawl

__all__ = ["CannotBegin", "Order", "crawl"]
