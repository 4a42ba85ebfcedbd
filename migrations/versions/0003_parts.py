"""Stories that are split over several pages."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
LOCATOR = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)

KIND = "Kind of piece, such as news or opinion", "Kind: story, gallery, video or live"

# A copy is a member of a cluster whose first publisher is another article.
ARTICLES_ID = """
    CREATE VIEW articles_id AS
    SELECT a.*
    FROM articles AS a
    LEFT JOIN clusters AS c ON c.article_id = a.id
    WHERE a.language = 'id' AND (c.cluster_id IS NULL OR c.cluster_id = a.id)
"""


def column(name: str, type_: sa.types.TypeEngine[Any], comment: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=nullable, comment=comment, autoincrement=False)


def upgrade() -> None:
    op.execute("DROP VIEW articles_id")  # its columns are those of the day it was made
    part_count = column(
        "part_count", sa.Integer(), "Parts (article_parts) it was joined from; NULL: a whole page", nullable=True
    )
    op.add_column("articles", part_count)
    op.execute(ARTICLES_ID)
    comment_on_kind(*KIND)
    op.create_table(
        "article_parts",
        column("article_id", ID, "articles.id"),
        column("locator_hash", ID, "Hash of the page's locator"),
        column("part", sa.Integer(), "Number of the part, from 1"),
        column("page_id", ID, "pages.id"),
        column("locator", LOCATOR, "Locator of that page"),
        column("fetched_at", TIME, "When that page was fetched; the latest of a part counts", nullable=True),
        column("reading", JSON, "What was read on it: text, metadata and cuts, as in articles"),
        sa.PrimaryKeyConstraint("article_id", "locator_hash", name="pk_article_parts"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_article_parts_article_id_articles", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_article_parts_page_id_pages", ondelete="CASCADE"),
        comment="Parts of stories that are split over several pages",
    )
    op.create_index("ix_article_parts_page_id", "article_parts", ["page_id"])


def downgrade() -> None:
    op.drop_table("article_parts")
    comment_on_kind(*reversed(KIND))
    op.execute("DROP VIEW articles_id")
    op.drop_column("articles", "part_count")
    op.execute(ARTICLES_ID)


def comment_on_kind(old: str, new: str) -> None:
    """SQLite keeps no comments."""
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("articles", "kind", existing_type=sa.Text(), existing_comment=old, comment=new)
