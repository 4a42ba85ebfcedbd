"""Passages of a text that are in another language."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

# A copy is a member of a cluster whose first publisher is another article.
ARTICLES_ID = """
    CREATE VIEW articles_id AS
    SELECT a.*
    FROM articles AS a
    LEFT JOIN clusters AS c ON c.article_id = a.id
    WHERE a.language = 'id' AND (c.cluster_id IS NULL OR c.cluster_id = a.id)
"""


def upgrade() -> None:
    op.execute("DROP VIEW articles_id")  # its columns are those of the day it was made
    comment = "Where those stand: list of {language, start, end}, in characters of the text; NULL: not measured"
    op.add_column("articles", sa.Column("foreign_passages", JSON, comment=comment))
    op.execute(ARTICLES_ID)


def downgrade() -> None:
    op.execute("DROP VIEW articles_id")
    op.drop_column("articles", "foreign_passages")
    op.execute(ARTICLES_ID)
