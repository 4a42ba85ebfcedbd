"""Copies of stories."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
UNSETTLED = sa.text("settled < edition")

# One row a story that several articles tell: its first publisher, and how far it went.
SYNDICATED = """
    CREATE VIEW syndicated AS
    SELECT c.cluster_id,
           f.outlet AS first_outlet,
           f.published_at AS first_published_at,
           f.url AS first_url,
           f.title AS first_title,
           f.wire_source AS first_credit,
           count(*) AS articles,
           count(DISTINCT a.outlet) AS outlets,
           min(c.similarity) AS least_similarity,
           max(a.published_at) AS last_published_at,
           max(a.wire_source) AS credit,
           count(DISTINCT a.wire_source) AS credits,
           sum(CASE WHEN c.wire_agrees THEN 0 WHEN c.wire_agrees IS NULL THEN 0 ELSE 1 END) AS credits_elsewhere
    FROM clusters AS c
    JOIN articles AS a ON a.id = c.article_id
    JOIN articles AS f ON f.id = c.cluster_id
    GROUP BY c.cluster_id, f.id
"""


def column(name: str, type_: sa.types.TypeEngine[Any], comment: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=nullable, comment=comment, autoincrement=False)


def upgrade() -> None:
    op.create_table(
        "signatures",
        column("article_id", ID, "articles.id"),
        column("told_at", TIME, "When it was published, else fetched, as far as is known", nullable=True),
        column("fetched_at", TIME, "When it was fetched: of two told at once the first counts", nullable=True),
        column("words", ID, "Hash of all words of the text"),
        column("runs", sa.Integer(), "Runs of three words in the text, each counted once"),
        column("minhash", sa.LargeBinary(), "MinHash of those runs: 128 numbers of four bytes"),
        column("edition", sa.Integer(), "Goes up when the article changes, or what it was compared with"),
        column("settled", sa.Integer(), "Edition that was last compared; 0: none, and no bands are stored"),
        sa.PrimaryKeyConstraint("article_id", name="pk_signatures"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_signatures_article_id_articles", ondelete="CASCADE"
        ),
        comment="What of articles is compared to find copies",
    )
    op.create_index(
        "ix_signatures_unsettled",
        "signatures",
        ["article_id"],
        sqlite_where=UNSETTLED,
        postgresql_where=UNSETTLED,
    )
    op.drop_table("lsh_bands")  # nothing was ever written to it
    op.create_table(
        "lsh_bands",
        column("month", sa.Integer(), "Months since year 0; 0: no date is known; -1: any, all words"),
        column("copy", sa.Boolean(), "Whether the article is a copy; most look for the first only"),
        column("hash", ID, "Hash of the band, or of all words"),
        column("article_id", ID, "articles.id; rows of articles that are gone do no harm"),
        sa.PrimaryKeyConstraint("month", "copy", "hash", "article_id", name="pk_lsh_bands"),
        comment="MinHash bands, to find copies across runs",
        sqlite_with_rowid=False,
    )
    containment = "Share of the shorter of the two texts that stands in the other, as estimated, 0 to 1"
    op.add_column("clusters", column("containment", sa.Float(), containment, nullable=True))
    agrees = (
        "Whether the credit (articles.wire_source) names the first or, if not here, is the first's too; NULL: no credit"
    )
    op.add_column("clusters", column("wire_agrees", sa.Boolean(), agrees, nullable=True))
    op.execute(SYNDICATED)


def downgrade() -> None:
    op.execute("DROP VIEW syndicated")
    op.drop_column("clusters", "wire_agrees")
    op.drop_column("clusters", "containment")
    op.drop_table("lsh_bands")
    op.create_table(
        "lsh_bands",
        column("band", sa.Integer(), "Number of the band, from 0"),
        column("hash", ID, "Hash of the band's rows"),
        column("article_id", ID, "articles.id"),
        sa.PrimaryKeyConstraint("band", "hash", "article_id", name="pk_lsh_bands"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_lsh_bands_article_id_articles", ondelete="CASCADE"
        ),
        comment="MinHash bands, to find copies across runs",
    )
    op.create_index("ix_lsh_bands_article_id", "lsh_bands", ["article_id"])
    op.drop_table("signatures")
