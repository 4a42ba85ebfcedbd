"""Bulk writes that both engines understand: INSERT ... ON CONFLICT, many rows at once, nothing returned."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, Table, any_, cast, literal, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection

T = TypeVar("T")
Columns = ReadOnlyColumnCollection[str, Any]

CHUNK = 500  # rows a statement, and values an IN list, which SQLite limits


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items, `CHUNK` at a time."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def among(connection: Connection, column: ColumnElement[int], keys: Sequence[int]) -> ColumnElement[bool]:
    """Whether a column of numbers has one of a chunk of keys. On Postgres they are one parameter, written out: the
    driver reads a statement of 500 placeholders anew each time."""
    if connection.dialect.name != "postgresql":
        return column.in_(keys)
    return column == any_(cast(literal("{" + ",".join(map(str, keys)) + "}"), ARRAY(BigInteger)))


def everything(new: Columns) -> dict[str, Any]:
    """A change of all columns to what was to be inserted. The key is left alone: to write to it, be it the same, would
    have Postgres hold the row against those that only refer to it."""
    return {column.name: column for column in new if not column.primary_key}


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    change: Callable[[Columns], Mapping[str, Any]] | None = None,
    where: Callable[[Columns], ColumnElement[bool]] | None = None,
) -> None:
    """Insert rows (all with the same keys); one whose primary key exists leaves it alone, or changes it.

    `change` gives the new values and `where` the condition, both from the columns of the row that was to be inserted.
    Rows go in the order of their keys, so that two writers wait for each other and do not deadlock. No other constraint
    of the table may be checked at once: on Postgres one of two writers of the same new row would fail at it.
    """
    insert = (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(table)
    keys = [column.name for column in table.primary_key]
    if change:
        new = insert.excluded
        insert = insert.on_conflict_do_update(
            index_elements=keys, set_=change(new), where=where(new) if where else None
        )
    else:
        insert = insert.on_conflict_do_nothing(index_elements=keys)
    for chunk in chunks(sorted(rows, key=lambda row: [row[key] for key in keys])):
        connection.execute(insert, list(chunk))


def inserted(connection: Connection, key: ColumnElement[int], keys: Collection[int]) -> set[int]:
    """Those of the keys whose rows this transaction has inserted, of rows that were missing when it looked: on Postgres
    another one may have come in between. Who writes to SQLite has it alone."""
    if connection.dialect.name != "postgresql":
        return set(keys)
    ours = text("xmin = pg_current_xact_id()::xid AND xmax = '0'::xid")
    found: set[int] = set()
    for chunk in chunks(sorted(keys)):
        found.update(connection.scalars(select(key).where(among(connection, key, chunk), ours)))
    return found
