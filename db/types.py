"""Column types that behave alike on SQLite and Postgres."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Integer, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

Id = Annotated[int, "a 63-bit hash; see db.ids"]
Locator = Annotated[str, "a path or URL; compared by code point on both engines"]


def as_utc(moment: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for a naive datetime: whose clock it shows is not known."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: takes aware datetimes only, stores UTC, gives back aware UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant as the engine stores it: SQLite has no zones, so it gets the UTC clock."""
        if value is None:
            return None
        moment = as_utc(value)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC, whatever zone the session of a Postgres client has."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


Json = JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

# INTEGER on SQLite, so that a primary key is the row id itself and needs no second B-tree.
COLUMN_TYPES: dict[Any, Any] = {
    str: Text(),
    datetime: UtcDateTime(),
    dict[str, Any]: Json,
    list[Any]: Json,
    Id: BigInteger().with_variant(Integer(), "sqlite"),
    Locator: Text().with_variant(postgresql.TEXT(collation="C"), "postgresql"),
}
