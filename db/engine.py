"""Opening a database: SQLite or Postgres, by URL."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from db.sanitize import to_json

WAIT_SECONDS = 30  # how long a writer waits for another writer of the same SQLite file
# What a connection to SQLite keeps in memory while it writes. A group of articles changes thousands of pages of a large
# database, and with the 2 MB that it keeps else most of them are written and read again before they are done with.
WRITING_KB, READING_KB = 64_000, 2_000
_READ, _WRITE = "BEGIN", "BEGIN IMMEDIATE"


class DatabaseError(Exception):
    """A database that cannot be used; the message says which and why, without its password."""


def open_engine(url: str) -> Engine:
    """Connects to `sqlite:///file.db` or `postgresql://user:password@host/name`.

    Raises DatabaseError if the URL is of another kind, or if nothing usable answers there.
    """
    try:
        target = make_url(url)
    except (ArgumentError, ValueError):  # their messages repeat parts of the URL, maybe of a password
        raise DatabaseError("the database URL cannot be read: sqlite:///file.db or postgresql://... expected") from None
    match target.get_backend_name():
        case "sqlite":
            engine = _sqlite(target)
        case "postgresql" | "postgres":
            engine = _postgres(target)
        case other:
            raise DatabaseError(f"{other} is not supported: sqlite:///file.db or postgresql://... expected")
    try:
        engine.connect().close()
    except DBAPIError as error:
        raise DatabaseError(f"cannot open {shown_url(url)}: {str(error.orig).strip()}") from error
    return engine


def shown_url(url: str) -> str:
    """A URL as it can be shown to anybody: without its password, wherever that stands."""
    try:
        return make_url(url).set(query={}).render_as_string()
    except (ArgumentError, ValueError):
        return "(it cannot be read)"


def is_missing(url: str) -> bool:
    """Whether a URL is of an SQLite file that is not there, and that opening it would make."""
    try:
        target = make_url(url)
    except (ArgumentError, ValueError):
        return False
    return target.get_backend_name() == "sqlite" and not os.path.exists(target.database or "")


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """A database for the time of a block. Raises DatabaseError as `open_engine` does."""
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def writing(engine: Engine) -> AbstractContextManager[Connection]:
    """A transaction that writes: committed at the end of the block, rolled back on an error.

    On SQLite it takes the write lock at once: a transaction that reads first and writes later fails, without waiting,
    if another one wrote in between.
    """
    return engine.execution_options(sqlite_begin=_WRITE).begin()


def _postgres(url: URL) -> Engine:
    url = url.set(drivername="postgresql+psycopg", query={"connect_timeout": "10", **url.query})
    return create_engine(url, pool_pre_ping=True)


def _sqlite(url: URL) -> Engine:
    """An engine whose transactions are SQLAlchemy's: the driver of Python 3.11 to 3.13 begins them late or not at all.

    This is the recipe of SQLAlchemy's documentation for all versions of Python: the driver is set to begin nothing
    (`isolation_level=None`), and the event "begin" emits BEGIN.
    """
    engine = create_engine(
        url.set(drivername="sqlite"),
        connect_args={"isolation_level": None, "timeout": WAIT_SECONDS},
        json_serializer=to_json,
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("sqlite_begin", _READ)
        connection.exec_driver_sql(f"PRAGMA cache_size = -{WRITING_KB if kind == _WRITE else READING_KB}")
        connection.exec_driver_sql(kind)

    return engine
