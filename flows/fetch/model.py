"""What is asked for and what comes back."""

from dataclasses import dataclass
from datetime import datetime

from cleaners import RawPage
from cleaners.caps import MAX_BYTES

KIB = 1024


class FetchError(Exception):
    """Why an address gave nothing.

    `reason` is a short lower-case text, the same for all that failed alike ("private address", "http 404"), `detail`
    what there is to say of this one, `status` the last HTTP status where there was one, `retry_after` the seconds that
    the server asked to be left alone, and `host` a host of which nothing else can be had for now either.
    """

    def __init__(
        self,
        reason: str,
        detail: str = "",
        *,
        status: int | None = None,
        retry_after: float | None = None,
        host: str | None = None,
    ) -> None:
        super().__init__(f"{reason} ({detail})" if detail else reason)
        self.reason = reason
        self.detail = detail
        self.status = status
        self.retry_after = retry_after
        self.host = host


@dataclass(frozen=True, slots=True)
class Kind:
    """What an address should hold: its media types (none: any), and how many bytes are taken.

    `whole` says that a longer one is an error; otherwise its beginning is taken.
    """

    name: str
    types: tuple[str, ...] = ()
    max_bytes: int = MAX_BYTES
    whole: bool = True


HTML = Kind("html", ("text/html", "application/xhtml+xml"))
INDEX = Kind("index page", HTML.types)
_XML = ("application/xml", "text/xml")
_ALSO = ("text/html", "text/plain")  # what feeds and sitemaps are often served as
FEED = Kind(
    "feed",
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json", *_XML, *_ALSO),
)
SITEMAP = Kind(
    "sitemap",
    (*_XML, *_ALSO, "application/gzip", "application/x-gzip", "application/octet-stream"),
    max_bytes=50 * KIB * KIB,  # what sitemaps.org allows
)
ROBOTS = Kind("robots.txt", max_bytes=500 * KIB, whole=False)  # RFC 9309, 2.5


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take, in seconds, and how often they are tried."""

    connect: float = 10.0  # to one address
    idle: float = 20.0  # between two pieces of a response
    total: float = 60.0  # on the network for one address: names, connections, headers, bodies, redirects
    redirects: int = 5
    retries: int = 3
    back_off: float = 2.0  # the longest rest after a first failure; it doubles with each
    longest_rest: float = 3600.0  # of a host, whatever its Retry-After says
    patience: float = 120.0  # an address whose host rests for longer is given up
    crawl_delay: float = 60.0  # a host that asks for more is not crawled
    failures: int = 5  # addresses in a row that could not be had of a host, after which it is left alone


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address holds.

    `requested` is the address that was asked for, `redirects` those it led through, `url` the last one, which `body`
    is of. `content_type` is the header as sent ("text/html; charset=utf-8"), `charset` what it names. `fetched_at` is
    aware, in UTC. With `status` 304 the body is empty: what the validators stand for has not changed.
    """

    url: str
    requested: str
    status: int
    content_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None
    body: bytes
    fetched_at: datetime
    redirects: tuple[str, ...] = ()

    @property
    def page(self) -> RawPage:
        """What was fetched, as a page to clean."""
        return RawPage(
            self.url,
            self.body,
            self.url,
            self.content_type or "text/html",
            self.fetched_at,
            http_status=self.status,
            etag=self.etag,
            last_modified=self.last_modified,
        )
