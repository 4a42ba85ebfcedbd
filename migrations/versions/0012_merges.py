"""The index for full text of SQLite merges sixteen segments of its own where it merged four.

Each group of articles becomes a segment, and to merge them was a quarter of what it costs to index. A search looks into
more segments, which takes it some hundredths of a second. Merging is spread over many transactions unless segments are
left lying, twice as many now: then it is done in one, for which all others wait.
"""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    _merge(16, at_once=32)


def downgrade() -> None:
    _merge(4, at_once=16)


def _merge(segments: int, at_once: int) -> None:
    if op.get_context().dialect.name == "sqlite":
        for setting, value in (("crisismerge", at_once), ("automerge", segments)):
            op.execute(f"INSERT INTO articles_fts (articles_fts, rank) VALUES ('{setting}', {value})")
