"""What the corpus learns of its sites."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)

SITE = "Host of the site", "Site of the pages (pages.site)"
FURNITURE: dict[str, tuple[Any, str, str]] = {
    "site": (sa.Text(), *SITE),
    "articles": (sa.Integer(), "Articles it was seen on", "Articles that it was learned from"),
    "days": (sa.Integer(), "Days it was seen on", "Days that these were published on, as far as they say so"),
    "retired_at": (
        TIME,
        "When it was given up; NULL while it holds",
        "When it was given up for good; NULL while it holds",
    ),
}


def column(name: str, type_: sa.types.TypeEngine[Any], comment: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=nullable, comment=comment, autoincrement=False)


def upgrade() -> None:
    op.add_column(
        "pages", column("site", sa.Text(), "Domain of the outlet, else host, else the file or folder it came in", True)
    )
    op.create_index("ix_pages_site_seen_at", "pages", ["site", "seen_at"])
    op.create_index("ix_articles_cleaned_at", "articles", ["cleaned_at"])
    op.create_table(
        "learned",
        column("what", sa.Text(), "What is learned, such as furniture"),
        column("until", TIME, "articles.cleaned_at of the last article that was learned from"),
        sa.PrimaryKeyConstraint("what", name="pk_learned"),
        comment="How far the articles have been learned from",
    )
    op.create_table(
        "learned_lately",
        column("article_id", ID, "articles.id"),
        column("cleaned_at", TIME, "articles.cleaned_at at that time"),
        sa.PrimaryKeyConstraint("article_id", name="pk_learned_lately"),
        comment="Articles around learned.until that furniture was learned from",
    )
    op.create_table(
        "sightings",
        column("paragraph", ID, "Hash of site and fingerprint"),
        column("article_id", ID, "articles.id"),
        column("day", sa.Integer(), "Day of publication, else of the fetch: days since 1970; NULL: not known", True),
        sa.PrimaryKeyConstraint("paragraph", "article_id", name="pk_sightings"),
        comment="Articles that have a paragraph, at most 20 of them",
        sqlite_with_rowid=False,
    )
    comment_on_furniture(1, 2)
    op.drop_table("site_rules")  # nothing was ever written to it
    op.create_table(
        "site_rules",
        column("site", sa.Text(), SITE[1]),
        column("selector", sa.Text(), "CSS selector of the container"),
        column("cut", JSON, "CSS selectors of what in it is not the story: list of texts"),
        column("learned_from", sa.Integer(), "Pages on which it agreed with the general extractor"),
        column("hits", sa.Integer(), "New pages that were read by it"),
        column("misses", sa.Integer(), "New pages in a row, up to the last, on which it did not fit"),
        column("learned_at", TIME, "When it was learned"),
        column("retired_at", TIME, "When it was given up; NULL while it holds", nullable=True),
        sa.PrimaryKeyConstraint("site", "selector", name="pk_site_rules"),
        comment="Page rules learned of sites",
    )


def downgrade() -> None:
    op.drop_table("site_rules")
    op.create_table(
        "site_rules",
        column("site", sa.Text(), SITE[0]),
        column("selector", sa.Text(), "CSS selector of the container"),
        column("hits", sa.Integer(), "Pages on which it agreed with the general extractor"),
        column("misses", sa.Integer(), "Pages since then on which it did not fit"),
        column("learned_at", TIME, "When it was learned"),
        column("retired_at", TIME, "When it was given up; NULL while it holds", nullable=True),
        sa.PrimaryKeyConstraint("site", "selector", name="pk_site_rules"),
        comment="Page rules learned of sites",
    )
    comment_on_furniture(2, 1)
    op.drop_table("sightings")
    op.drop_table("learned_lately")
    op.drop_table("learned")
    op.drop_index("ix_articles_cleaned_at", "articles")
    op.drop_index("ix_pages_site_seen_at", "pages")
    op.drop_column("pages", "site")


def comment_on_furniture(old: int, new: int) -> None:
    """SQLite keeps no comments."""
    if op.get_context().dialect.name == "postgresql":
        for name, said in FURNITURE.items():
            op.alter_column("furniture", name, existing_type=said[0], existing_comment=said[old], comment=said[new])
