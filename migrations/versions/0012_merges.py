"""The index for full text of SQLite merges sixteen segments of its own where it merged four.

Each group of articles becomes a segment, and to merge them was a quarter of what it costs to index. A search looks into
more segments, which takes it some hundredths of a second. Merging is spread over many transactions unless segments are
left lying, twice as many now: then it is done in one, for which all others wait.
"""

from alembic import op

revision = "0012"
down_revision = "0011"


# How many segments begin to be merged, and how many are merged at once.
MORE = (
    "INSERT INTO articles_fts (articles_fts, rank) VALUES ('crisismerge', 32)",
    "INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 16)",
)
AS_BEFORE = (
    "INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 4)",
    "INSERT INTO articles_fts (articles_fts, rank) VALUES ('crisismerge', 16)",
)


def upgrade() -> None:
    _set(MORE)


def downgrade() -> None:
    _set(AS_BEFORE)


def _set(statements: tuple[str, ...]) -> None:
    if op.get_context().dialect.name == "sqlite":
        for statement in statements:
            op.execute(statement)
