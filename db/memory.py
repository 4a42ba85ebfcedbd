"""The tables of what the corpus has learned of its sites, as those of `db.models`."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column as column

from db.models import Base
from db.types import Id


class Learned(Base):
    """How far the articles have been read by what learns from them."""

    __tablename__ = "learned"
    __table_args__ = ({"comment": "How far the articles have been learned from"},)

    what: Mapped[str] = column(primary_key=True, comment="What is learned, such as furniture")
    until: Mapped[datetime] = column(comment="articles.cleaned_at of the last article that was learned from")


class LearnedLately(Base):
    """An article that was learned from a short while ago: others with an earlier `cleaned_at` may still come to light,
    as a transaction ends later than it begins."""

    __tablename__ = "learned_lately"
    __table_args__ = ({"comment": "Articles around learned.until that furniture was learned from"},)

    article_id: Mapped[Id] = column(primary_key=True, autoincrement=False, comment="articles.id")
    cleaned_at: Mapped[datetime] = column(comment="articles.cleaned_at at that time")


class Sighting(Base):
    """A paragraph that an article has, until it is learned as furniture: of many articles a random sample."""

    __tablename__ = "sightings"
    __table_args__ = ({"comment": "Articles that have a paragraph, at most 20 of them", "sqlite_with_rowid": False},)

    paragraph: Mapped[Id] = column(primary_key=True, autoincrement=False, comment="Hash of site and fingerprint")
    article_id: Mapped[Id] = column(primary_key=True, autoincrement=False, comment="articles.id")
    day: Mapped[int | None] = column(comment="Day of publication, else of the fetch: days since 1970; NULL: not known")


class Furniture(Base):
    """A paragraph that a site repeats on unlike articles."""

    __tablename__ = "furniture"
    __table_args__ = ({"comment": "Blocks that a site repeats on unlike articles; they become cuts"},)

    site: Mapped[str] = column(primary_key=True, comment="Site of the pages (pages.site)")
    fingerprint: Mapped[Id] = column(
        primary_key=True, autoincrement=False, comment="Hash of the block in lower case, digits as 0, no punctuation"
    )
    text: Mapped[str] = column(comment="The block as it was first seen")
    articles: Mapped[int] = column(comment="Articles that it was learned from")
    days: Mapped[int] = column(comment="Days that these were published on, as far as they say so")
    likeness: Mapped[float] = column(comment="Mean Jaccard similarity of the other words of those articles")
    learned_at: Mapped[datetime] = column(comment="When it was learned")
    retired_at: Mapped[datetime | None] = column(comment="When it was given up for good; NULL while it holds")


class SiteRule(Base):
    """The container that holds the story on the pages of a site, as learned."""

    __tablename__ = "site_rules"
    __table_args__ = ({"comment": "Page rules learned of sites"},)

    site: Mapped[str] = column(primary_key=True, comment="Site of the pages (pages.site)")
    selector: Mapped[str] = column(primary_key=True, comment="CSS selector of the container")
    cut: Mapped[list[Any]] = column(comment="CSS selectors of what in it is not the story: list of texts")
    learned_from: Mapped[int] = column(comment="Pages on which it agreed with the general extractor")
    hits: Mapped[int] = column(comment="New pages that were read by it")
    misses: Mapped[int] = column(comment="New pages in a row, up to the last, on which it did not fit")
    learned_at: Mapped[datetime] = column(comment="When it was learned")
    retired_at: Mapped[datetime | None] = column(comment="When it was given up; NULL while it holds")
