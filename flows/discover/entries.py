"""What feeds and sitemaps name, in one form."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timezone
from functools import lru_cache

from cleaners.address import absolute
from cleaners.dates import parse_machine
from flows.discover.records import Record, records

# The fields that hold an address, those that say when it last changed, and when it was published: the best first.
_ADDRESS = ("loc", "link", "guid")
_CHANGED = ("lastmod", "updated", "modified")
_PUBLISHED = ("pubDate", "published", "publication_date", "date")

_WHOLE = ("https://", "http://")  # needs no more than that, which saves half of the time


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that a feed or sitemap names, with the times that it says of it, in UTC. A `sitemap` lists more."""

    url: str
    changed_at: datetime | None = None
    published_at: datetime | None = None
    sitemap: bool = False

    @property
    def newest_at(self) -> datetime | None:
        """The later of its times."""
        return max(filter(None, (self.changed_at, self.published_at)), default=None)


def entries(body: bytes, base: str, zone: timezone) -> Iterator[Entry]:
    """What a feed (RSS 2.0, RSS 1.0, Atom), a sitemap or an index of sitemaps names, one after the other.

    `base` is the file's own address, `zone` what a time without a zone counts in. Raises SourceError, if need be after
    what could be read.
    """
    for record in records(body):
        address = next((record[name] for name in _ADDRESS if name in record), "")
        for twice in ("&#38;", "&amp;"):  # in CDATA, and where a feed escapes what is escaped
            address = address.replace(twice, "&")
        url = address if address.startswith(_WHOLE) else absolute(base, address) if address else None
        if url:
            yield Entry(url, _time(record, _CHANGED, zone), _time(record, _PUBLISHED, zone), record[""] == "sitemap")


def _time(record: Record, names: tuple[str, ...], zone: timezone) -> datetime | None:
    return next((moment for name in names if name in record and (moment := _instant(record[name], zone))), None)


@lru_cache(maxsize=1_000)  # a sitemap names thousands of addresses of a day
def _instant(text: str, zone: timezone) -> datetime | None:
    moment = parse_machine(text, zone)
    return moment.value.astimezone(UTC) if moment else None
