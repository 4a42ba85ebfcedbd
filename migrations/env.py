"""What Alembic runs to reach the database.

From the root of the checkout:

    alembic -x db=sqlite:///kliping.db upgrade head
    DATABASE_URL=postgresql://user@host/name alembic check

Without either, the database is sqlite:///kliping.db. A new step: change db/models.py, db/web.py, db/memory.py or
db/likeness.py, then `alembic revision --autogenerate --rev-id 0003 -m "what it does"`, and read what it wrote.
`db.migrate` comes here too, with a connection of its own.
"""

import os
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, func, select

from db.engine import open_engine, writing
from db.ids import hash63
from db.models import Base
from db.types import UtcDateTime


def migrate(connection: Connection) -> None:
    """Run the steps in the transaction of the connection, after anyone else who does so."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(hash63("kliping migrations"))))
    context.configure(connection, target_metadata=Base.metadata, render_item=render, include_name=is_modelled)
    context.run_migrations()


def is_modelled(name: str | None, _: str, __: Any) -> bool:
    """Whether a table, column or index is for db/models.py to have: what the search needs is another on each engine."""
    return not (name or "").startswith(("articles_fts", "search_vector", "ix_articles_search_vector"))


def render(_: str, item: Any, __: Any) -> str | Literal[False]:
    """How a new step spells our own type: it must not change when the type does."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False


if given := context.config.attributes.get("connection"):
    migrate(given)
else:
    url = context.get_x_argument(as_dictionary=True).get("db") or os.environ.get("DATABASE_URL")
    with writing(open_engine(url or "sqlite:///kliping.db")) as connection:
        migrate(connection)
