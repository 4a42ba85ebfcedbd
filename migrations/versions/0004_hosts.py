"""Whose turn it is at hosts, and the robots.txt of sites."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TIME = sa.DateTime(timezone=True)


def column(name: str, type_: sa.types.TypeEngine[Any], comment: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=nullable, comment=comment)


def upgrade() -> None:
    op.create_table(
        "hosts",
        column("host", sa.Text(), "Name or address, in lower case and without its port"),
        column("owner", sa.Text(), "Process whose turn it is: machine and process id", nullable=True),
        column("token", sa.Text(), "Token of the turn; an older one ends nothing", nullable=True),
        column("expires_at", TIME, "When the turn ends by itself", nullable=True),
        column("asked_at", TIME, "When the last turn ended", nullable=True),
        column("rest_until", TIME, "Until when it is left alone, since it failed or said so", nullable=True),
        column("failures", sa.Integer(), "Addresses in a row that could not be had of it"),
        sa.PrimaryKeyConstraint("host", name="pk_hosts"),
        comment="Hosts that are fetched from, and whose turn it is there",
    )
    op.create_table(
        "robots",
        column("origin", sa.Text(), "Scheme, host and port, such as https://contoh.id"),
        column("fetched_at", TIME, "When it was fetched"),
        column("status", sa.Integer(), "HTTP status of the answer; 400 to 499 is a site without the file"),
        column("text", sa.Text(), "What it says, its first 500 KiB; empty where there is none"),
        sa.PrimaryKeyConstraint("origin", name="pk_robots"),
        comment="robots.txt of the sites that are fetched from",
    )


def downgrade() -> None:
    op.drop_table("robots")
    op.drop_table("hosts")
