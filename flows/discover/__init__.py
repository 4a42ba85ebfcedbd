"""What feeds, sitemaps and index pages say of new articles. Nothing here asks a server."""

from flows.discover.addresses import is_article
from flows.discover.entries import Entry, entries
from flows.discover.links import links
from flows.discover.records import SourceError

__all__ = ["Entry", "SourceError", "entries", "is_article", "links"]
