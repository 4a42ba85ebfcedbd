"""On Postgres the constraint of `pages` that is not its key is checked at the end of a statement.

INSERT ... ON CONFLICT looks after the primary key alone. Of two writers with the same page at the same moment, one
failed at the other constraint, though the id is a hash of what that compares; or each waited for the other. SQLite has
one writer at a time.
"""

from alembic import op

revision = "0013"
down_revision = "0012"

NAME = "uq_pages_locator_hash_sha256"


def upgrade() -> None:
    _make(deferrable=True)


def downgrade() -> None:
    _make(deferrable=None)


def _make(deferrable: bool | None) -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint(NAME, "pages")
        op.create_unique_constraint(NAME, "pages", ["locator_hash", "sha256"], deferrable=deferrable)
