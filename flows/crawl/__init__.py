"""Crawling: new articles are discovered in feeds, sitemaps and index pages, fetched, stored raw, and cleaned."""

from flows.crawl.job import CannotBegin, Order
from flows.crawl.steps import crawl

__all__ = ["CannotBegin", "Order", "crawl"]
