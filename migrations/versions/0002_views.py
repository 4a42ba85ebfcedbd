"""The views."""

from alembic import op

revision = "0002"
down_revision = "0001"

CUTS = {
    "sqlite": """
        SELECT a.id AS article_id,
               json_extract(c.value, '$.cleaner') AS cleaner,
               json_extract(c.value, '$.text') AS text,
               json_extract(c.value, '$.start') AS start,
               json_extract(c.value, '$.end') AS "end"
        FROM articles AS a JOIN json_each(a.cuts) AS c
    """,
    "postgresql": """
        SELECT a.id AS article_id, c.cleaner, c.text, c.start, c."end"
        FROM articles AS a
        CROSS JOIN jsonb_to_recordset(a.cuts) AS c (cleaner text, text text, start integer, "end" integer)
    """,
}

# The day of publication in UTC; NULL for the articles whose page states none.
DAY = {
    "sqlite": "date(published_at)",
    "postgresql": "CAST(published_at AT TIME ZONE 'UTC' AS date)",
}
DAILY = """
    SELECT outlet,
           {day} AS day,
           count(*) AS articles,
           sum(CASE WHEN language = 'id' THEN 1 ELSE 0 END) AS indonesian,
           sum(word_count) AS words,
           avg(CAST(word_count AS double precision)) AS mean_words,
           avg(boilerplate_share) AS mean_boilerplate_share
    FROM articles
    GROUP BY outlet, {day}
"""

# A copy is a member of a cluster whose first publisher is another article.
ARTICLES_ID = """
    SELECT a.*
    FROM articles AS a
    LEFT JOIN clusters AS c ON c.article_id = a.id
    WHERE a.language = 'id' AND (c.cluster_id IS NULL OR c.cluster_id = a.id)
"""


def upgrade() -> None:
    engine = op.get_context().dialect.name
    op.execute(f"CREATE VIEW cuts AS {CUTS[engine]}")
    op.execute(f"CREATE VIEW daily AS {DAILY.format(day=DAY[engine])}")
    op.execute(f"CREATE VIEW articles_id AS {ARTICLES_ID}")


def downgrade() -> None:
    for view in ("articles_id", "daily", "cuts"):
        op.execute(f"DROP VIEW {view}")
