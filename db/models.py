"""The tables. A column's comment says what it holds, in the database (Postgres) and in the documentation."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped
from sqlalchemy.orm import mapped_column as column

from db.types import COLUMN_TYPES, Id, Locator


class Base(DeclarativeBase):
    """Base of all tables; every constraint has a name, so that a migration can change it."""

    type_annotation_map = COLUMN_TYPES
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Page(Base):
    """A distinct raw capture: one row a locator and content."""

    __tablename__ = "pages"
    __table_args__ = (
        UniqueConstraint("locator_hash", "sha256", deferrable=True),  # else two writers of one page collide on it
        Index(None, "site", "seen_at"),
        {"comment": "Raw captures, one row a content"},
    )

    id: Mapped[Id] = column(primary_key=True, autoincrement=False, comment="Hash of locator and sha256")
    locator_hash: Mapped[Id] = column(comment="Hash of the locator, for look-ups")
    locator: Mapped[Locator] = column(comment="Absolute path, path#place in a file of many pages, or the URL fetched")
    url: Mapped[str | None] = column(comment="URL that came with the page")
    outlet: Mapped[str | None] = column(comment="Outlet (media) that published the page")
    site: Mapped[str | None] = column(comment="Domain of the outlet, else host, else the file or folder it came in")
    sha256: Mapped[str] = column(comment="SHA-256 of the body, hexadecimal")
    content_type: Mapped[str] = column(comment="Media type, such as text/html")
    fetched_at: Mapped[datetime | None] = column(comment="When it was fetched, at the latest; NULL where not known")
    http_status: Mapped[int | None] = column(comment="HTTP status of the fetch")
    etag: Mapped[str | None] = column(comment="ETag of the response, to ask for changes only")
    last_modified: Mapped[str | None] = column(comment="Last-Modified of the response, to ask for changes only")
    extra: Mapped[dict[str, Any]] = column(comment="What else came with the page: other keys of a JSONL line")
    ruleset: Mapped[str] = column(comment="Version of the rules that last read it")
    refused: Mapped[str | None] = column(comment="Why those rules found no article in it; NULL where they did")
    run_id: Mapped[str | None] = column(comment="Run that last ingested it (runs.id)")
    stored_at: Mapped[datetime] = column(comment="When it was first ingested")
    seen_at: Mapped[datetime] = column(comment="When it was last ingested; the newest of a locator is what lies there")


class PageBody(Base):
    """The bytes of a capture, apart from its row so that scans of pages stay small."""

    __tablename__ = "page_bodies"
    __table_args__ = ({"comment": "Bodies of raw captures"},)

    page_id: Mapped[Id] = column(
        ForeignKey("pages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, comment="pages.id"
    )
    body: Mapped[bytes] = column(comment="The body as it was captured, compressed with zstd")


class StoredArticle(Base):
    """A story: one row a canonical URL (else a locator), as read from the best of its pages."""

    __tablename__ = "articles"
    __table_args__ = (
        Index(None, "outlet", "published_at"),
        Index(None, "published_at"),
        Index(None, "cleaned_at"),
        {"comment": "Clean articles, one row a story"},
    )

    id: Mapped[Id] = column(primary_key=True, autoincrement=False, comment="Hash of the canonical URL, else locator")
    page_id: Mapped[Id] = column(ForeignKey("pages.id"), comment="Page it was read from (all: article_pages)")
    part_count: Mapped[int | None] = column(comment="Parts (article_parts) it was joined from; NULL: a whole page")
    locator: Mapped[Locator] = column(comment="Locator of that page")
    fetched_at: Mapped[datetime | None] = column(comment="When that page was fetched; the latest page wins")
    url: Mapped[str | None] = column(comment="Canonical URL")
    outlet: Mapped[str | None] = column(comment="Outlet (media) that published it")
    kind: Mapped[str | None] = column(comment="Kind: story, gallery, video or live")
    title: Mapped[str | None] = column(comment="Headline")
    deck: Mapped[str | None] = column(comment="Standfirst")
    authors: Mapped[list[Any]] = column(comment="Byline as displayed: list of names")
    editors: Mapped[list[Any]] = column(comment="Editors as displayed: list of names")
    published_at: Mapped[datetime | None] = column(comment="Time of publication that the page states")
    published_zone: Mapped[str | None] = column(comment="Zone of that time as stated: WIB, WITA, WIT, +07:00, Z")
    modified_at: Mapped[datetime | None] = column(comment="Time of the last modification that the page states")
    section: Mapped[str | None] = column(comment="Section (kanal)")
    tags: Mapped[list[Any]] = column(comment="Tags as displayed: list of texts")
    dateline: Mapped[str | None] = column(comment="Place of the dateline, as written")
    wire_source: Mapped[str | None] = column(comment="Wire service or outlet that the credit line names")
    language: Mapped[str] = column(comment="Language: ISO 639-1 code; und where not sure")
    language_confidence: Mapped[float] = column(comment="Confidence in the language, 0 to 1")
    foreign_share: Mapped[float | None] = column(comment="Share of the text in another language; NULL: not measured")
    foreign_passages: Mapped[list[Any] | None] = column(
        comment="Where those stand: list of {language, start, end}, in characters of the text; NULL: not measured"
    )
    text: Mapped[str] = column(comment="The story; a blank line between paragraphs")
    word_count: Mapped[int] = column(comment="Words of the text")
    sentence_count: Mapped[int] = column(comment="Sentences of the text")
    digit_share: Mapped[float] = column(comment="Digits / characters of the text that are not white space")
    capital_share: Mapped[float] = column(comment="Capitals / letters of the text")
    repeated_line_share: Mapped[float] = column(comment="Characters in lines that repeat an earlier one / all of them")
    boilerplate_share: Mapped[float] = column(comment="Characters cut / characters cut and kept")
    lead_image_url: Mapped[str | None] = column(comment="URL of the lead image")
    captions: Mapped[list[Any]] = column(comment="Captions of images: list of texts")
    cuts: Mapped[list[Any]] = column(comment="What was left out: list of {cleaner, text, start, end} (view: cuts)")
    sources: Mapped[dict[str, Any]] = column(comment="Where on the page each value was read: field -> place")
    extractor: Mapped[str | None] = column(comment="Link of the extractor chain that found the text")
    ruleset: Mapped[str] = column(comment="Version of the rules that read it")
    run_id: Mapped[str | None] = column(comment="Run that last changed it (runs.id)")
    cleaned_at: Mapped[datetime] = column(comment="When it was last changed here")


class ArticlePart(Base):
    """What was read of a page that holds a part of a story, by its locator; the article is joined of all."""

    __tablename__ = "article_parts"
    __table_args__ = (Index(None, "page_id"), {"comment": "Parts of stories that are split over several pages"})

    article_id: Mapped[Id] = column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, comment="articles.id"
    )
    locator_hash: Mapped[Id] = column(primary_key=True, autoincrement=False, comment="Hash of the page's locator")
    part: Mapped[int] = column(comment="Number of the part, from 1")
    page_id: Mapped[Id] = column(ForeignKey("pages.id", ondelete="CASCADE"), comment="pages.id")
    locator: Mapped[Locator] = column(comment="Locator of that page")
    fetched_at: Mapped[datetime | None] = column(comment="When that page was fetched; the latest of a part counts")
    reading: Mapped[dict[str, Any]] = column(comment="What was read on it: text, metadata and cuts, as in articles")


class ArticlePage(Base):
    """A capture that holds a story."""

    __tablename__ = "article_pages"
    __table_args__ = (Index(None, "page_id"), {"comment": "All captures of each article"})

    article_id: Mapped[Id] = column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, comment="articles.id"
    )
    page_id: Mapped[Id] = column(
        ForeignKey("pages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, comment="pages.id"
    )


class Quarantined(Base):
    """A document that could not be stored as an article."""

    __tablename__ = "quarantine"
    __table_args__ = ({"comment": "Documents without an article, and why"},)

    locator_hash: Mapped[Id] = column(primary_key=True, autoincrement=False, comment="Hash of the locator")
    locator: Mapped[Locator] = column(comment="Absolute path, path#place in a file of many pages, or URL")
    stage: Mapped[str] = column(comment="Where it failed, such as read or extract")
    reason: Mapped[str] = column(comment="Why, in a few words")
    sha256: Mapped[str | None] = column(comment="SHA-256 of its content, hexadecimal; NULL where it was not read")
    ruleset: Mapped[str | None] = column(comment="Version of the rules that refused it; NULL where none was asked")
    attempts: Mapped[int] = column(comment="How often it failed")
    last_error: Mapped[str | None] = column(comment="Message of the last failure")
    first_at: Mapped[datetime] = column(comment="When it first failed")
    last_at: Mapped[datetime] = column(comment="When it last failed")


class Batch(Base):
    """A share of the work of runs, leased by one of them at a time."""

    __tablename__ = "batches"
    __table_args__ = (Index(None, "run_id"), {"comment": "Work of runs, in leases"})

    id: Mapped[Id] = column(primary_key=True, autoincrement=False, comment="Hash of what it covers")
    run_id: Mapped[str] = column(
        ForeignKey("runs.id", ondelete="CASCADE"), comment="Run that last claimed it (runs.id)"
    )
    pages: Mapped[int] = column(comment="Pages that it covers")
    attempts: Mapped[int] = column(comment="How often a worker began it")
    owner: Mapped[str | None] = column(comment="Process whose run has claimed it: machine and process id")
    token: Mapped[str | None] = column(comment="Token of the worker that last began it; others cannot write")
    expires_at: Mapped[datetime | None] = column(comment="When the claim ends by itself")
    done_at: Mapped[datetime | None] = column(comment="When its results were stored; NULL while it is claimed")


class Run(Base):
    """One run of a command or flow."""

    __tablename__ = "runs"
    __table_args__ = ({"comment": "Runs, what they did and how long it took"},)

    id: Mapped[str] = column(primary_key=True, comment="Random id")
    what: Mapped[str] = column(comment="What was run, such as a command and its target")
    ruleset: Mapped[str] = column(comment="Version of the rules")
    started_at: Mapped[datetime] = column(comment="When it started")
    finished_at: Mapped[datetime | None] = column(comment="When it finished; NULL while it runs or if it was killed")
    counts: Mapped[dict[str, Any]] = column(comment="Documents stored, updated, unchanged, quarantined by reason")
    timings: Mapped[dict[str, Any]] = column(comment="Seconds by stage")
