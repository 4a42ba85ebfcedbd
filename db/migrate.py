"""Bringing a database up to date."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from db.engine import DatabaseError, writing

MIGRATIONS = Path(__file__).parent.parent / "migrations"


class FutureDatabase(DatabaseError):
    """A database that a newer kliping, or another program, has migrated."""


def migrate(engine: Engine) -> None:
    """Bring an empty or older database up to date; others that do so at the same time wait for each other.

    Raises FutureDatabase on a revision that is not known here, and DatabaseError if the tables cannot be made.
    """
    known = revisions()
    with engine.connect() as connection:
        stored = _revision(connection)
    if stored == known[-1]:
        return  # before the import of Alembic, which takes longer than all the rest
    if stored is not None and stored not in known:
        raise FutureDatabase(
            f"the database is at revision {stored}, but this kliping knows only up to {known[-1]}: "
            "update kliping, or use another database"
        )
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        with writing(engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        raise DatabaseError(f"the database cannot be brought up to date: {str(error.orig).strip()}") from error


def revisions() -> list[str]:
    """The revisions that this checkout knows, oldest first: the numbers that the files of migrations start with."""
    return sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision
