"""Where a crawl stands: feeds and sitemaps as last read, and the addresses to fetch."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LOCATOR = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def column(name: str, type_: sa.types.TypeEngine[Any], comment: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=nullable, comment=comment, autoincrement=False)


def upgrade() -> None:
    op.create_table(
        "sources",
        column("url_hash", ID, "Hash of the address"),
        column("url", LOCATOR, "Address of the feed or sitemap"),
        column("outlet", sa.Text(), "Outlet (media) that it is of"),
        column("etag", sa.Text(), "ETag of the response, to ask for changes only", nullable=True),
        column("last_modified", sa.Text(), "Last-Modified of the response, to ask for changes only", nullable=True),
        column("read_at", TIME, "When it was last read to its end, or found unchanged"),
        column("newest_at", TIME, "Date of its newest entry; NULL where none is dated", nullable=True),
        column("entries", sa.Integer(), "Addresses that it named"),
        sa.PrimaryKeyConstraint("url_hash", name="pk_sources"),
        comment="Feeds and sitemaps that articles are discovered in",
    )
    op.create_table(
        "frontier",
        column("url_hash", ID, "Hash of the address without its scheme"),
        column("url", LOCATOR, "Address that is asked for: the one-page form where the outlet has one"),
        column("host", sa.Text(), "Host of the address (hosts.host)"),
        column("outlet", sa.Text(), "Outlet (media) that it is of"),
        column("lastmod", TIME, "When it last changed, says the feed or sitemap that named it", nullable=True),
        column("published_at", TIME, "When it was published, says the feed or sitemap", nullable=True),
        column("discovered_at", TIME, "When it was first named"),
        column("state", sa.Text(), "waiting, fetched (its page is to be cleaned), done, or refused"),
        column("attempts", sa.Integer(), "How often in a row it could not be fetched"),
        column("reason", sa.Text(), "Why it was not fetched when it was last its turn", nullable=True),
        column("due_at", TIME, "Of a refused one: when it may be asked for again, if still named", nullable=True),
        column("fetched_at", TIME, "When it was last fetched", nullable=True),
        column("page_id", ID, "Page that it last gave (pages.id)", nullable=True),
        column("run_id", sa.Text(), "Run in which it last had its turn (runs.id)", nullable=True),
        column("owner", sa.Text(), "Process that has taken it: machine and process id", nullable=True),
        column("expires_at", TIME, "Until when it is that process's", nullable=True),
        sa.PrimaryKeyConstraint("url_hash", name="pk_frontier"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_frontier_page_id_pages", ondelete="SET NULL"),
        comment="Addresses of articles, and where a crawl stands",
    )
    op.create_index("ix_frontier_state_outlet_host", "frontier", ["state", "outlet", "host"])


def downgrade() -> None:
    op.drop_table("frontier")
    op.drop_table("sources")
