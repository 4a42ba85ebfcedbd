"""Views for what the two engines write differently: the items of a list, and differences of times."""

from alembic import op

revision = "0010"
down_revision = "0009"

TAGS = {
    "sqlite": "SELECT a.id AS article_id, t.value AS tag FROM articles AS a JOIN json_each(a.tags) AS t",
    "postgresql": """
        SELECT a.id AS article_id, t.tag
        FROM articles AS a CROSS JOIN jsonb_array_elements_text(a.tags) AS t (tag)
    """,
}

# Hours since 1970, so that how long something took is a subtraction.
HOURS = {
    "sqlite": "CAST(strftime('%s', {}) AS integer) / 3600.0",
    "postgresql": "CAST(EXTRACT(EPOCH FROM {}) AS double precision) / 3600",
}
TIMING = """
    SELECT id AS article_id, outlet, {published} AS published_hour, {modified} AS modified_hour
    FROM articles
    WHERE published_at IS NOT NULL
"""


def upgrade() -> None:
    engine = op.get_context().dialect.name
    hours = {name: HOURS[engine].format(f"{name}_at") for name in ("published", "modified")}
    op.execute(f"CREATE VIEW tags AS {TAGS[engine]}")
    op.execute(f"CREATE VIEW timing AS {TIMING.format(**hours)}")


def downgrade() -> None:
    for view in ("timing", "tags"):
        op.execute(f"DROP VIEW {view}")
