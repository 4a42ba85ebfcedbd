"""The tables of how alike articles are, as those of `db.models`."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column as column

from db.models import Base
from db.types import Id

UNSETTLED = text("settled < edition")
FILED = text("settled > 0")


class Signature(Base):
    """What of an article is compared to find copies; `settled` lags behind `edition` until that is done."""

    __tablename__ = "signatures"
    __table_args__ = (
        Index("ix_signatures_unsettled", "article_id", sqlite_where=UNSETTLED, postgresql_where=UNSETTLED),
        {"comment": "What of articles is compared to find copies"},
    )

    article_id: Mapped[Id] = column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, comment="articles.id"
    )
    told_at: Mapped[datetime | None] = column(comment="When it was published, else fetched, as far as is known")
    fetched_at: Mapped[datetime | None] = column(comment="When it was fetched: of two told at once the first counts")
    words: Mapped[Id] = column(comment="Hash of all words of the text")
    runs: Mapped[int] = column(comment="Runs of three words in the text, each counted once")
    minhash: Mapped[bytes] = column(comment="MinHash of those runs: 128 numbers of four bytes")
    edition: Mapped[int] = column(comment="Goes up when the article changes, or what it was compared with")
    settled: Mapped[int] = column(comment="Edition that was last compared; 0: none, and no bands are stored")


class LshBand(Base):
    """A band of an article's MinHash: articles of neighbouring months that share one may be copies."""

    __tablename__ = "lsh_bands"
    __table_args__ = ({"comment": "MinHash bands, to find copies across runs", "sqlite_with_rowid": False},)

    month: Mapped[int] = column(
        primary_key=True, autoincrement=False, comment="Months since year 0; 0: no date is known; -1: any, all words"
    )
    copy: Mapped[bool] = column(primary_key=True, comment="Whether the article is a copy; most look for the first only")
    hash: Mapped[Id] = column(primary_key=True, autoincrement=False, comment="Hash of the band, or of all words")
    article_id: Mapped[Id] = column(
        primary_key=True, autoincrement=False, comment="articles.id; rows of articles that are gone do no harm"
    )


class Cluster(Base):
    """An article's place among syndicated copies of a story."""

    __tablename__ = "clusters"
    __table_args__ = (Index(None, "cluster_id"), {"comment": "Syndicated copies; articles without any have no row"})

    article_id: Mapped[Id] = column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, comment="articles.id"
    )
    cluster_id: Mapped[Id] = column(comment="articles.id of the first publisher; another id than its own marks a copy")
    similarity: Mapped[float] = column(comment="Estimated Jaccard similarity to the first, 0 to 1")
    containment: Mapped[float | None] = column(
        comment="Share of the shorter of the two texts that stands in the other, as estimated, 0 to 1"
    )
    wire_agrees: Mapped[bool | None] = column(
        comment="Whether the credit (articles.wire_source) names the first or, if not here, is the first's too; "
        "NULL: no credit"
    )
    found_at: Mapped[datetime] = column(comment="When the copy was found")
