"""The tables of fetching and crawling, as those of `db.models`."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column as column

from db.models import Base
from db.types import Id, Locator


class Host(Base):
    """A host that pages are fetched from, and whose turn it is there: one request at a time, for all who fetch."""

    __tablename__ = "hosts"
    __table_args__ = ({"comment": "Hosts that are fetched from, and whose turn it is there"},)

    host: Mapped[str] = column(primary_key=True, comment="Name or address, in lower case and without its port")
    owner: Mapped[str | None] = column(comment="Process whose turn it is: machine and process id")
    token: Mapped[str | None] = column(comment="Token of the turn; an older one ends nothing")
    expires_at: Mapped[datetime | None] = column(comment="When the turn ends by itself")
    asked_at: Mapped[datetime | None] = column(comment="When the last turn ended")
    rest_until: Mapped[datetime | None] = column(comment="Until when it is left alone, since it failed or said so")
    failures: Mapped[int] = column(comment="Addresses in a row that could not be had of it")


class Robots(Base):
    """The robots.txt of an origin; a server that could not say has no row."""

    __tablename__ = "robots"
    __table_args__ = ({"comment": "robots.txt of the sites that are fetched from"},)

    origin: Mapped[str] = column(primary_key=True, comment="Scheme, host and port, such as https://contoh.id")
    fetched_at: Mapped[datetime] = column(comment="When it was fetched")
    status: Mapped[int] = column(comment="HTTP status of the answer; 400 to 499 is a site without the file")
    text: Mapped[str] = column(comment="What it says, its first 500 KiB; empty where there is none")


class Source(Base):
    """A feed, a sitemap or an index page, as it was last read."""

    __tablename__ = "sources"
    __table_args__ = ({"comment": "Feeds and sitemaps that articles are discovered in"},)

    url_hash: Mapped[Id] = column(primary_key=True, autoincrement=False, comment="Hash of the address")
    url: Mapped[Locator] = column(comment="Address of the feed or sitemap")
    outlet: Mapped[str] = column(comment="Outlet (media) that it is of")
    etag: Mapped[str | None] = column(comment="ETag of the response, to ask for changes only")
    last_modified: Mapped[str | None] = column(comment="Last-Modified of the response, to ask for changes only")
    read_at: Mapped[datetime] = column(comment="When it was last read to its end, or found unchanged")
    newest_at: Mapped[datetime | None] = column(comment="Date of its newest entry; NULL where none is dated")
    entries: Mapped[int] = column(comment="Addresses that it named")


class Frontier(Base):
    """An address to fetch, or one that was: where a crawl stands."""

    __tablename__ = "frontier"
    __table_args__ = (
        Index(None, "state", "outlet", "host"),
        {"comment": "Addresses of articles, and where a crawl stands"},
    )

    url_hash: Mapped[Id] = column(
        primary_key=True, autoincrement=False, comment="Hash of the address without its scheme"
    )
    url: Mapped[Locator] = column(comment="Address that is asked for: the one-page form where the outlet has one")
    host: Mapped[str] = column(comment="Host of the address (hosts.host)")
    outlet: Mapped[str] = column(comment="Outlet (media) that it is of")
    lastmod: Mapped[datetime | None] = column(comment="When it last changed, says the feed or sitemap that named it")
    published_at: Mapped[datetime | None] = column(comment="When it was published, says the feed or sitemap")
    discovered_at: Mapped[datetime] = column(comment="When it was first named")
    state: Mapped[str] = column(comment="waiting, fetched (its page is to be cleaned), done, or refused")
    attempts: Mapped[int] = column(comment="How often in a row it could not be fetched")
    reason: Mapped[str | None] = column(comment="Why it was not fetched when it was last its turn")
    due_at: Mapped[datetime | None] = column(comment="Of a refused one: when it may be asked for again, if still named")
    fetched_at: Mapped[datetime | None] = column(comment="When it was last fetched")
    page_id: Mapped[Id | None] = column(
        ForeignKey("pages.id", ondelete="SET NULL"), comment="Page that it last gave (pages.id)"
    )
    run_id: Mapped[str | None] = column(comment="Run in which it last had its turn (runs.id)")
    owner: Mapped[str | None] = column(comment="Process that has taken it: machine and process id")
    expires_at: Mapped[datetime | None] = column(comment="Until when it is that process's")
