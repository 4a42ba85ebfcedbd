"""Batches are named by what they cover, so that two runs over the same input know them for the same."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NOW = {
    "id": "Hash of what it covers",
    "run_id": "Run that last claimed it (runs.id)",
    "attempts": "How often a worker began it",
    "owner": "Process whose run has claimed it: machine and process id",
    "token": "Token of the worker that last began it; others cannot write",
    "expires_at": "When the claim ends by itself",
    "done_at": "When its results were stored; NULL while it is claimed",
}
BEFORE = {
    "id": "Hash of the run and the batch's number",
    "run_id": "runs.id",
    "attempts": "How often it was claimed",
    "owner": "Worker that holds the lease: host and process id",
    "token": "Token of the lease; writes under an older one are refused",
    "expires_at": "When the lease ends by itself",
    "done_at": "When its results were stored",
}


def upgrade() -> None:
    op.execute("DELETE FROM batches")  # none was ever written
    op.drop_column("batches", "locators")
    op.add_column("batches", sa.Column("pages", sa.Integer(), nullable=False, comment="Pages that it covers"))
    comment(NOW, BEFORE)


def downgrade() -> None:
    op.execute("DELETE FROM batches")
    op.drop_column("batches", "pages")
    locators = "Documents of the batch: list of locators"
    op.add_column("batches", sa.Column("locators", JSON, nullable=False, comment=locators))
    comment(BEFORE, NOW)


def comment(new: dict[str, str], old: dict[str, str]) -> None:
    if op.get_context().dialect.name == "postgresql":  # SQLite keeps none
        for name, text in new.items():
            op.alter_column("batches", name, comment=text, existing_comment=old[name])
